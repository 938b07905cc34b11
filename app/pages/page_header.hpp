// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace netwright::pages {

/// The line at the top of a page: its title, what it is about just now, and its actions at the right.
class PageHeader : public QWidget {
    Q_OBJECT

public:
    explicit PageHeader(const QString& title, QWidget* parent = nullptr);

    void setSubtitle(const QString& text);
    void addWidget(QWidget* widget); ///< at the right
    void addBesideTitle(QWidget* widget);
    void addButton(QAction* action); ///< with its icon and its text
    void addPrimaryButton(QAction* action); ///< what one does on this page most of all
    void addIconButton(QAction* action);
    void addGap(); ///< between groups of buttons

private:
    QToolButton* makeButton(QAction* action);

    QLabel* m_title;
    QLabel* m_subtitle;
    QHBoxLayout* m_layout;
};

/// The layout of a page below its header: the same margins and distances everywhere.
[[nodiscard]] QVBoxLayout* makePageLayout(QWidget* page, PageHeader* header);

/// Around a page: where the window is smaller than the page can be, all of it is still reached. Takes the
/// page.
[[nodiscard]] QWidget* scrolled(QWidget* page);

} // namespace netwright::pages
