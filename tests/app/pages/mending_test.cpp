// SPDX-License-Identifier: GPL-3.0-or-later
// A person breaks a network that can be trained, and mends it with what the window offers.
#include "app/pages/network_page.hpp"
#include "app/pages/network_selector.hpp"
#include "app/session/project_document.hpp"
#include "core/network/block_edits.hpp"
#include "core/network/surgery.hpp"
#include "core/project/project.hpp"
#include "widgets/graph/fix_delegate.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/network_summary.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/graph/problem_item.hpp"
#include "widgets/graph/problem_list.hpp"
#include "widgets/graph/problem_model.hpp"

#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QTest>
#include <QToolButton>

using namespace netwright;
using network::Network;
using network::NodeId;
using widgets::ProblemModel;

namespace {

/// LeNet-5 with ReLU and max pooling, for pictures of 28 x 28 and ten classes.
Network lenet()
{
    Network network { .name = "lenet", .dataset = "fashion-mnist", .nodes = {}, .links = {} };
    NodeId last { 0 };
    const auto add = [&](const char* layer, const char* name,
                         const std::vector<std::pair<std::string, Value>>& settings = {}) {
        const auto id = network.add(layer, { 0, 104.0 * static_cast<double>(network.nodes.size()) });
        auto& node = *network.find(id);
        node.name = name;
        for (const auto& [key, value] : settings)
            node.parameters.set(key, value);
        if (last.value != 0)
            network.connect({ { last }, { id } });
        last = id;
    };
    const auto convolution = [&](const char* name, std::int64_t filters, const char* padding) {
        add("conv2d", name,
            { { "filters", filters },
              { "kernel_height", std::int64_t { 5 } },
              { "kernel_width", std::int64_t { 5 } },
              { "padding", std::string(padding) } });
    };
    add("input", "input", { { "column", std::string("image") } });
    convolution("conv1", 6, "same");
    add("relu", "relu1");
    add("max_pool2d", "pool1");
    convolution("conv2", 16, "none");
    add("relu", "relu2");
    add("max_pool2d", "pool2");
    add("flatten", "flatten");
    add("dense", "fc1", { { "units", std::int64_t { 120 } } });
    add("relu", "relu3");
    add("dense", "fc2", { { "units", std::int64_t { 84 } } });
    add("relu", "relu4");
    add("dense", "fc3", { { "units", std::int64_t { 10 } } });
    add("softmax_cross_entropy", "loss", { { "target", std::string("label") } });
    return network;
}

NodeId idOf(const Network& network, std::string_view name) { return network.find(name)->id; }

void set(Network& network, std::string_view name, const char* parameter, Value value)
{
    network.find(idOf(network, name))->parameters.set(parameter, std::move(value));
}

void cut(Network& network, std::string_view name)
{
    const auto id = idOf(network, name);
    std::erase_if(network.links, [id](const network::Link& link) { return link.to.node == id; });
}

/// LeNet with a kernel that is too large, amid layers that nothing feeds.
Network large()
{
    auto network = lenet();
    for (int i = 0; i < 300; ++i)
        (void)network.add("relu", { 400, 104.0 * i });
    set(network, "conv2", "kernel_height", std::int64_t { 31 });
    return network;
}

/// The real page on LeNet, with two thousand pictures of Fashion-MNIST.
struct Desk {
    session::ProjectDocument document;
    std::unique_ptr<pages::NetworkPage> page;

    Desk()
    {
        const auto sample
            = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples" / "fashion-mnist.netwright";
        auto project = *project::load(sample);
        project.datasets.front().limit = 2000;
        project.networks = { lenet() };
        project.recipes.clear();
        document.edit("Begin", project);
        page = std::make_unique<pages::NetworkPage>(document);
        page->resize(1280, 800);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
    }

    [[nodiscard]] bool isReady() const { return document.dataset("fashion-mnist") != nullptr; }
    [[nodiscard]] const Network& network() const { return document.project().networks.front(); }
    [[nodiscard]] widgets::GraphView& canvas() const
    {
        return *page->findChild<widgets::GraphView*>("canvas");
    }
    [[nodiscard]] widgets::ProblemList& list() const
    {
        return *page->findChild<widgets::ProblemList*>("problems");
    }
    [[nodiscard]] const network::Analysis& analysis() const { return canvas().graph().analysis(); }
    [[nodiscard]] bool isWhole() const { return analysis().isTrainable() && analysis().warnings.empty(); }

    void edit(const Network& after)
    {
        auto project = document.project();
        project.networks.front() = after;
        document.edit("Break", project);
    }

    void press(int key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }
};

using Break = std::function<void(Network&)>;

} // namespace

class MendingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_desk.reset(); }
    void cleanup();

    void mendsByTheButtonBesideTheNode_data() { breaks(false); }
    void mendsByTheButtonBesideTheNode();
    void mendsByTheButtonInTheList_data() { breaks(true); }
    void mendsByTheButtonInTheList();
    void mendsByKeyboardAlone_data() { breaks(true); }
    void mendsByKeyboardAlone();
    void whatWasToldOfAProblemGoesWithIt();
    void theMenuOffersTheOtherFixes();
    void thePanelCountsProblemsAndWarnings();
    void aWarningIsToldInTheFormAndKeepsNobodyFromTraining();
    void whatAsksForFixesDoesNotWait();
    void whatIsLookedForInALargeNetworkIsSaid();
    void aFaultInsideABlockIsMendedFromOutsideAndFromInside();

private:
    void breaks(bool alsoOfNoNode);
    void breakIt();
    void verifyMended();

    std::unique_ptr<Desk> m_desk;
    Network m_broken;
};

void MendingTest::initTestCase()
{
    m_desk = std::make_unique<Desk>();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->isReady(), 30'000);
    QTRY_VERIFY(m_desk->isWhole());
}

void MendingTest::cleanup()
{
    m_desk->edit(lenet());
    m_desk->canvas().select({});
}

void MendingTest::breaks(bool alsoOfNoNode)
{
    QTest::addColumn<Break>("breakIt");
    QTest::addColumn<QString>("title");
    const auto row = [](const char* name, const Break& breakIt, const char* title) {
        QTest::newRow(name) << breakIt << QString(title);
    };
    row(
        "the flatten is deleted", [](Network& n) { removeAndHeal(n, idOf(n, "flatten")); },
        "Insert Flatten before fc1");
    row(
        "a kernel is too large", [](Network& n) { set(n, "conv2", "kernel_height", std::int64_t { 31 }); },
        "Reduce the kernel of conv2 to 5 x 5");
    row(
        "there are too few classes", [](Network& n) { set(n, "fc3", "units", std::int64_t { 3 }); },
        "Set Units of fc3 to 10");
    row(
        "a link is deleted", [](Network& n) { cut(n, "pool1"); }, "Connect relu1 to pool1");
    if (alsoOfNoNode)
        row(
            "the loss is deleted", [](Network& n) { n.remove(idOf(n, "loss")); },
            "Add Softmax Cross-Entropy for \"label\"");
    row(
        "the input is deleted", [](Network& n) { n.remove(idOf(n, "input")); }, "Add Input of \"image\"");
    row(
        "the target is another column", [](Network& n) { set(n, "loss", "target", std::string("price")); },
        "Choose the column \"label\"");
    row(
        "a shortcut has other channels",
        [](Network& n) {
            const auto sum = n.add("add", { 300, 520 });
            n.connect({ { idOf(n, "relu2") }, { sum } });
            n.connect({ { idOf(n, "pool1") }, { sum, 1 } });
            n.connect({ { sum }, { idOf(n, "pool2") } });
            set(n, "conv2", "padding", std::string("same"));
        },
        "Insert 1 x 1 Conv 2D with 16 filters before B of add_1");
    row(
        "a circle is closed",
        [](Network& n) {
            const auto sum = n.add("add", { 300, 260 });
            n.connect({ { idOf(n, "relu1") }, { sum } });
            n.connect({ { idOf(n, "relu2") }, { sum, 1 } });
            n.connect({ { sum }, { idOf(n, "pool1") } });
        },
        "Remove the link from relu2 to add_1");
    row(
        "a softmax stands before the loss",
        [](Network& n) {
            const auto id = insertOn(n, { { idOf(n, "fc3") }, { idOf(n, "loss") } }, "softmax");
            n.find(id)->name = "shares";
        },
        "Remove shares");
    row(
        "an activation is deleted", [](Network& n) { removeAndHeal(n, idOf(n, "relu3")); },
        "Insert ReLU behind fc1");
    row(
        "a branch leads nowhere",
        [](Network& n) {
            n.connect({ { idOf(n, "flatten") }, { n.add("dense", { 300, 832 }) } });
        },
        "Remove dense_1");
}

void MendingTest::breakIt()
{
    QFETCH(Break, breakIt);
    m_broken = m_desk->network();
    breakIt(m_broken);
    m_desk->edit(m_broken);
    QVERIFY(!m_desk->isWhole());
}

void MendingTest::verifyMended()
{
    QFETCH(QString, title);
    auto& history = m_desk->document.undoStack();
    QTRY_COMPARE(history.undoText(), title);
    // A loop that is cut leaves the sum with one input: mending goes on until nothing is left to mend.
    for (int further = 0; !m_desk->isWhole() && further < 3; ++further) {
        const auto before = history.index();
        for (const auto* action : { "nextProblem", "mend" })
            m_desk->page->findChild<QAction*>(action)->trigger();
        QTRY_VERIFY(history.index() > before);
    }
    QVERIFY2(m_desk->isWhole(),
             m_desk->analysis().problems.empty() ? "warned"
                                                 : m_desk->analysis().problems.front().message.c_str());
    while (history.undoText() != title)
        history.undo();
    history.undo();
    QVERIFY(m_desk->network() == m_broken);
}

