// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QWidget>

#include <optional>

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
    /// What is wrong with a text of the network that is being typed, or what it asks before it may become the
    /// network; shown instead of the problems. Empty: nothing.
    void setTextFault(const QString& fault, bool isQuestion);
    /// Where the canvas shows a block alone: what to say of the network besides, "1,234 parameters". Before
    /// setNetwork(). Nothing: it shows all of the network.
    struct Whole {
        QString size;
        bool isTrainable = false;
    };
    void setWhole(const std::optional<Whole>& whole) { m_whole = whole; }
    /// Why sizes are not known, where that is not for the problems which are listed. Before setNetwork(),
    /// too.
    void setMissing(const QString& missing) { m_missing = missing; }
    /// Something that happened, for a few seconds: why a link was refused.
    void tell(const QString& message);

signals:
    void problemsClicked();
    void measureClicked();

private:
    void showCost(const network::Network& network, const network::Analysis& analysis, std::int64_t batch);
    void showProblems();
    void showTime();

    FittingLabel* m_cost;
    QToolButton* m_time;
    QLabel* m_message;
    QToolButton* m_problems;
    QTimer* m_forget;
    std::optional<Whole> m_whole;
    QString m_missing;
    Times m_times;
    QString m_count; ///< of problems
    QString m_state; ///< the icon that says how bad they are
    QString m_fault; ///< of the text
    bool m_isQuestion = false; ///< what stands as its fault
};

} // namespace netwright::widgets
