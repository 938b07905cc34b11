// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/source.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace netwright;
using tensor::ColumnType;

namespace {
using Settings = std::vector<std::pair<std::string, Value>>;
constexpr std::int64_t kRows = 400;

Result<std::unique_ptr<data::Source>> open(const Settings& settings)
{
    const auto* kind = data::findSource("generated");
    ParameterValues values(kind->parameters);
    values.set("rows", kRows);
    for (const auto& [id, value] : settings)
        values.set(id, value);
    return kind->open(values, {}, {});
}

std::vector<float> numbersOf(const data::Source& source, std::size_t column,
                             const std::vector<std::int64_t>& rows)
{
    const auto width = static_cast<std::size_t>(source.signature().columns[column].shape.elements());
    std::vector<float> into(rows.size() * width);
    return source.readNumbers(column, rows, into) ? into : std::vector<float> {};
}

/// The first column as rows of features; tokens are counted by the part of the vocabulary they lie in.
std::vector<std::vector<double>> samplesOf(const data::Source& source)
{
    const auto& column = source.signature().columns[0];
    std::vector<std::vector<double>> samples;
    for (std::int64_t row = 0; row < kRows; ++row) {
        const auto numbers = numbersOf(source, 0, { row });
        auto& sample = samples.emplace_back(numbers.begin(), numbers.end());
        if (column.type != ColumnType::Sequence)
            continue;
        std::vector<double> counts(24);
        for (const auto token : numbers)
            counts[static_cast<std::size_t>(token * 24 / static_cast<float>(column.vocabulary))] += 1;
        sample = counts;
    }
    return samples;
}

std::vector<double> targetsOf(const data::Source& source)
{
    std::vector<std::int64_t> rows(kRows);
    std::iota(rows.begin(), rows.end(), 0);
    if (source.signature().columns[1].type == ColumnType::Number) {
        const auto numbers = numbersOf(source, 1, rows);
        return { numbers.begin(), numbers.end() };
    }
    std::vector<std::int32_t> classes(kRows);
    return source.readCategories(1, rows, classes) ? std::vector<double>(classes.begin(), classes.end())
                                                   : std::vector<double> {};
}

double squaredDistance(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus(),
                                 [](double x, double y) { return (x - y) * (x - y); });
}

/// The mean of the samples of the first half of the rows that `belongs` picks.
template <class Belongs>
std::vector<double> meanOf(const std::vector<std::vector<double>>& samples, const Belongs& belongs)
{
    std::vector<double> mean(samples[0].size());
    double count = 0;
    for (std::size_t row = 0; row < kRows / 2; ++row) {
        if (!belongs(row))
            continue;
        ++count;
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] += samples[row][i];
    }
    for (auto& value : mean)
        value /= count;
    return mean;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto mean = [](const auto& v) {
        return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
    };
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto x = a[i] - mean(a);
        const auto y = b[i] - mean(b);
        both += x * y;
        squaresA += x * x;
        squaresB += y * y;
    }
    return both / std::sqrt(squaresA * squaresB);
}
} // namespace

Q_DECLARE_METATYPE(Settings)

class GeneratedTest : public QObject {
    Q_OBJECT

    static void inputs()
    {
        QTest::addColumn<Settings>("settings");
        QTest::newRow("image") << Settings { { "input", std::string("image") },
                                             { "channels", std::int64_t { 3 } },
                                             { "height", std::int64_t { 5 } },
                                             { "width", std::int64_t { 7 } } };
        QTest::newRow("vector") << Settings { { "input", std::string("vector") },
                                              { "features", std::int64_t { 33 } } };
        QTest::newRow("sequence") << Settings { { "input", std::string("sequence") },
                                                { "length", std::int64_t { 60 } },
                                                { "vocabulary", std::int64_t { 500 } } };
    }

    static std::unique_ptr<data::Source> opened(const Settings& more)
    {
        QFETCH(Settings, settings);
        settings.insert(settings.end(), more.begin(), more.end());
        auto source = open(settings);
        return source ? *std::move(source) : nullptr;
    }

private slots:
    void theSignatureIsWhatWasAskedFor()
    {
        const auto image = *open({ { "channels", std::int64_t { 3 } }, { "classes", std::int64_t { 4 } } });
        const auto& columns = image->signature().columns;
        QVERIFY(columns[0].type == ColumnType::Image && columns[0].shape == (tensor::Shape { 3, 28, 28 }));
        QVERIFY(columns[1].type == ColumnType::Category && columns[1].categories.size() == 4);
        const auto text
            = *open({ { "input", std::string("sequence") }, { "target", std::string("zero_one") } });
        const auto& tokens = text->signature().columns[0];
        QVERIFY(tokens.type == ColumnType::Sequence && tokens.shape == tensor::Shape { 100 });
        QCOMPARE(tokens.vocabulary, 20000);
        QVERIFY(text->signature().columns[1].type == ColumnType::Number);
        QCOMPARE(text->rows(), kRows);
    }

