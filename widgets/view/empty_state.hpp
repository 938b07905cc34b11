// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace netwright::widgets {

/// What a page shows while it has nothing to show: what it is for, and a button that does the next thing.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(const QString& iconName, QWidget* parent = nullptr);

    /// No button where `action` is empty.
    void setText(const QString& title, const QString& sentence, const QString& action = {});

    /// A second way, beside the first button; none where it is empty.
    void setOther(const QString& action);

signals:
    void actionTriggered();
    void otherTriggered();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showIcon();

    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_sentence;
    QPushButton* m_button;
    QPushButton* m_other;
};

} // namespace netwright::widgets
