// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/template.hpp"

#include "core/network/analysis.hpp"

#include <QDir>
#include <QTest>

#include <set>

using namespace netwright;
using namespace netwright::network;
using tensor::ColumnType;

namespace {
tensor::Signature numbers(tensor::Column target)
{
    return { { { "measured", ColumnType::Vector, { 12 } }, std::move(target) } };
}

Network built(const char* id, const tensor::Signature& data)
{
    const auto network = fromTemplate(*findTemplate(id), "new", "data", data);
    if (!network)
        qFatal("%s", network.error().text().c_str());
    return *network;
}

std::string refusal(const char* id, const tensor::Signature& data)
{
    const auto network = fromTemplate(*findTemplate(id), "new", "data", data);
    return network ? "it was not refused" : network.error().text();
}
} // namespace

class TemplateTest : public QObject {
    Q_OBJECT

private slots:
    void everyFileIsThere()
    {
        const auto files = QDir(NETWRIGHT_SOURCE_DIR "/resources/templates")
                               .entryList({ "*.json" }, QDir::Files, QDir::Name);
        QVERIFY(files.size() >= 11);
        QCOMPARE(std::ssize(templates()), files.size());
        for (qsizetype i = 0; i < files.size(); ++i)
            QCOMPARE(QString::fromStdString(templates()[static_cast<std::size_t>(i)].id) + ".json", files[i]);
    }

    void everyOneSaysWhatItIs()
    {
        std::set<std::string> titles;
        for (const auto& each : templates()) {
            QVERIFY2(each.summary.ends_with('.') && each.summary.size() > 40, each.id.c_str());
            QVERIFY2(!each.needs.empty() && !each.needs.ends_with('.'), each.id.c_str());
            QVERIFY2(titles.insert(each.title).second, each.title.c_str());
        }
    }

    void everyOneFitsItsExample()
    {
        for (const auto& each : templates()) {
            const auto data = each.exampleData();
            const auto analysis = analyse(each.network, &data);
            QVERIFY2(analysis.problems.empty(),
                     analysis.problems.empty()
                         ? ""
                         : (each.id + ": " + analysis.problems.front().message).c_str());
            const auto network = fromTemplate(each, each.title, {}, data);
            QVERIFY2(network.has_value(), network ? "" : network.error().text().c_str());
            QVERIFY2(*network == each.network, each.id.c_str());
        }
    }

    void outputsAreTheClassesOfTheData()
    {
        const auto network
            = built("02-mlp", numbers({ "kind", ColumnType::Category, {}, { "a", "b", "c" } }));
        QCOMPARE(network.dataset, std::string("data"));
        QCOMPARE(network.find("input")->parameters.text("column"), std::string("measured"));
        QCOMPARE(network.find("output")->parameters.integer("units"), 3);
        QCOMPARE(network.find("loss")->parameters.text("target"), std::string("kind"));
        QVERIFY2(!network.find("flatten"), "a vector needs no flatten");
    }

    void aNumberToLearnGetsASquaredError()
    {
        const auto network = built("08-cnn-1d", numbers({ "price", ColumnType::Number, {} }));
        QCOMPARE(network.find("output")->parameters.integer("units"), 1);
        QCOMPARE(network.find("loss")->layer, std::string("mean_squared_error"));
        QCOMPARE(network.find("loss")->parameters.text("target"), std::string("price"));
    }

    void wordsAndColoursFollowTheData()
    {
        const auto text
            = built("09-text-average",
                    { { { .name = "words", .type = ColumnType::Sequence, .shape = { 7 }, .vocabulary = 99 },
                        { "good", ColumnType::Category, {}, { "no", "yes" } } } });
        QCOMPARE(text.find("embedding")->parameters.integer("vocabulary"), 99);
        const auto picture
            = built("07-convolutional-autoencoder", { { { "photo", ColumnType::Image, { 3, 16, 16 } } } });
        QCOMPARE(picture.find("up2")->parameters.integer("filters"), 3);
        QCOMPARE(picture.find("loss")->parameters.text("target"), std::string("photo"));
    }

    void dataThatDoesNotFitIsRefused_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("side");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no image") << QByteArray("03-lenet-5") << 0 << "it takes images of 12 x 12 or more";
        QTest::newRow("too small") << QByteArray("04-cnn") << 10 << "conv2d \"conv3\"";
        QTest::newRow("not a multiple of 4")
            << QByteArray("07-convolutional-autoencoder") << 10 << "mean_squared_error \"loss\"";
    }
    void dataThatDoesNotFitIsRefused()
    {
        QFETCH(QByteArray, id);
        QFETCH(int, side);
        QFETCH(QString, reason);
        auto data = numbers({ "kind", ColumnType::Category, {}, { "a", "b" } });
        if (side > 0)
            data.columns[0] = { "image", ColumnType::Image, { 1, side, side } };
        const auto said = QString::fromStdString(refusal(id, data));
        QVERIFY2(said.contains(reason), qPrintable(said));
    }

    void dataWithNothingToLearnIsRefused()
    {
        const auto said = refusal("02-mlp", { { { "measured", ColumnType::Vector, { 12 } } } });
        QVERIFY2(said.find("no class and no number to learn") != said.npos, said.c_str());
    }
};

QTEST_GUILESS_MAIN(TemplateTest)
#include "template_test.moc"
