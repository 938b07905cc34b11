// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_words.hpp"

#include "widgets/palette/command_hints.hpp"

#include <QAction>
#include <QCoreApplication>

#include <algorithm>
#include <array>

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

    /// True in every case where one of the commands is not possible: where there are several causes, it names
    /// them all.
    struct Need {
        const char* text;
        const char* commands; ///< with blanks between
    };

    constexpr std::array kNeeded {
        Need { QT_TRANSLATE_NOOP("CommandWords", "select layers first"),
               "cut copy duplicate remove fitSelection removeAndHeal group selectUpstream "
               "selectDownstream putOnGrid makeBlock" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select layers that can be bypassed first"), "bypass" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select a layer first"), "linkLayer feedLayer" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select two layers or more first"),
               "connect alignLeft alignCentre alignRight alignTop alignMiddle alignBottom "
               "distributeAcross distributeDown" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select a group first"), "ungroup" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select one group first"), "renameGroup" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select a block first"),
               "unpackBlock enterBlock renameBlock saveBlock" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "enter a block first"), "leaveBlock" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select a layer inside a block first"), "exposeParameters" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "there are no problems here"),
               "nextProblem previousProblem mend chooseFix" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "make a network first"),
               "duplicateNetwork renameNetwork deleteNetwork pytorchNetwork kerasNetwork" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "a training is running"), "startTraining" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "no training is running, or it is stopping"),
               "pauseTraining stopTraining" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select a run with weights first"),
               "evaluateRun exportRun" },
        Need {
            QT_TRANSLATE_NOOP("CommandWords", "needs a run that was stopped, while no training is running"),
            "resumeRun" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select one run with its network first"), "compareRun" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select runs first"), "deleteRuns" },
        Need {
            QT_TRANSLATE_NOOP("CommandWords", "needs a trained network, and no evaluation that is running"),
            "evaluateChosen" },
        Need { QT_TRANSLATE_NOOP("CommandWords",
                                 "needs a trained network, a file name, and no export that is running"),
               "exportChosen" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "select a dataset first"), "removeDataset" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "there is nothing to undo"), "undo" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "there is nothing to redo"), "redo" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "show the table of a network with layers first"),
               "copyTableAsCsv copyTableAsMarkdown saveTable" },
        Need { QT_TRANSLATE_NOOP("CommandWords", "add a recipe first"), "renameRecipe removeRecipe" },
    };

    QStringList commandsOf(const Need& need) { return QString::fromLatin1(need.commands).split(u' '); }

    QString translated(const char* text) { return QCoreApplication::translate("CommandWords", text); }
} // namespace

QString commandWords(const QAction& action)
{
    const auto known = std::ranges::find_if(
        kWords, [&action](const Hint& hint) { return action.objectName() == QLatin1String(hint.command); });
    return known == kWords.end() ? action.property(widgets::kSearchWords).toString()
                                 : translated(known->text);
}

QString commandNeeds(const QAction& action)
{
    const auto known = std::ranges::find_if(
        kNeeded, [&action](const Need& need) { return commandsOf(need).contains(action.objectName()); });
    return known == kNeeded.end() ? action.property(widgets::kNeeds).toString() : translated(known->text);
}

QStringList commandsWithHints()
{
    QStringList names;
    for (const auto& hint : kWords)
        names << QLatin1String(hint.command);
    for (const auto& need : kNeeded)
        names << commandsOf(need);
    return names;
}

} // namespace netwright::pages
