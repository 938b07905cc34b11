// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/source.hpp"

#include <zlib.h>

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fstream>
#include <numeric>

using namespace netwright;

namespace {
const std::string kFashion = "/usr/share/datasets/fashion-mnist/";

std::string header(std::uint8_t type, std::initializer_list<std::uint32_t> sizes)
{
    std::string bytes { 0, 0, static_cast<char>(type), static_cast<char>(sizes.size()) };
    for (const auto size : sizes) {
        for (const int shift : { 24, 16, 8, 0 })
            bytes += static_cast<char>(size >> shift);
    }
    return bytes;
}

/// Two images of 2 x 3: pixels 0 to 5 and 250 to 255.
std::string twoImages()
{
    std::string bytes = header(0x08, { 2, 2, 3 });
    for (const int pixel : { 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255 })
        bytes += static_cast<char>(pixel);
    return bytes;
}

std::string labels(std::initializer_list<int> numbers)
{
    std::string bytes = header(0x08, { static_cast<std::uint32_t>(numbers.size()) });
    for (const int number : numbers)
        bytes += static_cast<char>(number);
    return bytes;
}

std::string gzipped(const std::string& text)
{
    z_stream stream {};
    deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
    std::string out(text.size() + 200, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}
} // namespace

class IdxTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    void write(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder() / name, std::ios::binary) << bytes;
    }

    Result<std::unique_ptr<data::Source>> open(const std::map<std::string, std::string>& parameters) const
    {
        const auto* kind = data::findSource("idx");
        ParameterValues values(kind->parameters);
        for (const auto& [id, text] : parameters)
            values.set(id, text);
        return kind->open(values, folder(), {});
    }

    Result<std::unique_ptr<data::Source>> openTwo() const
    {
        return open({ { "images", "images" }, { "labels", "labels" } });
    }

