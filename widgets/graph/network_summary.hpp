// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QWidget>

class QLabel;
class QToolButton;

namespace netwright::widgets {

class FittingLabel;

/// One line about a whole network: its size, its cost and the number of its problems.
class NetworkSummary : public QWidget {
    Q_OBJECT

public:
    explicit NetworkSummary(QWidget* parent = nullptr);

    /// `batch`: of the training whose memory is estimated.
    void setNetwork(const network::Network& network, const network::Analysis& analysis,
                    std::int64_t batch = 32);
    /// "2 problems, 1 warning"; empty where there is nothing.
    [[nodiscard]] static QString problemCount(const network::Analysis& analysis);
    /// Seconds; zero: not measured.
    struct Times {
        double step = 0;
        double epoch = 0;
    };
    void setMeasured(Times times);
    /// Something that happened, for a few seconds: why a link was refused.
    void tell(const QString& message);

signals:
    void problemsClicked();
    void measureClicked();

private:
    void showCost(const network::Network& network, const network::Analysis& analysis, std::int64_t batch);

    FittingLabel* m_cost;
    QToolButton* m_time;
    QLabel* m_message;
    QToolButton* m_problems;
    QTimer* m_forget;
};

} // namespace netwright::widgets
