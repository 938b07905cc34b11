// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_image.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace netwright::analysis {

namespace {
    /// Channel by channel, RGB, as the columns of datasets are.
    std::vector<float> planar(const cv::Mat& image)
    {
        std::vector<float> numbers;
        numbers.reserve(image.total() * static_cast<std::size_t>(image.channels()));
        std::vector<cv::Mat> channels;
        cv::split(image, channels);
        for (const cv::Mat& channel : channels)
            numbers.insert(numbers.end(), channel.begin<std::uint8_t>(), channel.end<std::uint8_t>());
        return numbers;
    }

    std::string looks(cv::Size size, bool isColour)
    {
        return fmt::format("{} x {} in {}", size.width, size.height, isColour ? "colour" : "grey");
    }

    Result<SampleFile> read(const std::string& name, const cv::Mat& bytes, const tensor::Column& column)
    {
        const bool wantsColour = column.shape[0] == 3;
        cv::Mat image = cv::imdecode(bytes, wantsColour ? cv::IMREAD_COLOR : cv::IMREAD_GRAYSCALE);
        if (image.empty())
            return fail(name,
                        "expected an image (PNG, JPEG, BMP, ...), found something else; is it damaged?");
        SampleFile file;
        const bool isColour = cv::imdecode(bytes, cv::IMREAD_ANYCOLOR).channels() > 1;
        const cv::Size size(static_cast<int>(column.shape[2]), static_cast<int>(column.shape[1]));
        if (image.size() != size || isColour != wantsColour)
            file.notices.push_back(fmt::format("{} is {}; the network sees it as {}", name,
                                               looks(image.size(), isColour), looks(size, wantsColour)));
        if (image.size() != size)
            cv::resize(image, image, size, 0, 0, cv::INTER_AREA);
        if (wantsColour)
            cv::cvtColor(image, image, cv::COLOR_BGR2RGB);
        file.samples.push_back(planar(image));
        return file;
    }
} // namespace

Result<SampleFile> readSampleImage(const std::string& name, const std::string& bytes,
                                   const tensor::Column& column)
{
    if (const auto channels = column.shape[0]; channels != 1 && channels != 3)
        return fail(name,
                    "column \"{}\" has {} channels; only grey and colour images can be read from a file",
                    column.name, channels);
    if (bytes.empty())
        return fail(name, "expected an image (PNG, JPEG, BMP, ...), found nothing; is it damaged?");
    try {
        const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));
        return read(name, raw, column);
    } catch (const cv::Exception& exception) {
        return fail(name, "cannot be decoded: {}", exception.err);
    }
}

} // namespace netwright::analysis
