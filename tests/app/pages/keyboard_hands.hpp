// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialog_reply.hpp"
#include "hands.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QInputDialog>
#include <QLineEdit>

#include <deque>
#include <map>

namespace netwright::testing {

/// A person without a mouse.
class KeyboardHands : public Hands {
public:
    using Hands::Hands;

    void makeNetwork() override
    {
        const auto isButton = [] {
            const auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
            return button && button->text() == QStringLiteral("New network");
        };
        tabUntil(isButton, QStringLiteral("the button"));
        key(Qt::Key_Space);
        canvas().setFocus(); // Ctrl+2 in the window
        expect(canvas().hasFocus(), "the canvas has the keyboard");
    }

    void add(const QString& title) override
    {
        key(Qt::Key_Tab);
        expect(m_bench.popup().isVisible(), "Tab opens quick add for " + title);
        QTest::keyClicks(keyboard(), title);
        key(Qt::Key_Return);
        expect(!m_bench.popup().isVisible(), "Enter adds " + title);
    }

    void addLinked(const QString& title) override
    {
        const auto from = m_bench.selected().value(0);
        key(Qt::Key_Escape); // without a selection it stands alone
        add(title);
        key(Qt::Key_L, Qt::ShiftModifier);
        QTest::keyClicks(keyboard(), from);
        key(Qt::Key_Return);
        expect(m_bench.isLinked(from, m_bench.selected().value(0)), from + " feeds " + title);
    }

    void select(const QStringList& names) override
    {
        walkTo(names.first(), {}, {});
        for (const auto& name : names.mid(1)) {
            if (!m_bench.selected().contains(name))
                walkTo(name, Qt::ShiftModifier, names);
        }
    }

    void link(const QString& from, const QString& to) override
    {
        select({ from });
        key(Qt::Key_L);
        QTest::keyClicks(keyboard(), to);
        key(Qt::Key_Return);
        expect(m_bench.isLinked(from, to), from + " feeds " + to);
    }

    void set(const char* parameter, const QString& value) override
    {
        key(Qt::Key_Return, Qt::ControlModifier);
        const auto* field = m_bench.find<widgets::NodeForm>("form").parameters().field(parameter);
        expect(field, QString("the form has ") + parameter);
        tabUntil([field] { return QApplication::focusWidget() == field->editor(); }, parameter);
        if (auto* box = qobject_cast<QCheckBox*>(field->editor())) {
            if (box->isChecked() != (value == QStringLiteral("on")))
                key(Qt::Key_Space);
        } else {
            QTest::keyClicks(keyboard(), value); // a choice is found by what is typed
        }
        key(Qt::Key_Escape);
        expect(canvas().hasFocus(), "Escape comes back");
    }

    void makeBlock(const QString& name) override
    {
        const auto reply = typing(name);
        key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        expect(reply->isGiven(), "a name is asked for");
        m_bench.activate();
    }

    void enter(const QString& use) override
    {
        select({ use });
        key(Qt::Key_Return);
    }

    void leave() override { key(Qt::Key_Up, Qt::AltModifier); }

    void choose(const QStringList& menu, const QString& typed) override
    {
        const auto reply = typing(typed);
        const MenuWalk walk(menu, [](QMenu& open, QAction& action) {
            for (qsizetype i = 0; i <= open.actions().size() && open.activeAction() != &action; ++i)
                QTest::keyClick(&open, Qt::Key_Down);
            QTest::keyClick(&open, action.menu() ? Qt::Key_Right : Qt::Key_Return);
        });
        QContextMenuEvent event(QContextMenuEvent::Keyboard, canvas().rect().center(),
                                canvas().mapToGlobal(canvas().rect().center()));
        QApplication::sendEvent(&canvas(), &event);
        expect(walk.isDone(), "the menu has " + menu.join(u'/'));
        expect(reply->isGiven() != typed.isEmpty(), "a name is asked for where there is one to give");
        m_bench.activate();
    }

private:
    [[nodiscard]] static QWidget* keyboard()
    {
        auto* popup = QApplication::activePopupWidget();
        return popup && popup->focusWidget() ? popup->focusWidget() : QApplication::focusWidget();
    }
    static void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        expect(keyboard(), "something has the keyboard");
        QTest::keyClick(keyboard(), key, modifiers);
        QCoreApplication::processEvents(); // new fields show themselves then
    }
    static void tabUntil(const std::function<bool()>& isThere, const QString& what)
    {
        constexpr int kMost = 40;
        for (int i = 0; i < kMost && !isThere(); ++i)
            key(Qt::Key_Tab);
        expect(isThere(), "Tab leads to " + what);
    }
    [[nodiscard]] static std::unique_ptr<DialogReply<QInputDialog>> typing(const QString& text)
    {
        return std::make_unique<DialogReply<QInputDialog>>([text](QInputDialog& dialog) {
            auto* line = dialog.findChild<QLineEdit*>();
            QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
            QTest::keyClicks(line, text);
            QTest::keyClick(line, Qt::Key_Return);
        });
    }

    /// The arrows that lead from the node that the keyboard is on to another one, over these nodes alone.
    [[nodiscard]] std::vector<Qt::Key> wayTo(network::NodeId goal, const QStringList& over) const
    {
        using widgets::Heading;
        const std::map<Heading, Qt::Key> keys { { Heading::Left, Qt::Key_Left },
                                                { Heading::Right, Qt::Key_Right },
                                                { Heading::Up, Qt::Key_Up },
                                                { Heading::Down, Qt::Key_Down } };
        const auto start = *canvas().focusNode();
        std::map<network::NodeId, std::vector<Qt::Key>> ways { { start, {} } };
        std::deque<network::NodeId> open { start };
        for (; !open.empty() && !ways.contains(goal); open.pop_front()) {
            for (const auto& [heading, arrow] : keys) {
                const auto next = widgets::walk(m_bench.shown(), open.front(), heading);
                if (!next || ways.contains(*next)
                    || (!over.isEmpty()
                        && !over.contains(QString::fromStdString(m_bench.shown().find(*next)->name))))
                    continue;
                auto way = ways.at(open.front());
                way.push_back(arrow);
                ways.emplace(*next, std::move(way));
                open.push_back(*next);
            }
        }
        return ways.contains(goal) ? ways.at(goal) : std::vector<Qt::Key> {};
    }

    void walkTo(const QString& name, Qt::KeyboardModifiers modifiers, const QStringList& over)
    {
        if (!canvas().focusNode())
            key(Qt::Key_Down);
        expect(m_bench.id(name).value != 0, "there is " + name);
        const auto way = wayTo(m_bench.id(name), over);
        for (const auto arrow : way)
            key(arrow, modifiers);
        if (way.empty() && !m_bench.selected().contains(name)) { // it is here, and not selected
            key(Qt::Key_Down);
            key(Qt::Key_Up);
        }
        expect(canvas().focusNode() == m_bench.id(name), "the arrows lead to " + name);
        expect(m_bench.selected().contains(name), "selected is " + name);
    }
};

} // namespace netwright::testing
