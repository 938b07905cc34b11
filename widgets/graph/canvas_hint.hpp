// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace netwright::widgets {

/// A sign at the upper edge of a canvas that says what the keyboard is doing, and which keys go on.
class CanvasHint : public QWidget {
    Q_OBJECT

public:
    explicit CanvasHint(QWidget* canvas);

    void tell(const QString& text, const QString& keys);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QLabel* m_text;
    QLabel* m_keys;
};

} // namespace netwright::widgets
