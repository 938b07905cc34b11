// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/job.hpp"
#include "app/session/step_measurement.hpp"

#include "core/network/network.hpp"

#include <QObject>

#include <optional>
#include <set>

namespace netwright::session {
class ProjectDocument;
}
namespace netwright::widgets {
class GraphView;
class NetworkSummary;
} // namespace netwright::widgets

namespace netwright::pages {

/// What the Network page does off the GUI thread: laying out large networks and measuring a training step.
class NetworkJobs : public QObject {
    Q_OBJECT

public:
    NetworkJobs(session::ProjectDocument& document, widgets::GraphView& canvas,
                widgets::NetworkSummary& summary, QObject* parent);

    [[nodiscard]] session::Job& arranging() { return m_arranging; }
    [[nodiscard]] session::Job& measuring() { return m_measuring; }
    void measure();
    /// Only where there is no measurement of the network as it is.
    void measureIfNeeded();
    /// The canvas shows another value, or another block of it: what was measured of a network that computes
    /// otherwise, or with another recipe or other data, is void. `whole` must stay; to change it, call this
    /// again.
    void networkShown(const network::Network& whole, const network::NodePath& canvas);

private:
    void arrange(network::Flow flow, const std::set<network::NodeId>& nodes);
    void showMeasurement();
    /// What a measurement is of.
    struct Measured {
        network::Network network;
        training::Recipe recipe;
        std::shared_ptr<const data::Dataset> dataset;
    };
    [[nodiscard]] bool isStill(const Measured& measured) const;

    session::ProjectDocument& m_document;
    widgets::GraphView& m_canvas;
    widgets::NetworkSummary& m_summary;
    const network::Network* m_whole = nullptr; ///< that is shown, or whose block is
    network::NodePath m_shown; ///< the canvas within it
    Measured m_measured;
    std::optional<session::StepMeasurement> m_measurement;
    session::Job m_arranging;
    session::Job m_measuring;
};

/// Of the network's own recipe, else of a default one.
[[nodiscard]] training::Recipe recipeFor(const session::ProjectDocument& document,
                                         const std::string& network);

} // namespace netwright::pages
