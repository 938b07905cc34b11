// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QStringList>

namespace netwright::widgets {

/// One line of parts, the most important first: where there is no room, the last ones are left out, and
/// stand in the tool tip.
class FittingLabel : public QLabel {
    Q_OBJECT

public:
    explicit FittingLabel(QWidget* parent = nullptr);

    void setParts(const QStringList& parts);
    [[nodiscard]] QSize sizeHint() const override; ///< of all parts
    [[nodiscard]] QSize minimumSizeHint() const override; ///< of the first

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QString joined(qsizetype count) const;
    [[nodiscard]] QSize sizeOf(qsizetype count) const;
    void showFitting();

    QStringList m_parts;
};

} // namespace netwright::widgets
