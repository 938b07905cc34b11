// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/house_style.hpp"

#include "widgets/check_mark.hpp"
#include "widgets/theme.hpp"

#include <QAbstractItemView>
#include <QComboBox>
#include <QStyleFactory>
#include <QStyledItemDelegate>

namespace netwright::widgets {

namespace {
    /// Empty: Fusion's own.
    QString iconNameOf(QStyle::StandardPixmap which)
    {
        switch (which) {
        case QStyle::SP_MessageBoxInformation:
            return QStringLiteral("info");
        case QStyle::SP_MessageBoxWarning:
            return QStringLiteral("warning");
        case QStyle::SP_MessageBoxCritical:
            return QStringLiteral("error");
        case QStyle::SP_MessageBoxQuestion:
            return QStringLiteral("help");
        case QStyle::SP_LineEditClearButton:
            return QStringLiteral("close");
        case QStyle::SP_DirIcon:
        case QStyle::SP_DirClosedIcon:
        case QStyle::SP_DirOpenIcon:
            return QStringLiteral("folder");
        case QStyle::SP_FileIcon:
            return QStringLiteral("file");
        default:
            return {};
        }
    }
} // namespace

HouseStyle::HouseStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
}

/// A combo box's own delegate draws as a menu does; this one as all other lists.
void HouseStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    auto* box = qobject_cast<QComboBox*>(widget);
    if (box && !qobject_cast<QStyledItemDelegate*>(box->itemDelegate()))
        box->setItemDelegate(new QStyledItemDelegate(box));
}

/// Where whole rows are chosen, the mark of a row is enough: no cell of it has a frame as well. A row that
/// the keyboard is on and that is not chosen has nothing but that frame.
void HouseStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (element == PE_IndicatorCheckBox) {
        paintCheckMark(*painter, *option);
        return;
    }
    const auto* view = qobject_cast<const QAbstractItemView*>(widget);
    const bool isOfMarkedRow = element == PE_FrameFocusRect && view
        && view->selectionBehavior() == QAbstractItemView::SelectRows
        && option->state.testFlag(State_Selected);
    if (!isOfMarkedRow)
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

int HouseStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* data) const
{
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons || hint == SH_ComboBox_Popup)
        return 0;
    return QProxyStyle::styleHint(hint, option, widget, data);
}

QIcon HouseStyle::standardIcon(StandardPixmap which, const QStyleOption* option, const QWidget* widget) const
{
    const auto name = iconNameOf(which);
    return name.isEmpty() ? QProxyStyle::standardIcon(which, option, widget) : icon(name);
}

QPixmap HouseStyle::standardPixmap(StandardPixmap which, const QStyleOption* option,
                                   const QWidget* widget) const
{
    const auto name = iconNameOf(which);
    const int size = pixelMetric(PM_SmallIconSize, option, widget);
    return name.isEmpty() ? QProxyStyle::standardPixmap(which, option, widget) : icon(name).pixmap(size);
}

} // namespace netwright::widgets
