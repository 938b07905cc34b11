// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/freedom.hpp"
#include "core/training/machine_fit.hpp"

#include <QTest>

using namespace netwright;
using namespace netwright::training;

/// On a processor without bfloat16: oneDNN is told to be on one, before it looks.
class MachineFitTest : public QObject {
    Q_OBJECT
public:
    static void initMain() { qputenv("ONEDNN_MAX_CPU_ISA", "AVX2"); }

private slots:
    void theDefaultRecipeFitsAnyMachine() { QVERIFY(misfits(defaultRecipe("any")).empty()); }

    void aPrecisionThatTheProcessorLacksIsNamed()
    {
        QVERIFY(!tensor::hasBFloat16());
        Recipe recipe = defaultRecipe("rounded");
        recipe.isBFloat16 = true;
        const auto sentences = misfits(recipe);
        QCOMPARE(sentences.size(), 1U);
        QVERIFY(sentences[0].find("no bfloat16") != std::string::npos);
    }

    void moreThreadsThanThereAreAreNamed()
    {
        Recipe recipe = defaultRecipe("eager");
        recipe.threads = 1024;
        const auto sentences = misfits(recipe);
        QCOMPARE(sentences.size(), 1U);
        QVERIFY(sentences[0].starts_with("1024 threads"));
    }
};

QTEST_GUILESS_MAIN(MachineFitTest)
#include "machine_fit_test.moc"
