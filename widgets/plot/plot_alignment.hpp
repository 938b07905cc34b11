// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include <initializer_list>
#include <vector>

namespace netwright::widgets {

class CurvePlot;

/// Keeps the left axes of plots that stand above each other in one line, however wide their labels are.
class PlotAlignment : public QObject {
    Q_OBJECT

public:
    PlotAlignment(std::initializer_list<CurvePlot*> plots, QObject* parent);

private:
    void align();

    std::vector<QPointer<CurvePlot>> m_plots;
};

} // namespace netwright::widgets
