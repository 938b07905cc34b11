// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QHash>
#include <QPointer>
#include <QSet>

#include <optional>

class QAction;
class QLineEdit;
class QListWidget;

namespace netwright::pages {

/// Finds any action of the window by a few letters of its name, or of where it belongs, or by what else
/// people call it, and does it.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    /// Offers the named actions of `root` and all widgets below it. Those that are not enabled are found,
    /// too, below the others, but cannot be chosen.
    explicit CommandPalette(QWidget* root);

    [[nodiscard]] QStringList shownNames() const;

signals:
    /// An action is about to be done that belongs to `owner`: it should be in sight.
    void chosen(QWidget* owner);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void gather(QWidget* root);
    void gather(const QList<QAction*>& actions, QWidget* owner, bool isReachable);
    void filter(const QString& text);
    void list(qsizetype number); ///< of m_entries
    void run();

    struct Entry {
        QPointer<QAction> action;
        QPointer<QWidget> owner; ///< the widget that shows it
        QString name;
        QString context; ///< the menu that has it, else the panel or the page
        bool isPossible; ///< it is enabled, and so are the menus that lead to it
    };
    [[nodiscard]] static std::optional<int> rankOf(const Entry& entry, const QString& text);
    [[nodiscard]] QString contextOf(const QAction& action, const QWidget* owner) const;

    QList<Entry> m_entries;
    QHash<const QAction*, QString> m_menus; ///< "View › Canvas", of what is in the menu bar
    QLineEdit* m_search;
    QListWidget* m_list;
    QSet<const QAction*> m_seen;
    int m_enabled = 0; ///< rows that can be chosen, above those that cannot
};

} // namespace netwright::pages
