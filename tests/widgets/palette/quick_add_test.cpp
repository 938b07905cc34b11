// SPDX-License-Identifier: GPL-3.0-or-later
// The popup of quick add: what it finds, and where it stands.
#include "widgets/palette/popup_place.hpp"
#include "widgets/palette/quick_add.hpp"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>

#include <vector>

using namespace netwright;
using namespace netwright::widgets;

namespace {

struct Popup {
    QWidget window;
    QuickAdd quickAdd { &window };
    QAbstractItemModelTester tester { quickAdd.list().model() };
    QSignalSpy chosen { &quickAdd, &QuickAdd::chosen };
    QSignalSpy closed { &quickAdd, &QuickAdd::closed };

    Popup()
    {
        window.resize(600, 600);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        quickAdd.open({ .wanted = window.mapToGlobal(QPoint(20, 20)),
                        .spared = {},
                        .room = window.screen()->availableGeometry() },
                      { .prompt = QStringLiteral("What follows conv1?"),
                        .note = {},
                        .entries = { entry("input", "Input", "Data", "Nothing leads to it"),
                                     entry("dense", "Dense", "Dense", "Expected a vector"),
                                     entry("conv2d", "Conv 2D", "Convolution"),
                                     entry("conv_transpose2d", "Conv Transpose 2D", "Convolution"),
                                     entry("global_average_pool", "Global Average Pool", "Pooling"),
                                     entry("max_pool2d", "Max Pool 2D", "Pooling") } });
        (void)QTest::qWaitForWindowExposed(&quickAdd);
    }

    static PaletteEntry entry(const char* layer, const char* title, const char* section,
                              const char* misfit = "")
    {
        return { .layer = layer,
                 .title = title,
                 .section = section,
                 .help = QString("About ") + title,
                 .icon = {},
                 .misfit = misfit };
    }
    [[nodiscard]] QStringList shown() const
    {
        QStringList titles;
        const auto* model = quickAdd.list().model();
        for (int row = 0; row < model->rowCount(); ++row)
            titles << model->index(row, 0).data().toString();
        return titles;
    }
    void type(const QString& text) { QTest::keyClicks(&quickAdd.search(), text); }
    void key(Qt::Key key) { QTest::keyClick(&quickAdd.search(), key); }
};

} // namespace

class QuickAddTest : public QObject {
    Q_OBJECT

private slots:
    void theBestMatchIsFirst_data();
    void theBestMatchIsFirst();
    void whatFitsComesFirst();
    void arrowsAndEnterChoose();
    void aClickChooses();
    void escapeChoosesNothing();
    void whatIsNotThereIsSaid();
    void entriesAreAnnounced();
    void whatDoesNotFitIsFoundBelowWithItsReason();
    void whatIsNamedInFullIsMeantEvenWhereItDoesNotFit();
    void thePopupIsAsHighAsWhatItLists();
    void everyHelpIsShownWhole();
    void aPopupLeavesWhatIsSparedInSight_data();
    void aPopupLeavesWhatIsSparedInSight();
    void aPopupIsMadeLowerWhereItDoesNotFitBeside();
    void thePopupStaysInItsRoom();
};

void QuickAddTest::theBestMatchIsFirst_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("found");
    const auto row = [](const char* typed, const QStringList& found) {
        QTest::newRow(typed) << QString(typed) << found;
    };
    row("conv", { "Conv 2D", "Conv Transpose 2D" });
    row("pool", { "Global Average Pool", "Max Pool 2D" });
    row("max p", { "Max Pool 2D" });
    row("2d", { "Conv 2D", "Conv Transpose 2D", "Max Pool 2D" });
    row("ga", {});
    row("gap", { "Global Average Pool" }); // its letters, in order
    row("max_pool", { "Max Pool 2D" }); // as files call it
    row("data", { "Input" });
    row("dense", { "Dense" });
    row("input", { "Input" });
}

void QuickAddTest::theBestMatchIsFirst()
{
    QFETCH(QString, typed);
    QFETCH(QStringList, found);
    Popup popup;
    popup.type(typed);
    QCOMPARE(popup.shown(), found);
}

void QuickAddTest::whatFitsComesFirst()
{
    const Popup popup;
    QCOMPARE(popup.shown(),
             (QStringList { "Conv 2D", "Conv Transpose 2D", "Global Average Pool", "Max Pool 2D", "Input",
                            "Dense" }));
    QCOMPARE(popup.quickAdd.search().placeholderText(), QStringLiteral("What follows conv1?"));
}

