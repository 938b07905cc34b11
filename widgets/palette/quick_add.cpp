// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/quick_add.hpp"

#include "widgets/palette/entry_delegate.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr int kWidth = 42 * kGrid;
    constexpr int kHighestList = 34 * kGrid;
    constexpr int kLowestList = 11 * kGrid; ///< three rows
} // namespace

QuickAdd::QuickAdd(QWidget* parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_found(new FoundLayers(this))
    , m_search(new QLineEdit(this))
    , m_note(new TintedLabel(Meaning::Warning, TextRole::Caption, {}, this))
    , m_list(new QListView(this))
    , m_highestList(kHighestList)
    , m_help(new TintedLabel(Meaning::Quiet, TextRole::Caption, {}, this))
{
    setObjectName(QStringLiteral("quickAdd"));
    setAccessibleName(tr("Add a layer"));
    m_search->setObjectName(QStringLiteral("quickAddSearch"));
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("quickAddList"));
    m_list->setAccessibleName(tr("Layers"));
    m_list->setModel(m_found);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setIconSize({ 20, 20 });
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setFocusPolicy(Qt::NoFocus); // the arrows reach it through the search field
    m_list->setFrameShape(QFrame::NoFrame);
    m_note->setObjectName(QStringLiteral("quickAddNote"));
    m_note->setWordWrap(true);
    m_help->setWordWrap(true);
    m_help->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setFixedWidth(kWidth);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_search);
    layout->addWidget(m_note);
    layout->addWidget(m_list);
    layout->addWidget(m_help);
    connect(m_search, &QLineEdit::textChanged, this, &QuickAdd::filter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { choose(m_list->currentIndex()); });
    connect(m_list, &QListView::clicked, this, &QuickAdd::choose);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &QuickAdd::showHelp);
}

void QuickAdd::open(const PopupPlace& place, Offer offer)
{
    m_found->setEntries(std::move(offer.entries));
    m_note->setText(offer.note);
    m_note->setVisible(!offer.note.isEmpty());
    m_highestList = kHighestList;
    m_search->clear();
    fitHelp();
    filter({});
    const int listed = m_list->minimumHeight();
    const int around = height() - listed;
    const auto rect = popupRect(place, size(), around + std::min(listed, kLowestList));
    m_highestList = rect.height() - around;
    fitList();
    move(rect.topLeft());
    m_search->setPlaceholderText(offer.prompt);
    m_search->setAccessibleName(offer.prompt);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

void QuickAdd::filter(const QString& text)
{
    m_found->filter(text);
    m_list->setCurrentIndex(m_found->index(0, 0));
    m_list->scrollToTop();
    fitList();
    showHelp();
}

void QuickAdd::fitList()
{
    int height = 0; // of whole rows
    for (int row = 0; row < m_found->rowCount(); ++row) {
        const int next = height + m_list->sizeHintForRow(row);
        if (next > m_highestList)
            break;
        height = next;
    }
    m_list->setFixedHeight(height);
    m_list->setVisible(height > 0);
    adjustSize();
}

QString QuickAdd::helpOf(const QModelIndex& index) const
{
    const auto misfit = index.data(FoundLayers::MisfitRole).toString();
    return misfit.isEmpty() ? index.data(FoundLayers::HelpRole).toString()
                            : tr("%1.\nEnter adds it all the same.").arg(misfit);
}

/// As high as the longest of all, so that the popup does not change under the arrows.
void QuickAdd::fitHelp()
{
    const int width = kWidth - 2 * kGrid;
    int most = 0;
    m_found->filter({});
    for (int row = 0; row < m_found->rowCount(); ++row) {
        m_help->setText(helpOf(m_found->index(row, 0)));
        most = std::max(most, m_help->heightForWidth(width));
    }
    m_help->setFixedHeight(most);
}

void QuickAdd::showHelp()
{
    const auto index = m_list->currentIndex();
    const auto help
        = index.isValid() ? helpOf(index) : tr("No layer is called \"%1\".").arg(m_search->text());
    m_help->setText(help);
    m_search->setAccessibleDescription(index.isValid() ? index.data(Qt::AccessibleTextRole).toString()
                                                       : help);
}

void QuickAdd::step(int rows)
{
    const int last = m_found->rowCount() - 1;
    m_list->setCurrentIndex(
        m_found->index(std::clamp(m_list->currentIndex().row() + rows, 0, std::max(0, last)), 0));
}

bool QuickAdd::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    constexpr int kPage = 8;
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
    case Qt::Key_Tab:
        step(1);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Backtab:
        step(-1);
        return true;
    case Qt::Key_PageDown:
        step(kPage);
        return true;
    case Qt::Key_PageUp:
        step(-kPage);
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void QuickAdd::choose(const QModelIndex& index)
{
    const auto layer = index.data(FoundLayers::LayerRole).toString();
    if (layer.isEmpty())
        return;
    hide();
    emit chosen(layer);
}

void QuickAdd::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setPen(colour(Meaning::Accent));
    painter.setBrush(palette().color(QPalette::Window));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void QuickAdd::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    emit closed();
}

} // namespace netwright::widgets
