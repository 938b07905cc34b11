// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/variants.hpp"

#include <QTest>

#include <vector>

using namespace netwright::tensor;
using onednn::Pass;
using onednn::Variant;

namespace {
const std::vector<Variant> kVariants {
    { "slow" }, { "missing" }, { "refused" }, { "fast" }, { "rounded", ElementType::BFloat16 }
};

/// A loop of ours that is called as the variant; two of the variants do not exist.
Pass describe(const Variant& variant)
{
    if (variant.name == "refused")
        throw dnnl::error(dnnl_unimplemented, "not for this shape");
    Pass pass;
    if (variant.name == "missing")
        return pass;
    pass.implementation = variant.name;
    pass.bind = [](const std::string&, const std::vector<onednn::Argument>&) { return [] {}; };
    return pass;
}

/// The slow one takes longer, whatever the machine does meanwhile.
Operation timed(const Pass& pass)
{
    return { .name = "pass",
             .implementation = pass.implementation,
             .run = [steps = pass.implementation == "slow" ? 1'000'000 : 1] {
                 volatile double sum = 0;
                 for (int i = 0; i < steps; ++i)
                     sum = sum + 1;
             } };
}

std::string chosenWith(const netwright::tensor::Freedom& freedom)
{
    return onednn::chosen(freedom, "task", kVariants, describe, timed).implementation;
}
} // namespace

class VariantsTest : public QObject {
    Q_OBJECT

private slots:
    void theFastestOfThoseThatExistIsTaken()
    {
        Choices choices;
        QCOMPARE(chosenWith({ .choices = &choices }), std::string("fast"));
        QCOMPARE(choices.chosen().at("task"), std::string("fast"));
    }

    /// So that a run goes on with the bits it began with.
    void whatWasChosenOnceIsTaken()
    {
        Choices choices({ { "task", "slow" } }, {});
        QCOMPARE(chosenWith({ .choices = &choices }), std::string("slow"));
    }

    void whatAnotherMachineChoseAndThisOneHasNotIsTheFirst()
    {
        for (const std::string name : { "refused", "missing" }) {
            Choices choices({ { "task", name } }, {});
            QCOMPARE(chosenWith({ .choices = &choices }), std::string("slow"));
        }
    }

    /// What is allowed to be rounded is another task.
    void answersDependOnWhetherRoundingIsAllowed()
    {
        Choices choices({ { "task", "slow" }, { "task, bfloat16 allowed", "rounded" } }, {});
        QCOMPARE(chosenWith({ .choices = &choices }), std::string("slow"));
        QCOMPARE(chosenWith({ .choices = &choices, .allowsBFloat16 = true }), std::string("rounded"));
    }

    void withoutTimesItIsTheFirstOrTheRoundedOne()
    {
        QCOMPARE(chosenWith({}), std::string("slow"));
        QCOMPARE(chosenWith({ .allowsBFloat16 = true }), std::string("rounded"));
    }
};

QTEST_GUILESS_MAIN(VariantsTest)
#include "variants_test.moc"
