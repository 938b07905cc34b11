// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/plan.hpp"
#include "core/exchange/onnx_export.hpp"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace netwright::exchange {

namespace {
    constexpr double kTolerance = 1e-4;
    constexpr std::int64_t kBatch = 64;

    /// OpenCV also prints what it throws; the Error says it once.
    class QuietOpenCv {
    public:
        QuietOpenCv()
            : m_level(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT))
        {
        }
        ~QuietOpenCv() { cv::utils::logging::setLogLevel(m_level); }
        QuietOpenCv(const QuietOpenCv&) = delete;
        QuietOpenCv& operator=(const QuietOpenCv&) = delete;

    private:
        cv::utils::logging::LogLevel m_level;
    };

    std::vector<std::int64_t> rowsToCheck(const data::Dataset& dataset, std::int64_t samples)
    {
        for (const auto part : { data::Part::Test, data::Part::Validation, data::Part::Train }) {
            const auto rows = dataset.rows(part);
            const auto count = std::min<std::size_t>(
                rows.size(), static_cast<std::size_t>(std::max<std::int64_t>(samples, 0)));
            if (!rows.empty())
                return { rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count) };
        }
        return {};
    }

    /// One network on both sides: our Plan, and the file in OpenCV.
    class Comparison {
    public:
        Comparison(engine::Plan& plan, cv::dnn::Net& net, const data::Dataset& dataset)
            : m_plan(plan)
            , m_net(net)
            , m_dataset(dataset)
        {
        }

        /// The largest difference on these rows, a full batch of which the first `valid` count. Throws
        /// cv::Exception.
        Result<double> run(std::span<const std::int64_t> rows, std::int64_t valid)
        {
            if (const auto read = fillInputs(rows); !read)
                return failed(read);
            m_plan.run(valid, 0);
            double largest = 0;
            for (const auto& output : m_plan.outputs()) {
                const cv::Mat theirs = m_net.forward(output.node);
                if (theirs.type() != CV_32F || !theirs.isContinuous()
                    || theirs.total() != output.values.size())
                    return fail(output.node, "expected {} numbers, OpenCV puts out {}", output.values.size(),
                                theirs.total());
                const auto count = static_cast<std::size_t>(valid * output.shape.elements());
                largest = std::max(largest, difference(output.values.first(count), theirs.ptr<float>()));
            }
            return largest;
        }

    private:
        Status fillInputs(std::span<const std::int64_t> rows)
        {
            const auto& columns = m_dataset.signature().columns;
            for (const auto& slot : m_plan.inputs()) {
                const auto it = std::ranges::find(columns, slot.column, &tensor::Column::name);
                if (slot.numbers.empty() || it == columns.end())
                    continue;
                const auto column = static_cast<std::size_t>(it - columns.begin());
                if (const auto read = m_dataset.readNumbers(column, rows, slot.numbers); !read)
                    return read;
                const auto sizes = slot.shape.withBatch(static_cast<std::int64_t>(rows.size()));
                const cv::Mat blob(std::vector<int>(sizes.begin(), sizes.end()), CV_32F, slot.numbers.data());
                m_net.setInput(blob, slot.column);
            }
            return {};
        }

        static double difference(std::span<const float> ours, const float* theirs)
        {
            double largest = 0;
            for (std::size_t i = 0; i < ours.size(); ++i) {
                const double each = std::abs(static_cast<double>(ours[i]) - theirs[i]);
                largest
                    = std::isnan(each) ? std::numeric_limits<double>::infinity() : std::max(largest, each);
            }
            return largest;
        }

        engine::Plan& m_plan;
        cv::dnn::Net& m_net;
        const data::Dataset& m_dataset;
    };

    Result<Parity> compare(Comparison& comparison, std::span<const std::int64_t> rows,
                           const Progress& progress)
    {
        Parity parity;
        std::vector<std::int64_t> batch(kBatch);
        for (std::size_t first = 0; first < rows.size(); first += batch.size()) {
            if (progress.stop.stop_requested())
                return fail("comparison with OpenCV", "stopped before the end");
            const auto valid = std::min(batch.size(), rows.size() - first);
            for (std::size_t i = 0; i < batch.size(); ++i)
                batch[i] = rows[first + std::min(i, valid - 1)];
            const auto largest = comparison.run(batch, static_cast<std::int64_t>(valid));
            if (!largest)
                return failed(largest);
            parity.largestDifference = std::max(parity.largestDifference, *largest);
            parity.samples += static_cast<std::int64_t>(valid);
        }
        parity.isSame = parity.largestDifference <= kTolerance;
        return parity;
    }
} // namespace

Result<Parity> checkOnnx(const std::filesystem::path& file, const network::Network& network,
                         const data::Dataset& dataset, std::span<const tensor::NamedTensor> parameters,
                         std::int64_t samples, const Progress& progress)
{
    const auto rows = rowsToCheck(dataset, samples);
    if (rows.empty())
        return fail(fmt::format("network \"{}\"", network.name),
                    "there is no sample to check with; add data or ask for at least one sample");
    auto plan = engine::Plan::compile(network, dataset.signature(),
                                      { .mode = layers::Mode::Inference, .batch = kBatch });
    if (!plan)
        return failed(plan);
    if (const auto written = (*plan)->writeParameters(parameters); !written)
        return failed(written);
    const QuietOpenCv quiet;
    try {
        auto net = cv::dnn::readNetFromONNX(file.string());
        Comparison comparison(**plan, net, dataset);
        return compare(comparison, rows, progress);
    } catch (const std::exception& error) {
        return fail(file.string(), "OpenCV cannot run the file: {}", error.what());
    }
}

} // namespace netwright::exchange