void MendingTest::mendsByTheButtonBesideTheNode()
{
    breakIt();
    const auto node = *m_desk->list().problems().problem(0)->node;
    auto& canvas = m_desk->canvas();
    canvas.reveal(node);
    const auto bubble = [&] { return canvas.graph().item(node)->problem(); };
    QVERIFY(bubble() && bubble()->isVisible());
    QTRY_VERIFY(!bubble()->buttonRect().isEmpty());
    const auto button = canvas.mapFromScene(bubble()->buttonRect()).boundingRect();
    QVERIFY2(canvas.viewport()->rect().contains(button), "the button is out of sight");
    QTest::mouseClick(canvas.viewport(), Qt::LeftButton, {}, QPoint(button.left() + 12, button.center().y()));
    verifyMended();
}

void MendingTest::mendsByTheButtonInTheList()
{
    breakIt();
    auto& list = m_desk->list();
    if (!list.isVisible())
        QTest::mouseClick(m_desk->page->findChild<QToolButton*>("problemCount"), Qt::LeftButton);
    QTRY_VERIFY(list.isVisible());
    QTRY_VERIFY(!list.problems().fixes(0).isEmpty());
    const auto index = list.problems().index(0, ProblemModel::FixColumn);
    const auto button = widgets::FixDelegate::buttonRect(list.visualRect(index), index);
    QVERIFY(list.viewport()->rect().contains(button));
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, QPoint(button.left() + 12, button.center().y()));
    verifyMended();
}

void MendingTest::mendsByKeyboardAlone()
{
    breakIt();
    m_desk->canvas().setFocus();
    m_desk->press(Qt::Key_F8);
    const auto* problem = m_desk->list().problems().problem(0);
    const auto expected = problem->node ? std::set { *problem->node } : std::set<NodeId> {};
    QCOMPARE(m_desk->canvas().selection().nodes, expected);
    m_desk->press(Qt::Key_Period, Qt::ControlModifier);
    verifyMended();
}

void MendingTest::whatWasToldOfAProblemGoesWithIt()
{
    auto broken = lenet();
    set(broken, "conv2", "kernel_height", std::int64_t { 31 });
    const auto lonely = broken.add("relu", { 400, 0 }); // is fed by nothing
    m_desk->edit(broken);
    m_desk->canvas().setFocus();
    const auto* message = m_desk->page->findChild<widgets::NetworkSummary*>()->findChild<QLabel*>("message");
    m_desk->press(Qt::Key_F8);
    QVERIFY2(message->text().startsWith("Problem 1 of 2"), qPrintable(message->text()));
    m_desk->canvas().select({ .nodes = { idOf(broken, "pool2") }, .links = {} }); // the person goes on
    QCOMPARE(message->text(), QString());
    m_desk->press(Qt::Key_F8, Qt::ShiftModifier);
    m_desk->press(Qt::Key_F8);
    QVERIFY2(message->text().startsWith("Problem 1 of 2"), qPrintable(message->text()));
    m_desk->press(Qt::Key_Period, Qt::ControlModifier);
    QTRY_COMPARE(m_desk->list().problems().rowCount(), 1);
    QCOMPARE(message->text(), QString());
    QCOMPARE(m_desk->canvas().selection().nodes,
             (std::set { idOf(broken, "input"), lonely })); // are connected
}

void MendingTest::theMenuOffersTheOtherFixes()
{
    auto broken = lenet();
    set(broken, "fc3", "units", std::int64_t { 3 });
    m_desk->edit(broken);
    m_desk->canvas().setFocus();
    m_desk->press(Qt::Key_F8);
    m_desk->press(Qt::Key_Return, Qt::AltModifier);
    QMenu* menu = nullptr;
    QTRY_VERIFY((menu = m_desk->canvas().findChild<QMenu*>("fixes")));
    QTRY_VERIFY(menu->isVisible());
    QStringList titles;
    for (const auto* action : menu->actions())
        titles << action->text();
    QCOMPARE(titles, QStringList({ "Set Units of fc3 to 10", "Insert Dense with 10 units before loss" }));
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QTRY_COMPARE(m_desk->document.undoStack().undoText(), titles[1]);
    QVERIFY(m_desk->analysis().isTrainable());
}

