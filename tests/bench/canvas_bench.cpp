// SPDX-License-Identifier: GPL-3.0-or-later
// How fast is the canvas? Opens generated networks in the real window, with a canvas of 1600 x 1000, and
// prints how long each gesture takes until its frame is painted. QT_QPA_PLATFORM=offscreen measures software
// rendering.
//
//     canvas_bench [NODES...] [--shots DIR] [--rounds N]
#include "tests/bench/residual_lanes.hpp"

#include "app/pages/main_window.hpp"
#include "app/pages/network_page.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"
#include "widgets/graph/edits.hpp"
#include "widgets/graph/graph_view.hpp"

#include <QApplication>
#include <QCommandLineParser>
#include <QScrollBar>
#include <QTemporaryDir>

#include <chrono>
#include <cstdio>
#include <functional>
#include <set>

using namespace netwright;
using Clock = std::chrono::steady_clock;

namespace {

/// Notes when the canvas has been painted.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget& watched)
        : m_watched(watched)
    {
        watched.installEventFilter(this);
    }

    /// From the call to the end of the frame that shows it, in ms.
    double frame(const std::function<void()>& gesture)
    {
        m_isPainted = false;
        const auto start = Clock::now();
        gesture();
        m_watched.update(); // a gesture that changes nothing in sight is a frame all the same
        while (!m_isPainted)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        m_isPainted = m_isPainted || event->type() == QEvent::Paint;
        return QObject::eventFilter(watched, event);
    }

private:
    QWidget& m_watched;
    bool m_isPainted = false;
};

void print(const char* what, std::vector<double> times)
{
    std::ranges::sort(times);
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("  %-28s median %8.2f ms   p95 %8.2f ms   worst %8.2f ms\n", what, at(0.5), at(0.95), at(1));
    std::fflush(stdout);
}

class CanvasBench {
public:
    CanvasBench(int nodes, int rounds, QString shots)
        : m_rounds(rounds)
        , m_nodes(nodes)
        , m_shots(std::move(shots))
    {
        m_window.show();
        m_window.setMode(pages::Mode::Network);
        m_canvas = m_window.networkPage().findChild<widgets::GraphView*>();
    }

    int run()
    {
        const auto project = tests::ResidualLanes::project(m_nodes);
        const auto file = session::toPath(m_folder.filePath(QStringLiteral("lanes.netwright")));
        if (const auto saved = project::save(project, file); !saved) {
            std::fprintf(stderr, "canvas_bench: %s\n", saved.error().text().c_str());
            return 1;
        }
        std::printf("%zu nodes, %zu links\n", project.networks[0].nodes.size(),
                    project.networks[0].links.size());
        open(file);
        m_canvas->fitAll();
        look("the whole network", "whole");
        edit();
        m_canvas->zoomBy(0.3 / m_canvas->zoom(), m_canvas->viewport()->rect().center());
        look("at 30 %, with names", "names");
        m_canvas->zoomBy(0.6 / m_canvas->zoom(), m_canvas->viewport()->rect().center());
        look("at 60 %", "near");
        m_canvas->zoomBy(0.46 / m_canvas->zoom(), m_canvas->viewport()->rect().center());
        look("nearly as far as messages show", "far");
        spoil();
        m_canvas->zoomBy(1 / m_canvas->zoom(), m_canvas->viewport()->rect().center());
        look("at 100 %", "actual");
        return 0;
    }

private:
    void open(const std::filesystem::path& file)
    {
        m_watch = std::make_unique<PaintWatch>(*m_canvas->viewport());
        const auto first = m_watch->frame([&] {
            m_window.openProject(file);
            m_window.setMode(pages::Mode::Network);
        });
        print("open, to the first frame", { first });
        auto& document = m_workspace.document;
        const auto start = Clock::now();
        while (document.isOpening("images"))
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        (void)m_watch->frame([] {});
        print("  and with its data",
              { first + std::chrono::duration<double, std::milli>(Clock::now() - start).count() });
        m_window.resize(m_window.size() + QSize(1600, 1000) - m_canvas->viewport()->size());
        (void)m_watch->frame([] {});
    }

    std::vector<double> frames(int count, const std::function<void(int)>& gesture)
    {
        std::vector<double> times;
        for (int i = 0; i < count; ++i)
            times.push_back(m_watch->frame([&] { gesture(i); }));
        return times;
    }

