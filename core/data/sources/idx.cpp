// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/content_hash.hpp"
#include "core/data/idx_file.hpp"
#include "core/data/source.hpp"

#include <algorithm>
#include <set>

namespace netwright::data {

namespace {
    constexpr std::size_t kImage = 0;
    constexpr std::size_t kLabel = 1;

    /// A file of images and the file of their labels.
    struct Labelled {
        IdxFile images; ///< (count, height, width)
        IdxFile labels; ///< (count)

        [[nodiscard]] std::int64_t rows() const { return images.bytes.empty() ? 0 : images.sizes[0]; }
    };

    class IdxSource final : public Source {
    public:
        IdxSource(Labelled given, Labelled test, std::vector<std::string> categories)
            : m_given(std::move(given))
            , m_test(std::move(test))
            , m_pixels(static_cast<std::size_t>(m_given.images.sizes[1] * m_given.images.sizes[2]))
            , m_rows(m_given.rows() + m_test.rows())
        {
            const auto& sizes = m_given.images.sizes;
            m_signature.columns = {
                { .name = "image", .type = tensor::ColumnType::Image, .shape = { 1, sizes[1], sizes[2] } },
                { .name = "label",
                  .type = tensor::ColumnType::Category,
                  .shape = {},
                  .categories = std::move(categories) },
            };
            ContentHash hash;
            for (const auto* part : { &m_given, &m_test }) {
                hash.add(part->images.bytes);
                hash.add(part->labels.bytes);
            }
            m_fingerprint = hash.text();
        }

        [[nodiscard]] const tensor::Signature& signature() const override { return m_signature; }
        [[nodiscard]] std::int64_t rows() const override { return m_rows; }
        [[nodiscard]] std::optional<std::int64_t> firstTestRow() const override
        {
            return m_test.rows() > 0 ? std::optional(m_given.rows()) : std::nullopt;
        }
        [[nodiscard]] std::string fingerprint() const override { return m_fingerprint; }

        [[nodiscard]] Status readNumbers(std::size_t column, std::span<const std::int64_t> rows,
                                         std::span<float> into) const override
        {
            if (column != kImage || into.size() != rows.size() * m_pixels)
                return fail({}, "expected column 0 and {} numbers, found column {} and {}",
                            rows.size() * m_pixels, column, into.size());
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto [part, row] = find(rows[i]);
                if (!part)
                    return outOfRange(rows[i]);
                const std::uint8_t* from = part->images.bytes.data() + row * m_pixels;
                std::copy_n(from, m_pixels, into.data() + i * m_pixels);
            }
            return {};
        }

        [[nodiscard]] Status readCategories(std::size_t column, std::span<const std::int64_t> rows,
                                            std::span<std::int32_t> into) const override
        {
            if (column != kLabel || into.size() != rows.size())
                return fail({}, "expected column 1 and {} labels, found column {} and {}", rows.size(),
                            column, into.size());
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto [part, row] = find(rows[i]);
                if (!part)
                    return outOfRange(rows[i]);
                into[i] = part->labels.bytes[row];
            }
            return {};
        }

    private:
        struct Place {
            const Labelled* part;
            std::size_t row;
        };

        [[nodiscard]] Place find(std::int64_t row) const
        {
            if (row < 0 || row >= m_rows)
                return { nullptr, 0 };
            const std::int64_t given = m_given.rows();
            return row < given ? Place { &m_given, static_cast<std::size_t>(row) }
                               : Place { &m_test, static_cast<std::size_t>(row - given) };
        }

        [[nodiscard]] Status outOfRange(std::int64_t row) const
        {
            return fail(m_given.images.path.string(), "expected a row from 0 to {}, found {}", m_rows - 1,
                        row);
        }

