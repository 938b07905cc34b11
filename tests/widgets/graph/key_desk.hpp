// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network_json.hpp"
#include "tests/widgets/digits.hpp"
#include "widgets/graph/edit_actions.hpp"
#include "widgets/graph/graph_actions.hpp"
#include "widgets/graph/graph_view.hpp"

#include <QLineEdit>
#include <QTest>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

/// A canvas that is worked at by keyboard.
namespace netwright::testing {

using namespace widgets;
using network::Network;
using network::NodeId;

/// in -> conv -> relu -> sum, in -> pool -> sum (its second input), and a loss that nothing feeds.
///
///              in (0, 0)
///   conv (-150, 104)   pool (150, 208)
///   relu (-150, 208)
///              sum (0, 312)
///              loss (0, 416)
inline Network diamond()
{
    const auto json = nlohmann::ordered_json::parse(R"({
        "dataset": "digits",
        "nodes": [
            { "name": "in", "layer": "input", "parameters": { "column": "image" }, "position": [0, 0] },
            { "name": "conv", "layer": "conv2d", "position": [-150, 104] },
            { "name": "relu", "layer": "relu", "position": [-150, 208] },
            { "name": "pool", "layer": "max_pool2d", "position": [150, 208] },
            { "name": "sum", "layer": "add", "position": [0, 312] },
            { "name": "loss", "layer": "mean_squared_error", "position": [0, 416] }
        ],
        "links": ["in -> conv", "conv -> relu", "in -> pool", "relu -> sum.a", "pool -> sum.b"]
    })");
    return network::networkFromJson(json, "diamond").value();
}

/// A canvas between two fields, with an owner who does what it asks.
struct KeyEditor {
    QWidget window;
    QLineEdit before { &window };
    GraphView view { &window };
    QLineEdit after { &window };
    GraphActions actions { view };
    EditActions edits { view };
    QStringList history;

    KeyEditor()
    {
        auto* layout = new QVBoxLayout(&window);
        layout->addWidget(&before);
        layout->addWidget(&view, 1);
        layout->addWidget(&after);
        QObject::connect(&view, &GraphView::edited, &view,
                         [this](const Network& network, const QString& what) {
                             history << what;
                             show(network);
                         });
        window.resize(900, 800);
        show(diamond());
        view.fitAll();
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        view.setFocus();
    }

    void show(const Network& network) { view.setNetwork(network, network::analyse(network, &digits())); }
    [[nodiscard]] NodeId id(const char* name) const
    {
        return view.network().find(std::string_view(name))->id;
    }
    [[nodiscard]] QString nameOf(std::optional<NodeId> node) const
    {
        return node ? QString::fromStdString(view.network().find(*node)->name) : QString();
    }
    [[nodiscard]] QString focus() const { return nameOf(view.focusNode()); }
    [[nodiscard]] QStringList selected() const
    {
        QStringList names;
        for (const auto node : view.selection().nodes)
            names << nameOf(node);
        return names;
    }
    void select(const char* name) { view.select({ .nodes = { id(name) }, .links = {} }); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    void type(const QString& text) { QTest::keyClicks(&view, text); }
    [[nodiscard]] bool isLinked(const char* from, const char* to, int port = 0) const
    {
        return std::ranges::count(view.network().links, network::Link { { id(from), 0 }, { id(to), port } })
            > 0;
    }
};

} // namespace netwright::testing
