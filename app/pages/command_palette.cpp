// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_palette.hpp"

#include "app/pages/command_delegate.hpp"

#include "widgets/theme.hpp"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    constexpr QSize kIcon { 20, 20 };
    constexpr int kOfItsPlace = 3; ///< the worst match: where it belongs is what is typed

    /// Of all letters in order, in the beginnings of words best: smaller is better, -1 is no match.
    int rank(const QString& name, const QString& context, const QString& wanted)
    {
        if (const auto at = name.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0)
            return at == 0 || !name[at - 1].isLetter() ? 0 : 1;
        qsizetype from = 0;
        for (const QChar letter : wanted) {
            from = name.indexOf(letter, from, Qt::CaseInsensitive) + 1;
            if (from == 0)
                return context.contains(wanted, Qt::CaseInsensitive) ? kOfItsPlace : -1;
        }
        return 2;
    }

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
        QString name = action.text();
        return name.remove('&').remove(QStringLiteral("…")).trimmed();
    }

    QString spoken(QStringList parts)
    {
        parts.removeAll({});
        return parts.join(QStringLiteral(", "));
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

    if (const auto* bar = root->findChild<QMenuBar*>())
        gatherMenus(bar->actions(), {}, m_menus);
    gather(root);
    filter({});
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
}

void CommandPalette::gather(QWidget* root)
{
    QSet<QAction*> seen;
    const auto add = [&](QAction* action, QWidget* owner) {
        const QString name = nameOf(*action);
        if (name.isEmpty() || action->menu() || action->isSeparator() || !action->isEnabled()
            || !action->isVisible() || seen.contains(action))
            return;
        seen.insert(action);
        m_entries.append({ action, owner, name, contextOf(*action, owner) });
    };
    // Those that a widget shows, the window first: what it shows too works from everywhere. A field's own
    // buttons mean nothing away from it.
    for (QWidget* widget : QList<QWidget*> { root } + root->findChildren<QWidget*>()) {
        if (qobject_cast<const QLineEdit*>(widget))
            continue;
        for (QAction* action : widget->actions())
            add(action, widget);
    }
    std::ranges::sort(m_entries,
                      [](const Entry& a, const Entry& b) { return a.name.localeAwareCompare(b.name) < 0; });
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
    m_list->clear();
    for (int wanted = 0; wanted <= kOfItsPlace; ++wanted) {
        for (qsizetype i = 0; i < m_entries.size(); ++i) {
            const Entry& entry = m_entries[i];
            if (!entry.action || rank(entry.name, entry.context, text.trimmed()) != wanted)
                continue;
            const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
            auto* item = new QListWidgetItem(iconOf(*entry.action), entry.name, m_list);
            item->setData(Qt::UserRole, static_cast<qlonglong>(i));
            item->setData(CommandDelegate::ContextRole, entry.context);
            item->setData(CommandDelegate::KeysRole, keys);
            item->setData(Qt::AccessibleTextRole, spoken({ entry.name, entry.context, keys }));
            item->setToolTip(entry.action->toolTip());
        }
    }
    m_list->setCurrentRow(0);
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
            m_list->setCurrentRow(
                std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
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
