// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/fixes.hpp"

#include "core/network/block_edits.hpp"
#include "core/network/block_path.hpp"
#include "core/network/fix_proposals.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace netwright::network {

namespace {
    struct Remedy {
        ProblemCode code;
        void (*propose)(const proposals::Question&, proposals::Fixes&);
    };

    /// In the order in which fixes are offered.
    constexpr std::array kRemedies {
        Remedy { ProblemCode::BadName, proposals::rename },
        Remedy { ProblemCode::TakenName, proposals::rename },
        Remedy { ProblemCode::UnknownLayer, proposals::removeNode },
        Remedy { ProblemCode::BadValue, proposals::allowedValue },
        Remedy { ProblemCode::NoDataset, proposals::useDataset },
        Remedy { ProblemCode::NoColumn, proposals::chooseColumn },
        Remedy { ProblemCode::NoColumn, proposals::chooseLoss },
        Remedy { ProblemCode::DanglingLink, proposals::removeLinks },
        Remedy { ProblemCode::MissingPort, proposals::removeLinks },
        Remedy { ProblemCode::Unconnected, proposals::addInput },
        Remedy { ProblemCode::Unconnected, proposals::connectInput },
        Remedy { ProblemCode::Unconnected, proposals::removeIdleNode },
        Remedy { ProblemCode::SeveralLinks, proposals::keepOneLink },
        Remedy { ProblemCode::Cycle, proposals::cutCycle },
        Remedy { ProblemCode::BadShape, proposals::matchTarget },
        Remedy { ProblemCode::BadShape, proposals::fitParameters },
        Remedy { ProblemCode::BadShape, proposals::chooseColumn },
        Remedy { ProblemCode::BadShape, proposals::matchInputs },
        Remedy { ProblemCode::BadShape, proposals::takeEarlier },
        Remedy { ProblemCode::BadShape, proposals::insertAdapter },
        Remedy { ProblemCode::TooLarge, proposals::smallerLayer },
        Remedy { ProblemCode::BadBypass, proposals::enable },
        Remedy { ProblemCode::BadBlock, proposals::repeatOnce },
        Remedy { ProblemCode::BadBlock, proposals::removeMisplaced },
        Remedy { ProblemCode::SharedWeights, proposals::giveWhatIsTaken },
        Remedy { ProblemCode::NoInput, proposals::addInput },
        Remedy { ProblemCode::NoLoss, proposals::addLoss },
        Remedy { ProblemCode::ActivationBeforeLoss, proposals::passBy },
        Remedy { ProblemCode::BiasBeforeNorm, proposals::withoutBias },
        Remedy { ProblemCode::DropoutBeforeOutput, proposals::moveBeforeWeights },
        Remedy { ProblemCode::DropoutBeforeOutput, proposals::passBy },
        Remedy { ProblemCode::NoActivation, proposals::insertActivation },
        Remedy { ProblemCode::LargeLayer, proposals::smallerLayer },
        Remedy { ProblemCode::DeadBranch, proposals::removeBranch },
        Remedy { ProblemCode::IdleLayer, proposals::passBy },
        Remedy { ProblemCode::SoftmaxOfOne, proposals::useSigmoid },
        Remedy { ProblemCode::NoWeight, proposals::fullWeight },
        Remedy { ProblemCode::SecondLoss, proposals::removeOneLoss },
        Remedy { ProblemCode::NothingToLearn, proposals::insertWeights },
    };

    bool isSame(const Problem& left, const Problem& right)
    {
        return left.code == right.code && left.node == right.node && left.port == right.port
            && left.parameter == right.parameter && left.links == right.links && left.within == right.within;
    }

    /// Those of the dataset that the network is bound to by now.
    const tensor::Signature* columnsOf(const Network& after, const std::string& dataset,
                                       const TrainingData& data)
    {
        const auto other = data.others.find(after.dataset);
        return after.dataset == dataset || other == data.others.end() ? data.columns : &other->second;
    }

    /// Whatever had shapes still has, but for what is gone.
    bool keepsShapes(const Analysis& before, const Network& canvas, const Analysis& after)
    {
        const Wiring wiring(canvas);
        return std::ranges::all_of(before.facts, [&](const auto& entry) {
            return !wiring.node(entry.first) || after.factsOf(entry.first);
        });
    }

    std::vector<NodeId> joined(NodePath path, NodeId node, const NodePath& within)
    {
        path.push_back(node);
        path.insert(path.end(), within.begin(), std::prev(within.end()));
        return path;
    }

    /// " in stage1.unit": the blocks that lead from a canvas to where the fault is.
    std::string placeText(const Network& whole, const Node& node, const Problem& problem)
    {
        auto text = " in " + node.name;
        const auto* block = blockName(node.layer) ? whole.block(*blockName(node.layer)) : nullptr;
        for (std::size_t i = 0; block && i + 1 < problem.within.size(); ++i) {
            const auto& inner = *block->body.find(problem.within[i]);
            text += '.' + inner.name;
            block = blockName(inner.layer) ? whole.block(*blockName(inner.layer)) : nullptr;
        }
        return text;
    }

    /// " (in all uses of Residual)", where what is changed on the way to this canvas is used elsewhere, too.
    std::string usesText(const Network& whole, const Network& after, const NodePath& path)
    {
        bool isChanged = false;
        for (auto way = path; !way.empty(); way.pop_back()) { // from inside outwards
            const auto name = blockAt(whole, way);
            const auto* was = whole.block(name);
            const auto* is = after.block(name);
            isChanged = isChanged || (was && is && *was != *is);
            if (isChanged && countUses(whole, name) > 1)
                return fmt::format(" (in all uses of {})", name);
        }
        return {};
    }