    void aRowIsTheSameHoweverItIsRead_data() { inputs(); }
    void aRowIsTheSameHoweverItIsRead()
    {
        const auto source = opened({});
        const auto together = numbersOf(*source, 0, { 7, 3, 7 });
        const auto width = together.size() / 3;
        const auto alone = numbersOf(*opened({}), 0, { 3 });
        QVERIFY(std::ranges::equal(alone, std::span(together).subspan(width, width)));
        QVERIFY(std::ranges::equal(std::span(together).first(width), std::span(together).last(width)));
        QVERIFY(alone != numbersOf(*source, 0, { 7 }));
    }

    void theSeedChoosesTheDataAndTheFingerprint_data() { inputs(); }
    void theSeedChoosesTheDataAndTheFingerprint()
    {
        const auto one = opened({});
        const auto other = opened({ { "seed", std::int64_t { 2 } } });
        QVERIFY(numbersOf(*one, 0, { 0 }) != numbersOf(*other, 0, { 0 }));
        QVERIFY(one->fingerprint() != other->fingerprint());
        QCOMPARE(one->fingerprint(), opened({})->fingerprint());
        QVERIFY(one->fingerprint() != opened({ { "target", std::string("number") } })->fingerprint());
    }

    void numbersStayInTheirRange_data() { inputs(); }
    void numbersStayInTheirRange()
    {
        const auto source = opened({});
        const auto& column = source->signature().columns[0];
        const bool isImage = column.type == ColumnType::Image;
        const bool isSequence = column.type == ColumnType::Sequence;
        std::vector<std::int64_t> rows(kRows);
        std::iota(rows.begin(), rows.end(), 0);
        const auto numbers = numbersOf(*source, 0, rows);
        const auto [least, most] = std::ranges::minmax(numbers);
        QVERIFY(least >= (isImage || isSequence ? 0.F : -1.F));
        QVERIFY(most <= (isImage ? 255.F : isSequence ? static_cast<float>(column.vocabulary - 1) : 1.F));
        if (isSequence)
            QVERIFY(std::ranges::all_of(numbers, [](float token) { return token == std::floor(token); }));
    }

    void classesCanBeTold_data() { inputs(); }
    void classesCanBeTold()
    {
        const auto source = opened({ { "classes", std::int64_t { 4 } } });
        const auto samples = samplesOf(*source);
        const auto classes = targetsOf(*source);
        std::vector<std::vector<double>> means;
        for (int number = 0; number < 4; ++number)
            means.push_back(meanOf(samples, [&](std::size_t row) { return classes[row] == number; }));
        int right = 0;
        for (std::size_t row = kRows / 2; row < kRows; ++row) {
            const auto nearest = std::ranges::min_element(
                means, {}, [&](const auto& mean) { return squaredDistance(mean, samples[row]); });
            right += nearest - means.begin() == static_cast<std::ptrdiff_t>(classes[row]) ? 1 : 0;
        }
        QVERIFY2(right > 0.9 * kRows / 2, qPrintable(QString::number(right)));
    }

    void numbersFollowFromTheInput_data() { inputs(); }
    void numbersFollowFromTheInput()
    {
        for (const auto* target : { "number", "zero_one" }) {
            const auto source = opened({ { "target", std::string(target) } });
            const auto samples = samplesOf(*source);
            const auto numbers = targetsOf(*source);
            QVERIFY(std::ranges::all_of(numbers, [](double number) { return number >= 0 && number <= 1; }));
            const auto high = meanOf(samples, [&](std::size_t row) { return numbers[row] > 0.5; });
            const auto low = meanOf(samples, [&](std::size_t row) { return numbers[row] <= 0.5; });
            std::vector<double> guesses;
            for (const auto& sample : samples)
                guesses.push_back(squaredDistance(sample, low) - squaredDistance(sample, high));
            const auto found = correlation(guesses, numbers);
            QVERIFY2(found > 0.75, qPrintable(QString("%1: %2").arg(target).arg(found)));
        }
    }

    void whatIsTooLargeIsRefused()
    {
        const std::int64_t side = 8192;
        const auto image
            = open({ { "channels", std::int64_t { 3 } }, { "height", side }, { "width", side } });
        QVERIFY(!image && image.error().message.find("numbers a sample") != std::string::npos);
        const auto classes = open({ { "height", std::int64_t { 1000 } },
                                    { "width", std::int64_t { 1000 } },
                                    { "classes", std::int64_t { 1000 } } });
        QVERIFY(!classes && classes.error().message.find("use fewer classes") != std::string::npos);
    }

    void wrongCallsAreErrors()
    {
        const auto source = *open({});
        std::vector<float> numbers(28 * 28);
        std::vector<std::int32_t> classes(1);
        const std::vector<std::int64_t> inside { 0 };
        for (const auto row : { std::int64_t { -1 }, kRows })
            QVERIFY(!source->readNumbers(0, std::vector { row }, numbers));
        QVERIFY(!source->readNumbers(0, inside, std::span(numbers).first(5)));
        QVERIFY(!source->readNumbers(1, inside, std::span(numbers).first(1)));
        QVERIFY(!source->readCategories(0, inside, classes));
    }
};

QTEST_GUILESS_MAIN(GeneratedTest)
#include "generated_test.moc"
