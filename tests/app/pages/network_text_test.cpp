// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_text.hpp"

#include "app/pages/network_page.hpp"
#include "app/pages/network_selector.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"
#include "tests/app/pages/opened_page.hpp"
#include "tests/core/network/block_sample.hpp"
#include "tests/core/network/sample_network.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/message_banner.hpp"

#include <QAction>
#include <QDockWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QToolButton>

using namespace netwright;
using widgets::CodeEdit;
using widgets::MessageKind;

namespace {

/// A window with the page, the text in sight, on the networks "cnn" and "units", which has a block.
struct Desk : testing::OpenedPage {
    Desk()
        : OpenedPage({ network::SampleNetwork().network, network::unitNetwork(2) })
    {
        auto* undo = document.undoStack().createUndoAction(page.get());
        undo->setShortcut(QKeySequence::Undo);
        page->addAction(undo);
        page->activateWindow();
        canvas().setFocus();
        QTest::keyClick(&canvas(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    }

    [[nodiscard]] const network::Network& network() const { return *document.project().network("cnn"); }
    [[nodiscard]] network::NodeId id(std::string_view name) const { return network().find(name)->id; }
    [[nodiscard]] std::int64_t units() const { return network().find("fc")->parameters.integer("units"); }
    [[nodiscard]] pages::NetworkText& panel() const { return *page->findChild<pages::NetworkText*>(); }
    [[nodiscard]] CodeEdit& edit() const { return panel().edit(); }
    [[nodiscard]] QString text() const { return edit().toPlainText(); }
    void select(std::string_view name) const { canvas().select({ .nodes = { id(name) }, .links = {} }); }
    /// Selects what stands in the text, to be typed over.
    [[nodiscard]] bool mark(const QString& part) const
    {
        auto cursor = edit().document()->find(part, 0);
        edit().setTextCursor(cursor);
        return !cursor.isNull();
    }
    void type(const QString& what) const
    {
        edit().setFocus();
        QTest::keyClicks(&edit(), what);
    }
    void leave() const { QTest::keyClick(&edit(), Qt::Key_Escape); }
    /// A fault in the text, and then an edit of the canvas, which the text does not know.
    void changeBoth() const
    {
        QVERIFY(mark("\"units\": 3"));
        type("\"units\": ");
        select("relu");
        canvas().setFocus();
        QTest::keyClick(&canvas(), Qt::Key_Delete);
        QVERIFY(!network().find("relu"));
    }
    void mend() const
    {
        QVERIFY(mark("\"units\": "));
        type("\"units\": 4");
    }
    [[nodiscard]] QPushButton* button(const QString& text) const
    {
        const auto buttons = panel().message().findChildren<QPushButton*>();
        const auto it = std::ranges::find(buttons, text, &QPushButton::text);
        return it != buttons.end() && (*it)->isVisible() ? *it : nullptr;
    }
    void answer(const QString& text) const { QTest::mouseClick(button(text), Qt::LeftButton); }
    /// Shows or hides the text, by the keys.
    void toggle() const
    {
        canvas().setFocus();
        QTest::keyClick(&canvas(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    }
    [[nodiscard]] QString line() const { return edit().textCursor().block().text(); }
};

} // namespace

class NetworkTextTest : public QObject {
    Q_OBJECT

private slots:
    void theKeysShowTheTextAndGiveItTheKeyboard();
    void whatIsTypedBecomesTheNetworkAsOneEntryOfTheHistory();
    void anotherStayIsAnotherEntry();
    void aFaultIsMarkedAndSaidAndTheNetworkStays();
    void aFaultIsSaidBelowTheCanvasToo();
    void theMessageLeadsToTheFault();
    void editsOfTheCanvasAreWritten();
    void aTextThatIsBeingTypedIsNeverOverwritten();
    void aTextThatIsMendedDoesNotReplaceWhatTheCanvasDidMeanwhile();
    void theTextIsTakenOnceItsFaultIsMended();
    void thereIsNothingToAskOnceTheCanvasIsAsItWas();
    void aTextThatWaitedElsewhereDoesNotReplaceWhatWasDoneMeanwhile();
    void theLayoutOfThePersonStays();
    void theCursorSelectsTheLayerItIsIn();
    void selectingALayerMovesTheCursor();
    void insideABlockTheLayersOfTheBlockAreFound();
    void undoIsOfTheTextFirstAndThenOfTheProject();
    void aTextWithAFaultWaitsWhileAnotherNetworkIsShown();
    void aTextWithAFaultWaitsAlsoWhileThePanelIsHidden();
    void whatWasDoneIsUndoneWhileATextWithAFaultIsHidden();
    void anotherProjectLeavesNothingOfWhatWasTyped();
    void aNewLineIsIndentedAsTheOneBefore();
    void hiddenItCostsNothingAndIsUpToDateWhenShown();
    void theTextOfALargeNetworkIsUpToDateWhenTheKeyboardComes();
};

void NetworkTextTest::theKeysShowTheTextAndGiveItTheKeyboard()
{
    const Desk desk;
    QVERIFY(desk.edit().isVisible());
    QVERIFY(desk.edit().hasFocus());
    QVERIFY(!desk.edit().accessibleName().isEmpty());
    QVERIFY2(desk.text().startsWith("{\n  \"dataset\": \"images\",\n  \"nodes\": ["),
             qPrintable(desk.text()));
    desk.leave();
    QVERIFY(desk.canvas().hasFocus());
}

void NetworkTextTest::whatIsTypedBecomesTheNetworkAsOneEntryOfTheHistory()
{
    Desk desk;
    const auto before = desk.network();
    const auto entries = desk.document.undoStack().count();
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": 4");
    QTRY_COMPARE(desk.units(), std::int64_t(4));
    desk.type("2");
    QTRY_COMPARE(desk.units(), std::int64_t(42));
    QCOMPARE(desk.document.undoStack().count(), entries + 1);
    QCOMPARE(desk.document.undoStack().undoText(), QStringLiteral("Edit text"));
    QCOMPARE(desk.canvas().network(), desk.network());
    desk.document.undoStack().undo();
    QCOMPARE(desk.network(), before);
    QVERIFY(desk.text().contains("\"units\": 3"));
}

void NetworkTextTest::anotherStayIsAnotherEntry()
{
    Desk desk;
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": 4");
    desk.leave();
    const auto entries = desk.document.undoStack().count();
    QCOMPARE(desk.units(), std::int64_t(4)); // leaving does not wait
    desk.type("2");
    desk.leave();
    QCOMPARE(desk.units(), std::int64_t(42));
    QCOMPARE(desk.document.undoStack().count(), entries + 1);
}

void NetworkTextTest::aFaultIsMarkedAndSaidAndTheNetworkStays()
{
    Desk desk;
    const auto before = desk.network();
    QVERIFY(desk.mark("\"units\": 3"));
    const auto number = desk.edit().textCursor().blockNumber() + 1;
    desk.type("\"unity\": 3");
    QTRY_VERIFY(desk.panel().message().isVisible());
    QCOMPARE(desk.panel().message().kind(), MessageKind::Error);
    QVERIFY2(desk.panel().message().text().startsWith(QStringLiteral("Line %1: layer \"fc\"").arg(number)),
             qPrintable(desk.panel().message().text()));
    QCOMPARE(desk.edit().accessibleDescription(), desk.panel().message().text());
    const auto marks = desk.edit().extraSelections();
    QCOMPARE(marks.back().format.underlineStyle(), QTextCharFormat::WaveUnderline);
    QVERIFY(marks.back().cursor.selectedText().startsWith("\"unity\": 3"));
    QCOMPARE(desk.network(), before);
    QVERIFY(desk.mark("unity"));
    desk.type("units");
    QTRY_VERIFY(!desk.panel().message().isVisible());
    for (const auto& mark : desk.edit().extraSelections())
        QVERIFY(mark.format.underlineStyle() != QTextCharFormat::WaveUnderline);
}

void NetworkTextTest::aFaultIsSaidBelowTheCanvasToo()
{
    Desk desk;
    auto* button = desk.page->findChild<QToolButton*>(QStringLiteral("problemCount"));
    const auto before = button->text();
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": x");
    QTRY_COMPARE(button->text(), QStringLiteral("The text has a fault"));
    QVERIFY(button->toolTip().startsWith(QStringLiteral("Line ")));
    desk.page->findChild<QDockWidget*>(QStringLiteral("textPanel"))->hide();
    button->click(); // shows the text, not the problems of what was there before it
    QVERIFY(desk.panel().isVisible());
    desk.type("4");
    QVERIFY(desk.mark("\"units\": x4"));
    desk.type("\"units\": 3");
    QTRY_COMPARE(button->text(), before);
}

void NetworkTextTest::theMessageLeadsToTheFault()
{
    const Desk desk;
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": true");
    desk.leave();
    desk.edit().moveCursor(QTextCursor::Start);
    auto* button = desk.panel().message().findChild<QPushButton*>();
    QVERIFY(button && button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(desk.line().contains("\"units\": true"));
    QVERIFY(desk.edit().hasFocus());
}

void NetworkTextTest::editsOfTheCanvasAreWritten()
{
    const Desk desk;
    desk.select("relu");
    desk.canvas().setFocus();
    QTest::keyClick(&desk.canvas(), Qt::Key_Delete);
    QVERIFY(!desk.text().contains("\"relu\""));
    QVERIFY(!desk.text().contains("conv -> relu"));
}

void NetworkTextTest::aTextThatIsBeingTypedIsNeverOverwritten()
{
    const Desk desk;
    const auto whole = desk.text();
    desk.changeBoth();
    auto typed = whole;
    QCOMPARE(desk.text(), typed.replace("\"units\": 3", "\"units\": "));
    QCOMPARE(desk.panel().message().kind(), MessageKind::Warning);
    QVERIFY(desk.panel().isFaulty());
    const auto* below = desk.page->findChild<QToolButton*>(QStringLiteral("problemCount"));
    QCOMPARE(below->text(), QStringLiteral("The text waits for an answer"));
    desk.answer("Take the canvas's");
    QVERIFY(!desk.text().contains("\"relu\""));
    QVERIFY(desk.text().contains("\"units\": 3"));
    QVERIFY(!desk.panel().message().isVisible());
    QVERIFY(!desk.panel().isFaulty());
    QVERIFY(desk.edit().hasFocus());
}

void NetworkTextTest::aTextThatIsMendedDoesNotReplaceWhatTheCanvasDidMeanwhile()
{
    const Desk desk;
    desk.changeBoth();
    const auto onCanvas = desk.network();
    desk.mend();
    desk.leave();
    QCOMPARE(desk.network(), onCanvas);
    QVERIFY2(desk.text().contains("\"units\": 4"), "what was typed stays too");
    QVERIFY(desk.button("Take the canvas's"));
    desk.answer("Use the text");
    QCOMPARE(desk.units(), std::int64_t(4));
    QVERIFY(desk.network().find("relu"));
    QVERIFY(!desk.panel().message().isVisible());
    QTest::keyClick(&desk.canvas(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(desk.network(), onCanvas);
}

void NetworkTextTest::theTextIsTakenOnceItsFaultIsMended()
{
    const Desk desk;
    desk.changeBoth();
    const auto onCanvas = desk.network();
    desk.answer("Use the text");
    QCOMPARE(desk.network(), onCanvas);
    QCOMPARE(desk.panel().message().kind(), MessageKind::Error);
    QVERIFY2(desk.edit().hasFocus(), "it is to be mended");
    desk.mend();
    desk.leave();
    QCOMPARE(desk.units(), std::int64_t(4));
    QVERIFY(desk.network().find("relu"));
}

void NetworkTextTest::thereIsNothingToAskOnceTheCanvasIsAsItWas()
{
    Desk desk;
    desk.changeBoth();
    QVERIFY(desk.button("Use the text"));
    desk.document.undoStack().undo();
    QVERIFY(!desk.button("Use the text"));
    QCOMPARE(desk.panel().message().kind(), MessageKind::Error);
    desk.mend();
    desk.leave();
    QCOMPARE(desk.units(), std::int64_t(4));
}

void NetworkTextTest::aTextThatWaitedElsewhereDoesNotReplaceWhatWasDoneMeanwhile()
{
    Desk desk;
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": ");
    desk.leave();
    desk.page->selector().choose("units");
    auto project = desk.document.project();
    project.networks.front().find(desk.id("fc"))->name = "last";
    desk.document.edit("Rename", project);
    const auto renamed = desk.network();
    desk.page->selector().choose("cnn");
    QVERIFY(desk.button("Use the text"));
    desk.mend();
    desk.leave();
    QCOMPARE(desk.network(), renamed);
    desk.answer("Take the canvas's");
    QVERIFY(desk.text().contains("\"last\""));
}

void NetworkTextTest::theLayoutOfThePersonStays()
{
    Desk desk;
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("   \"units\"  :  5");
    desk.leave();
    QCOMPARE(desk.units(), std::int64_t(5));
    QVERIFY(desk.text().contains("   \"units\"  :  5"));
}

void NetworkTextTest::theCursorSelectsTheLayerItIsIn()
{
    const Desk desk;
    QVERIFY(desk.mark("\"name\": \"pool\""));
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("pool") });
    const auto marks = desk.edit().extraSelections();
    QCOMPARE(marks.size(), qsizetype(1));
    QVERIFY(marks.front().cursor.selectedText().contains("\"pool\""));
    desk.edit().setFocus();
    while (!desk.line().contains("\"flatten\""))
        QTest::keyClick(&desk.edit(), Qt::Key_Down);
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("flatten") });
}

