// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialog_reply.hpp"
#include "hands.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"
#include "widgets/graph/breadcrumb_bar.hpp"
#include "widgets/graph/node_item.hpp"
#include "widgets/palette/layer_palette.hpp"

#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDialogButtonBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QTreeView>

namespace netwright::testing {

/// A person who points at everything, and types only numbers and names.
class MouseHands : public Hands {
public:
    using Hands::Hands;

    void makeNetwork() override
    {
        for (auto* button : m_bench.page->findChildren<QAbstractButton*>()) {
            if (button->isVisible() && button->text() == QStringLiteral("New network"))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        expect(canvas().isVisible(), "the button makes a network");
    }

    void add(const QString& title) override
    {
        const auto count = m_bench.shown().nodes.size();
        auto& list = m_bench.find<widgets::LayerPalette>("palette").list();
        const auto found = list.model()->match(list.model()->index(0, 0), Qt::DisplayRole, title, -1,
                                               Qt::MatchExactly | Qt::MatchRecursive);
        const auto isLayer = [](const QModelIndex& index) { return index.parent().isValid(); };
        const auto entry = std::ranges::find_if(found, isLayer);
        expect(entry != found.end(), "the palette has " + title);
        list.scrollTo(*entry);
        const auto row = list.visualRect(*entry);
        const QPoint place(row.left() + 40, row.center().y());
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(list.viewport(), Qt::LeftButton, {}, place); // sends the second click alone
        expect(m_bench.shown().nodes.size() == count + 1, "a double click adds " + title);
    }

    void addLinked(const QString& title) override
    {
        const auto count = m_bench.shown().links.size();
        const auto* item = canvas().graph().item(m_bench.id(m_bench.selected().value(0)));
        canvas().fitAll();
        drag(item->portPoint(widgets::geometry::Side::Output, 0), item->pos() + QPointF(280, 60));
        expect(m_bench.popup().isVisible(), "pulling a link opens quick add");
        auto& list = m_bench.popup().list();
        const auto found = list.model()->match(list.model()->index(0, 0), Qt::DisplayRole, title);
        expect(!found.isEmpty(), "quick add offers " + title);
        list.scrollTo(found.first());
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(found.first()).center());
        expect(m_bench.shown().links.size() == count + 1, title + " is linked");
    }

    void select(const QStringList& names) override
    {
        canvas().fitAll();
        for (const auto& name : names)
            QTest::mouseClick(canvas().viewport(), Qt::LeftButton,
                              name == names.first() ? Qt::NoModifier : Qt::ControlModifier, middleOf(name));
        expect(m_bench.selected().size() == names.size(), "selected are " + names.join(u' '));
    }

    void link(const QString& from, const QString& to) override
    {
        canvas().fitAll();
        const auto& graph = canvas().graph();
        drag(graph.item(m_bench.id(from))->portPoint(widgets::geometry::Side::Output, 0),
             graph.item(m_bench.id(to))->pos()); // the first port that is free is meant
        expect(m_bench.isLinked(from, to), from + " feeds " + to);
    }

    void set(const char* parameter, const QString& value) override
    {
        QCoreApplication::processEvents(); // new fields show themselves then
        auto& form = m_bench.find<widgets::NodeForm>("form");
        const auto* field = form.parameters().field(parameter);
        expect(field, QString("the form has ") + parameter);
        auto* editor = field->editor();
        form.ensureWidgetVisible(editor);
        const QPoint first(10, editor->height() / 2);
        if (auto* box = qobject_cast<QCheckBox*>(editor)) {
            if (box->isChecked() != (value == QStringLiteral("on")))
                QTest::mouseClick(box, Qt::LeftButton, {}, first);
        } else if (auto* choice = qobject_cast<QComboBox*>(editor)) {
            QTest::mouseClick(choice, Qt::LeftButton, {}, first);
            const auto row = choice->findText(value, Qt::MatchStartsWith);
            auto* list = choice->view();
            expect(row >= 0, "a choice is " + value);
            const auto entry = list->visualRect(list->model()->index(row, 0)).center();
            // A popup takes a release as a choice once the mouse has moved on it.
            QTest::mouseMove(list->viewport(), list->viewport()->rect().bottomRight());
            QTest::mouseMove(list->viewport(), entry);
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, entry);
            expect(choice->currentIndex() == row, "the choice is made: " + value);
        } else {
            QTest::mouseDClick(editor->findChild<QLineEdit*>(), Qt::LeftButton, {}, first);
            QTest::keyClicks(QApplication::focusWidget(), value);
        }
    }

    void makeBlock(const QString& name) override { choose({ QStringLiteral("Make block…") }, name); }

    void enter(const QString& use) override
    {
        canvas().fitAll();
        QTest::mouseDClick(canvas().viewport(), Qt::LeftButton, {}, middleOf(use));
    }

    void leave() override
    {
        auto* bar = m_bench.page->findChild<widgets::BreadcrumbBar*>();
        QTest::mouseClick(bar->findChildren<QAbstractButton*>().first(), Qt::LeftButton);
    }

    void choose(const QStringList& menu, const QString& typed) override
    {
        const DialogReply<QInputDialog> reply([typed](QInputDialog& dialog) {
            auto* line = dialog.findChild<QLineEdit*>();
            QTest::mouseDClick(line, Qt::LeftButton, {}, QPoint(10, line->height() / 2));
            line->selectAll(); // a name may be several words
            QTest::keyClicks(line, typed);
            auto* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
            QTest::mouseClick(ok, Qt::LeftButton);
        });
        const MenuWalk walk(menu, [](QMenu& open, const QAction& action) {
            const auto entry = open.actionGeometry(const_cast<QAction*>(&action)).center();
            QTest::mouseMove(&open, entry);
            QTest::mouseClick(&open, Qt::LeftButton, {}, entry);
        });
        const auto point = middleOf(m_bench.selected().value(0));
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, canvas().viewport()->mapToGlobal(point));
        QApplication::sendEvent(canvas().viewport(), &event);
        expect(walk.isDone(), "the menu has " + menu.join(u'/'));
        expect(reply.isGiven() != typed.isEmpty(), "a name is asked for where there is one to give");
        m_bench.activate();
    }

private:
    [[nodiscard]] QPoint middleOf(const QString& name) const
    {
        return canvas().mapFromScene(canvas().graph().item(m_bench.id(name))->pos());
    }
    void drag(QPointF from, QPointF to) const
    {
        auto* viewport = canvas().viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, canvas().mapFromScene(from));
        QTest::mouseMove(viewport, canvas().mapFromScene((from + to) / 2));
        QTest::mouseMove(viewport, canvas().mapFromScene(to));
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, canvas().mapFromScene(to));
    }
};

} // namespace netwright::testing
