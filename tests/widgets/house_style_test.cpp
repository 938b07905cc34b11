// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme.hpp"
#include "widgets/view/data_table.hpp"

#include <QApplication>
#include <QCheckBox>
#include <QStandardItemModel>
#include <QStyleOptionButton>
#include <QTableView>
#include <QTest>

#include <cmath>
#include <memory>

using namespace netwright::widgets;

namespace {
/// Three rows of two cells, under the keyboard.
struct Shown {
    QStandardItemModel model { 3, 2 };
    std::unique_ptr<QTableView> view;

    explicit Shown(bool isOfTheHouse)
        : view(isOfTheHouse ? std::make_unique<DataTable>() : std::make_unique<QTableView>())
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            for (int column = 0; column < model.columnCount(); ++column)
                model.setItem(row, column, new QStandardItem(QStringLiteral("%1.%2").arg(row).arg(column)));
        }
        view->setModel(&model);
        view->setSelectionBehavior(QAbstractItemView::SelectRows);
        view->resize(400, 300);
        view->show();
        view->activateWindow();
        (void)QTest::qWaitForWindowActive(view.get());
        view->setFocus();
    }

    /// With the keyboard on this cell, and nothing of what is chosen changed.
    [[nodiscard]] QImage at(int row, int column) const
    {
        view->selectionModel()->setCurrentIndex(model.index(row, column), QItemSelectionModel::NoUpdate);
        return view->viewport()->grab().toImage();
    }
};
} // namespace

class HouseStyleTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qobject_cast<QApplication*>(QApplication::instance()), Scheme::Light); }

    void theCellUnderTheKeyboardIsFramedWhereItsRowIsNotChosen_data() { views(); }
    void theCellUnderTheKeyboardIsFramedWhereItsRowIsNotChosen()
    {
        QFETCH(bool, isOfTheHouse);
        const Shown shown(isOfTheHouse);
        QVERIFY(shown.view->hasFocus());
        shown.view->selectRow(0);
        QVERIFY2(shown.at(1, 0) != shown.at(2, 0), "nobody sees where Ctrl+Space would choose");
        QVERIFY2(shown.at(1, 0) != shown.at(1, 1), "nobody sees which cell F2 would edit");
    }

    void noCellOfAChosenRowIsFramed_data() { views(); }
    void noCellOfAChosenRowIsFramed()
    {
        QFETCH(bool, isOfTheHouse);
        const Shown shown(isOfTheHouse);
        shown.view->selectRow(1);
        QVERIFY(shown.at(1, 0) == shown.at(1, 1));
    }

    void aCheckBoxHasAFrameThatStandsOut_data()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::addColumn<Qt::CheckState>("state");
        for (const auto state : { Qt::Unchecked, Qt::PartiallyChecked, Qt::Checked }) {
            QTest::addRow("light, %d", state) << Scheme::Light << state;
            QTest::addRow("dark, %d", state) << Scheme::Dark << state;
        }
    }
    void aCheckBoxHasAFrameThatStandsOut()
    {
        QFETCH(Scheme, scheme);
        QFETCH(Qt::CheckState, state);
        applyTheme(*qobject_cast<QApplication*>(QApplication::instance()), scheme);
        QCheckBox box;
        box.setTristate(true);
        box.setCheckState(state);
        box.resize(40, 40);
        QStyleOptionButton option;
        option.initFrom(&box);
        const auto square = box.style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, &box);
        const auto picture = box.grab().toImage();
        const auto page = picture.pixelColor(square.right() + 10, square.center().y()).lightness();
        const auto frame = picture.pixelColor(square.left(), square.center().y()).lightness();
        QVERIFY2(std::abs(frame - page) > 60, qPrintable(QStringLiteral("%1 on %2").arg(frame).arg(page)));
        applyTheme(*qobject_cast<QApplication*>(QApplication::instance()), Scheme::Light);
    }

private:
    static void views()
    {
        QTest::addColumn<bool>("isOfTheHouse");
        QTest::newRow("a data table") << true;
        QTest::newRow("any view of rows") << false;
    }
};

QTEST_MAIN(HouseStyleTest)
#include "house_style_test.moc"
