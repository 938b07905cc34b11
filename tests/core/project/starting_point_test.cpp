// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/starting_point.hpp"

#include "core/network/analysis.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace netwright;

class StartingPointTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// A table of so many rows with the columns length, colour (blue, red) and what is learned.
    [[nodiscard]] std::shared_ptr<const data::Dataset> table(int rows, bool learnsNumber) const
    {
        const auto path = m_folder.filePath("table.csv").toStdString();
        std::ofstream file(path);
        file << "length,colour,target\n";
        for (int i = 0; i < rows; ++i)
            file << i << (i % 2 == 0 ? ",red," : ",blue,") << (learnsNumber ? "" : "class ") << i % 4 << '\n';
        file.close();
        data::DatasetSpec spec { .name = "table", .source = "csv", .parameters = {}, .split = {} };
        spec.parameters = ParameterValues(data::findSource("csv")->parameters);
        spec.parameters.set("file", path);
        return data::Dataset::open(spec, {}).value();
    }

    /// One grey image of side x side pixels for each of ten labels.
    [[nodiscard]] std::shared_ptr<const data::Dataset> images(unsigned char side) const
    {
        const auto write = [&](const char* name, std::string bytes, std::size_t rest) {
            const auto path = m_folder.filePath(name).toStdString();
            bytes.append(rest, '\0');
            for (std::size_t i = 0; rest == 10 && i < rest; ++i)
                bytes[bytes.size() - 10 + i] = static_cast<char>(i);
            std::ofstream(path, std::ios::binary) << bytes;
            return path;
        };
        const char pixels = static_cast<char>(side);
        data::DatasetSpec spec { .name = "images", .source = "idx", .parameters = {}, .split = {} };
        spec.parameters = ParameterValues(data::findSource("idx")->parameters);
        spec.parameters.set("images",
                            write("images", { 0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, pixels, 0, 0, 0, pixels },
                                  std::size_t { 10 } * side * side));
        spec.parameters.set("labels", write("labels", { 0, 0, 8, 1, 0, 0, 0, 10 }, 10));
        return data::Dataset::open(spec, {}).value();
    }

private slots:
    void theNetworkFitsTheColumns_data()
    {
        QTest::addColumn<QString>("data");
        QTest::addColumn<QStringList>("layers");
        QTest::addColumn<int>("outputs");
        QTest::addRow("classes of a table")
            << "classes" << QStringList { "input", "dense", "relu", "dense", "softmax_cross_entropy" } << 4;
        QTest::addRow("a number of a table")
            << "number" << QStringList { "input", "dense", "relu", "dense", "mean_squared_error" } << 1;
        QTest::addRow("tiny images") << "tiny" << QStringList { "input", "flatten", "dense",
                                                                "relu",  "dense",   "softmax_cross_entropy" }
                                     << 10;
        const QStringList convolutions { "input",  "conv2d", "relu",       "max_pool2d",
                                         "conv2d", "relu",   "max_pool2d", "flatten",
                                         "dense",  "relu",   "dense",      "softmax_cross_entropy" };
        QTest::addRow("the smallest images for convolutions") << "small" << convolutions << 10;
        QTest::addRow("images") << "images" << convolutions << 10;
    }
    void theNetworkFitsTheColumns()
    {
        QFETCH(QString, data);
        QFETCH(QStringList, layers);
        QFETCH(int, outputs);
        const auto dataset = data == "classes" ? table(40, false)
            : data == "number"                 ? table(40, true)
                                               : images(data == "tiny"        ? 11
                                                            : data == "small" ? 12
                                                                              : 28);
        const auto network = project::startingNetwork("first", *dataset);
        QVERIFY(network.has_value());
        QStringList found;
        for (const auto& node : network->nodes)
            found << QString::fromStdString(node.layer);
        QCOMPARE(found, layers);
        QCOMPARE(network->nodes[network->nodes.size() - 2].parameters.integer("units"), outputs);
        const auto analysis = network::analyse(*network, &dataset->signature());
        QVERIFY2(analysis.isTrainable(),
                 analysis.problems.empty() ? "" : analysis.problems.front().message.c_str());
    }

    void theRecipeGivesSmallDataMoreEpochs()
    {
        network::Network network;
        network.name = "first";
        const auto few = project::startingRecipe(network, *table(10, true));
        const auto many = project::startingRecipe(network, *table(40'000, true));
        QVERIFY(training::check(few) && training::check(many));
        QCOMPARE(few.network, std::string("first"));
        QVERIFY(few.epochs > many.epochs && many.epochs >= 5);
    }

    void dataWithinTheProjectsFolderIsNamedByARelativePath()
    {
        QCOMPARE(project::dataPath("/a/b/data/x.csv", "/a/b/p.netwright"), std::string("data/x.csv"));
        QCOMPARE(project::dataPath("/a/b/../b/x.csv", "/a/b/p.netwright"), std::string("x.csv"));
        QCOMPARE(project::dataPath("/a/x.csv", "/a/b/p.netwright"), std::string("/a/x.csv"));
        QCOMPARE(project::dataPath("data/x.csv", "p.netwright"), std::string("data/x.csv"));
    }
};

QTEST_GUILESS_MAIN(StartingPointTest)
#include "starting_point_test.moc"
