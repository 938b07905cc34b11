// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.hpp"
#include "core/data/content_hash.hpp"
#include "core/data/source.hpp"

#include <algorithm>

namespace netwright::data {

namespace {
    using tensor::ColumnType;

    constexpr std::size_t kInput = 0;
    constexpr std::size_t kTarget = 1;
    constexpr std::int64_t kMaximumNumbers = 1 << 24; ///< of one sample
    constexpr std::int64_t kMaximumPrototypeNumbers = 1 << 26;

    struct Design {
        ColumnType input = ColumnType::Image;
        tensor::Shape shape = {};
        std::int64_t vocabulary = 0; ///< of a sequence
        std::string target; ///< "classes", "number" or "zero_one"
        std::int64_t groups = 2; ///< the classes, or the two ends between which a number lies
        std::int64_t rows = 0;
        std::uint64_t seed = 0;
    };

    /// What a row is about: a class, or a place between group 0 and group 1.
    struct Truth {
        std::int64_t group = 0;
        float number = 0;
    };

    /// Numbers made of a seed, row by row as they are read. Each group has a prototype; a sample is the mean
    /// of a prototype and noise:
    ///
    ///     classes            x = (prototype[class] + noise) / 2
    ///     number y in 0..1   x = ((1 - y) prototype[0] + y prototype[1] + noise) / 2
    ///     sequences          half of the tokens from the part of the vocabulary that is the group's own
    ///     (with a
    ///                        number y: of group 1 with probability y), the others from all of it
    class GeneratedSource final : public Source {
    public:
        explicit GeneratedSource(Design design)
            : m_design(std::move(design))
        {
            const bool hasClasses = m_design.target == "classes";
            m_signature.columns = {
                { .name = nameOfInput(),
                  .type = m_design.input,
                  .shape = m_design.shape,
                  .vocabulary = m_design.vocabulary },
                { .name = hasClasses ? "label" : "target",
                  .type = hasClasses ? ColumnType::Category : ColumnType::Number,
                  .shape = {} },
            };
            for (std::int64_t group = 0; hasClasses && group < m_design.groups; ++group)
                m_signature.columns[kTarget].categories.push_back(fmt::format("class {}", group));
            if (m_design.input != ColumnType::Sequence)
                drawPrototypes();
        }

        [[nodiscard]] const tensor::Signature& signature() const override { return m_signature; }
        [[nodiscard]] std::int64_t rows() const override { return m_design.rows; }

        [[nodiscard]] Status readNumbers(std::size_t column, std::span<const std::int64_t> rows,
                                         std::span<float> into) const override
        {
            if (column > kTarget || m_signature.columns[column].type == ColumnType::Category)
                return fail("generated data", "column {} holds no numbers", column);
            const auto width = static_cast<std::size_t>(m_signature.columns[column].shape.elements());
            if (auto checked = check(rows, into.size(), rows.size() * width); !checked)
                return checked;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const auto row = into.subspan(i * width, width);
                if (column == kTarget)
                    row[0] = truthOf(rows[i]).number;
                else if (m_design.input == ColumnType::Sequence)
                    writeTokens(rows[i], row);
                else
                    writeNumbers(rows[i], row);
            }
            return {};
        }

        [[nodiscard]] Status readCategories(std::size_t column, std::span<const std::int64_t> rows,
                                            std::span<std::int32_t> into) const override
        {
            if (column != kTarget || m_signature.columns[column].type != ColumnType::Category)
                return fail("generated data", "column {} holds no classes", column);
            if (auto checked = check(rows, into.size(), rows.size()); !checked)
                return checked;
            std::ranges::transform(rows, into.begin(), [this](std::int64_t row) {
                return static_cast<std::int32_t>(truthOf(row).group);
            });
            return {};
        }

        [[nodiscard]] std::vector<std::string> elementNames(std::size_t column) const override
        {
            std::vector<std::string> names;
            const auto count = m_design.input == ColumnType::Image ? 0 : m_design.shape.elements();
            for (std::int64_t i = 1; column == kInput && i <= count; ++i)
                names.push_back(fmt::format("{}{}", m_design.input == ColumnType::Vector ? "x" : "token", i));
            return names;
        }

