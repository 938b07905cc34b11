// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_edits.hpp"
#include "app/session/project_document.hpp"
#include "core/project/json_layout.hpp"
#include "tests/app/pages/random_edits.hpp"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace netwright;
using namespace netwright::tests;

namespace {

constexpr int kEditsOfOneHistory = 1000;
constexpr std::size_t kMostNodes = 40; ///< beyond it something is deleted: a person's network, not a pile

/// A project of one network, and the bytes that its file would have after each step of the history.
struct History {
    session::ProjectDocument document;
    std::vector<std::string> files;
    std::map<std::string, int> uses; ///< of each edit that changed something

    History()
    {
        document.edit(QStringLiteral("New network"), pages::withNewNetwork({}, "n", "data"));
        files.push_back(bytes());
    }

    [[nodiscard]] const Network& network() const { return document.project().networks.front(); }
    [[nodiscard]] std::string bytes() const
    {
        return project::layOut(project::toJson(document.project())).value();
    }

    /// False where it changed nothing, and left no step.
    bool apply(const RandomEdit& edit, Dice& dice)
    {
        const auto steps = document.undoStack().count();
        document.edit(QString::fromUtf8(edit.name),
                      pages::withNetwork(document.project(), edit.apply(network(), dice)));
        if (document.undoStack().count() == steps)
            return false;
        ++uses[edit.name];
        files.push_back(bytes());
        return true;
    }

    void grow(Dice& dice)
    {
        while (std::ssize(files) <= kEditsOfOneHistory) {
            const auto& all = randomEdits();
            const auto isCrowded = network().nodes.size() > kMostNodes || network().notes.size() > kMostNodes;
            (void)apply(isCrowded ? all[2] : dice.oneOf(all), dice);
        }
    }
};

} // namespace

class UndoPropertyTest : public QObject {
    Q_OBJECT

private slots:
    void everyEditIsUndoneAndDoneAgainToTheSameBytes_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 10; ++seed) // ten thousand edits
            QTest::addRow("seed %llu", seed) << seed;
    }

    void everyEditIsUndoneAndDoneAgainToTheSameBytes()
    {
        QFETCH(quint64, seed);
        Dice dice(seed);
        History history;
        history.grow(dice);
        auto& stack = history.document.undoStack();
        for (auto step = history.files.size() - 1; step > 0; --step) {
            const auto name = stack.undoText();
            stack.undo();
            QVERIFY2(history.bytes() == history.files[step - 1], qPrintable(name));
        }
        for (std::size_t step = 1; step < history.files.size(); ++step) {
            const auto name = stack.redoText();
            stack.redo();
            QVERIFY2(history.bytes() == history.files[step], qPrintable(name));
        }
        for (const auto& edit : randomEdits())
            QVERIFY2(history.uses[edit.name] > 0, edit.name);
    }

    void goingBackAndForthAtRandomLeadsToTheSameBytes()
    {
        Dice dice(99);
        History history;
        history.grow(dice);
        auto& stack = history.document.undoStack();
        for (int i = 0; i < 300; ++i) {
            const auto step = dice.below(history.files.size());
            stack.setIndex(static_cast<int>(step) + 1); // the first step made the network
            QVERIFY2(history.bytes() == history.files[step], qPrintable(QString::number(i)));
        }
    }

    void whateverWasDoneTheFileIsReadBackToTheSameBytes()
    {
        Dice dice(7);
        History history;
        history.grow(dice);
        for (std::size_t step = 0; step < history.files.size(); step += 10) {
            const auto& file = history.files[step];
            const auto json = project::parseStrictly(file, "the project").value();
            const auto read = project::projectFromJson(json);
            QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
            QVERIFY2(project::layOut(project::toJson(*read)).value() == file,
                     qPrintable(QString::number(step)));
        }
    }
};

QTEST_GUILESS_MAIN(UndoPropertyTest)
#include "undo_property_test.moc"
