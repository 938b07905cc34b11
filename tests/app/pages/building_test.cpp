// SPDX-License-Identifier: GPL-3.0-or-later
// Whole networks, built from nothing: by the mouse, and by the keyboard alone.
#include "core/project/project.hpp"
#include "keyboard_hands.hpp"
#include "mouse_hands.hpp"

#include <QStandardPaths>

using namespace netwright;
using testing::Bench;
using testing::Hands;

namespace {

project::Project withoutNetworks(const char* file)
{
    auto project = *project::load(std::filesystem::path(NETWRIGHT_SOURCE_DIR) / file);
    project.networks.clear();
    project.recipes.clear();
    return project;
}

std::unique_ptr<Hands> handsFor(Bench& bench, bool isKeyboard)
{
    if (isKeyboard)
        return std::make_unique<testing::KeyboardHands>(bench);
    return std::make_unique<testing::MouseHands>(bench);
}

/// Adds layers and remembers what they are called.
struct Builder {
    Bench& bench;
    Hands& hands;

    QString add(const QString& title)
    {
        hands.add(title);
        return bench.selected().value(0);
    }
    QString addLinked(const QString& title)
    {
        hands.addLinked(title);
        return bench.selected().value(0);
    }
    QString convolution(int filters)
    {
        const auto name = add("Conv 2D");
        hands.set("filters", QString::number(filters));
        hands.set("padding", "Same");
        hands.set("bias", "off");
        return name;
    }
    /// Two convolutions and the sum with what entered: their names, in order.
    QStringList residual(int filters)
    {
        return { convolution(filters), add("Batch Norm"), add("ReLU"), convolution(filters),
                 add("Batch Norm"),    add("Add"),        add("ReLU") };
    }
    /// Every use of the block decides how many filters these have.
    void exposeFilters(const QStringList& convolutions)
    {
        for (const auto& name : convolutions) {
            hands.select({ name });
            const bool isFirst = name == convolutions.first();
            hands.choose(
                { "Set from outside", isFirst ? "Filters as a new parameter…" : "Filters as filters" },
                isFirst ? "filters" : "");
        }
    }
    void setBlock(const char* filters, const char* repeat)
    {
        hands.set("filters", filters);
        hands.set("repeat", repeat);
    }
};

/// LeCun et al., 1998, with ReLU and max pooling: 61,706 parameters on pictures of 28 x 28 and ten classes.
void buildLenet(bool isKeyboard)
{
    auto project = withoutNetworks("samples/fashion-mnist.netwright");
    project.datasets.front().limit = 2000;
    Bench bench(project);
    const auto hands = handsFor(bench, isKeyboard);
    hands->makeNetwork();
    QCOMPARE(bench.shown().dataset, std::string("fashion-mnist"));
    hands->add("Input");
    hands->add("Conv 2D");
    hands->set("filters", "6");
    hands->set("kernel_height", "5"); // and the width with it
    hands->set("padding", "Same");
    hands->add("ReLU");
    hands->add("Max Pool 2D");
    hands->add("Conv 2D");
    hands->set("filters", "16");
    hands->set("kernel_height", "5");
    hands->add("ReLU");
    hands->add("Max Pool 2D");
    hands->add("Flatten");
    for (const char* units : { "120", "84" }) {
        hands->add("Dense");
        hands->set("units", units);
        hands->add("ReLU");
    }
    hands->add("Dense");
    hands->set("units", "10");
    hands->addLinked("Softmax Cross-Entropy");
    QVERIFY2(bench.analysis().isTrainable() && bench.analysis().warnings.empty(),
             bench.complaints().constData());
    QCOMPARE(bench.shown().nodes.size(), std::size_t { 14 });
    QCOMPARE(bench.analysis().total.parameters, std::int64_t { 61'706 });
}

/// He et al., CVPR 2016, section 4.2, with shortcuts without parameters: 269,722 of them on pictures of
/// 3 x 32 x 32 and ten classes.
void buildResnet(bool isKeyboard)
{
    auto project = withoutNetworks("tests/bench/models/resnet20.netwright");
    project.datasets.front().parameters.set("rows", std::int64_t { 256 });
    Bench bench(project);
    const auto hands = handsFor(bench, isKeyboard);
    Builder build { bench, *hands };
    hands->makeNetwork();
    build.add("Input");
    build.convolution(16);
    build.add("Batch Norm");
    const auto stem = build.add("ReLU");

    auto layers = build.residual(16);
    hands->link(stem, layers[5]);
    hands->select(layers);
    hands->makeBlock("Residual");
    const auto stage = bench.selected().value(0);
    hands->enter(stage);
    build.exposeFilters({ layers[0], layers[3] });
    hands->leave();
    hands->select({ stage });
    build.setBlock("16", "3");

    layers = build.residual(32);
    hands->select({ layers[0] });
    hands->set("stride_height", "2");
    hands->select({ stage });
    const auto fewer = build.addLinked("Subsample");
    const auto wider = build.add("Pad Channels");
    hands->link(wider, layers[5]);
    hands->select(layers + QStringList { wider, fewer });
    hands->makeBlock("Down");
    const auto down = bench.selected().value(0);
    hands->enter(down);
    build.exposeFilters({ layers[0], layers[3] });
    hands->select({ wider });
    hands->choose({ "Set from outside", "Channels as filters" }, "");
    hands->leave();
    hands->select({ down });

    build.add("Residual");
    build.setBlock("32", "2");
    build.add("Down");
    hands->set("filters", "64");
    build.add("Residual");
    build.setBlock("64", "2");
    build.add("Global Average Pool");
    build.add("Dense");
    hands->set("units", "10");
    build.add("Softmax Cross-Entropy");

    QVERIFY2(bench.analysis().isTrainable() && bench.analysis().warnings.empty(),
             bench.complaints().constData());
    QCOMPARE(bench.shown().nodes.size(), std::size_t { 12 });
    QCOMPARE(bench.shown().blocks.size(), std::size_t { 2 });
    QCOMPARE(bench.analysis().total.parameters, std::int64_t { 269'722 });
}

} // namespace

class BuildingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void lenet_data() { byBothHands(); }
    void lenet() { build(buildLenet); }
    void resnetOfARepeatedBlock_data() { byBothHands(); }
    void resnetOfARepeatedBlock() { build(buildResnet); }

private:
    static void byBothHands()
    {
        QTest::addColumn<bool>("isKeyboard");
        QTest::newRow("by mouse") << false;
        QTest::newRow("by keyboard") << true;
    }
    static void build(void (*network)(bool isKeyboard))
    {
        QFETCH(bool, isKeyboard);
        try {
            network(isKeyboard);
        } catch (const testing::StepFailed& failed) {
            QFAIL(failed.what());
        }
    }
};

QTEST_MAIN(BuildingTest)
#include "building_test.moc"
