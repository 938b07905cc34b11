// SPDX-License-Identifier: GPL-3.0-or-later
// Does the window wait, and does it slow the training? Trains the same network with the window open and
// without, in turns, and prints how long events of the window waited and both throughputs.
//
//     event_loop_bench PROJECT [NETWORK] [ROWS] [ROUNDS]
#include "app/pages/main_window.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include <QApplication>
#include <QEventLoop>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>
#include <vector>

using namespace netwright;
using session::toPath;
using Clock = std::chrono::steady_clock;

namespace {

/// Posts an event to the window's thread every few milliseconds and notes how long each waited.
class Watchdog : public QObject {
public:
    Watchdog()
        : m_thread([this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const auto posted = Clock::now();
                QMetaObject::invokeMethod(
                    this,
                    [this, posted] {
                        waits.push_back(
                            std::chrono::duration<double, std::milli>(Clock::now() - posted).count());
                    },
                    Qt::QueuedConnection);
                std::this_thread::sleep_until(posted + std::chrono::milliseconds(5));
            }
        })
    {
    }

    std::vector<double> waits; ///< in ms

private:
    std::jthread m_thread;
};

double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    const auto nth
        = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, nth);
    return *nth;
}

/// Opening the project's data must not compete with the training that is measured.
void waitForData(session::Workspace& workspace)
{
    const auto isOpening = [&](const auto& dataset) { return workspace.document.isOpening(dataset.name); };
    while (std::ranges::any_of(workspace.document.project().datasets, isOpening)) {
        QEventLoop loop;
        QObject::connect(&workspace.document, &session::ProjectDocument::datasetsChanged, &loop,
                         &QEventLoop::quit);
        loop.exec();
    }
}

struct Bench {
    QTemporaryDir folder;
    training::Training training;
    std::filesystem::path project;
    int round = 0;

    [[nodiscard]] double samplesPerSecond(const training::Outcome& outcome) const
    {
        const auto rows = training.dataset->rows(data::Part::Train).size();
        return static_cast<double>(rows) * static_cast<double>(outcome.epochs) / outcome.seconds;
    }

    [[nodiscard]] std::filesystem::path freshFolder(const char* name)
    {
        return toPath(folder.path()) / (name + std::to_string(round));
    }

    double withoutWindow()
    {
        auto recorder = runs::Recorder::create(freshFolder("bare"), "run", training);
        if (!recorder)
            return 0;
        // In a thread that ends: GOMP spins less while more threads than cores belong to it, busy or not.
        training::Outcome outcome;
        std::thread([&] { outcome = training::train(training, { recorder->get() }); }).join();
        return samplesPerSecond(outcome);
    }

    double withWindow(std::vector<double>& waits)
    {
        session::Workspace workspace;
        pages::ThemeChoice theme(nullptr);
        pages::MainWindow window(workspace, theme, nullptr);
        window.resize(1440, 900);
        window.show();
        if (!window.openProject(project))
            return 0;
        window.setMode(pages::Mode::Train);
        waitForData(workspace);
        Watchdog watchdog;
        QEventLoop loop;
        QObject::connect(&workspace.training, &session::TrainingSession::stateChanged, &loop, [&] {
            if (!workspace.training.isActive()) // also where it could not start
                loop.quit();
        });
        workspace.training.start(training, freshFolder("window"));
        loop.exec();
        waits.insert(waits.end(), watchdog.waits.begin(), watchdog.waits.end());
        return workspace.training.outcome() ? samplesPerSecond(*workspace.training.outcome()) : 0;
    }
};

Result<training::Training> prepare(const std::filesystem::path& file, const char* network, std::int64_t rows)
{
    const auto project = project::load(file);
    if (!project)
        return failed(project);
    const auto* found = project->network(network);
    const auto recipe = std::ranges::find(project->recipes, network, &training::Recipe::network);
    if (!found || recipe == project->recipes.end())
        return fail(file.string(), "there is no network {} with a recipe", network);
    auto spec = *project->dataset(found->dataset);
    spec.limit = rows;
    const auto dataset = data::Dataset::open(spec, file.parent_path());
    if (!dataset)
        return failed(dataset);
    training::Training training { .network = *found, .recipe = *recipe, .dataset = *dataset, .from = {} };
    training.recipe.epochs = 2;
    training.recipe.batch = 32;
    return training;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "event_loop_bench PROJECT [NETWORK] [ROWS] [ROUNDS]\n");
        return 1;
    }
    Bench bench;
    bench.project = std::filesystem::absolute(toPath(arguments[1]));
    auto training = prepare(bench.project, qPrintable(arguments.value(2, QStringLiteral("cnn"))),
                            arguments.value(3, QStringLiteral("12000")).toLongLong());
    if (!training) {
        std::fprintf(stderr, "event_loop_bench: %s\n", training.error().text().c_str());
        return 1;
    }
    bench.training = *std::move(training);
    std::vector<double> bare;
    std::vector<double> windowed;
    std::vector<double> waits;
    for (const int rounds = arguments.value(4, QStringLiteral("3")).toInt(); bench.round < rounds;
         ++bench.round) {
        bare.push_back(bench.withoutWindow());
        windowed.push_back(bench.withWindow(waits));
    }
    std::printf("samples/s without window %.0f, with window %.0f, ratio %.3f\n", percentile(bare, 0.5),
                percentile(windowed, 0.5), percentile(windowed, 0.5) / percentile(bare, 0.5));
    std::printf("%zu events waited: median %.2f ms, p99 %.2f ms, worst %.2f ms\n", waits.size(),
                percentile(waits, 0.5), percentile(waits, 0.99), percentile(waits, 1));
    return 0;
}
