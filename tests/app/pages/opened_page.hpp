// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/network_page.hpp"
#include "app/session/project_document.hpp"
#include "widgets/graph/graph_view.hpp"

#include <QTest>

#include <memory>
#include <utility>
#include <vector>

namespace netwright::testing {

/// The page in a window of its own, on a project with these networks, of which it shows the first.
struct OpenedPage {
    session::ProjectDocument document;
    std::unique_ptr<pages::NetworkPage> page;

    explicit OpenedPage(std::vector<network::Network> networks)
    {
        project::Project project;
        project.networks = std::move(networks);
        document.edit("Begin", project);
        page = std::make_unique<pages::NetworkPage>(document);
        page->resize(1280, 800);
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
    }

    [[nodiscard]] widgets::GraphView& canvas() const
    {
        return *page->findChild<widgets::GraphView*>(QStringLiteral("canvas"));
    }
};

} // namespace netwright::testing
