// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/mode.hpp"

#include <QWidget>

#include <array>
#include <optional>

class QActionGroup;

namespace netwright::pages {

/// The six modes at the left edge; owns their actions (Ctrl+1 to Ctrl+6).
class ModeRail : public QWidget {
    Q_OBJECT

public:
    explicit ModeRail(QWidget* parent = nullptr);

    /// Nothing: no mode is marked (the Welcome page).
    void setMode(std::optional<Mode> mode);
    [[nodiscard]] QList<QAction*> modeActions() const;
    /// Train reads "Training" while one runs.
    void setBusy(bool isTraining);

signals:
    void modeChosen(netwright::pages::Mode mode);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QActionGroup* m_group;
    std::array<QAction*, kModes.size()> m_actions {};
};

} // namespace netwright::pages
