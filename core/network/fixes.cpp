// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/fixes.hpp"

#include "core/network/fix_proposals.hpp"

#include <algorithm>
#include <array>

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
            && left.parameter == right.parameter && left.links == right.links;
    }

    /// Those of the dataset that the network is bound to by now.
    const tensor::Signature* columnsOf(const Network& after, const std::string& dataset,
                                       const TrainingData& data)
    {
        const auto other = data.others.find(after.dataset);
        return after.dataset == dataset || other == data.others.end() ? data.columns : &other->second;
    }

    bool isMended(const Problem& problem, const Network& after, const Analysis& before,
                  const TrainingData& data)
    {
        const auto analysis = analyse(after, data.columns);
        const auto isIt = [&problem](const Problem& other) { return isSame(problem, other); };
        if (std::ranges::any_of(analysis.problems, isIt))
            return false;
        if (problem.severity == Severity::Warning && std::ranges::any_of(advise(after, analysis, data), isIt))
            return false;
        const Wiring wiring(after);
        return std::ranges::all_of(before.facts, [&](const auto& entry) {
            return !wiring.node(entry.first) || analysis.factsOf(entry.first);
        });
    }
} // namespace

std::vector<Fix> fixesFor(const Problem& problem, const Network& network, const Analysis& analysis,
                          const TrainingData& data)
{
    const Wiring wiring(network);
    const proposals::Question question { problem, network, analysis, data, wiring };
    std::vector<Fix> fixes;
    for (const auto& remedy : kRemedies) {
        if (remedy.code != problem.code || fixes.size() >= kMostFixes)
            continue;
        proposals::Fixes proposed;
        remedy.propose(question, proposed);
        for (auto& fix : proposed) {
            if (fixes.size() >= kMostFixes)
                break;
            const bool isNew = std::ranges::count(fixes, fix.title, &Fix::title) == 0;
            if (isNew
                && isMended(problem, fix.after, analysis,
                            { .columns = columnsOf(fix.after, network.dataset, data), .rows = data.rows }))
                fixes.push_back(std::move(fix));
        }
    }
    return fixes;
}

} // namespace netwright::network
