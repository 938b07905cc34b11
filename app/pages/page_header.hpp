// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QWidget>

class QAction;
class QHBoxLayout;

namespace netwright::pages {

/// The line at the top of a page: its title, what it is about just now, and its actions at the right.
class PageHeader : public QWidget {
    Q_OBJECT

public:
    explicit PageHeader(const QString& title, QWidget* parent = nullptr);

    void setSubtitle(const QString& text);
    void addWidget(QWidget* widget);
    void addButton(QAction* action); ///< with its icon and its text

protected:
    void changeEvent(QEvent* event) override;

private:
    void fade();

    QLabel* m_title;
    QLabel* m_subtitle;
    QHBoxLayout* m_layout;
};

/// A small, quiet label: the name of a field, a section, a hint.
class QuietLabel : public QLabel {
    Q_OBJECT

public:
    explicit QuietLabel(const QString& text, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
};

} // namespace netwright::pages
