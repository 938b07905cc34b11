// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_jobs.hpp"

#include "app/pages/network_edits.hpp"
#include "app/session/project_document.hpp"
#include "app/session/separately.hpp"
#include "app/session/text.hpp"

#include "widgets/graph/arrange.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/network_summary.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

namespace netwright::pages {

using network::Network;

NetworkJobs::NetworkJobs(session::ProjectDocument& document, widgets::GraphView& canvas,
                         widgets::NetworkSummary& summary, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_canvas(canvas)
    , m_summary(summary)
{
    connect(&canvas, &widgets::GraphView::arrangeRequested, this, &NetworkJobs::arrange);
    connect(&summary, &widgets::NetworkSummary::measureClicked, this, &NetworkJobs::measure);
}

namespace {
    /// In a process of its own: Graphviz cannot be interrupted, and the person may not want to wait for it.
    Result<Network> arrangedSeparately(Network network, network::Flow flow,
                                       const std::set<network::NodeId>& nodes, const std::stop_token& stop)
    {
        using network::Position;
        const auto work = [&] {
            std::string bytes;
            for (const auto& node : widgets::edits::arranged(network, flow, nodes).nodes)
                bytes.append(reinterpret_cast<const char*>(&node.position), sizeof(Position));
            return bytes;
        };
        const auto bytes = session::separately(work, stop);
        if (!bytes || bytes->size() != network.nodes.size() * sizeof(Position))
            return fail("", "the layers could not be arranged: {}",
                        bytes ? "no result" : bytes.error().message);
        network.flow = flow;
        for (std::size_t i = 0; i < network.nodes.size(); ++i)
            std::memcpy(&network.nodes[i].position, bytes->data() + i * sizeof(Position), sizeof(Position));
        return network;
    }
} // namespace

void NetworkJobs::arrange(network::Flow flow, const std::set<network::NodeId>& nodes)
{
    const auto before = m_canvas.network();
    m_arranging.start(
        [before, flow, nodes, what = tr("Arranging the layers").toStdString()](const Progress& progress) {
            progress.report(0, what);
            return arrangedSeparately(before, flow, nodes, progress.stop);
        },
        [this, before, nodes](const Result<Network>& after) {
            if (!after)
                m_summary.tell(session::toQt(after.error()));
            else if (m_canvas.network() == before)
                m_canvas.showArranged(*after, nodes);
            else
                m_summary.tell(tr("The network was changed meanwhile; arrange it again"));
        });
}

void NetworkJobs::measure()
{
    const auto dataset = m_whole ? m_document.dataset(m_whole->dataset) : nullptr;
    if (!dataset) {
        m_summary.tell(tr("The data of this network is not available: nothing can be measured"));
        return;
    }
    const Measured now { *m_whole, recipeFor(m_document, m_whole->name), dataset };
    m_measuring.start([training = training::Training { .network = now.network,
                                                       .recipe = now.recipe,
                                                       .dataset = now.dataset,
                                                       .from = {} }](
                          const Progress& progress) { return session::measureStep(training, progress); },
                      [this, now](const Result<session::StepMeasurement>& result) {
                          if (!isStill(now))
                              return measure();
                          if (!result)
                              m_summary.tell(session::toQt(result.error()));
                          m_measured = now;
                          m_measurement = result ? std::optional(*result) : std::nullopt;
                          showMeasurement();
                      });
}

bool NetworkJobs::isStill(const Measured& measured) const
{
    return computesTheSame(measured.network, *m_whole)
        && measured.recipe == recipeFor(m_document, m_whole->name)
        && measured.dataset == m_document.dataset(m_whole->dataset);
}

void NetworkJobs::measureIfNeeded()
{
    if (!m_measurement && !m_measuring.isRunning())
        measure();
}

void NetworkJobs::networkShown(const Network& whole, const network::NodePath& canvas)
{
    m_whole = &whole;
    const bool isElsewhere = std::exchange(m_shown, canvas) != canvas;
    const bool isVoid = m_measurement && !isStill(m_measured);
    if (isVoid)
        m_measurement.reset();
    if (isVoid || isElsewhere)
        showMeasurement();
}

void NetworkJobs::showMeasurement()
{
    using Times = widgets::NetworkSummary::Times;
    m_canvas.setMeasured(m_measurement ? m_measurement->at(m_shown) : std::map<network::NodeId, double>());
    m_summary.setMeasured(m_measurement ? Times { m_measurement->step / 1000, m_measurement->epoch }
                                        : Times());
}

training::Recipe recipeFor(const session::ProjectDocument& document, const std::string& network)
{
    const auto& recipes = document.project().recipes;
    const auto own = std::ranges::find(recipes, network, &training::Recipe::network);
    return own == recipes.end() ? training::defaultRecipe({}) : *own;
}

} // namespace netwright::pages
