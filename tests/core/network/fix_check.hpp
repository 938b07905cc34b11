// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/network/sample_network.hpp"

#include "core/network/fixes.hpp"

#include <QStringList>

#include <algorithm>
#include <functional>

/// Breaking the sample network, and looking at what the fixes make of it.
namespace netwright::network {

using Edit = std::function<void(SampleNetwork&)>;

inline const TrainingData kData { .columns = &kSampleData, .rows = 60'000 };

inline std::string textOf(const Network& network, const Link& link)
{
    const auto name = [&network](const PortRef& port) {
        const auto* node = network.find(port.node);
        return (node ? node->name : "?") + (port.port > 0 ? fmt::format(".{}", port.port) : "");
    };
    return name(link.from) + " -> " + name(link.to);
}

/// What a fix does, but for moving nodes: "+ dense_1 (dense)", "- relu", "fc: units 3", "+ a -> b".
inline QStringList difference(const Network& before, const Network& after)
{
    QStringList list;
    const auto say = [&list](const std::string& text) { list << QString::fromStdString(text); };
    for (const auto& node : before.nodes) {
        const auto* now = after.find(node.id);
        if (!now)
            say("- " + node.name);
        else if (now->name != node.name)
            say(fmt::format("{}: now {}", node.name, now->name));
        if (now && now->isBypassed != node.isBypassed)
            say(now->name + (now->isBypassed ? ": bypassed" : ": enabled"));
        if (now && now->layer != node.layer)
            say(fmt::format("{}: {}", now->name, now->layer));
        else if (now)
            for (const auto& [id, value] : node.parameters.all())
                if (now->parameters.value(id) != value)
                    say(fmt::format("{}: {} {}", now->name, id, valueText(now->parameters.value(id))));
    }
    for (const auto& node : after.nodes)
        if (!before.find(node.id))
            say(fmt::format("+ {} ({})", node.name, node.layer));
    for (const auto& link : before.links)
        if (std::ranges::count(after.links, link) == 0)
            say("- " + textOf(before, link));
    for (const auto& link : after.links)
        if (std::ranges::count(before.links, link) == 0)
            say("+ " + textOf(after, link));
    return list;
}

struct Checked {
    Network network;
    Analysis analysis = analyse(network, kData.columns);

    explicit Checked(Network checked)
        : network(std::move(checked))
    {
        analysis.warnings = advise(network, analysis, kData);
    }

    [[nodiscard]] const Problem* find(ProblemCode code) const
    {
        for (const auto* list : { &analysis.problems, &analysis.warnings }) {
            const auto it = std::ranges::find(*list, code, &Problem::code);
            if (it != list->end())
                return &*it;
        }
        return nullptr;
    }

    [[nodiscard]] std::vector<Fix> fixes(ProblemCode code) const
    {
        const auto* problem = find(code);
        return problem ? fixesFor(*problem, network, analysis, kData) : std::vector<Fix>();
    }
};

inline QByteArray titlesOf(const std::vector<Fix>& fixes)
{
    QByteArray titles;
    for (const auto& fix : fixes)
        titles += fix.title + "\n";
    return titles;
}

/// One way to break the sample, and one of the fixes that are offered then.
struct FixCase {
    Edit edit;
    ProblemCode code;
    QString title;
    QStringList expected; ///< what the fix does
};

/// What is wrong with the fix of a case; empty: it mends its problem and touches nothing else.
inline QByteArray faultOf(const FixCase& wanted)
{
    SampleNetwork sample;
    wanted.edit(sample);
    const Checked before(sample.network);
    const auto* problem = before.find(wanted.code);
    if (!problem)
        return "no such problem: "
            + QByteArray::fromStdString(before.analysis.problems.empty()
                                            ? "none at all"
                                            : before.analysis.problems.front().message);
    const auto fixes = before.fixes(wanted.code);
    const auto fix = std::ranges::find(fixes, wanted.title.toStdString(), &Fix::title);
    if (fix == fixes.end())
        return "no such fix among\n" + titlesOf(fixes);
    const auto found = difference(before.network, fix->after);
    if (found != wanted.expected)
        return "the fix does: " + found.join("; ").toUtf8();
    const Checked after(fix->after);
    const auto* left = after.find(wanted.code); // what was hidden behind the fault may come to light
    return left && left->node == problem->node ? QByteArray::fromStdString(left->message) : QByteArray();
}

} // namespace netwright::network
