// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.hpp"
#include "widgets/view/confusion_matrix.hpp"
#include "widgets/view/data_table.hpp"
#include "widgets/view/empty_state.hpp"
#include "widgets/view/image_grid.hpp"
#include "widgets/view/message_banner.hpp"
#include "widgets/view/name_box.hpp"
#include "widgets/view/share_bar.hpp"

#include <QAbstractTableModel>
#include <QApplication>
#include <QHelpEvent>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QStyleOptionComboBox>
#include <QToolTip>
#include <QtTest>

#include <set>

using namespace netwright::widgets;

namespace {
/// Many pictures, and a note of which were asked for.
class PictureModel : public QAbstractTableModel {
public:
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 100'000; }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex& index, int role) const override
    {
        asked.insert(index.row());
        if (index.column() == 0 && role == Qt::DecorationRole)
            return m_image;
        return index.column() == 1 && role == Qt::DisplayRole ? QVariant(QStringLiteral("Shirt"))
                                                              : QVariant();
    }

    mutable std::set<int> asked;

private:
    QImage m_image { 28, 28, QImage::Format_Grayscale8 };
};
} // namespace

class ViewsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qobject_cast<QApplication*>(QApplication::instance()), Scheme::Light); }
    void theGridAsksOnlyForWhatIsInView();
    void theGridIsWalkedByKeyboard();
    void theMatrixSaysWhatACellMeans();
    void theMatrixIsReadByKeyboard();
    void aMessageShowsUntilItIsClosed();
    void anEmptyStateLeadsOn();
    void anEmptyStateShowsItsWholeText();
    void aLegendTakesAsManyLinesAsItNeeds();
    void aColourThatMeansSomethingStaysInASelectedRow();
    void aNameThatIsLongerThanItsBoxStandsWholeInTheToolTip();
};

void ViewsTest::theGridAsksOnlyForWhatIsInView()
{
    PictureModel model;
    ImageGrid grid;
    grid.resize(500, 400);
    grid.setModel(&model, 0, 1);
    grid.grab();
    QVERIFY(!model.asked.empty());
    QVERIFY2(model.asked.size() < 60, qPrintable(QString::number(model.asked.size())));
    QCOMPARE(*model.asked.begin(), 0);
}