        [[nodiscard]] std::string fingerprint() const override
        {
            ContentHash hash;
            for (const auto& column : m_signature.columns) {
                hash.add(static_cast<std::uint64_t>(column.type));
                for (const auto size : column.shape)
                    hash.add(static_cast<std::uint64_t>(size));
            }
            for (const auto number : { m_design.vocabulary, m_design.groups, m_design.rows })
                hash.add(static_cast<std::uint64_t>(number));
            hash.add(m_design.target == "zero_one" ? 1 : 0);
            hash.add(m_design.seed);
            return hash.text();
        }

    private:
        [[nodiscard]] const char* nameOfInput() const
        {
            if (m_design.input == ColumnType::Image)
                return "image";
            return m_design.input == ColumnType::Vector ? "features" : "tokens";
        }

        void drawPrototypes()
        {
            const auto size = static_cast<std::size_t>(m_design.shape.elements());
            for (std::int64_t group = 0; group < m_design.groups; ++group) {
                const Random random(m_design.seed,
                                    streams::kGeneratedPrototypes + static_cast<std::uint64_t>(group));
                for (std::size_t i = 0; i < size; ++i)
                    m_prototypes.push_back(random.uniform(i));
            }
        }

        [[nodiscard]] Status check(std::span<const std::int64_t> rows, std::size_t room,
                                   std::size_t needed) const
        {
            if (room != needed)
                return fail("generated data", "expected room for {} values, found {}", needed, room);
            for (const auto row : rows) {
                if (row < 0 || row >= m_design.rows)
                    return fail("generated data", "expected a row from 0 to {}, found {}", m_design.rows - 1,
                                row);
            }
            return {};
        }

        [[nodiscard]] Random randomOf(std::int64_t row) const
        {
            return { m_design.seed, streams::kGeneratedRows + static_cast<std::uint64_t>(row) };
        }

        /// Drawn from block 0 of the row's numbers; what is read is drawn from those that follow.
        [[nodiscard]] Truth truthOf(std::int64_t row) const
        {
            const auto random = randomOf(row);
            if (m_design.target == "number")
                return { .number = random.uniform(0) };
            const auto group = random.below(static_cast<std::uint64_t>(m_design.groups), 0);
            return { .group = static_cast<std::int64_t>(group), .number = static_cast<float>(group) };
        }

        /// Pixels from 0 to 255, features from -1 to 1.
        void writeNumbers(std::int64_t row, std::span<float> into) const
        {
            const auto truth = truthOf(row);
            const auto random = randomOf(row);
            const float share = m_design.target == "number" ? truth.number : 0;
            const float* first = m_prototypes.data() + static_cast<std::size_t>(truth.group) * into.size();
            const float* second = m_prototypes.data() + (share > 0 ? into.size() : 0);
            const bool isImage = m_design.input == ColumnType::Image;
            const float scale = isImage ? 127.5F : 1.F;
            const float offset = isImage ? 0.F : -1.F;
            for (std::size_t begin = 0; begin < into.size(); begin += 4) {
                const auto words = random.block(1 + begin / 4);
                for (std::size_t i = begin; i < std::min(begin + 4, into.size()); ++i) {
                    const float noise = static_cast<float>(words[i - begin] >> 8) * 0x1p-24F;
                    const float prototype = first[i] + share * (second[i] - first[i]);
                    into[i] = scale * (prototype + noise) + offset;
                }
            }
        }

        void writeTokens(std::int64_t row, std::span<float> into) const
        {
            const auto truth = truthOf(row);
            const auto random = randomOf(row);
            const auto vocabulary = static_cast<std::uint64_t>(m_design.vocabulary);
            const auto own
                = std::max<std::uint64_t>(1, vocabulary / static_cast<std::uint64_t>(m_design.groups));
            for (std::size_t i = 0; i < into.size(); ++i) {
                const auto words = random.block(1 + i);
                const bool isSecond = static_cast<float>(words[1] >> 8) * 0x1p-24F < truth.number;
                const auto group = m_design.target == "classes" ? static_cast<std::uint64_t>(truth.group)
                    : isSecond                                  ? 1U
                                                                : 0U;
                const bool isOwn = words[0] % 2 == 0;
                const auto token
                    = isOwn ? (group * own + words[2] % own) % vocabulary : words[2] % vocabulary;
                into[i] = static_cast<float>(token);
            }
        }

