// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_header.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>

namespace netwright::pages {

using widgets::kGrid;

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(title, this))
    , m_subtitle(new widgets::TintedLabel(widgets::Meaning::Quiet, widgets::TextRole::Body, {}, this))
    , m_layout(new QHBoxLayout(this))
{
    m_title->setFont(widgets::font(widgets::TextRole::Title));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGrid);
    m_layout->addWidget(m_title);
    m_layout->addSpacing(kGrid);
    m_layout->addWidget(m_subtitle, 1);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setFixedHeight(4 * kGrid);
}

void PageHeader::setSubtitle(const QString& text) { m_subtitle->setText(text); }
void PageHeader::addWidget(QWidget* widget) { m_layout->addWidget(widget); }
void PageHeader::addGap() { m_layout->addSpacing(kGrid); }

void PageHeader::addBesideTitle(QWidget* widget)
{
    m_layout->insertWidget(m_layout->indexOf(m_subtitle), widget);
}

QToolButton* PageHeader::makeButton(QAction* action)
{
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setObjectName(action->objectName());
    addWidget(button);
    return button;
}

void PageHeader::addButton(QAction* action)
{
    makeButton(action)->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
}

void PageHeader::addPrimaryButton(QAction* action)
{
    auto* button = makeButton(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setProperty("primary", true);
}

void PageHeader::addIconButton(QAction* action)
{
    auto* button = makeButton(action);
    button->setIconSize({ 20, 20 });
    button->setAccessibleName(action->text());
}

QVBoxLayout* makePageLayout(QWidget* page, PageHeader* header)
{
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid * 3 / 2);
    layout->addWidget(header);
    return layout;
}

namespace {
    /// The page takes the room there is, and is scrolled where that is less than the least it can be. A
    /// resizable QScrollArea gives a page with wrapped texts the height that it would like.
    class PageArea : public QScrollArea {
    protected:
        bool event(QEvent* event) override
        {
            if (event->type() == QEvent::LayoutRequest)
                fit();
            return QScrollArea::event(event);
        }
        void resizeEvent(QResizeEvent* event) override
        {
            fit();
            QScrollArea::resizeEvent(event);
        }

    private:
        [[nodiscard]] QSize sizeIn(QSize room) const
        {
            const auto size = room.expandedTo(widget()->minimumSizeHint());
            const auto* layout = widget()->layout();
            if (!layout || !layout->hasHeightForWidth())
                return size;
            return { size.width(),
                     std::max(room.height(), layout->totalMinimumHeightForWidth(size.width())) };
        }

        void fit()
        {
            if (!widget())
                return;
            const auto whole = maximumViewportSize();
            auto room = whole;
            if (sizeIn(room).height() > room.height())
                room.rwidth() -= verticalScrollBar()->sizeHint().width();
            if (sizeIn(room).width() > room.width())
                room.rheight() -= horizontalScrollBar()->sizeHint().height();
            if (room.width() == whole.width() && sizeIn(room).height() > room.height())
                room.rwidth() -= verticalScrollBar()->sizeHint().width(); // the one bar asks for the other
            widget()->resize(sizeIn(room));
        }
    };
} // namespace

QWidget* scrolled(QWidget* page)
{
    auto* area = new PageArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setFocusProxy(page);
    area->setWidget(page);
    return area;
}

} // namespace netwright::pages