void ViewsTest::theGridIsWalkedByKeyboard()
{
    PictureModel model;
    ImageGrid grid;
    grid.resize(500, 400);
    grid.setModel(&model, 0, 1);
    grid.show();
    QVERIFY(QTest::qWaitForWindowExposed(&grid));
    QSignalSpy changed(&grid, &ImageGrid::currentRowChanged);
    QTest::keyClick(&grid, Qt::Key_Home);
    QTest::keyClick(&grid, Qt::Key_Right);
    QCOMPARE(grid.currentRow(), 1);
    QTest::keyClick(&grid, Qt::Key_Down);
    QCOMPARE(grid.currentRow(), 1 + grid.columns());
    QTest::keyClick(&grid, Qt::Key_End);
    QCOMPARE(grid.currentRow(), 99'999);
    model.asked.clear();
    grid.grab();
    QVERIFY(model.asked.contains(99'999));
    QCOMPARE(changed.count(), 4);
}

void ViewsTest::theMatrixSaysWhatACellMeans()
{
    ConfusionMatrix matrix;
    matrix.setCounts({ QStringLiteral("Shirt"), QStringLiteral("T-shirt") }, { 882, 118, 7, 993 });
    QCOMPARE(matrix.sentence(0, 1), QStringLiteral("Shirt taken for T-shirt: 118 (11.80 %)"));
    QCOMPARE(matrix.sentence(1, 1), QStringLiteral("T-shirt recognised: 993 (99.30 %)"));
    QVERIFY(matrix.sentence(2, 0).isEmpty());
}

void ViewsTest::theMatrixIsReadByKeyboard()
{
    ConfusionMatrix matrix;
    matrix.setCounts({ QStringLiteral("a"), QStringLiteral("b") }, { 1, 2, 3, 4 });
    QSignalSpy said(&matrix, &ConfusionMatrix::sentenceChanged);
    QTest::keyClick(&matrix, Qt::Key_Right);
    QTest::keyClick(&matrix, Qt::Key_Right);
    QCOMPARE(said.back().front().toString(), matrix.sentence(0, 1));
}

void ViewsTest::aMessageShowsUntilItIsClosed()
{
    QWidget parent;
    auto* banner = new MessageBanner(&parent);
    QVERIFY(banner->isHidden());
    banner->showMessage(MessageKind::Error, QStringLiteral("a.csv: there is no such file; check the path"));
    QVERIFY(!banner->isHidden());
    QCOMPARE(banner->text(), QStringLiteral("a.csv: there is no such file; check the path"));
    banner->clear();
    QVERIFY(banner->isHidden());
}

void ViewsTest::anEmptyStateLeadsOn()
{
    EmptyState state(QStringLiteral("data"));
    state.setText(QStringLiteral("No data yet"), QStringLiteral("Add some."), QStringLiteral("Add"));
    QSignalSpy triggered(&state, &EmptyState::actionTriggered);
    state.findChild<QPushButton*>()->click();
    QCOMPARE(triggered.count(), 1);
}

void ViewsTest::anEmptyStateShowsItsWholeText()
{
    EmptyState state(QStringLiteral("runs"));
    const auto text
        = QStringLiteral("A sentence of several words that says what this page is for. ").repeated(4);
    state.setText(QStringLiteral("No runs yet"), text, QStringLiteral("Train"));
    state.resize(900, 600);
    state.show();
    for (const auto* label : state.findChildren<QLabel*>()) {
        if (label->text() == text)
            QVERIFY2(label->height() >= label->heightForWidth(label->width()),
                     qPrintable(QString::number(label->height())));
    }
}

void ViewsTest::aLegendTakesAsManyLinesAsItNeeds()
{
    ShareBar bar;
    bar.setShares({ { QStringLiteral("Training"), 54'000, 0 },
                    { QStringLiteral("Validation"), 6'000, 1 },
                    { QStringLiteral("Test"), 10'000, 2 } });
    const int line = QFontMetrics(netwright::widgets::font(TextRole::Caption)).height();
    QCOMPARE(bar.heightForWidth(150) - bar.heightForWidth(1000), 2 * line);
}

void ViewsTest::aColourThatMeansSomethingStaysInASelectedRow()
{
    QStandardItemModel model(1, 1);
    model.setItem(0, 0, new QStandardItem(QStringLiteral("MMMMMMMM")));
    model.item(0, 0)->setForeground(QColor(200, 0, 0));
    DataTable table;
    table.setModel(&model);
    table.resize(300, 100);
    table.selectRow(0);
    const auto picture = table.viewport()->grab().toImage();
    int red = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QColor pixel = picture.pixelColor(x, y);
            red += pixel.red() > 150 && pixel.green() < 60 && pixel.blue() < 60 ? 1 : 0;
        }
    }
    QVERIFY2(red > 20, qPrintable(QString::number(red)));
}

void ViewsTest::aNameThatIsLongerThanItsBoxStandsWholeInTheToolTip()
{
    class Box : public NameBox {
    public:
        [[nodiscard]] QString painted() const
        {
            QStyleOptionComboBox option;
            initStyleOption(&option);
            return option.currentText;
        }
    };
    Box box;
    box.addItems({ QStringLiteral("mlp"), QStringLiteral("fashion-mnist-residual-network") });
    box.setToolTip(QStringLiteral("The network shown here"));
    box.resize(120, 28);
    const auto hover = [&box] {
        QHelpEvent event(QEvent::ToolTip, box.rect().center(), box.mapToGlobal(box.rect().center()));
        QApplication::sendEvent(&box, &event);
        return QToolTip::text();
    };
    QCOMPARE(box.painted(), QStringLiteral("mlp"));
    QCOMPARE(hover(), QStringLiteral("The network shown here"));
    box.setCurrentIndex(1);
    QVERIFY2(box.painted().startsWith(QStringLiteral("fash")) && box.painted().endsWith(u'…'),
             qPrintable(box.painted()));
    QCOMPARE(hover(), QStringLiteral("fashion-mnist-residual-network\nThe network shown here"));
    box.setItemText(1, QStringLiteral("<h1>fashion-mnist-residual-network</h1>")); // as a file may call it
    QVERIFY2(hover().contains(QStringLiteral("&lt;h1&gt;fashion-mnist")), qPrintable(hover()));
}

QTEST_MAIN(ViewsTest)
#include "views_test.moc"