void QuickAddTest::arrowsAndEnterChoose()
{
    Popup popup;
    popup.type("pool");
    popup.key(Qt::Key_Down);
    popup.key(Qt::Key_Down); // stays at the last
    popup.key(Qt::Key_Return);
    QCOMPARE(popup.chosen.size(), 1);
    QCOMPARE(popup.chosen[0][0].toString(), QStringLiteral("max_pool2d"));
    QCOMPARE(popup.closed.size(), 1);
    QVERIFY(!popup.quickAdd.isVisible());
}

void QuickAddTest::aClickChooses()
{
    Popup popup;
    auto& list = popup.quickAdd.list();
    const auto row = list.visualRect(list.model()->index(1, 0));
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(popup.chosen.size(), 1);
    QCOMPARE(popup.chosen[0][0].toString(), QStringLiteral("conv_transpose2d"));
}

void QuickAddTest::escapeChoosesNothing()
{
    Popup popup;
    popup.type("pool");
    popup.key(Qt::Key_Escape);
    QVERIFY(popup.chosen.isEmpty());
    QCOMPARE(popup.closed.size(), 1);
}

void QuickAddTest::whatIsNotThereIsSaid()
{
    Popup popup;
    popup.type("xyz");
    QVERIFY(popup.shown().isEmpty());
    QCOMPARE(popup.quickAdd.search().accessibleDescription(), QStringLiteral("No layer is called \"xyz\"."));
    popup.key(Qt::Key_Return);
    QVERIFY(popup.chosen.isEmpty());
    QVERIFY(popup.quickAdd.isVisible());
}

void QuickAddTest::entriesAreAnnounced()
{
    Popup popup;
    QCOMPARE(popup.quickAdd.search().accessibleName(), QStringLiteral("What follows conv1?"));
    QCOMPARE(popup.quickAdd.search().accessibleDescription(), QStringLiteral("Conv 2D, Convolution"));
    popup.type("dense");
    QCOMPARE(popup.quickAdd.search().accessibleDescription(),
             QStringLiteral("Dense, Dense, does not fit here: Expected a vector"));
}

void QuickAddTest::whatDoesNotFitIsFoundBelowWithItsReason()
{
    Popup popup;
    popup.type("d"); // in "Conv 2D" too, but there in the middle of a word
    QCOMPARE(popup.shown(),
             (QStringList { "Conv 2D", "Conv Transpose 2D", "Max Pool 2D", "Dense", "Input" }));
    const auto* model = popup.quickAdd.list().model();
    QCOMPARE(model->index(0, 0).data(FoundLayers::MisfitRole).toString(), QString());
    QCOMPARE(model->index(3, 0).data(FoundLayers::MisfitRole).toString(),
             QStringLiteral("Expected a vector"));
}

void QuickAddTest::whatIsNamedInFullIsMeantEvenWhereItDoesNotFit()
{
    FoundLayers found;
    auto add = Popup::entry("add", "Add", "Merge");
    add.words = QStringLiteral("residual, skip connection");
    found.setEntries({ add, Popup::entry("block:Residual", "Residual", "Blocks", "Expected 16 channels") });
    found.filter("residual");
    QCOMPARE(found.index(0).data().toString(), QStringLiteral("Residual"));
    found.filter("resid");
    QCOMPARE(found.index(0).data().toString(), QStringLiteral("Add"));
    auto loss = Popup::entry("mean_squared_error", "Mean Squared Error", "Loss", "The target is a class");
    loss.words = QStringLiteral("mse, regression");
    auto fitting = Popup::entry("odd", "MSE of Scores", "Loss");
    found.setEntries({ fitting, loss });
    found.filter("mse");
    QCOMPARE(found.index(0).data(FoundLayers::LayerRole).toString(), QStringLiteral("mean_squared_error"));
    QCOMPARE(found.index(0).data(FoundLayers::MisfitRole).toString(), loss.misfit);
}

void QuickAddTest::thePopupIsAsHighAsWhatItLists()
{
    Popup popup;
    const auto all = popup.quickAdd.height();
    popup.type("max");
    const auto one = popup.quickAdd.height();
    QVERIFY2(one < all, qPrintable(QString::number(one)));
    auto& list = popup.quickAdd.list();
    QCOMPARE(list.height(), list.visualRect(list.model()->index(0, 0)).height());
    for (int i = 0; i < 3; ++i)
        popup.key(Qt::Key_Backspace);
    QCOMPARE(popup.quickAdd.height(), all);
}

