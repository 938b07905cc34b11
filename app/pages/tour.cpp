// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/tour.hpp"

#include "app/pages/evaluate_page.hpp"
#include "app/pages/export_page.hpp"
#include "app/pages/main_window.hpp"
#include "app/pages/recipe_panel.hpp"
#include "app/pages/run_picker.hpp"
#include "app/pages/runs_page.hpp"
#include "app/pages/train_page.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include <QAction>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <functional>

namespace netwright::pages {

using session::toPath;
using session::toQt;

namespace {
    constexpr std::int64_t kRows = 2000;
    constexpr std::int64_t kEpochs = 5;
    constexpr int kPatienceMs = 180'000;
    constexpr int kPollMs = 20;

    /// Lets the window live until something is so. False: it never was.
    bool waitUntil(const std::function<bool()>& isSo, int patience = kPatienceMs)
    {
        QEventLoop loop;
        QTimer poll;
        QTimer end;
        QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
            if (isSo())
                loop.quit();
        });
        QObject::connect(&end, &QTimer::timeout, &loop, &QEventLoop::quit);
        poll.start(kPollMs);
        end.start(patience);
        loop.exec();
        return isSo();
    }

    void settle()
    {
        waitUntil([] { return false; }, 600);
    }

    /// A copy that finds its data from another folder, trained in seconds.
    project::Project shortened(project::Project project, const std::filesystem::path& folder)
    {
        for (auto& dataset : project.datasets) {
            dataset.limit = kRows;
            for (const auto& spec : data::findSource(dataset.source)->parameters) {
                const auto text
                    = spec.type == ParameterType::File ? dataset.parameters.text(spec.id) : std::string();
                if (!text.empty())
                    dataset.parameters.set(spec.id, (folder / text).string());
            }
        }
        for (auto& recipe : project.recipes)
            recipe.epochs = kEpochs;
        return project;
    }

    class Tour {
    public:
        Tour(MainWindow& window, session::Workspace& workspace, const TourPlan& plan)
            : m_window(window)
            , m_workspace(workspace)
            , m_plan(plan)
        {
        }

        Status run()
        {
            m_window.resize(m_plan.size);
            m_window.show();
            m_window.showWelcome();
            if (auto taken = take("welcome"); !taken)
                return taken;
            if (auto opened = openCopy(); !opened)
                return opened;
            for (const Mode mode : { Mode::Data, Mode::Network }) {
                if (auto taken = visit(mode); !taken)
                    return taken;
            }
            if (auto trained = train(); !trained)
                return trained;
            m_window.evaluatePage().evaluateAction()->trigger();
            waitUntil([this] { return !m_window.evaluatePage().isBusy(); });
            m_window.exportPage().exportAction()->trigger();
            waitUntil([this] { return m_window.exportPage().exportAction()->isEnabled(); });
            for (const Mode mode : { Mode::Evaluate, Mode::Runs, Mode::Export }) {
                if (auto taken = visit(mode); !taken)
                    return taken;
            }
            return {};
        }

    private:
        Status openCopy()
        {
            auto loaded = project::load(m_plan.project);
            if (!loaded)
                return failed(loaded);
            std::error_code code;
            const auto folder = std::filesystem::absolute(m_plan.project, code).parent_path();
            const auto copy = toPath(m_folder.path()) / m_plan.project.filename();
            if (auto saved = project::save(shortened(*std::move(loaded), folder), copy); !saved)
                return saved;
            if (!m_window.openProject(copy))
                return fail(copy.string(), "the project could not be opened");
            waitUntil([this] {
                const auto& datasets = m_workspace.document.project().datasets;
                return std::ranges::none_of(
                    datasets, [this](const auto& spec) { return m_workspace.document.isOpening(spec.name); });
            });
            return {};
        }

        /// Every network once, so that there are runs to compare; the picture is of the last one, while it
        /// learns.
        Status train()
        {
            const auto networks = m_workspace.document.project().networks; // edits may come while it waits
            for (std::size_t i = 0; i < networks.size(); ++i) {
                const bool isLast = i + 1 == networks.size();
                m_window.trainPage().recipe().selectNetwork(networks[i].name);
                m_window.setMode(Mode::Train);
                m_window.trainPage().trainingActions().front()->trigger();
                const auto& training = m_workspace.training;
                if (isLast) {
                    waitUntil([&] {
                        return !training.isActive() || training.curves().epochs.epoch.size() + 1 >= kEpochs;
                    });
                    if (auto taken = take("train"); !taken)
                        return taken;
                }
                waitUntil([&] { return !training.isActive(); });
                if (!training.error().isEmpty())
                    return fail(networks[i].name, "{}", training.error().toStdString());
            }
            waitUntil([&] { return m_workspace.runs.runs().size() == networks.size(); });
            std::vector<std::string> names;
            for (const auto& run : m_workspace.runs.runs())
                names.push_back(run.name);
            m_window.runsPage().selectRuns(names);
            return {};
        }

        Status visit(Mode mode)
        {
            m_window.setMode(mode);
            return take(infoOf(mode).id);
        }

        Status take(const char* name)
        {
            settle();
            const auto file = m_plan.pictures / (std::string(name) + ".png");
            if (!m_window.grab().save(toQt(file)))
                return fail(file.string(), "the picture cannot be written; does the folder exist?");
            return {};
        }

        MainWindow& m_window;
        session::Workspace& m_workspace;
        const TourPlan& m_plan;
        QTemporaryDir m_folder;
    };
} // namespace

Status takeTour(MainWindow& window, session::Workspace& workspace, const TourPlan& plan)
{
    std::error_code code;
    std::filesystem::create_directories(plan.pictures, code);
    return Tour(window, workspace, plan).run();
}

} // namespace netwright::pages
