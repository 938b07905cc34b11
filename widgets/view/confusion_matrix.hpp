// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace netwright::widgets {

/// Which class was taken for which: rows are the truth, columns what the network said. Shades by the share of
/// the row; a sentence about the cell under the mouse, or under the keyboard's cursor, says it in words.
class ConfusionMatrix : public QWidget {
    Q_OBJECT

public:
    explicit ConfusionMatrix(QWidget* parent = nullptr);

    /// `counts` is categories x categories, [truth * n + said].
    void setCounts(const QStringList& categories, std::vector<std::int64_t> counts);
    /// "Shirt taken for T-shirt: 118 (11.8 %)"; empty outside.
    [[nodiscard]] QString sentence(int truth, int said) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void sentenceChanged(const QString& sentence);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Layout {
        QRectF cells;
        double cell = 0;
        double labels = 0; ///< width of the row labels
    };

    [[nodiscard]] Layout layoutNow() const;
    [[nodiscard]] int size() const { return static_cast<int>(m_categories.size()); }
    [[nodiscard]] std::int64_t count(int truth, int said) const;
    [[nodiscard]] std::int64_t rowSum(int truth) const;
    void setCursorCell(int truth, int said);
    void paintCell(QPainter& painter, const QRectF& box, int truth, int said) const;
    void paintLabels(QPainter& painter, const Layout& layout) const;

    QStringList m_categories;
    std::vector<std::int64_t> m_counts;
    int m_truth = -1;
    int m_said = -1;
};

} // namespace netwright::widgets
