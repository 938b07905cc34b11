// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace netwright::widgets {

/// How a whole is divided: a bar of coloured parts with a legend below.
class ShareBar : public QWidget {
    Q_OBJECT

public:
    struct Share {
        QString name;
        double amount = 0;
        int series = 0; ///< for seriesColour()
    };

    explicit ShareBar(QWidget* parent = nullptr);
    void setShares(std::vector<Share> shares);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Of the legend: what stands where.
    struct Entry {
        QString text;
        int x = 0;
        int line = 0;
    };
    [[nodiscard]] std::vector<Entry> legend(int width) const;
    void paintLegend(QPainter& painter) const;

    std::vector<Share> m_shares;
};

} // namespace netwright::widgets