void QuickAddTest::everyHelpIsShownWhole()
{
    Popup popup;
    popup.key(Qt::Key_Escape);
    auto wordy = Popup::entry("conv2d", "Conv 2D", "Convolution");
    wordy.help = QStringLiteral("Slides a window of weights over the image, and so on. ").repeated(6);
    auto misfit = Popup::entry("dense", "Dense", "Dense");
    misfit.misfit = QStringLiteral("Expected a vector, received an image of several channels. ").repeated(6);
    popup.quickAdd.open({ { 20, 20 }, {}, { 0, 0, 700, 700 } },
                        { .prompt = QStringLiteral("Add"), .note = {}, .entries = { wordy, misfit } });
    for (int row = 0; row < 2; ++row) {
        const auto labels = popup.quickAdd.findChildren<QLabel*>();
        for (const auto* label : labels) {
            if (label->isVisible())
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
        popup.key(Qt::Key_Down);
    }
}

void QuickAddTest::aPopupLeavesWhatIsSparedInSight_data()
{
    QTest::addColumn<QRect>("spared");
    QTest::newRow("in the middle") << QRect(400, 300, 180, 64);
    QTest::newRow("at the right edge") << QRect(800, 300, 180, 64);
    QTest::newRow("in the last corner") << QRect(800, 600, 180, 64);
    QTest::newRow("in the first corner") << QRect(0, 0, 180, 64);
    QTest::newRow("as wide as the room") << QRect(0, 600, 1000, 64);
}

void QuickAddTest::aPopupLeavesWhatIsSparedInSight()
{
    QFETCH(QRect, spared);
    const QRect room(0, 0, 1000, 700);
    const QSize size(336, 400);
    for (const auto wanted : { spared.topRight(), spared.bottomLeft(), spared.center() }) {
        const auto popup = popupRect({ wanted, spared, room }, size, 200);
        QVERIFY(!popup.intersects(spared));
        QVERIFY(room.contains(popup));
        QCOMPARE(popup.size(), size);
    }
    QCOMPARE(popupRect({ { 10, 20 }, {}, room }, size, 200), QRect(QPoint(10, 20), size));
}

void QuickAddTest::aPopupIsMadeLowerWhereItDoesNotFitBeside()
{
    const QRect room(100, 50, 560, 560);
    const QSize size(336, 400);
    const QRect spared(290, 300, 180, 64); // too little room at its sides, and above and below it
    const auto popup = popupRect({ spared.topRight(), spared, room }, size, 200);
    QVERIFY(!popup.intersects(spared));
    QVERIFY(room.contains(popup));
    QVERIFY(popup.height() >= 200 && popup.height() < 400);
    // Where not even that helps, it stays whole and within the room.
    const auto whole = popupRect({ spared.topRight(), spared, room }, size, 300);
    QCOMPARE(whole.size(), size);
    QVERIFY(room.contains(whole));
    const QRect tiny(0, 0, 300, 150);
    QCOMPARE(popupRect({ { 40, 40 }, {}, tiny }, size, 200), tiny);
}

void QuickAddTest::thePopupStaysInItsRoom()
{
    Popup popup;
    popup.key(Qt::Key_Escape);
    const QRect room(popup.window.mapToGlobal(QPoint(8, 8)), QSize(360, 260));
    std::vector<PaletteEntry> entries;
    for (int i = 0; i < 30; ++i)
        entries.push_back(Popup::entry("relu", "ReLU", "Activation"));
    popup.quickAdd.open(
        { room.bottomRight(), {}, room },
        { .prompt = QStringLiteral("Add"), .note = QStringLiteral("Ends"), .entries = entries });
    const auto place = [&] { return QRect(popup.quickAdd.pos(), popup.quickAdd.size()); };
    QVERIFY2(room.contains(place()), qPrintable(QDebug::toString(place()) + QDebug::toString(room)));
    popup.type("re");
    popup.key(Qt::Key_Backspace);
    popup.key(Qt::Key_Backspace); // as high as before
    QVERIFY(room.contains(place()));
}

QTEST_MAIN(QuickAddTest)
#include "quick_add_test.moc"