        Design m_design;
        std::vector<float> m_prototypes; ///< groups x numbers of a sample; empty for sequences
        tensor::Signature m_signature;
    };

    Design designOf(const ParameterValues& values)
    {
        Design design { .target = values.text("target"),
                        .rows = values.integer("rows"),
                        .seed = static_cast<std::uint64_t>(values.integer("seed")) };
        if (design.target == "classes")
            design.groups = values.integer("classes");
        if (values.text("input") == "image") {
            design.shape = { values.integer("channels"), values.integer("height"), values.integer("width") };
        } else if (values.text("input") == "vector") {
            design.input = ColumnType::Vector;
            design.shape = { values.integer("features") };
        } else {
            design.input = ColumnType::Sequence;
            design.shape = { values.integer("length") };
            design.vocabulary = values.integer("vocabulary");
        }
        return design;
    }

    Result<std::unique_ptr<Source>> open(const ParameterValues& values, const std::filesystem::path&,
                                         const Progress&)
    {
        auto design = designOf(values);
        const auto numbers = design.shape.elements();
        if (numbers > kMaximumNumbers)
            return fail({}, "expected at most {} numbers a sample, found {} ({}); make them smaller",
                        kMaximumNumbers, numbers, tensor::toText(design.shape));
        if (design.input != ColumnType::Sequence && numbers * design.groups > kMaximumPrototypeNumbers)
            return fail({}, "{} classes of {} numbers are too many (at most {} in all); use fewer classes",
                        design.groups, numbers, kMaximumPrototypeNumbers);
        return std::make_unique<GeneratedSource>(std::move(design));
    }

    ParameterSpec count(const char* id, const char* label, const char* help, std::int64_t fallback,
                        std::int64_t least, std::int64_t most)
    {
        return { .id = id,
                 .label = label,
                 .help = help,
                 .fallback = fallback,
                 .minimum = static_cast<double>(least),
                 .maximum = static_cast<double>(most) };
    }

    ParameterSpec of(const char* input, ParameterSpec spec)
    {
        spec.onlyIf = { .id = "input", .choice = input };
        return spec;
    }
} // namespace

extern const SourceKind kGenerated {
    .id = "generated",
    .title = "Generated toy data",
    .help = "Made up by a seed, measured from nothing: prototypes plus noise, for a first try and for benchmarks. A "
            "network that learns from it shows that it can learn, no more.",
    .parameters = {
        { .id = "input", .label = "Input", .help = "What a sample is: an image, a vector of numbers, or a sequence of token ids.",
          .type = ParameterType::Choice, .fallback = std::string("image"), .choices = { "image", "vector", "sequence" } },
        of("image", count("channels", "Channels", "Of images: 1 is grey, 3 is colour.", 1, 1, 1024)),
        of("image", count("height", "Height", "Of images, in pixels.", 28, 1, 8192)),
        of("image", count("width", "Width", "Of images, in pixels.", 28, 1, 8192)),
        of("vector", count("features", "Features", "Of vectors: how many numbers.", 16, 1, 1 << 20)),
        of("sequence", count("length", "Length", "Of sequences: how many tokens.", 100, 1, 1 << 20)),
        of("sequence", count("vocabulary", "Vocabulary", "Of sequences: token ids are from 0 to below it.", 20000, 1,
                             tensor::kMaximumVocabulary)),
        { .id = "target", .label = "Target",
          .help = "What is to be predicted: a class, a number from 0 to 1, or one of the numbers 0 and 1.",
          .type = ParameterType::Choice, .fallback = std::string("classes"), .choices = { "classes", "number", "zero_one" } },
        count("classes", "Classes", "How many classes there are, where the target is a class.", 10, 2, 65536),
        count("rows", "Rows", "How many samples.", 10000, 1, 10'000'000),
        count("seed", "Seed", "Another seed makes other data.", 1, 0, INT32_MAX),
    },
    .open = &open,
};

} // namespace netwright::data
