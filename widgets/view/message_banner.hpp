// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace netwright::widgets {

enum class MessageKind { Info, Good, Warning, Error };

/// A message where the user is looking; stays until it is closed, replaced or cleared. Hidden while it has
/// none. One with two actions is a question: it stays until it is answered.
class MessageBanner : public QFrame {
    Q_OBJECT

public:
    explicit MessageBanner(QWidget* parent = nullptr);

    void showMessage(MessageKind kind, const QString& text, const QString& action = {},
                     const QString& other = {});
    void clear();
    [[nodiscard]] QString text() const;
    [[nodiscard]] MessageKind kind() const { return m_kind; }

signals:
    void actionTriggered();
    void otherTriggered();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showIcon();

    MessageKind m_kind = MessageKind::Info;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_other;
    QToolButton* m_close;
};

} // namespace netwright::widgets
