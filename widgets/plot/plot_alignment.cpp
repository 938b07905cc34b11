// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/plot_alignment.hpp"

#include "widgets/plot/curve_plot.hpp"
#include "widgets/theme.hpp"

#include <QChart>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    /// What axis, labels and title take at the left.
    double labelWidth(const QChart& chart) { return chart.plotArea().left() - chart.margins().left(); }
} // namespace

PlotAlignment::PlotAlignment(std::initializer_list<CurvePlot*> plots, QObject* parent)
    : QObject(parent)
    , m_plots(plots.begin(), plots.end())
{
    for (const auto& plot : m_plots)
        connect(plot->chart(), &QChart::plotAreaChanged, this, &PlotAlignment::align);
}

void PlotAlignment::align()
{
    std::erase(m_plots, nullptr);
    double widest = 0;
    for (const auto& plot : m_plots)
        widest = std::max(widest, labelWidth(*plot->chart()));
    for (const auto& plot : m_plots) {
        auto margins = plot->chart()->margins();
        margins.setLeft(kGrid + static_cast<int>(std::lround(widest - labelWidth(*plot->chart()))));
        plot->chart()->setMargins(margins); // tells of a new plot area only where something changes
    }
}

} // namespace netwright::widgets
