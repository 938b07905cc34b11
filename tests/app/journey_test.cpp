// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way through the program, by mouse and by keyboard, on the real window.
#include "app/pages/data_page.hpp"
#include "app/pages/export_page.hpp"
#include "app/pages/main_window.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/runs_page.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/pages/train_page.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "core/base/parameter.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/plot/curve_plot.hpp"
#include "widgets/view/data_table.hpp"

#include <QAbstractButton>
#include <QAction>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace netwright;
using namespace netwright::pages;
using session::toPath;

class JourneyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theSampleOpensAndIsCutToASubset();
    void aLayerIsDeletedByKeyboardAndBroughtBack();
    void aDropoutFromThePaletteIsConnectedByMouseAndGetsItsRate();
    void trainingOneEpochDrawsACurve();
    void theRunIsFoundAmongTheRuns();
    void itIsExportedAndTheCheckPasses();
    void cleanupTestCase();

private:
    const network::Network& network() const { return m_workspace->document.project().networks.front(); }
    widgets::GraphView& canvas() const { return *m_window->networkPage().findChild<widgets::GraphView*>(); }
    QPoint at(QPointF scenePoint) const { return canvas().mapFromScene(scenePoint); }
    QPoint middleOf(const std::string& node) const;
    void type(QWidget& page, const char* field, const QString& text) const;
    void click(QWidget& page, const char* button) const;
    void switchTo(Mode mode) const;

    QTemporaryDir m_folder;
    std::unique_ptr<session::Workspace> m_workspace;
    std::unique_ptr<ThemeChoice> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void JourneyTest::initTestCase()
{
    std::filesystem::copy_file(std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples"
                                   / "fashion-mnist.netwright",
                               toPath(m_folder.filePath(QStringLiteral("fashion-mnist.netwright"))));
    m_workspace = std::make_unique<session::Workspace>();
    m_theme = std::make_unique<ThemeChoice>(nullptr);
    m_window = std::make_unique<MainWindow>(*m_workspace, *m_theme, nullptr);
    m_window->resize(1440, 900);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void JourneyTest::cleanupTestCase()
{
    m_window.reset();
    m_theme.reset();
    m_workspace.reset();
}

QPoint JourneyTest::middleOf(const std::string& node) const
{
    return at(canvas().graph().item(network().find(node)->id)->scenePos());
}

void JourneyTest::type(QWidget& page, const char* field, const QString& text) const
{
    auto* editor = page.findChild<QWidget*>(QLatin1String(field));
    QVERIFY2(editor, field);
    editor->setFocus();
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Tab);
}

void JourneyTest::click(QWidget& page, const char* button) const
{
    auto* found = page.findChild<QAbstractButton*>(QLatin1String(button));
    QVERIFY2(found && found->isVisible() && found->isEnabled(), button);
    QTest::mouseClick(found, Qt::LeftButton);
}

void JourneyTest::switchTo(Mode mode) const
{
    QTest::keyClick(m_window.get(), static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(mode)),
                    Qt::ControlModifier);
}

void JourneyTest::theSampleOpensAndIsCutToASubset()
{
    QVERIFY(m_window->openProject(toPath(m_folder.filePath(QStringLiteral("fashion-mnist.netwright")))));
    auto& document = m_workspace->document;
    QTRY_VERIFY(document.dataset(network().dataset));
    type(m_window->dataPage(), "limit", QStringLiteral("2000"));
    QCOMPARE(document.project().datasets.front().limit, std::int64_t { 2000 });
    QTRY_COMPARE(document.dataset(network().dataset)->rows(data::Part::Train).size(), std::size_t { 2000 });
}

void JourneyTest::aLayerIsDeletedByKeyboardAndBroughtBack()
{
    switchTo(Mode::Network);
    canvas().fitAll();
    const auto before = network();
    QTest::mouseClick(canvas().viewport(), Qt::LeftButton, {}, middleOf("relu1"));
    QTest::keyClick(&canvas(), Qt::Key_Delete);
    QVERIFY(!network().find("relu1"));
    QCOMPARE(network().nodes.size(), before.nodes.size() - 1);
    QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(network().nodes == before.nodes);
    QVERIFY(network().links == before.links);
}