    void look(const char* where, const char* shot)
    {
        (void)m_watch->frame([] {});
        if (!m_shots.isEmpty())
            m_window.grab().save(
                QStringLiteral("%1/%2-%3.png").arg(m_shots).arg(m_nodes).arg(QLatin1String(shot)));
        const auto zoom = [&](int i) { m_canvas->zoomBy(i % 2 == 0 ? 1.02 : 1 / 1.02, QPoint(700, 400)); };
        std::printf(" %s, %.0f %%\n", where, m_canvas->zoom() * 100);
        print("pan", frames(m_rounds, [&](int i) { pan(i); }));
        print("zoom", frames(m_rounds, zoom));
        const auto& nodes = m_canvas->network().nodes;
        print("select", frames(m_rounds, [&](int i) {
                  m_canvas->select(
                      { .nodes = { nodes[static_cast<std::size_t>(i * 7) % nodes.size()].id }, .links = {} });
              }));
        m_canvas->select({});
    }

    void edit()
    {
        auto& history = m_workspace.document.undoStack();
        const auto rounds = std::max(5, m_rounds / 5);
        const auto count = m_canvas->network().nodes.size();
        print("move a node", frames(rounds, [&](int i) {
                  const auto id = m_canvas->network().nodes[static_cast<std::size_t>(i * 31) % count].id;
                  emit m_canvas->edited(widgets::edits::moved(m_canvas->network(), { id }, 8, 0),
                                        QStringLiteral("Move"), -1);
              }));
        print("undo", frames(rounds, [&](int) { history.undo(); }));
        print("redo", frames(rounds, [&](int) { history.redo(); }));
        print("delete a node", frames(rounds, [&](int i) {
                  const auto id
                      = m_canvas->network().nodes[static_cast<std::size_t>(i * 31) % (count / 2)].id;
                  emit m_canvas->edited(
                      widgets::edits::without(m_canvas->network(), { .nodes = { id }, .links = {} }),
                      QStringLiteral("Delete"), -1);
              }));
        print("undo", frames(rounds, [&](int) { history.undo(); }));
    }

    /// A hundred layers in sight lose what feeds them: each has a message that looks for room.
    void spoil()
    {
        constexpr std::size_t kFaults = 100;
        const auto seen = m_canvas->mapToScene(m_canvas->viewport()->rect()).boundingRect();
        auto network = m_canvas->network();
        std::set<network::NodeId> spoilt;
        for (const auto& node : network.nodes) {
            if (spoilt.size() < kFaults && seen.contains(QPointF(node.position.x, node.position.y)))
                spoilt.insert(node.id);
        }
        std::erase_if(network.links,
                      [&](const network::Link& link) { return spoilt.contains(link.to.node); });
        emit m_canvas->edited(network, QStringLiteral("Spoil"), -1);
        std::printf(" %zu faults in sight\n", spoilt.size());
        look("the same, with faults", "faults");
        m_canvas->selectAll();
        print("pan, all selected", frames(m_rounds, [&](int i) { pan(i); }));
        m_canvas->select({});
        m_workspace.document.undoStack().undo();
    }

    void pan(int i)
    {
        auto* bar = i % 2 == 0 ? m_canvas->horizontalScrollBar() : m_canvas->verticalScrollBar();
        bar->setValue(bar->value() + (i / 2 % 2 == 0 ? 37 : -37));
    }

    int m_rounds;
    int m_nodes;
    QString m_shots;
    QTemporaryDir m_folder;
    session::Workspace m_workspace;
    pages::ThemeChoice m_theme { nullptr };
    pages::MainWindow m_window { m_workspace, m_theme, nullptr };
    widgets::GraphView* m_canvas;
    std::unique_ptr<PaintWatch> m_watch;
};

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption shots(QStringLiteral("shots"), {}, QStringLiteral("folder"));
    const QCommandLineOption rounds(QStringLiteral("rounds"), {}, QStringLiteral("count"),
                                    QStringLiteral("100"));
    parser.addOptions({ shots, rounds });
    parser.process(application);
    auto sizes = parser.positionalArguments();
    if (sizes.isEmpty())
        sizes = { QStringLiteral("2000"), QStringLiteral("10000") };
    for (const auto& size : sizes) {
        CanvasBench bench(size.toInt(), parser.value(rounds).toInt(), parser.value(shots));
        if (const int failed = bench.run())
            return failed;
    }
    return 0;
}