    /// Looks for what mends one problem of one canvas, and keeps what does.
    class Search {
    public:
        Search(const Problem& problem, const Network& whole, const Analysis& analysis,
               const TrainingData& data, const NodePath& path)
            : m_problem(problem)
            , m_place(whole, path)
            , m_analysis(analysis)
            , m_data(data)
        {
            if (!path.empty())
                m_around = analyse(whole, data.columns);
        }

        std::vector<Fix> run()
        {
            propose(m_problem, m_place, m_analysis, {});
            if (m_problem.code == ProblemCode::InsideBlock && m_problem.node && !m_problem.within.empty())
                enter();
            return std::move(m_fixes);
        }

    private:
        void propose(const Problem& problem, const proposals::Place& place, const Analysis& analysis,
                     const std::string& where)
        {
            const Wiring wiring(place.canvas());
            const proposals::Question question { problem, place, place.canvas(), analysis, m_data, wiring };
            if (problem.code == ProblemCode::SharedWeights) {
                proposals::Fixes uses;
                proposals::ownWeights(question, uses);
                for (auto& fix : uses) {
                    fix.title += usesText(place.whole(), fix.after, place.path());
                    offer(std::move(fix));
                }
            }
            for (const auto& remedy : kRemedies) {
                if (remedy.code != problem.code || m_fixes.size() >= kMostFixes)
                    continue;
                proposals::Fixes proposed;
                remedy.propose(question, proposed);
                for (auto& fix : proposed) {
                    if (m_fixes.size() >= kMostFixes)
                        break;
                    auto after = place.with(std::move(fix.after));
                    auto title = fix.title + where + usesText(place.whole(), after, place.path());
                    offer({ std::move(title), std::move(after) });
                }
            }
        }

        /// The fault is mended where it is.
        void enter()
        {
            const auto path = joined(m_place.path(), *m_problem.node, m_problem.within);
            const proposals::Place place(m_place.whole(), path);
            auto analysis = analyseInside(m_place.whole(), path, m_data.columns);
            if (m_problem.severity == Severity::Warning)
                analysis.warnings = adviseInside(m_place.whole(), path, m_data);
            const auto where = placeText(m_place.whole(), *m_place.canvas().find(*m_problem.node), m_problem);
            const auto isThere = [this](const Problem& problem) {
                return problem.node == m_problem.within.back() && problem.severity == m_problem.severity;
            };
            for (const auto* list : { &analysis.problems, &analysis.warnings }) {
                const auto it = std::ranges::find_if(*list, [&](const Problem& problem) {
                    return isThere(problem) && m_problem.reason.ends_with(": " + problem.reason);
                });
                if (it != list->end())
                    m_inner = Inner { path, *it };
            }
            for (const auto* list : { &analysis.problems, &analysis.warnings }) {
                for (const auto& problem : *list) {
                    if (isThere(problem))
                        propose(problem, place, analysis, where);
                }
            }
        }

        void offer(Fix fix)
        {
            const bool isNew = std::ranges::count(m_fixes, fix.title, &Fix::title) == 0;
            if (isNew && m_fixes.size() < kMostFixes && isMended(fix.after))
                m_fixes.push_back(std::move(fix));
        }

        [[nodiscard]] bool isMended(const Network& after) const
        {
            const TrainingData data { .columns = columnsOf(after, m_place.whole().dataset, m_data),
                                      .rows = m_data.rows };
            const auto& path = m_place.path();
            const auto* block = path.empty() ? nullptr : after.block(blockAt(after, path));
            if (!path.empty() && !block)
                return false;
            const auto analysis = analyseInside(after, path, data.columns);
            // From outside, one fault of a layer inside differs from another only in what is said of it.
            const auto isIt = [this](const Problem& other) {
                return isSame(m_problem, other) && (!m_inner || other.reason == m_problem.reason);
            };
            if (std::ranges::any_of(analysis.problems, isIt)
                || !keepsShapes(m_analysis, block ? block->body : after, analysis))
                return false;
            if (block && !keepsShapes(m_around, after, analyse(after, data.columns)))
                return false;
            if (m_inner && !isMendedInside(after, data))
                return false;
            if (m_problem.severity != Severity::Warning)
                return true;
            const auto warnings = block ? adviseInside(after, path, data) : advise(after, analysis, data);
            return std::ranges::none_of(warnings, isIt);
        }

        /// What is said of a fault may change while it stays: it must be gone where it is.
        [[nodiscard]] bool isMendedInside(const Network& after, const TrainingData& data) const
        {
            const auto& [path, problem] = *m_inner;
            if (!after.block(blockAt(after, path)))
                return true; // with all that it was in
            const auto isIt = [&fault = problem](const Problem& other) { return isSame(fault, other); };
            if (std::ranges::any_of(analyseInside(after, path, data.columns).problems, isIt))
                return false;
            return problem.severity != Severity::Warning
                || std::ranges::none_of(adviseInside(after, path, data), isIt);
        }

        /// A problem inside a block, as it is seen there.
        struct Inner {
            NodePath path;
            Problem problem;
        };

        const Problem& m_problem;
        std::optional<Inner> m_inner; ///< of m_problem, where it is that of the first repeat
        proposals::Place m_place;
        const Analysis& m_analysis; ///< of the canvas
        Analysis m_around; ///< of the whole network, where the canvas is a block's
        const TrainingData& m_data;
        std::vector<Fix> m_fixes;
    };
} // namespace

std::vector<Fix> fixesFor(const Problem& problem, const Network& network, const Analysis& analysis,
                          const TrainingData& data, const NodePath& path)
{
    return Search(problem, network, analysis, data, path).run();
}

} // namespace netwright::network
