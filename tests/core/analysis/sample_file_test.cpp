// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_file.hpp"
#include "tests/core/training/sample_training.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace netwright;

namespace {
using Row = std::vector<float>;

constexpr std::size_t kPixels = 28 * 28;

std::string grey(std::size_t side, char value)
{
    return fmt::format("P5 {0} {0} 255\n", side) + std::string(side * side, value);
}
} // namespace

class SampleFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<const data::Dataset> m_images;
    std::shared_ptr<const data::Dataset> m_table; ///< columns size, colour (blue, red), price and what it is
    std::shared_ptr<const data::Dataset>
        m_gaps; ///< the same table, where rows with missing values are left out
    network::Network m_imageNetwork;
    network::Network m_tableNetwork;

    [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const
    {
        const auto path = m_folder.filePath(QString::fromStdString(name)).toStdString();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

private slots:
    void initTestCase()
    {
        m_images = samples::fashionMnist(50);
        m_imageNetwork = samples::perceptron("image", "label", 4, 10);
        const auto file
            = write("train.csv",
                    "size,colour,price,kind\n1,red,5.5,hat\n2,blue,6,hat\n3,red,7,shoe\n4,blue,8,shoe\n");
        m_table = samples::open({ { "source", "csv" },
                                  { "parameters", { { "file", file }, { "target", "kind" } } },
                                  { "split", { { "validation", 0.0 }, { "test", 0.0 }, { "seed", 1 } } } },
                                "table");
        m_gaps = samples::open(
            { { "source", "csv" },
              { "parameters", { { "file", file }, { "target", "kind" }, { "missing", "drop" } } },
              { "split", { { "validation", 0.0 }, { "test", 0.0 }, { "seed", 1 } } } },
            "gaps");
        m_tableNetwork = samples::perceptron("features", "kind", 4, 2);
    }

    void anImageOfTheRightSizeIsReadAsItIs()
    {
        std::string bytes = grey(28, '\x10');
        bytes.back() = '\xff';
        const auto read = analysis::readSamples(write("image.pgm", bytes), *m_images, m_imageNetwork);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        Row expected(kPixels, 16.0F);
        expected.back() = 255.0F;
        QVERIFY(read->samples == std::vector<Row> { expected });
        QVERIFY(read->lines.empty() && read->notices.empty());
    }

    void largerImagesAreScaledAndColourBecomesGrey()
    {
        const auto large
            = analysis::readSamples(write("large.pgm", grey(280, '\x40')), *m_images, m_imageNetwork);
        QVERIFY(large && large->samples == std::vector<Row> { Row(kPixels, 64.0F) });
        QCOMPARE(large->notices.size(), 1U);
        QVERIFY2(large->notices[0].ends_with("is 280 x 280 in grey; the network sees it as 28 x 28 in grey"),
                 large->notices[0].c_str());
        const auto colour
            = analysis::readSamples(write("colour.ppm", "P6 28 28 255\n" + std::string(3 * kPixels, '\xff')),
                                    *m_images, m_imageNetwork);
        QVERIFY(colour && colour->samples == std::vector<Row> { Row(kPixels, 255.0F) });
        QCOMPARE(colour->notices.size(), 1U);
        QVERIFY2(colour->notices[0].ends_with("is 28 x 28 in colour; the network sees it as 28 x 28 in grey"),
                 colour->notices[0].c_str());
    }

    void tablesAreReadByTheirHeaderWithClassesSpreadOut()
    {
        // The features in the dataset's order: size, colour = blue, colour = red, price.
        const auto read = analysis::readSamples(
            write("rows.csv", "price;note;colour;size\n9.5;x;blue;7\n1;y;red;8\n"), *m_table, m_tableNetwork);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        const std::vector<Row> expected { { 7, 1, 0, 9.5F }, { 8, 0, 1, 1 } };
        QVERIFY(read->samples == expected);
        QCOMPARE(read->lines, (std::vector<std::int64_t> { 2, 3 }));
    }

    void rowsAreLeftOutWhereTheDatasetLeavesThemOut()
    {
        // Line 3 lacks a number, line 4 spans two lines, line 7 lacks a class, line 8 only what is to be
        // predicted.
        const std::string rows
            = "size,colour,price,kind\n7,blue,1,hat\n,blue,2,hat\n8,\"red\",\"3\",\"a\nb\"\n"
              "9,red,4,hat\n9,NA,5,hat\n10,red,6,\n";
        const auto file = write("gaps.csv", rows);
        const auto read = analysis::readSamples(file, *m_gaps, m_tableNetwork);
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        const std::vector<Row> expected { { 7, 1, 0, 1 }, { 8, 0, 1, 3 }, { 9, 0, 1, 4 }, { 10, 0, 1, 6 } };
        QVERIFY(read->samples == expected);
        QCOMPARE(read->lines, (std::vector<std::int64_t> { 2, 4, 6, 8 }));
        QCOMPARE(
            read->notices,
            std::vector { file + ": left out 2 rows with a missing value, as the dataset does (line 3, 7)" });
        QVERIFY(!analysis::readSamples(file, *m_table, m_tableNetwork)); // this one takes them for errors
        QVERIFY(!analysis::readSamples(write("all.csv", "size,colour,price\n,,\n"), *m_gaps, m_tableNetwork));
    }

    void aTableWithoutAHeaderIsReadAsItsDatasetIs()
    {
        const auto file = write("bare.csv", "1,red,5.5,hat\n2,blue,6,hat\n3,red,7,shoe\n4,blue,8,shoe\n");
        const auto bare
            = samples::open({ { "source", "csv" },
                              { "parameters", { { "file", file } } },
                              { "split", { { "validation", 0.0 }, { "test", 0.0 }, { "seed", 1 } } } },
                            "bare");
        const auto network = samples::perceptron("features", "column 4", 4, 2);
        for (const char* rows : { "7,blue,9\n", "7,blue,9,hat\n" }) {
            const auto read = analysis::readSamples(write("rows.csv", rows), *bare, network);
            QVERIFY2(read, read ? "" : read.error().text().c_str());
            QVERIFY((read->samples == std::vector<Row> { { 7, 1, 0, 9 } }));
            QCOMPARE(read->lines, std::vector<std::int64_t> { 1 });
        }
    }

    void badFilesEndInOneClearMessage_data()
    {
        QTest::addColumn<bool>("isImage");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        QTest::addRow("empty image") << true << QByteArray() << "expected an image";
        QTest::addRow("no image") << true << QByteArray("hello") << "expected an image";
        QTest::addRow("huge image") << true << QByteArray("P5 999999 999999 255\n") << "";
        QTest::addRow("empty table") << false << QByteArray() << "";
        QTest::addRow("header alone") << false << QByteArray("size,colour,price\n") << "found none";
        QTest::addRow("missing column") << false << QByteArray("size,price\n1,2\n") << "\"colour\"";
        QTest::addRow("ragged") << false << QByteArray("size,colour,price\n1,red\n") << "line 2";
        QTest::addRow("text for a number")
            << false << QByteArray("size,colour,price\n1,red,2\nbig,red,2\n") << "line 3: column \"size\"";
        QTest::addRow("unknown class") << false << QByteArray("size,colour,price\n1,green,2\n")
                                       << "expected blue or red, found \"green\"";
        QTest::addRow("missing value")
            << false << QByteArray("size,colour,price\n,red,2\n") << "expected a number";
        QTest::addRow("infinite") << false << QByteArray("size,colour,price\ninf,red,2\n")
                                  << "expected a number";
        QTest::addRow("not UTF-8") << false << QByteArray("size,colour,price\n1,\xff\xfe,2\n") << "UTF-8";
        QTest::addRow("zero bytes") << false << QByteArray("size,colour\0,price\n", 19) << "";
    }
    void badFilesEndInOneClearMessage()
    {
        QFETCH(bool, isImage);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        const auto file = write("bad", bytes.toStdString());
        const auto read = isImage ? analysis::readSamples(file, *m_images, m_imageNetwork)
                                  : analysis::readSamples(file, *m_table, m_tableNetwork);
        QVERIFY(!read);
        const auto text = QString::fromStdString(read.error().text());
        QVERIFY2(text.contains(QString::fromStdString(file)) && text.contains(message), qPrintable(text));
    }

    void aFileThatIsNotThereOrAFolderIsNamed()
    {
        QVERIFY(!analysis::readSamples("/no/such/image.png", *m_images, m_imageNetwork));
        QVERIFY(!analysis::readSamples(m_folder.path().toStdString(), *m_images, m_imageNetwork));
    }

    void aNetworkWithoutAnInputCannotPredict()
    {
        network::Network empty;
        empty.name = "empty";
        const auto read = analysis::readSamples(write("image.pgm", grey(28, '\x10')), *m_images, empty);
        QVERIFY(!read);
        QCOMPARE(read.error().where, std::string("network \"empty\""));
    }
};

QTEST_GUILESS_MAIN(SampleFileTest)
#include "sample_file_test.moc"
