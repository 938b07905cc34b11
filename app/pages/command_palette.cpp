// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_palette.hpp"

#include "app/pages/command_delegate.hpp"
#include "app/pages/command_words.hpp"

#include "widgets/palette/command_hints.hpp"
#include "widgets/palette/search_rank.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>
#include <vector>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    constexpr QSize kIcon { 20, 20 };
    /// A blank one where it has none, so that all names stand in one line.
    QIcon iconOf(const QAction& action)
    {
        if (!action.icon().isNull())
            return action.icon();
        QPixmap blank(kIcon);
        blank.fill(Qt::transparent);
        return QIcon(blank);
    }

    QString nameOf(const QAction& action)
    {
        const auto own = action.property(widgets::kCommandName).toString();
        QString name = own.isEmpty() ? action.text() : own;
        return name.remove('&').remove(QStringLiteral("…")).trimmed();
    }

    QString spoken(QStringList parts)
    {
        parts.removeAll({});
        return parts.join(QStringLiteral(", "));
    }

    /// Some are filled when they are about to be shown, which deletes what was in them.
    void fillMenus(const QList<QAction*>& actions, QSet<const QMenu*>& filled)
    {
        for (const auto* action : actions) {
            auto* menu = action->menu();
            if (!menu || filled.contains(menu))
                continue;
            filled.insert(menu);
            emit menu->aboutToShow();
            fillMenus(menu->actions(), filled);
        }
    }

    void fillMenus(const QWidget& root)
    {
        QSet<const QMenu*> filled;
        fillMenus(root.actions(), filled);
        for (const auto* widget : root.findChildren<QWidget*>()) {
            if (!qobject_cast<const QMenu*>(widget)) // those are reached by what opens them
                fillMenus(widget->actions(), filled);
        }
    }

    void gatherMenus(const QList<QAction*>& actions, const QString& path,
                     QHash<const QAction*, QString>& menus)
    {
        for (const auto* action : actions) {
            if (const auto* menu = action->menu())
                gatherMenus(menu->actions(),
                            path.isEmpty() ? nameOf(*action) : path + QStringLiteral(" › ") + nameOf(*action),
                            menus);
            else if (!menus.contains(action))
                menus.insert(action, path);
        }
    }
} // namespace

CommandPalette::CommandPalette(QWidget* root)
    : QDialog(root, Qt::Dialog | Qt::FramelessWindowHint)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setWindowTitle(tr("Command palette"));
    m_search->setPlaceholderText(tr("What would you like to do?"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(widgets::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setIconSize(kIcon);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    resize(64 * kGrid, 50 * kGrid);
    move(root->mapToGlobal(QPoint((root->width() - width()) / 2, 8 * kGrid)));

    fillMenus(*root); // before any action is looked at
    if (const auto* bar = root->findChild<QMenuBar*>())
        gatherMenus(bar->actions(), {}, m_menus);
    gather(root);
    filter({});
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        if (item->flags().testFlag(Qt::ItemIsEnabled))
            run();
    });
}

void CommandPalette::gather(QWidget* root)
{
    // Those that a widget shows, the window first: what it shows too works from everywhere. A field's own
    // buttons mean nothing away from it.
    for (QWidget* widget : QList<QWidget*> { root } + root->findChildren<QWidget*>()) {
        if (!qobject_cast<const QLineEdit*>(widget))
            gather(widget->actions(), widget, true);
    }
    std::ranges::sort(m_entries,
                      [](const Entry& a, const Entry& b) { return a.name.localeAwareCompare(b.name) < 0; });
}

void CommandPalette::gather(const QList<QAction*>& actions, QWidget* owner, bool isReachable)
{
    for (auto* action : actions) {
        const auto name = nameOf(*action);
        if (name.isEmpty() || action->isSeparator() || !action->isVisible() || m_seen.contains(action))
            continue;
        m_seen.insert(action);
        if (const auto* menu = action->menu()) {
            gather(menu->actions(), owner, isReachable && action->isEnabled());
        } else {
            const bool isPossible = isReachable && action->isEnabled();
            m_entries.append({ action, owner, name, contextOf(*action, owner), isPossible });
        }
    }
}

QString CommandPalette::contextOf(const QAction& action, const QWidget* owner) const
{
    if (const auto menu = m_menus.constFind(&action); menu != m_menus.cend())
        return *menu;
    while (owner && owner->windowTitle().isEmpty())
        owner = owner->parentWidget();
    return owner && owner != parentWidget() ? owner->windowTitle() : QString();
}

void CommandPalette::filter(const QString& text)
{
    const bool isSearch = !text.trimmed().isEmpty();
    std::vector<std::tuple<bool, int, qsizetype>> ranked;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const auto& entry = m_entries[i];
        if (!entry.action)
            continue;
        const bool isOneOfMany = entry.action->property(widgets::kOneOfMany).toBool();
        if (!isSearch && (isOneOfMany || !entry.isPossible))
            continue;
        if (const auto rank = rankOf(entry, text))
            ranked.emplace_back(!entry.isPossible, *rank, i);
    }
    std::ranges::sort(ranked);
    m_list->clear();
    for (const auto& [isIdle, rank, entry] : ranked)
        list(entry);
    m_enabled = static_cast<int>(
        std::ranges::count(ranked, false, [](const auto& each) { return std::get<0>(each); }));
    m_list->setCurrentRow(m_enabled > 0 ? 0 : -1);
}

std::optional<int> CommandPalette::rankOf(const Entry& entry, const QString& text)
{
    return widgets::searchRank({ .title = entry.name,
                                 .words = commandWords(*entry.action),
                                 .place = entry.context,
                                 .help = entry.action->toolTip() },
                               text);
}

void CommandPalette::list(qsizetype number)
{
    const auto& entry = m_entries[number];
    const auto keys = entry.action->shortcut().toString(QKeySequence::NativeText);
    auto* item = new QListWidgetItem(iconOf(*entry.action), entry.name, m_list);
    item->setData(Qt::UserRole, static_cast<qlonglong>(number));
    item->setData(CommandDelegate::ContextRole, entry.context);
    item->setData(CommandDelegate::KeysRole, keys);
    item->setData(Qt::AccessibleTextRole, spoken({ entry.name, entry.context, keys }));
    item->setToolTip(widgets::plainTip(entry.action->toolTip()));
    if (entry.isPossible)
        return;
    item->setFlags(Qt::NoItemFlags);
    const auto needs = commandNeeds(*entry.action);
    const auto why = needs.isEmpty() ? tr("not possible now") : needs;
    item->setData(CommandDelegate::ContextRole, why);
    item->setData(Qt::AccessibleTextRole, spoken({ entry.name, why }));
}

QStringList CommandPalette::shownNames() const
{
    QStringList names;
    for (int row = 0; row < m_list->count(); ++row)
        names << m_entries[m_list->item(row)->data(Qt::UserRole).toLongLong()].name;
    return names;
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        if (step != 0) {
            if (m_enabled > 0)
                m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_enabled - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setPen(widgets::colour(widgets::Meaning::Accent));
    painter.setBrush(palette().color(QPalette::Window));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void CommandPalette::run()
{
    const auto* item = m_list->currentItem();
    if (!item)
        return;
    const Entry entry = m_entries[item->data(Qt::UserRole).toLongLong()];
    accept();
    if (entry.owner)
        emit chosen(entry.owner);
    if (entry.action)
        entry.action->trigger();
}

} // namespace netwright::pages
