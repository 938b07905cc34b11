// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.hpp"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <thread>

using namespace netwright;
using data::Dataset;
using data::DatasetSpec;
using data::Normalisation;
using data::Part;

namespace {
constexpr Part kParts[] = { Part::Train, Part::Validation, Part::Test };

DatasetSpec fashion()
{
    const std::string folder = "/usr/share/datasets/fashion-mnist/";
    DatasetSpec spec { .name = "fashion", .source = "idx", .parameters = {}, .split = {} };
    spec.parameters = ParameterValues(data::findSource("idx")->parameters);
    spec.parameters.set("images", folder + "train-images-idx3-ubyte.gz");
    spec.parameters.set("labels", folder + "train-labels-idx1-ubyte.gz");
    spec.parameters.set("test_images", folder + "t10k-images-idx3-ubyte.gz");
    spec.parameters.set("test_labels", folder + "t10k-labels-idx1-ubyte.gz");
    return spec;
}

std::vector<std::int64_t> sorted(const Dataset& dataset)
{
    std::vector<std::int64_t> all;
    for (const auto part : kParts)
        all.insert(all.end(), dataset.rows(part).begin(), dataset.rows(part).end());
    std::ranges::sort(all);
    return all;
}

std::vector<float> features(const Dataset& dataset, std::span<const std::int64_t> rows)
{
    std::vector<float> into(rows.size()
                            * static_cast<std::size_t>(dataset.signature().columns[0].shape.elements()));
    return dataset.readNumbers(0, rows, into) ? into : std::vector<float> {};
}
} // namespace

class DatasetTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<const Dataset> m_fashion;

    /// A table of 100 rows: a number that grows, a constant, its square as the target.
    DatasetSpec table() const
    {
        std::ofstream file(m_folder.filePath("table.csv").toStdString());
        file << "x,constant,square\n";
        for (int x = 0; x < 100; ++x)
            file << x << ",7.1," << x * x << '\n';
        DatasetSpec spec { .name = "squares", .source = "csv", .parameters = {}, .split = {} };
        spec.parameters = ParameterValues(data::findSource("csv")->parameters);
        spec.parameters.set("file", "table.csv");
        spec.split = { .validation = 0.2, .test = 0.3, .seed = 1 };
        return spec;
    }

    Result<std::shared_ptr<const Dataset>> open(const DatasetSpec& spec) const
    {
        return Dataset::open(spec, m_folder.path().toStdString());
    }

