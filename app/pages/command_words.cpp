// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/command_words.hpp"

#include "widgets/palette/command_hints.hpp"

#include <QAction>
#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace netwright::pages {

namespace {
    struct Words {
        const char* command;
        const char* words;
    };

    constexpr std::array kWords {
        Words { "addLayer", QT_TRANSLATE_NOOP("CommandWords", "insert, new layer, node, quick add") },
        Words { "linkLayer", QT_TRANSLATE_NOOP("CommandWords", "connect, wire, edge") },
        Words { "feedLayer", QT_TRANSLATE_NOOP("CommandWords", "connect, wire, edge") },
        Words { "connect", QT_TRANSLATE_NOOP("CommandWords", "link, wire, join") },
        Words { "bypass", QT_TRANSLATE_NOOP("CommandWords", "disable, mute, skip, switch off") },
        Words { "removeAndHeal", QT_TRANSLATE_NOOP("CommandWords", "remove, heal, reconnect") },
        Words { "remove", QT_TRANSLATE_NOOP("CommandWords", "remove, erase") },
        Words { "duplicate", QT_TRANSLATE_NOOP("CommandWords", "clone, copy") },
        Words { "addNote", QT_TRANSLATE_NOOP("CommandWords", "comment, annotation, text, sticky") },
        Words { "group", QT_TRANSLATE_NOOP("CommandWords", "frame, box") },
        Words { "arrange", QT_TRANSLATE_NOOP("CommandWords", "layout, tidy, clean up, align, graphviz") },
        Words { "arrangeDown", QT_TRANSLATE_NOOP("CommandWords", "layout, vertical") },
        Words { "arrangeRight", QT_TRANSLATE_NOOP("CommandWords", "layout, horizontal") },
        Words { "resetZoom", QT_TRANSLATE_NOOP("CommandWords", "zoom 100 %, reset zoom") },
        Words { "fitAll", QT_TRANSLATE_NOOP("CommandWords", "zoom to fit, fit all, overview") },
        Words { "fitSelection", QT_TRANSLATE_NOOP("CommandWords", "zoom to selection, fit selection") },
        Words { "snapToGrid", QT_TRANSLATE_NOOP("CommandWords", "magnet, align") },
        Words { "minimap", QT_TRANSLATE_NOOP("CommandWords", "minimap, overview, navigator") },
        Words { "linksSmooth", QT_TRANSLATE_NOOP("CommandWords", "wires, edges, bezier, splines") },
        Words { "linksOrthogonal", QT_TRANSLATE_NOOP("CommandWords", "wires, edges, orthogonal, straight") },
        Words { "showParameters", QT_TRANSLATE_NOOP("CommandWords", "weights, size") },
        Words { "showMultiplyAdds", QT_TRANSLATE_NOOP("CommandWords", "flops, macs, compute, cost") },
        Words { "showMemory", QT_TRANSLATE_NOOP("CommandWords", "bytes, ram, cost") },
        Words { "heatNone", QT_TRANSLATE_NOOP("CommandWords", "usual colours, no colours") },
        Words { "heatParameters", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, weights") },
        Words { "heatCompute", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, flops, macs") },
        Words { "heatMemory", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, ram, bytes") },
        Words { "heatTime", QT_TRANSLATE_NOOP("CommandWords", "heat view, heatmap, profile, speed, slow") },
        Words { "nextProblem", QT_TRANSLATE_NOOP("CommandWords", "error, warning, fault") },
        Words { "previousProblem", QT_TRANSLATE_NOOP("CommandWords", "error, warning, fault") },
        Words { "mend", QT_TRANSLATE_NOOP("CommandWords", "fix, repair, solve, quick fix") },
        Words { "chooseFix", QT_TRANSLATE_NOOP("CommandWords", "mend, repair, solve, problem") },
        Words { "makeBlock", QT_TRANSLATE_NOOP("CommandWords", "subgraph, module, collapse, macro") },
        Words { "unpackBlock", QT_TRANSLATE_NOOP("CommandWords", "expand, inline, dissolve, ungroup") },
        Words { "enterBlock", QT_TRANSLATE_NOOP("CommandWords", "open, go inside, edit") },
        Words { "leaveBlock", QT_TRANSLATE_NOOP("CommandWords", "go up, back, close") },
        Words { "saveBlock", QT_TRANSLATE_NOOP("CommandWords", "library, keep, my blocks") },
        Words { "templateNetwork",
                QT_TRANSLATE_NOOP("CommandWords", "example, resnet, lenet, vgg, transformer, gallery") },
        Words { "networkNetwork", QT_TRANSLATE_NOOP("CommandWords", "wizard, start, automatic") },
        Words { "codeNetwork", QT_TRANSLATE_NOOP("CommandWords", "python, code, export, torch") },
        Words { "kerasNetwork", QT_TRANSLATE_NOOP("CommandWords", "python, code, export, tensorflow") },
        Words { "compareNetworks", QT_TRANSLATE_NOOP("CommandWords", "diff, difference") },
        Words { "evaluateRun", QT_TRANSLATE_NOOP("CommandWords", "test, accuracy, confusion matrix") },
        Words { "exportRun", QT_TRANSLATE_NOOP("CommandWords", "onnx, deploy") },
        Words { "startTraining", QT_TRANSLATE_NOOP("CommandWords", "run, fit, learn, play") },
        Words { "pauseTraining", QT_TRANSLATE_NOOP("CommandWords", "hold, wait") },
        Words { "stopTraining", QT_TRANSLATE_NOOP("CommandWords", "cancel, abort, end") },
        Words { "paletteToggle", QT_TRANSLATE_NOOP("CommandWords", "layer library, toolbox") },
        Words { "formToggle", QT_TRANSLATE_NOOP("CommandWords", "properties, inspector, parameters") },
        Words { "problemsToggle", QT_TRANSLATE_NOOP("CommandWords", "errors, warnings") },
        Words { "tableToggle", QT_TRANSLATE_NOOP("CommandWords", "summary, csv, markdown, spreadsheet") },
        Words { "textToggle", QT_TRANSLATE_NOOP("CommandWords", "json, source, code") },
        Words { "historyToggle", QT_TRANSLATE_NOOP("CommandWords", "undo, steps") },
        Words { "newCommand", QT_TRANSLATE_NOOP("CommandWords", "create, file") },
        Words { "openCommand", QT_TRANSLATE_NOOP("CommandWords", "load, file") },
        Words { "quitCommand", QT_TRANSLATE_NOOP("CommandWords", "exit, close") },
        Words { "infoCommand", QT_TRANSLATE_NOOP("CommandWords", "home, start page, recent projects") },
        Words { "helpCommand", QT_TRANSLATE_NOOP("CommandWords", "version, licence, help") },
        Words { "continueRun", QT_TRANSLATE_NOOP("CommandWords", "continue, go on, restart") },
    };
} // namespace

QString commandWords(const QAction& action)
{
    auto words = action.property(widgets::kSearchWords).toString();
    const auto known = std::ranges::find_if(
        kWords, [&action](const Words& each) { return action.objectName() == QLatin1String(each.command); });
    if (known != kWords.end())
        words += u',' + QCoreApplication::translate("CommandWords", known->words);
    return words;
}

QStringList commandsWithWords()
{
    QStringList names;
    for (const auto& [command, words] : kWords)
        names << QLatin1String(command);
    return names;
}

} // namespace netwright::pages
