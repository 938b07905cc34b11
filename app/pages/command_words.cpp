// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_words.hpp"

#include "widgets/palette/command_hints.hpp"

#include <QAction>
#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <span>

namespace netwright::pages {

namespace {
    struct Hint {
        const char* command;
        const char* text;
    };

    constexpr std::array kWords {
        Hint { "addLayer", QT_TRANSLATE_NOOP("CommandWords", "insert, new layer, node, quick add") },
        Hint { "linkLayer", QT_TRANSLATE_NOOP("CommandWords", "connect, wire, edge") },
        Hint { "feedLayer", QT_TRANSLATE_NOOP("CommandWords", "connect, wire, edge") },
        Hint { "connect", QT_TRANSLATE_NOOP("CommandWords", "link, wire, join") },
        Hint { "bypass", QT_TRANSLATE_NOOP("CommandWords", "disable, mute, skip, switch off") },
        Hint { "removeAndHeal", QT_TRANSLATE_NOOP("CommandWords", "remove, heal, reconnect") },
        Hint { "remove", QT_TRANSLATE_NOOP("CommandWords", "remove, erase") },
        Hint { "duplicate", QT_TRANSLATE_NOOP("CommandWords", "clone, copy") },
        Hint { "addNote", QT_TRANSLATE_NOOP("CommandWords", "comment, annotation, text, sticky") },
        Hint { "group", QT_TRANSLATE_NOOP("CommandWords", "frame, box") },
        Hint { "arrange", QT_TRANSLATE_NOOP("CommandWords", "layout, tidy, clean up, align, graphviz") },
        Hint { "arrangeDown", QT_TRANSLATE_NOOP("CommandWords", "layout, vertical") },
        Hint { "arrangeRight", QT_TRANSLATE_NOOP("CommandWords", "layout, horizontal") },
        Hint { "resetZoom", QT_TRANSLATE_NOOP("CommandWords", "zoom 100 %, reset zoom") },
        Hint { "fitAll", QT_TRANSLATE_NOOP("CommandWords", "zoom to fit, fit all, overview") },
        Hint { "fitSelection", QT_TRANSLATE_NOOP("CommandWords", "zoom to selection, fit selection") },
        Hint { "snapToGrid", QT_TRANSLATE_NOOP("CommandWords", "magnet, align") },
        Hint { "minimap", QT_TRANSLATE_NOOP("CommandWords", "minimap, overview, navigator") },
        Hint { "linksSmooth", QT_TRANSLATE_NOOP("CommandWords", "wires, edges, bezier, splines") },
        Hint { "linksOrthogonal", QT_TRANSLATE_NOOP("CommandWords", "wires, edges, orthogonal, straight") },
        Hint { "showParameters", QT_TRANSLATE_NOOP("CommandWords", "weights, size") },
        Hint { "showMultiplyAdds", QT_TRANSLATE_NOOP("CommandWords", "flops, macs, compute, cost") },
        Hint { "showMemory", QT_TRANSLATE_NOOP("CommandWords", "bytes, ram, cost") },
        Hint { "heatNone", QT_TRANSLATE_NOOP("CommandWords", "usual colours, no colours") },
        Hint { "heatParameters", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, weights") },
        Hint { "heatCompute", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, flops, macs") },
        Hint { "heatMemory", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, ram, bytes") },
        Hint { "heatTime", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, profile, speed, slow") },
        Hint { "nextProblem", QT_TRANSLATE_NOOP("CommandWords", "error, warning, fault") },
        Hint { "previousProblem", QT_TRANSLATE_NOOP("CommandWords", "error, warning, fault") },
        Hint { "mend", QT_TRANSLATE_NOOP("CommandWords", "fix, repair, solve, quick fix") },
        Hint { "chooseFix", QT_TRANSLATE_NOOP("CommandWords", "mend, repair, solve, problem") },
        Hint { "makeBlock", QT_TRANSLATE_NOOP("CommandWords", "subgraph, module, collapse, macro") },
        Hint { "unpackBlock", QT_TRANSLATE_NOOP("CommandWords", "expand, inline, dissolve, ungroup") },
        Hint { "enterBlock", QT_TRANSLATE_NOOP("CommandWords", "open, go inside, edit") },
        Hint { "leaveBlock", QT_TRANSLATE_NOOP("CommandWords", "go up, back, close") },
        Hint { "saveBlock", QT_TRANSLATE_NOOP("CommandWords", "library, keep, my blocks") },
        Hint { "templateNetwork",
               QT_TRANSLATE_NOOP("CommandWords", "example, resnet, lenet, vgg, transformer, gallery") },
        Hint { "fittingNetwork", QT_TRANSLATE_NOOP("CommandWords", "wizard, start, automatic") },
        Hint { "pytorchNetwork", QT_TRANSLATE_NOOP("CommandWords", "python, code, export, torch") },
        Hint { "kerasNetwork", QT_TRANSLATE_NOOP("CommandWords", "python, code, export, tensorflow") },
        Hint { "compareNetworks", QT_TRANSLATE_NOOP("CommandWords", "diff, difference") },
        Hint { "evaluateRun", QT_TRANSLATE_NOOP("CommandWords", "test, accuracy, confusion matrix") },
        Hint { "exportRun", QT_TRANSLATE_NOOP("CommandWords", "onnx, deploy") },
        Hint { "startTraining", QT_TRANSLATE_NOOP("CommandWords", "run, fit, learn, play") },
        Hint { "pauseTraining", QT_TRANSLATE_NOOP("CommandWords", "hold, wait") },
        Hint { "stopTraining", QT_TRANSLATE_NOOP("CommandWords", "cancel, abort, end") },
        Hint { "paletteToggle", QT_TRANSLATE_NOOP("CommandWords", "layer library, toolbox") },
        Hint { "formToggle", QT_TRANSLATE_NOOP("CommandWords", "properties, inspector, parameters") },
        Hint { "problemsToggle", QT_TRANSLATE_NOOP("CommandWords", "errors, warnings") },
        Hint { "tableToggle", QT_TRANSLATE_NOOP("CommandWords", "summary, csv, markdown, spreadsheet") },
        Hint { "textToggle", QT_TRANSLATE_NOOP("CommandWords", "json, source, code") },
        Hint { "historyToggle", QT_TRANSLATE_NOOP("CommandWords", "undo, steps") },
        Hint { "newProject", QT_TRANSLATE_NOOP("CommandWords", "create, file") },
        Hint { "openProject", QT_TRANSLATE_NOOP("CommandWords", "load, file") },
        Hint { "quit", QT_TRANSLATE_NOOP("CommandWords", "exit, close") },
        Hint { "welcome", QT_TRANSLATE_NOOP("CommandWords", "home, start page, recent projects") },
        Hint { "about", QT_TRANSLATE_NOOP("CommandWords", "version, licence, help") },
        Hint { "resumeRun", QT_TRANSLATE_NOOP("CommandWords", "continue, go on, restart") },
        Hint { "followTheme", QT_TRANSLATE_NOOP("CommandWords", "automatic, colours, appearance") },
        Hint { "lightTheme", QT_TRANSLATE_NOOP("CommandWords", "bright, white, colours, appearance") },
        Hint { "darkTheme", QT_TRANSLATE_NOOP("CommandWords", "night, black, colours, appearance") },
    };

    constexpr std::array kNeeded {
        Hint { "cut", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "copy", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "duplicate", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "remove", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "fitSelection", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "removeAndHeal", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "group", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "bypass", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "selectUpstream", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "selectDownstream", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "putOnGrid", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "makeBlock", QT_TRANSLATE_NOOP("CommandWords", "select layers first") },
        Hint { "linkLayer", QT_TRANSLATE_NOOP("CommandWords", "select a layer first") },
        Hint { "feedLayer", QT_TRANSLATE_NOOP("CommandWords", "select a layer first") },
        Hint { "connect", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "alignLeft", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "alignCentre", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "alignRight", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "alignTop", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "alignMiddle", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "alignBottom", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "distributeAcross", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "distributeDown", QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first") },
        Hint { "ungroup", QT_TRANSLATE_NOOP("CommandWords", "select a group first") },
        Hint { "renameGroup", QT_TRANSLATE_NOOP("CommandWords", "select one group first") },
        Hint { "unpackBlock", QT_TRANSLATE_NOOP("CommandWords", "select a block first") },
        Hint { "enterBlock", QT_TRANSLATE_NOOP("CommandWords", "select a block first") },
        Hint { "renameBlock", QT_TRANSLATE_NOOP("CommandWords", "select a block first") },
        Hint { "saveBlock", QT_TRANSLATE_NOOP("CommandWords", "select a block first") },
        Hint { "leaveBlock", QT_TRANSLATE_NOOP("CommandWords", "enter a block first") },
        Hint { "exposeParameters", QT_TRANSLATE_NOOP("CommandWords", "select a layer inside a block first") },
        Hint { "nextProblem", QT_TRANSLATE_NOOP("CommandWords", "the network has no problems") },
        Hint { "previousProblem", QT_TRANSLATE_NOOP("CommandWords", "the network has no problems") },
        Hint { "mend", QT_TRANSLATE_NOOP("CommandWords", "the network has no problems") },
        Hint { "chooseFix", QT_TRANSLATE_NOOP("CommandWords", "the network has no problems") },
        Hint { "duplicateNetwork", QT_TRANSLATE_NOOP("CommandWords", "make a network first") },
        Hint { "renameNetwork", QT_TRANSLATE_NOOP("CommandWords", "make a network first") },
        Hint { "deleteNetwork", QT_TRANSLATE_NOOP("CommandWords", "make a network first") },
        Hint { "pytorchNetwork", QT_TRANSLATE_NOOP("CommandWords", "make a network first") },
        Hint { "kerasNetwork", QT_TRANSLATE_NOOP("CommandWords", "make a network first") },
        Hint { "startTraining", QT_TRANSLATE_NOOP("CommandWords", "a training is running") },
        Hint { "pauseTraining", QT_TRANSLATE_NOOP("CommandWords", "start a training first") },
        Hint { "stopTraining", QT_TRANSLATE_NOOP("CommandWords", "start a training first") },
        Hint { "evaluateRun", QT_TRANSLATE_NOOP("CommandWords", "select a run with weights first") },
        Hint { "exportRun", QT_TRANSLATE_NOOP("CommandWords", "select a run with weights first") },
        Hint { "resumeRun", QT_TRANSLATE_NOOP("CommandWords", "select a run that was stopped first") },
        Hint { "compareRun", QT_TRANSLATE_NOOP("CommandWords", "select one run first") },
        Hint { "deleteRuns", QT_TRANSLATE_NOOP("CommandWords", "select runs first") },
        Hint { "evaluateChosen", QT_TRANSLATE_NOOP("CommandWords", "train a network first") },
        Hint { "exportChosen", QT_TRANSLATE_NOOP("CommandWords", "train a network first") },
        Hint { "removeDataset", QT_TRANSLATE_NOOP("CommandWords", "select a dataset first") },
        Hint { "undo", QT_TRANSLATE_NOOP("CommandWords", "nothing was done yet") },
        Hint { "redo", QT_TRANSLATE_NOOP("CommandWords", "nothing was undone") },
        Hint { "copyTableAsCsv",
               QT_TRANSLATE_NOOP("CommandWords", "show the table of a network with layers first") },
        Hint { "copyTableAsMarkdown",
               QT_TRANSLATE_NOOP("CommandWords", "show the table of a network with layers first") },
        Hint { "saveTable",
               QT_TRANSLATE_NOOP("CommandWords", "show the table of a network with layers first") },
        Hint { "renameRecipe", QT_TRANSLATE_NOOP("CommandWords", "add a recipe first") },
        Hint { "removeRecipe", QT_TRANSLATE_NOOP("CommandWords", "add a recipe first") },
    };

    QString hintOf(const QAction& action, std::span<const Hint> hints)
    {
        const auto known = std::ranges::find_if(hints, [&action](const Hint& hint) {
            return action.objectName() == QLatin1String(hint.command);
        });
        return known == hints.end() ? QString() : QCoreApplication::translate("CommandWords", known->text);
    }
} // namespace

QString commandWords(const QAction& action)
{
    const auto words = hintOf(action, kWords);
    return words.isEmpty() ? action.property(widgets::kSearchWords).toString() : words;
}

QString commandNeeds(const QAction& action)
{
    const auto needs = hintOf(action, kNeeded);
    return needs.isEmpty() ? action.property(widgets::kNeeds).toString() : needs;
}

QStringList commandsWithHints()
{
    QStringList names;
    for (const auto& hints : { std::span<const Hint>(kWords), std::span<const Hint>(kNeeded) }) {
        for (const auto& hint : hints)
            names << QLatin1String(hint.command);
    }
    return names;
}

} // namespace netwright::pages