private slots:
    void initTestCase()
    {
        const auto opened = open(fashion());
        QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
        m_fashion = *opened;
    }

    void everyRowIsInOnePartAndTheSeedChooses()
    {
        auto spec = table();
        const auto one = *open(spec);
        QCOMPARE(one->rows(Part::Train).size(), 50U);
        QCOMPARE(one->rows(Part::Validation).size(), 20U);
        QCOMPARE(one->rows(Part::Test).size(), 30U);
        const auto all = sorted(*one);
        QCOMPARE(all.size(), 100U);
        for (std::size_t row = 0; row < all.size(); ++row)
            QCOMPARE(all[row], static_cast<std::int64_t>(row));
        const auto again = *open(spec);
        QVERIFY(std::ranges::equal(one->rows(Part::Test), again->rows(Part::Test)));
        spec.split.seed = 2;
        const auto other = *open(spec);
        QVERIFY(!std::ranges::equal(one->rows(Part::Test), other->rows(Part::Test)));
    }

    void theTestPartOfTheSourceIsKept()
    {
        QCOMPARE(m_fashion->rows(Part::Train).size(), 54000U);
        QCOMPARE(m_fashion->rows(Part::Validation).size(), 6000U);
        QCOMPARE(m_fashion->rows(Part::Test).size(), 10000U);
        QCOMPARE(m_fashion->rows(Part::Test).front(), 60000);
        QCOMPARE(m_fashion->rows(Part::Test).back(), 69999);
        QVERIFY(m_fashion->rows(Part::Train).back() < 60000);
    }

    void theLimitKeepsARandomPartOfEachPart()
    {
        auto spec = table();
        spec.limit = 25;
        const auto some = *open(spec);
        const auto all = *open(table());
        QCOMPARE(some->rows(Part::Train).size(), 25U);
        QCOMPARE(some->rows(Part::Validation).size(), 20U);
        QCOMPARE(some->rows(Part::Test).size(), 25U);
        QVERIFY(std::ranges::includes(all->rows(Part::Train), some->rows(Part::Train)));
        QVERIFY(!std::ranges::equal(all->rows(Part::Train).first(25), some->rows(Part::Train)));
    }

    void badSplitsAreExplained_data()
    {
        QTest::addColumn<double>("validation");
        QTest::addColumn<double>("test");
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<QString>("words");
        const qint64 all = 0;
        QTest::newRow("negative validation")
            << -0.1 << 0.1 << all << "expected a validation share from 0 to below 1, found -0.1";
        QTest::newRow("all validation")
            << 1.0 << 0.0 << all << "expected a validation share from 0 to below 1, found 1";
        QTest::newRow("negative test")
            << 0.1 << -2.0 << all << "expected a test share from 0 to below 1, found -2";
        QTest::newRow("not a number") << std::nan("") << 0.1 << all << "expected a validation share";
        QTest::newRow("infinite") << 0.1 << double(INFINITY) << all << "expected a test share";
        QTest::newRow("all in all") << 0.5 << 0.5 << all << "leave no rows for training";
        QTest::newRow("rounded to all") << 0.998 << 0.0 << all << "no row of 100 is left for training";
        QTest::newRow("negative limit")
            << 0.1 << 0.1 << qint64(-1) << "limit: expected 0 (all rows) or more, found -1";
    }

    void badSplitsAreExplained()
    {
        QFETCH(double, validation);
        QFETCH(double, test);
        QFETCH(qint64, limit);
        QFETCH(QString, words);
        auto spec = table();
        spec.split = { .validation = validation, .test = test, .seed = 1 };
        spec.limit = limit;
        const auto opened = open(spec);
        QVERIFY(!opened);
        const auto text = QString::fromStdString(opened.error().text());
        QVERIFY2(text.startsWith("dataset \"squares\": ") && text.contains(words), qPrintable(text));
    }

    void aTestShareIsIgnoredWhereTheSourceHasATestPart()
    {
        const auto rows = data::splitRows({ .validation = 0.5, .test = 7, .seed = 1 }, 12, 10, 0);
        QVERIFY2(rows, rows ? "" : rows.error().text().c_str());
        QVERIFY((*rows)[2] == (std::vector<std::int64_t> { 10, 11 }));
        QCOMPARE((*rows)[1].size(), 5U);
    }

    void theRangeIsThatOfTheTrainingPart()
    {
        const auto dataset = *open(table());
        const auto rows = dataset->rows(Part::Train);
        const auto low = static_cast<float>(rows.front());
        const auto high = static_cast<float>(rows.back());
        const auto numbers
            = features(*dataset, std::vector<std::int64_t> { 0, rows.front(), rows.back(), 99 });
        QCOMPARE(numbers[0], (0 - low) / (high - low) + 0.0F);
        QCOMPARE(numbers[2], 0.0F);
        QCOMPARE(numbers[4], 1.0F);
        QCOMPARE(numbers[6], (99 - low) / (high - low));
        for (std::size_t i = 1; i < numbers.size(); i += 2)
            QCOMPARE(numbers[i], 0.0F); // the constant
    }

    void standardisedFeaturesHaveMeanZeroAndDeviationOneOnTheTrainingPart()
    {
        auto spec = table();
        spec.normalisation = Normalisation::Standard;
        const auto dataset = *open(spec);
        const auto numbers = features(*dataset, dataset->rows(Part::Train));
        double sum = 0;
        double squares = 0;
        for (std::size_t i = 0; i < numbers.size(); i += 2) {
            sum += numbers[i];
            squares += static_cast<double>(numbers[i]) * numbers[i];
            QCOMPARE(numbers[i + 1], 0.0F); // the constant
        }
        QVERIFY(std::abs(sum / 50) < 1e-6);
        QVERIFY(std::abs(squares / 50 - 1) < 1e-5);
    }

    void targetsAndUnnormalisedNumbersStayAsTheyAre()
    {
        const std::vector<std::int64_t> rows { 3, 9 };
        std::vector<float> squares(2);
        QVERIFY((*open(table()))->readNumbers(1, rows, squares));
        QVERIFY(squares == (std::vector<float> { 9, 81 }));
        auto spec = table();
        spec.normalisation = Normalisation::None;
        QVERIFY(features(**open(spec), rows) == (std::vector<float> { 3, 7.1F, 9, 7.1F }));
    }

    void aSmallDeviationAroundALargeMeanIsKept()
    {
        std::ofstream(m_folder.filePath("large.csv").toStdString())
            << "x,y\n1000000,1\n1000001,2\n1000002,3\n";
        auto spec = table();
        spec.parameters.set("file", "large.csv");
        spec.normalisation = Normalisation::Standard;
        spec.split = { .validation = 0, .test = 0, .seed = 1 };
        const auto dataset = open(spec);
        QVERIFY2(dataset, dataset ? "" : dataset.error().text().c_str());
        const auto numbers = features(**dataset, (*dataset)->rows(Part::Train));
        QVERIFY(std::abs(numbers[2] - std::sqrt(1.5F)) < 1e-5F);
        QVERIFY((*dataset)->rows(Part::Test).empty());
    }

    void imagesGoFromZeroToOne()
    {
        const std::vector<std::int64_t> rows { 0, 59999, 69999 };
        const auto pixels = features(*m_fashion, rows);
        QVERIFY(std::ranges::all_of(pixels, [](float pixel) { return pixel >= 0 && pixel <= 1; }));
        QCOMPARE(*std::ranges::max_element(pixels), 1.0F);
        std::vector<float> raw(pixels.size());
        QVERIFY(m_fashion->source().readNumbers(0, rows, raw));
        QCOMPARE(*std::ranges::max_element(raw), 255.0F);
        m_fashion->normalise(0, raw);
        QVERIFY(raw == pixels);
    }

    void standardisedImagesHaveTheKnownMeanAndDeviation()
    {
        auto spec = fashion();
        spec.normalisation = Normalisation::Standard;
        spec.split.validation = 0;
        const auto dataset = *open(spec);
        std::vector<float> ends(784, 0);
        ends.back() = 255;
        dataset->normalise(0, ends);
        // Fashion-MNIST's published statistics: mean 0.2860, standard deviation 0.3530.
        QVERIFY(std::abs(ends.front() + 0.2860 / 0.3530) < 1e-3);
        QVERIFY(std::abs(ends.back() - (1 - 0.2860) / 0.3530) < 1e-3);
    }

    void readsTheSameFromManyThreads()
    {
        const auto rows = m_fashion->rows(Part::Train).first(256);
        const auto expected = features(*m_fashion, rows);
        std::array<bool, 4> same {};
        {
            std::vector<std::jthread> threads;
            for (auto& result : same)
                threads.emplace_back([&] { result = features(*m_fashion, rows) == expected; });
        }
        QVERIFY(std::ranges::all_of(same, [](bool result) { return result; }));
    }

    void unknownSourcesAndBadParametersNameTheDataset()
    {
        auto spec = table();
        spec.parameters.set("separator", "comet");
        QCOMPARE(open(spec).error().where, std::string("dataset \"squares\""));
        spec.source = "tape";
        QVERIFY(open(spec).error().text().find("unknown source \"tape\"") != std::string::npos);
    }

    void survivesJson()
    {
        auto spec = table();
        spec.normalisation = Normalisation::Standard;
        spec.split = { .validation = 0.15, .test = 0.0, .seed = 0xFFFFFFFFFFFFFFFF };
        spec.limit = 12;
        const auto json = nlohmann::ordered_json::parse(data::toJson(spec).dump());
        const auto read = data::datasetFromJson(json, spec.name);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(*read == spec);
        QVERIFY(*data::datasetFromJson(data::toJson(fashion()), "fashion") == fashion());
    }

    void missingKeysTakeTheirDefaults()
    {
        const auto read = data::datasetFromJson({ { "source", "csv" } }, "d");
        QVERIFY(read);
        QVERIFY(read->split == data::Split {});
        QVERIFY(read->normalisation == Normalisation::Range);
        QCOMPARE(read->parameters.text("separator"), std::string("auto"));
    }

    void badJsonIsExplained_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("words");
        const auto row
            = [](const char* json, const char* words) { QTest::newRow(json) << QByteArray(json) << words; };
        row("[]", "expected {...}, found []");
        row("{}", "\"source\"");
        row(R"({"source": 3})", "\"source\": expected a text, found 3");
        row(R"({"source": "tape"})", "unknown source \"tape\"");
        row(R"({"source": "csv", "colour": 1})", "unknown key \"colour\"");
        row(R"({"source": "csv", "parameters": []})", "expected parameters");
        row(R"({"source": "csv", "parameters": {"folder": ""}})", "unknown parameter \"folder\"");
        row(R"({"source": "csv", "normalisation": "loud"})",
            "\"none\", \"range\" or \"standard\", found \"loud\"");
        row(R"({"source": "csv", "normalisation": 1})", "\"normalisation\": expected a text, found 1");
        row(R"({"source": "csv", "split": 0.1})", "split: expected {...}, found 0.1");
        row(R"({"source": "csv", "split": {"validation": "x"}})", "\"validation\": expected a number");
        row(R"({"source": "csv", "split": {"seed": -1}})",
            "\"seed\": expected a whole number from 0, found -1");
        row(R"({"source": "csv", "split": {"trial": 1}})", "unknown key \"trial\"");
        row(R"({"source": "csv", "limit": 1.5})", "\"limit\": expected a whole number from 0, found 1.5");
        row(R"({"source": "csv", "limit": 18446744073709551615})", "\"limit\": expected");
    }

    void badJsonIsExplained()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, words);
        const auto read = data::datasetFromJson(nlohmann::ordered_json::parse(json.toStdString()), "d");
        QVERIFY(!read);
        const auto text = QString::fromStdString(read.error().text());
        QVERIFY2(text.startsWith("dataset \"d\"") && text.contains(words), qPrintable(text));
    }

    void readingABatchOfImages()
    {
        const auto rows = m_fashion->rows(Part::Train);
        std::vector<float> into(32 * 784);
        std::size_t first = 0;
        QBENCHMARK
        {
            QVERIFY(m_fashion->readNumbers(0, rows.subspan(first, 32), into));
            first = (first + 7919 * 32) % 53000;
        }
    }
};

QTEST_GUILESS_MAIN(DatasetTest)
#include "dataset_test.moc"
