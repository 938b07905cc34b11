// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/choices.hpp"

#include <QTest>

#include <vector>

using namespace netwright::tensor;

namespace {
/// Takes about so long, and counts how often it was prepared.
Candidate working(const std::string& name, int rounds, int& prepared)
{
    return { name, [rounds, &prepared] {
                ++prepared;
                return [rounds] {
                    static volatile double sum = 0;
                    for (int i = 0; i < rounds; ++i)
                        sum = sum + 1;
                };
            } };
}

Candidate missing(const std::string& name)
{
    return { name, [] { return std::function<void()>(); } };
}
} // namespace

class ChoicesTest : public QObject {
    Q_OBJECT
private slots:
    void theFastestIsChosen()
    {
        int prepared = 0;
        const std::vector candidates { working("slow", 3'000'000, prepared), missing("none"),
                                       working("fast", 1000, prepared) };
        QCOMPARE(Choices().choose("task", candidates), std::string("fast"));
    }

    void theFirstStaysWhereNoOtherIsFaster()
    {
        int prepared = 0;
        const std::vector candidates { working("first", 1000, prepared), missing("none"),
                                       working("slow", 3'000'000, prepared) };
        QCOMPARE(Choices().choose("task", candidates), std::string("first"));
    }

    void aTaskIsTimedOnceAndRemembered()
    {
        int prepared = 0;
        std::vector<std::string> told;
        Choices choices({}, [&](const std::string& task, const std::string& name) {
            told.push_back(task + ": " + name);
        });
        const std::vector candidates { working("slow", 3'000'000, prepared),
                                       working("fast", 1000, prepared) };
        for (int i = 0; i < 3; ++i)
            QCOMPARE(choices.choose("task", candidates), std::string("fast"));
        QCOMPARE(prepared, 2);
        QVERIFY(told == std::vector<std::string> { "task: fast" });
        QVERIFY(choices.chosen() == (Choices::Known { { "task", "fast" } }));
    }

    void whatIsKnownIsNotTimed()
    {
        int prepared = 0;
        const std::vector candidates { working("slow", 3'000'000, prepared),
                                       working("fast", 1000, prepared) };
        Choices known({ { "task", "slow" }, { "other", "fast" } }, {});
        QCOMPARE(known.choose("task", candidates), std::string("slow"));
        known.prefer({ { "task", "fast" } });
        QCOMPARE(known.choose("task", candidates), std::string("fast"));
        QCOMPARE(prepared, 0);
        QCOMPARE(known.chosen().size(), std::size_t { 1 }); // of what was asked
    }

    void aNameThatIsGoneIsTimedAnew()
    {
        int prepared = 0;
        Choices known({ { "task", "gone" } }, {});
        QCOMPARE(known.choose("task", std::vector { working("only", 1000, prepared) }), std::string("only"));
        QCOMPARE(prepared, 1);
    }
};

QTEST_GUILESS_MAIN(ChoicesTest)
#include "choices_test.moc"