void NetworkTextTest::selectingALayerMovesTheCursor()
{
    const Desk desk;
    const auto text = desk.text();
    desk.select("loss");
    QTest::keyClick(&desk.edit(), Qt::Key_Down);
    QVERIFY2(desk.line().contains("\"loss\""), qPrintable(desk.line()));
    QCOMPARE(desk.text(), text);
    QCOMPARE(desk.canvas().selection().nodes, std::set { desk.id("loss") });
}

void NetworkTextTest::insideABlockTheLayersOfTheBlockAreFound()
{
    Desk desk;
    desk.page->selector().choose("units");
    const auto& units = *desk.document.project().network("units");
    desk.canvas().select({ .nodes = { units.find("stage")->id }, .links = {} });
    desk.canvas().setFocus();
    QTest::keyClick(&desk.canvas(), Qt::Key_Down, Qt::AltModifier);
    const auto& body = units.blocks.front().body;
    QVERIFY(desk.mark("\"name\": \"act\""));
    QCOMPARE(desk.canvas().selection().nodes, std::set { body.find("act")->id });
    desk.canvas().select({ .nodes = { body.find("fc")->id }, .links = {} });
    QTest::keyClick(&desk.edit(), Qt::Key_Down);
    QVERIFY2(desk.line().contains("\"fc\""), qPrintable(desk.line()));
    QVERIFY(desk.mark("\"layer\": \"relu\""));
    desk.type("\"layer\": \"tanh\"");
    desk.leave();
    QCOMPARE(desk.canvas().network().find("act")->layer, std::string("tanh"));
}

