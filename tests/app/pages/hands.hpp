// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/network_page.hpp"
#include "app/session/project_document.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/palette/quick_add.hpp"

#include <QApplication>
#include <QMenu>
#include <QTest>
#include <QTimer>

#include <functional>
#include <stdexcept>

namespace netwright::testing {

/// The network page on a project, and what a person sees of it.
struct Bench {
    session::ProjectDocument document;
    std::unique_ptr<pages::NetworkPage> page;

    explicit Bench(const project::Project& project)
    {
        document.edit("Begin", project);
        page = std::make_unique<pages::NetworkPage>(document);
        page->resize(1400, 1000);
        page->show();
        activate();
        const auto isOpen
            = [&] { return document.dataset(document.project().datasets.front().name) != nullptr; };
        (void)QTest::qWaitFor(isOpen, 60'000);
    }

    /// As a window manager does when a dialog has gone.
    void activate() const
    {
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
    }
    template <class Widget> [[nodiscard]] Widget& find(const char* name) const
    {
        return *page->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] widgets::GraphView& canvas() const { return find<widgets::GraphView>("canvas"); }
    [[nodiscard]] widgets::QuickAdd& popup() const { return find<widgets::QuickAdd>("quickAdd"); }
    [[nodiscard]] const network::Network& shown() const { return canvas().network(); }
    [[nodiscard]] const network::Analysis& analysis() const { return canvas().graph().analysis(); }
    [[nodiscard]] network::NodeId id(const QString& name) const
    {
        const auto* node = shown().find(name.toStdString());
        return node ? node->id : network::NodeId {};
    }
    [[nodiscard]] QStringList selected() const
    {
        QStringList names;
        for (const auto node : canvas().selection().nodes)
            names << QString::fromStdString(shown().find(node)->name);
        return names;
    }
    [[nodiscard]] bool isLinked(const QString& from, const QString& to) const
    {
        return std::ranges::any_of(shown().links, [&](const network::Link& link) {
            return link.from.node == id(from) && link.to.node == id(to);
        });
    }
    /// All problems and warnings, for the message of a test that fails.
    [[nodiscard]] QByteArray complaints() const
    {
        QByteArray lines;
        for (const auto* list : { &analysis().problems, &analysis().warnings }) {
            for (const auto& problem : *list)
                lines += QByteArray::fromStdString(problem.message) + '\n';
        }
        return lines;
    }
};

/// What did not come of a step.
struct StepFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void expect(bool isSo, const QString& what)
{
    if (!isSo)
        throw StepFailed("expected that " + what.toStdString());
}

/// What a person does to build a network. A step that does not do what it says throws StepFailed.
class Hands {
public:
    explicit Hands(Bench& bench)
        : m_bench(bench)
    {
    }
    virtual ~Hands() = default;

    virtual void makeNetwork() = 0; ///< on the page without one
    /// Behind the selected layer, or anywhere where none is; the new one is selected.
    virtual void add(const QString& title) = 0;
    /// At the end of a new link of the selected layer.
    virtual void addLinked(const QString& title) = 0;
    virtual void select(const QStringList& names) = 0; ///< each beside one before it
    virtual void link(const QString& from, const QString& to) = 0;
    /// A number, a choice as it stands in the form, or "on" and "off", of the selected layer.
    virtual void set(const char* parameter, const QString& value) = 0;
    virtual void makeBlock(const QString& name) = 0; ///< of the selected layers
    virtual void enter(const QString& use) = 0;
    virtual void leave() = 0;
    /// In the menu of what is selected; `typed` goes into the dialog that follows, if any.
    virtual void choose(const QStringList& menu, const QString& typed) = 0;

protected:
    [[nodiscard]] widgets::GraphView& canvas() const { return m_bench.canvas(); }

    Bench& m_bench;
};

/// Goes through a menu that opens, and its submenus, as soon as they are there: menus keep the caller
/// waiting.
class MenuWalk {
public:
    /// `act` does to an entry what leads on.
    MenuWalk(QStringList path, std::function<void(QMenu&, QAction&)> act)
        : m_path(std::move(path))
        , m_act(std::move(act))
    {
        constexpr int kPollMs = 5;
        QObject::connect(&m_poll, &QTimer::timeout, &m_poll, [this] { look(); });
        m_poll.start(kPollMs);
    }
    [[nodiscard]] bool isDone() const { return m_path.isEmpty(); }

private:
    void look()
    {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        for (auto* action : menu ? menu->actions() : QList<QAction*>()) {
            if (m_path.isEmpty() || action->text() != m_path.first())
                continue;
            m_path.removeFirst();
            if (m_path.isEmpty())
                m_poll.stop();
            m_act(*menu, *action);
            return;
        }
    }

    QStringList m_path;
    std::function<void(QMenu&, QAction&)> m_act;
    QTimer m_poll;
};

} // namespace netwright::testing