private slots:
    void init()
    {
        for (const auto& entry : std::filesystem::directory_iterator(folder()))
            std::filesystem::remove_all(entry.path());
        write("images", twoImages());
        write("labels", labels({ 1, 0 }));
    }

    void readsPixelsAndLabelsAsTheyAre()
    {
        const auto source = openTwo();
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        const auto& columns = (*source)->signature().columns;
        QCOMPARE(columns.size(), 2U);
        QCOMPARE(columns[0].name, std::string("image"));
        QVERIFY(columns[0].shape == (tensor::Shape { 1, 2, 3 }));
        QCOMPARE(columns[1].name, std::string("label"));
        QVERIFY(columns[1].categories == (std::vector<std::string> { "0", "1" }));
        QCOMPARE((*source)->rows(), 2);
        QVERIFY(!(*source)->firstTestRow());

        std::array<float, 12> pixels {};
        QVERIFY((*source)->readNumbers(0, std::vector<std::int64_t> { 1, 0 }, pixels));
        QVERIFY((pixels == std::array<float, 12> { 250, 251, 252, 253, 254, 255, 0, 1, 2, 3, 4, 5 }));
        std::array<std::int32_t, 2> numbers {};
        QVERIFY((*source)->readCategories(1, std::vector<std::int64_t> { 1, 0 }, numbers));
        QVERIFY((numbers == std::array { 0, 1 }));
    }

    void refusesRowsAndColumnsThatAreNotThere()
    {
        const auto source = openTwo();
        std::array<float, 6> pixels {};
        std::array<std::int32_t, 1> numbers {};
        QVERIFY(!(*source)->readNumbers(0, std::vector<std::int64_t> { 2 }, pixels));
        QVERIFY(!(*source)->readNumbers(0, std::vector<std::int64_t> { -1 }, pixels));
        QVERIFY(!(*source)->readNumbers(1, std::vector<std::int64_t> { 0 }, pixels));
        QVERIFY(!(*source)->readNumbers(0, std::vector<std::int64_t> { 0, 1 }, pixels));
        QVERIFY(!(*source)->readCategories(1, std::vector<std::int64_t> { 2 }, numbers));
        QVERIFY(!(*source)->readCategories(0, std::vector<std::int64_t> { 0 }, numbers));
    }

    void compressedAndPlainFilesServeUnderEitherName()
    {
        const auto plain = openTwo();
        std::filesystem::remove(folder() / "images");
        write("images.gz", gzipped(twoImages()));
        const auto compressed = openTwo();
        QVERIFY2(compressed, compressed ? "" : compressed.error().text().c_str());
        QCOMPARE((*compressed)->fingerprint(), (*plain)->fingerprint());
        const auto other = open({ { "images", "images.gz" }, { "labels", "labels.gz" } });
        QVERIFY2(other, other ? "" : other.error().text().c_str());
    }

    void testFilesFollowTheOthers()
    {
        write("test_images", twoImages());
        write("test_labels", labels({ 2, 2 }));
        const auto source = open({ { "images", "images" },
                                   { "labels", "labels" },
                                   { "test_images", "test_images" },
                                   { "test_labels", "test_labels" },
                                   { "classes", "coat, bag ,shoe" } });
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QCOMPARE((*source)->rows(), 4);
        QCOMPARE((*source)->firstTestRow().value_or(-1), 2);
        std::array<std::int32_t, 2> numbers {};
        QVERIFY((*source)->readCategories(1, std::vector<std::int64_t> { 0, 3 }, numbers));
        QVERIFY((numbers == std::array { 1, 2 }));
        QVERIFY((*source)->signature().columns[1].categories
                == (std::vector<std::string> { "coat", "bag", "shoe" }));
    }

    void theFingerprintChangesWithOnePixel()
    {
        const auto before = (*openTwo())->fingerprint();
        auto bytes = twoImages();
        bytes.back() = 0;
        write("images", bytes);
        QVERIFY((*openTwo())->fingerprint() != before);
    }

    void badFilesAreNamedAndExplained_data()
    {
        QTest::addColumn<QByteArray>("images");
        QTest::addColumn<QByteArray>("labels");
        QTest::addColumn<QStringList>("words");
        const auto row
            = [](const char* name, const std::string& images, const std::string& classes, QStringList words) {
                  QTest::newRow(name)
                      << QByteArray::fromStdString(images) << QByteArray::fromStdString(classes) << words;
              };
        const auto good = twoImages();
        const auto two = labels({ 1, 0 });
        const auto zip = gzipped(good);
        row("an empty file", "", two, { "images:", "less than 4 bytes" });
        row("a text", "hello world, this is no image", two, { "two zero bytes", "68 65" });
        row("another type", header(0x0D, { 1, 1, 1 }) + "abcd", two, { "unsigned bytes", "0x0d" });
        row("labels for images", two, two, { "3 dimensions", "found 1", "exchanged" });
        row("images for labels", good, good, { "labels:", "1 dimension,", "found 3" });
        row("a cut header", good.substr(0, 9), two, { "truncated", "header" });
        row("cut pixels", good.substr(0, good.size() - 1), two,
            { "truncated", "12 bytes", "2 x 2 x 3", "11" });
        row("trailing bytes", good + "x", two, { "expected 12 bytes", "found more" });
        row("no images", header(0x08, { 0, 2, 3 }), two, { "found none", "0 x 2 x 3" });
        row("images without width", header(0x08, { 2, 2, 0 }), two, { "found none", "2 x 2 x 0" });
        row("sizes that overflow", header(0x08, { 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF }) + "x", two,
            { "damaged", "4,294,967,295" });
        row("sizes far beyond the file", header(0x08, { 1000000, 100, 100 }) + "x", two,
            { "truncated", "10,000,000,000" });
        row("compressed sizes far beyond the file", gzipped(header(0x08, { 1000000, 100, 100 })), two,
            { "truncated" });
        row("one label too few", good, labels({ 1 }), { "2 images", "1 labels", "belong together" });
        row("a cut gzip stream", zip.substr(0, zip.size() - 12), two, { "truncated" });
        row("a gzip stream without its check sum", zip.substr(0, zip.size() - 3), two,
            { "truncated", "check sum" });
        row("a damaged gzip stream", zip.substr(0, zip.size() - 6) + "abcdef", two, { "damaged", "data" });
        row("compressed pixels missing", gzipped(good.substr(0, good.size() - 2)), two,
            { "truncated", "found 10" });
        row("compressed trailing bytes", gzipped(good + "xx"), two, { "expected 12 bytes", "found more" });
    }

    void badFilesAreNamedAndExplained()
    {
        QFETCH(QByteArray, images);
        QFETCH(QByteArray, labels);
        QFETCH(QStringList, words);
        write("images", images.toStdString());
        write("labels", labels.toStdString());
        const auto source = openTwo();
        QVERIFY(!source);
        const auto text = QString::fromStdString(source.error().text());
        QVERIFY2(text.startsWith(m_folder.path()), qPrintable(text));
        for (const auto& word : words)
            QVERIFY2(text.contains(word), qPrintable(word + " is not in: " + text));
    }

    void badParametersAreExplained_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no file chosen") << "images"
                                        << "" << QStringList { "no file of images", "choose" };
        QTest::newRow("no such file") << "images"
                                      << "nowhere" << QStringList { "nowhere", "no such file", "images" };
        QTest::newRow("a folder") << "labels"
                                  << "." << QStringList { "expected a file", "labels", "folder" };
        QTest::newRow("test images alone") << "test_images"
                                           << "images" << QStringList { "Test labels are missing" };
        QTest::newRow("test labels alone") << "test_labels"
                                           << "labels" << QStringList { "Test images are missing" };
        QTest::newRow("a class without a name") << "classes"
                                                << "coat,,bag" << QStringList { "nothing for class 1" };
        QTest::newRow("a doubled class") << "classes"
                                         << "coat,coat" << QStringList { "\"coat\"", "twice" };
        QTest::newRow("too few classes") << "classes"
                                         << "coat" << QStringList { "1 classes are named", "found 1" };
    }

    void badParametersAreExplained()
    {
        QFETCH(QString, id);
        QFETCH(QString, value);
        QFETCH(QStringList, words);
        std::map<std::string, std::string> parameters { { "images", "images" }, { "labels", "labels" } };
        parameters[id.toStdString()] = value.toStdString();
        const auto source = open(parameters);
        QVERIFY(!source);
        const auto text = QString::fromStdString(source.error().text());
        for (const auto& word : words)
            QVERIFY2(text.contains(word), qPrintable(word + " is not in: " + text));
    }

    void testImagesOfAnotherSizeAreRefused()
    {
        write("test_images", header(0x08, { 1, 1, 1 }) + "x");
        write("test_labels", labels({ 0 }));
        const auto source = open({ { "images", "images" },
                                   { "labels", "labels" },
                                   { "test_images", "test_images" },
                                   { "test_labels", "test_labels" } });
        QVERIFY(!source);
        QVERIFY2(source.error().message.find("2 x 3") != std::string::npos, source.error().text().c_str());
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto* kind = data::findSource("idx");
        ParameterValues values(kind->parameters);
        values.set("images", "images");
        values.set("labels", "labels");
        Progress progress;
        progress.stop = stop.get_token();
        const auto source = kind->open(values, folder(), progress);
        QVERIFY(!source);
        QVERIFY(source.error().message.find("stopped") != std::string::npos);
    }

    void fashionMnistHasItsCounts()
    {
        const auto source = open({ { "images", kFashion + "train-images-idx3-ubyte.gz" },
                                   { "labels", kFashion + "train-labels-idx1-ubyte" },
                                   { "test_images", kFashion + "t10k-images-idx3-ubyte.gz" },
                                   { "test_labels", kFashion + "t10k-labels-idx1-ubyte.gz" } });
        QVERIFY2(source, source ? "" : source.error().text().c_str());
        QCOMPARE((*source)->rows(), 70000);
        QCOMPARE((*source)->firstTestRow().value_or(-1), 60000);
        QVERIFY((*source)->signature().columns[0].shape == (tensor::Shape { 1, 28, 28 }));
        QCOMPARE((*source)->signature().columns[1].categories.size(), 10U);

        std::vector<std::int64_t> rows(70000);
        std::iota(rows.begin(), rows.end(), 0);
        std::vector<std::int32_t> classes(rows.size());
        QVERIFY((*source)->readCategories(1, rows, classes));
        std::array<int, 10> train {};
        std::array<int, 10> test {};
        for (std::size_t row = 0; row < rows.size(); ++row)
            ++(row < 60000 ? train : test)[static_cast<std::size_t>(classes[row])];
        for (std::size_t number = 0; number < 10; ++number) {
            QCOMPARE(train[number], 6000);
            QCOMPARE(test[number], 1000);
        }
        // The first picture is an ankle boot.
        QCOMPARE(classes[0], 9);
    }
};

QTEST_GUILESS_MAIN(IdxTest)
#include "idx_test.moc"