void NetworkTextTest::undoIsOfTheTextFirstAndThenOfTheProject()
{
    Desk desk;
    auto project = desk.document.project();
    project.networks.front().find(desk.id("conv"))->name = "first";
    desk.document.edit("Rename", project);
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": 7");
    QTRY_COMPARE(desk.units(), std::int64_t(7));
    while (desk.edit().document()->isUndoAvailable())
        QTest::keyClick(&desk.edit(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(desk.units(), std::int64_t(3));
    QVERIFY(desk.network().find("first"));
    QTest::keyClick(&desk.edit(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(desk.network().find("conv"));
    QVERIFY(desk.text().contains("\"conv\""));
}

void NetworkTextTest::aTextWithAFaultWaitsWhileAnotherNetworkIsShown()
{
    const Desk desk;
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": ?");
    desk.leave();
    const auto typed = desk.text();
    desk.page->selector().choose("units");
    QVERIFY(desk.text().contains("block:Unit"));
    QVERIFY(!desk.panel().message().isVisible());
    desk.page->selector().choose("cnn");
    QCOMPARE(desk.text(), typed);
    QVERIFY(desk.panel().message().isVisible());
}

void NetworkTextTest::aTextWithAFaultWaitsAlsoWhileThePanelIsHidden()
{
    const Desk desk;
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": ?");
    desk.leave();
    const auto typed = desk.text();
    desk.toggle();
    QVERIFY(!desk.panel().isVisible());
    desk.page->selector().choose("units");
    desk.page->selector().choose("cnn");
    desk.toggle();
    QCOMPARE(desk.text(), typed);
    QVERIFY(desk.panel().message().isVisible());
    desk.page->selector().choose("units");
    QVERIFY(desk.text().contains("block:Unit"));
    desk.toggle();
    QVERIFY(!desk.panel().isVisible());
    desk.page->selector().choose("cnn");
    desk.toggle();
    QCOMPARE(desk.text(), typed);
    QVERIFY(desk.panel().message().isVisible());
}

void NetworkTextTest::whatWasDoneIsUndoneWhileATextWithAFaultIsHidden()
{
    const Desk desk;
    desk.changeBoth();
    const auto typed = desk.text();
    desk.toggle();
    QVERIFY(!desk.panel().isVisible());
    desk.canvas().setFocus();
    QTest::keyClick(&desk.canvas(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(desk.network().find("relu"));
    desk.toggle();
    QCOMPARE(desk.text(), typed);
    QVERIFY(desk.panel().message().isVisible());
    QTest::keyClick(&desk.canvas(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(desk.text(), typed);
}

void NetworkTextTest::anotherProjectLeavesNothingOfWhatWasTyped()
{
    Desk desk;
    const QTemporaryDir folder;
    const auto file = session::toPath(folder.filePath(QStringLiteral("other.netwright")));
    auto other = desk.document.project();
    other.networks.front().find(desk.id("fc"))->name = "last";
    QVERIFY(project::save(other, file));
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": ?");
    desk.leave();
    QVERIFY(desk.panel().message().isVisible());
    QVERIFY(desk.document.open(file));
    QVERIFY(!desk.panel().message().isVisible());
    QVERIFY(desk.text().contains("\"last\""));
    QVERIFY(!desk.text().contains("?"));
    QVERIFY(desk.mark("\"units\": 3"));
    desk.type("\"units\": 6");
    desk.leave();
    QCOMPARE(desk.network().find("last")->parameters.integer("units"), std::int64_t(6));
}

void NetworkTextTest::aNewLineIsIndentedAsTheOneBefore()
{
    const Desk desk;
    QVERIFY(desk.mark("\"nodes\": ["));
    desk.edit().setFocus();
    desk.edit().moveCursor(QTextCursor::EndOfLine);
    QTest::keyClick(&desk.edit(), Qt::Key_Return);
    QCOMPARE(desk.line(), QStringLiteral("    "));
    QTest::keyClick(&desk.edit(), Qt::Key_Tab);
    QCOMPARE(desk.line(), QStringLiteral("      "));
}

void NetworkTextTest::hiddenItCostsNothingAndIsUpToDateWhenShown()
{
    const Desk desk;
    desk.leave();
    QTest::keyClick(&desk.canvas(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!desk.edit().isVisible());
    const auto text = desk.text();
    desk.select("relu");
    QTest::keyClick(&desk.canvas(), Qt::Key_Delete);
    QCOMPARE(desk.text(), text);
    QTest::keyClick(&desk.canvas(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!desk.text().contains("\"relu\""));
}

void NetworkTextTest::theTextOfALargeNetworkIsUpToDateWhenTheKeyboardComes()
{
    Desk desk;
    desk.leave();
    auto project = desk.document.project();
    for (int i = 0; i < 300; ++i)
        project.networks.front().add("relu", { 300, 104.0 * i });
    desk.document.edit("Grow", project);
    project.networks.front().remove(desk.id("relu"));
    desk.document.edit("Delete relu", project);
    desk.edit().setFocus();
    QVERIFY(desk.text().contains("\"relu_300\""));
    QVERIFY(!desk.text().contains("\"name\": \"relu\","));
}

QTEST_MAIN(NetworkTextTest)
#include "network_text_test.moc"