void MendingTest::thePanelCountsProblemsAndWarnings()
{
    auto broken = lenet();
    set(broken, "fc1", "units", std::int64_t { 0 });
    set(broken, "loss", "weight", 0.0);
    m_desk->edit(broken);
    const auto* title = m_desk->page->findChild<QDockWidget*>("problemsPanel")->titleBarWidget();
    QStringList texts;
    for (const auto* label : title->findChildren<QLabel*>())
        texts << label->text();
    QVERIFY2(texts.contains("1 problem, 1 warning"), qPrintable(texts.join('|')));
    QCOMPARE(m_desk->page->findChild<QToolButton*>("problemCount")->text(), QString("1 problem, 1 warning"));
}

void MendingTest::aWarningIsToldInTheFormAndKeepsNobodyFromTraining()
{
    auto broken = lenet();
    set(broken, "loss", "weight", 0.0);
    m_desk->edit(broken);
    QVERIFY(m_desk->analysis().isTrainable());
    auto& canvas = m_desk->canvas();
    const auto* item = canvas.graph().item(idOf(broken, "loss"));
    QVERIFY(item->card().isWarning);
    QVERIFY2(!item->problem()->isVisible(), "advice waits until someone looks");
    canvas.reveal(idOf(broken, "loss"));
    QVERIFY(item->problem()->isVisible());
    const auto* label = m_desk->page->findChild<QLabel*>("layerWarning");
    QVERIFY(label->isVisible());
    QVERIFY2(label->text().startsWith("Its weight is 0"), qPrintable(label->text()));
}

void MendingTest::whatIsLookedForInALargeNetworkIsSaid()
{
    const auto network = large();
    m_desk->edit(network);
    const auto* message = m_desk->page->findChild<widgets::NetworkSummary*>()->findChild<QLabel*>("message");
    m_desk->canvas().select({ .nodes = { idOf(network, "conv2") }, .links = {} });
    m_desk->page->findChild<QAction*>("mend")->trigger();
    QCOMPARE(message->text(), QString::fromUtf8("Looking for a way to mend conv2…"));
    QTRY_VERIFY(m_desk->network() != network);
    QVERIFY2(message->text().startsWith("Done: "), qPrintable(message->text()));
    QCOMPARE(message->text(), "Done: " + m_desk->document.undoStack().undoText());
}

void MendingTest::aFaultInsideABlockIsMendedFromOutsideAndFromInside()
{
    const auto whole = lenet();
    const auto made = network::makeBlock(whole, {}, { idOf(whole, "conv2"), idOf(whole, "relu2") }, "Stage");
    QVERIFY(made);
    auto broken = made->network;
    set(broken.blocks.front().body, "conv2", "kernel_height", std::int64_t { 31 });
    m_desk->edit(broken);
    QVERIFY(!m_desk->isWhole());
    auto& history = m_desk->document.undoStack();
    m_desk->canvas().setFocus();
    m_desk->press(Qt::Key_F8);
    QCOMPARE(m_desk->canvas().selection().nodes, std::set { made->node });
    m_desk->press(Qt::Key_Period, Qt::ControlModifier);
    QTRY_COMPARE(history.undoText(), QString("Reduce the kernel of conv2 to 5 x 5 in Stage_1"));
    QVERIFY(m_desk->isWhole());
    history.undo();
    m_desk->canvas().select({ .nodes = { made->node }, .links = {} });
    m_desk->page->findChild<QAction*>("enterBlock")->trigger();
    QVERIFY(m_desk->canvas().network().find("conv2"));
    m_desk->canvas().setFocus();
    m_desk->press(Qt::Key_F8);
    m_desk->press(Qt::Key_Period, Qt::ControlModifier);
    QTRY_COMPARE(history.undoText(), QString("Reduce the kernel of conv2 to 5 x 5"));
    QVERIFY(m_desk->isWhole());
    m_desk->page->findChild<QAction*>("leaveBlock")->trigger();
    QVERIFY(m_desk->isWhole());
}

void MendingTest::whatAsksForFixesDoesNotWait()
{
    const auto network = large();
    m_desk->edit(network);
    const auto conv2 = idOf(network, "conv2");
    const auto row = m_desk->list().problems().rowOf(conv2);
    QVERIFY(row >= 0);
    m_desk->canvas().select({ .nodes = { conv2 }, .links = {} });
    QVERIFY(m_desk->list().problems().fixes(row).isEmpty());
    QTRY_VERIFY(!m_desk->list().problems().fixes(row).isEmpty());
    m_desk->page->findChild<QAction*>("mend")->trigger();
    QCOMPARE(m_desk->network(), network);
    m_desk->canvas().select(
        { .nodes = { idOf(network, "relu_300") }, .links = {} }); // has a problem of its own
    QTRY_VERIFY(m_desk->network() != network);
    QVERIFY(m_desk->list().problems().rowOf(conv2) < 0 || m_desk->analysis().factsOf(conv2));
}

QTEST_MAIN(MendingTest)
#include "mending_test.moc"
