// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/compare_networks.hpp"

#include "app/pages/compare_dialog.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include <QCoreApplication>

#include <algorithm>

namespace netwright::pages {

using session::toQt;

namespace {
    QString tr(const char* text) { return QCoreApplication::translate("CompareNetworks", text); }

    /// Networks of the project first, then runs, the newest first.
    struct Choices {
        std::vector<ComparedNetwork> entries;
        std::vector<std::string> runs; ///< their names; empty for a network of the project

        explicit Choices(const session::Workspace& workspace)
        {
            const auto& document = workspace.document;
            const auto add
                = [&](const QString& title, const network::Network& network, const std::string& run) {
                      const auto* columns = document.signature(network.dataset);
                      entries.push_back({ title, network, columns ? std::optional(*columns) : std::nullopt });
                      runs.push_back(run);
                  };
            for (const auto& network : document.project().networks)
                add(toQt(network.name), network, {});
            for (const auto& run : workspace.runs.runs()) {
                for (const auto& network : run.snapshot.networks)
                    add(tr("%1, as trained in %2").arg(toQt(network.name), toQt(run.name)), network,
                        run.name);
            }
        }

        [[nodiscard]] int find(const std::string& network, bool isOfRun) const
        {
            for (std::size_t i = 0; i < entries.size(); ++i) {
                if (entries[i].network.name == network && runs[i].empty() != isOfRun)
                    return static_cast<int>(i);
            }
            return -1;
        }
    };

    void show(Choices choices, int left, int right, QWidget* window)
    {
        auto* dialog = new CompareDialog(std::move(choices.entries), left, right, window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }
} // namespace

bool compareNetwork(const session::Workspace& workspace, const std::string& network, QWidget* window)
{
    Choices choices(workspace);
    const auto right = choices.find(network, false);
    if (right < 0 || choices.entries.size() < 2)
        return false;
    const auto trained = choices.find(network, true);
    const auto left = trained >= 0 ? trained : right == 0 ? 1 : right - 1;
    show(std::move(choices), left, right, window);
    return true;
}

void compareRun(const session::Workspace& workspace, const std::string& run, QWidget* window)
{
    Choices choices(workspace);
    const auto it = std::ranges::find(choices.runs, run);
    if (it == choices.runs.end())
        return;
    const auto left = static_cast<int>(it - choices.runs.begin());
    const auto now = choices.find(choices.entries[static_cast<std::size_t>(left)].network.name, false);
    show(std::move(choices), left, std::max(now, 0), window);
}

} // namespace netwright::pages