void JourneyTest::aDropoutFromThePaletteIsConnectedByMouseAndGetsItsRate()
{
    QTest::mouseClick(canvas().viewport(), Qt::LeftButton, {}, middleOf("relu1"));
    auto& search = m_window->networkPage().findChild<widgets::LayerPalette*>()->search();
    search.setFocus();
    QTest::keyClicks(&search, QStringLiteral("dropout"));
    QTest::keyClick(&search, Qt::Key_Return);
    const auto added = std::ranges::find(network().nodes, "dropout", &network::Node::layer);
    QVERIFY(added != network().nodes.end());
    const auto dropout = added->id;

    canvas().fitAll();
    const auto& graph = canvas().graph();
    const auto dense = network().find("dense2")->id;
    const QPoint from = at(graph.item(dropout)->portPoint(widgets::geometry::Side::Output, 0));
    const QPoint to = at(graph.item(dense)->portPoint(widgets::geometry::Side::Input, 0));
    QTest::mousePress(canvas().viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(canvas().viewport(), (from + to) / 2);
    QTest::mouseMove(canvas().viewport(), to);
    QTest::mouseRelease(canvas().viewport(), Qt::LeftButton, {}, to);
    const network::Link link { .from = { .node = dropout, .port = 0 }, .to = { .node = dense, .port = 0 } };
    QVERIFY(std::ranges::count(network().links, link) == 1);

    canvas().select({ .nodes = { dropout }, .links = {} });
    type(m_window->networkPage(), "rate", QStringLiteral("0.25"));
    QCOMPARE(network().find(dropout)->parameters.real("rate"), 0.25);
    const auto analysis = network::analyse(network(), m_workspace->document.signature(network().dataset));
    QVERIFY2(analysis.isTrainable(),
             analysis.problems.empty() ? "" : analysis.problems.front().message.c_str());
}

void JourneyTest::trainingOneEpochDrawsACurve()
{
    switchTo(Mode::Train);
    type(m_window->trainPage(), "epochs", QStringLiteral("1"));
    QSignalSpy ended(&m_workspace->training, &session::TrainingSession::runEnded);
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QVERIFY(m_workspace->training.isActive());
    QVERIFY(ended.wait(120'000));
    QVERIFY2(m_workspace->training.error().isEmpty(), qPrintable(m_workspace->training.error()));
    const auto& outcome = *m_workspace->training.outcome();
    QCOMPARE(outcome.epochs, 1);
    QCOMPARE(outcome.steps, std::uint64_t { (2000 + 31) / 32 });
    const auto* plot = m_window->trainPage().findChild<widgets::CurvePlot*>(QStringLiteral("lossPlot"));
    QVERIFY2(plot->drawnPoints() >= 60, qPrintable(QString::number(plot->drawnPoints())));
}

void JourneyTest::theRunIsFoundAmongTheRuns()
{
    switchTo(Mode::Runs);
    const auto run = m_workspace->training.runName();
    QTRY_VERIFY(m_workspace->runs.find(run.toStdString())
                && m_workspace->runs.find(run.toStdString())->state == runs::RunState::Finished);
    auto* table = m_window->runsPage().findChild<widgets::DataTable*>();
    QCOMPARE(table->model()->rowCount(), 1);
    const auto cell = table->model()->index(0, 0);
    QCOMPARE(cell.data().toString(), run);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
    QCOMPARE(m_window->runsPage().selectedRuns(), std::vector { run.toStdString() });
}

void JourneyTest::itIsExportedAndTheCheckPasses()
{
    click(m_window->runsPage(), "exportRun");
    auto& page = m_window->exportPage();
    QVERIFY(page.isVisible());
    const QString file = m_folder.filePath(QStringLiteral("network.onnx"));
    page.setFile(file);
    QSignalSpy ended(&page, &ExportPage::exportEnded);
    click(page, "exportButton");
    QVERIFY(ended.wait(60'000));
    QVERIFY(page.exported().has_value());
    QVERIFY2(page.exported()->parity.isSame,
             qPrintable(QString::number(page.exported()->parity.largestDifference)));
    QCOMPARE(page.exported()->parity.samples, std::int64_t { 256 });
    QVERIFY(QFileInfo(file).size() > 1000);
}

QTEST_MAIN(JourneyTest)
#include "journey_test.moc"
