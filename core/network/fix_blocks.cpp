// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes of how blocks are used.
#include "core/network/block_edits.hpp"
#include "core/network/fix_proposals.hpp"
#include "core/network/use_canvas.hpp"

#include <algorithm>

namespace netwright::network::proposals {

namespace {
    bool isRepeated(const Node* node)
    {
        return node && blockName(node->layer) && node->parameters.integer(kRepeat) > 1;
    }
} // namespace

void repeatOnce(const Question& question, Fixes& fixes)
{
    if (isRepeated(question.node()))
        fixes.push_back({ fmt::format("Use {} once", question.node()->name),
                          withValue(question.network, *question.problem.node, std::string(kRepeat),
                                    std::int64_t { 1 }) });
}

void removeMisplaced(const Question& question, Fixes& fixes)
{
    if (question.node() && !isRepeated(question.node()))
        removeNode(question, fixes);
}

/// What a repeat gives is what the next one takes.
void giveWhatIsTaken(const Question& question, Fixes& fixes)
{
    const auto inputs = portsOf(question.network, kBlockInput);
    const auto outputs = portsOf(question.network, kBlockOutput);
    for (std::size_t port = 0; port < std::min(inputs.size(), outputs.size()); ++port) {
        const auto* taken = question.shapeOf({ inputs[port], 0 });
        const auto* link = question.wiring.into({ outputs[port], 0 });
        const auto* given = link ? question.shapeOf(link->from) : nullptr;
        if (!taken || !given || taken->rank() != given->rank() || widthOf(*taken) == widthOf(*given))
            continue;
        if (const auto source = widthSource(question, *link))
            fixes.push_back(widened(question, *source, widthOf(*taken)));
    }
}

void ownWeights(const Question& question, Fixes& fixes)
{
    const auto& whole = question.place.whole();
    auto path = question.place.path();
    while (!path.empty()) {
        const auto id = path.back();
        path.pop_back();
        auto canvas = *canvasInUse(whole, path);
        auto& use = *canvas.find(id);
        const auto sharing = use.parameters.text(kWeights);
        if (sharing == kOwnWeights)
            continue;
        use.parameters.set(kWeights, std::string(kOwnWeights));
        const auto* each = sharing == kWeightsOfRepeats ? "each repeat of " : "";
        auto title = fmt::format("Give {}{} its own weights", each, use.name);
        fixes.push_back({ std::move(title), withCanvasInUse(whole, path, std::move(canvas)) });
    }
}

} // namespace netwright::network::proposals
