// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/mode_rail.hpp"

#include "widgets/theme.hpp"

#include <QAction>
#include <QActionGroup>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    constexpr int kWidth = 10 * kGrid;
    constexpr int kButton = 8 * kGrid;
    constexpr int kIcon = 24;

    /// An icon over its label.
    QToolButton* makeButton(QAction* action, QWidget* parent)
    {
        auto* button = new QToolButton(parent);
        button->setDefaultAction(action);
        button->setIconSize(QSize(kIcon, kIcon));
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setFixedSize(kWidth - kGrid, kButton);
        button->setFocusPolicy(Qt::TabFocus);
        button->setFont(widgets::font(widgets::TextRole::Caption));
        return button;
    }
} // namespace

ModeRail::ModeRail(QWidget* parent)
    : QWidget(parent)
    , m_group(new QActionGroup(this))
{
    setFixedWidth(kWidth);
    m_group->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid / 2, kGrid, kGrid / 2, kGrid);
    layout->setSpacing(kGrid / 2);
    for (std::size_t i = 0; i < kModes.size(); ++i) {
        const Mode mode = kModes[i].mode;
        auto* action = new QAction(widgets::icon(QLatin1String(kModes[i].id)), titleOf(mode), this);
        action->setCheckable(true);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i))));
        action->setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(helpOf(mode)).arg(i + 1));
        m_group->addAction(action);
        m_actions[i] = action;
        layout->addWidget(makeButton(action, this));
        connect(action, &QAction::triggered, this, [this, mode, action] {
            action->setChecked(true); // a second click must not unmark it
            emit modeChosen(mode);
        });
    }
    layout->addStretch(1);
}

QList<QAction*> ModeRail::modeActions() const { return { m_actions.begin(), m_actions.end() }; }

void ModeRail::setMode(std::optional<Mode> mode)
{
    for (std::size_t i = 0; i < m_actions.size(); ++i)
        m_actions[i]->setChecked(mode && kModes[i].mode == *mode);
}

void ModeRail::setBusy(bool isTraining)
{
    const auto train = static_cast<std::size_t>(Mode::Train);
    m_actions[train]->setText(isTraining ? tr("Training") : titleOf(Mode::Train));
}

void ModeRail::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(widgets::colour(widgets::Meaning::Line));
    painter.drawLine(width() - 1, 0, width() - 1, height());
}

} // namespace netwright::pages