        Labelled m_given;
        Labelled m_test; ///< empty: the files have no test part of their own
        std::size_t m_pixels;
        std::int64_t m_rows;
        tensor::Signature m_signature;
        std::string m_fingerprint;
    };

    Result<Labelled> readLabelled(const std::filesystem::path& images, const std::filesystem::path& labels,
                                  const Progress& progress)
    {
        auto pictures = readIdx(images, 3, "images", progress);
        if (!pictures)
            return failed(pictures);
        auto classes = readIdx(labels, 1, "labels", progress);
        if (!classes)
            return failed(classes);
        if (pictures->sizes[0] != classes->sizes[0])
            return fail(pictures->path.string(),
                        "holds {} images, but {} holds {} labels; choose files that belong together",
                        pictures->sizes[0], classes->path.string(), classes->sizes[0]);
        return Labelled { .images = *std::move(pictures), .labels = *std::move(classes) };
    }

    /// The test files, or nothing where none are named.
    Result<Labelled> readTest(const ParameterValues& values, const std::filesystem::path& folder,
                              const Labelled& given, const Progress& progress)
    {
        const auto& images = values.text("test_images");
        const auto& labels = values.text("test_labels");
        if (images.empty() && labels.empty())
            return Labelled {};
        if (images.empty() || labels.empty())
            return fail(
                {}, "Test {0} are missing: expected files of both test images and test labels, or neither",
                images.empty() ? "images" : "labels");
        auto test = readLabelled(folder / images, folder / labels, progress);
        if (!test)
            return test;
        const auto& expected = given.images.sizes;
        const auto& found = test->images.sizes;
        if (expected[1] != found[1] || expected[2] != found[2])
            return fail(test->images.path.string(), "expected images of {} x {} as in {}, found {} x {}",
                        expected[1], expected[2], given.images.path.string(), found[1], found[2]);
        return test;
    }

    std::string_view trimmed(std::string_view text)
    {
        const auto first = text.find_first_not_of(" \t\r\n");
        return first == std::string_view::npos
            ? ""
            : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
    }

    Result<std::vector<std::string>> namedClasses(std::string_view text)
    {
        std::vector<std::string> names;
        std::set<std::string> seen;
        while (true) {
            const auto comma = text.find(',');
            names.emplace_back(trimmed(text.substr(0, comma)));
            if (names.back().empty())
                return fail({}, "Classes: expected names between the commas, found nothing for class {}",
                            names.size() - 1);
            if (!seen.insert(names.back()).second)
                return fail({}, "Classes: \"{}\" is named twice; each class needs a name of its own",
                            names.back());
            if (comma == std::string_view::npos)
                return names;
            text.remove_prefix(comma + 1);
        }
    }

    Result<std::vector<std::string>> classNames(const std::string& text, const Labelled& given,
                                                const Labelled& test)
    {
        std::uint8_t largest = 0;
        const IdxFile* holder = nullptr;
        for (const auto* part : { &given, &test }) {
            if (part->rows() == 0)
                continue;
            const auto most = *std::ranges::max_element(part->labels.bytes);
            if (!holder || most > largest) {
                largest = most;
                holder = &part->labels;
            }
        }
        if (text.empty()) {
            std::vector<std::string> names;
            for (int number = 0; number <= largest; ++number)
                names.push_back(std::to_string(number));
            return names;
        }
        auto names = namedClasses(text);
        if (names && largest >= names->size())
            return fail(holder->path.string(),
                        "expected labels from 0 to {}, as {} classes are named, found {}; name all "
                        "classes or none",
                        names->size() - 1, names->size(), largest);
        return names;
    }

    Result<std::unique_ptr<Source>> open(const ParameterValues& values, const std::filesystem::path& folder,
                                         const Progress& progress)
    {
        for (const auto* id : { "images", "labels" }) {
            if (values.text(id).empty())
                return fail({}, "no file of {} is chosen; choose an IDX file, plain or .gz", id);
        }
        auto given = readLabelled(folder / values.text("images"), folder / values.text("labels"), progress);
        if (!given)
            return failed(given);
        auto test = readTest(values, folder, *given, progress);
        if (!test)
            return failed(test);
        auto categories = classNames(values.text("classes"), *given, *test);
        if (!categories)
            return failed(categories);
        return std::make_unique<IdxSource>(*std::move(given), *std::move(test), *std::move(categories));
    }
} // namespace

extern const SourceKind kIdx {
    .id = "idx",
    .title = "IDX images",
    .help = "Grey images and their labels in the format of MNIST and Fashion-MNIST, plain or compressed (.gz).",
    .parameters = {
        { .id = "images", .label = "Images", .help = "The file of the training images, such as train-images-idx3-ubyte.gz.",
          .type = ParameterType::File, .fallback = std::string() },
        { .id = "labels", .label = "Labels", .help = "The file of their labels, such as train-labels-idx1-ubyte.gz.",
          .type = ParameterType::File, .fallback = std::string() },
        { .id = "test_images", .label = "Test images",
          .help = "The file of the test images; empty: the split takes the test part from the training images.",
          .type = ParameterType::File, .fallback = std::string() },
        { .id = "test_labels", .label = "Test labels", .help = "The file of the labels of the test images.",
          .type = ParameterType::File, .fallback = std::string() },
        { .id = "classes", .label = "Classes",
          .help = "The names of the classes in the order of their numbers, separated by commas; empty: the numbers.",
          .type = ParameterType::Text, .fallback = std::string() },
    },
    .open = &open,
};

} // namespace netwright::data
