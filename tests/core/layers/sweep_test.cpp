// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/layers/gradient_check.hpp"
#include "tests/core/layers/reference.hpp"
#include "tests/core/layers/sweep_rows.hpp"

#include <QTest>
#include <nlohmann/json.hpp>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <set>

using namespace netwright;
using namespace netwright::layers;
using namespace netwright::layers::testing;

namespace {
QString text(const std::string& plain) { return QString::fromStdString(plain); }

double relativeDistance(std::span<const float> values, const Numbers& expected)
{
    double distance = 0;
    double norm = 1e-30;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        distance += std::pow(double { values[i] } - expected[i], 2);
        norm += expected[i] * expected[i];
    }
    return std::sqrt(distance / norm);
}

bool areFinite(std::span<const float> values)
{
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

bool hasStatistics(const WrappedLayer& wrapped)
{
    const auto values = wrapped.layerCase().parameters();
    const auto specs
        = weightsOf(*wrapped.layerCase().kind, { values, wrapped.layerCase().inputs, wrapped.data() });
    return std::ranges::any_of(specs, [](const WeightSpec& spec) { return !spec.isTrainable; });
}

/// Data has nothing to learn; one value per channel is its own mean, and one share of a softmax is always 1:
/// whatever comes in, the loss is the same.
bool cannotLearn(const WrappedLayer& wrapped)
{
    const auto& entry = wrapped.layerCase();
    if (entry.kind->id == "batch_norm")
        return wrapped.batch() * entry.inputs[0].elements() == entry.inputs[0][0];
    if (entry.kind->id == "softmax")
        return entry.inputs[0].elements() == 1;
    return entry.kind->category == Category::Data;
}

/// The slot of what the layer computes: its own output, or what reaches the loss behind it.
const engine::OutputSlot* slotOf(const engine::Plan& plan)
{
    return plan.outputs().empty() ? nullptr : &plan.outputs().front();
}

/// Of all weights, one after the other.
template <class Number = float> std::vector<Number> plainGradients(engine::Plan& plan)
{
    std::vector<Number> all;
    for (const auto& [node, name, gradient] : plan.toPlain(plan.gradients()))
        all.insert(all.end(), gradient.values.begin(), gradient.values.end());
    return all;
}
} // namespace

/// Holds every entry of the layer table to what is promised of all layers. A new layer is tested by existing;
/// a naive reference in reference.hpp is all that it must add.
class SweepTest : public QObject {
    Q_OBJECT

private slots:
    /// Everything here is tiny: a second thread would only be waited for.
    void initTestCase() { omp_set_num_threads(1); }

    void everyKindIsDescribed_data() { kinds(); }
    void everyKindIsDescribed()
    {
        QFETCH(const LayerKind*, kind);
        QVERIFY(!kind->title.empty());
        QVERIFY(!titleOf(kind->category).empty());
        QVERIFY(kind->inferShape && kind->build);
        QVERIFY2(kind->help.ends_with('.'), kind->help.c_str());
        QVERIFY2(!kind->help.starts_with(' ') && kind->help.find("  ") == std::string::npos,
                 kind->help.c_str());
        QVERIFY(!kind->formula.empty() && !kind->formula.ends_with('\n'));
        QCOMPARE(std::ranges::count(kind->formula, '{'), std::ranges::count(kind->formula, '}'));
        QVERIFY(!kind->words.empty());
        QVERIFY2(std::ranges::none_of(kind->words, [](char c) { return c >= 'A' && c <= 'Z'; }),
                 kind->words.c_str());
        for (const auto& spec : kind->parameters) {
            QVERIFY(!spec.id.empty() && !spec.label.empty());
            QVERIFY2(spec.help.ends_with('.'), spec.help.c_str());
        }
        for (const auto& ports : { kind->inputs, kind->outputs }) {
            for (const auto& port : ports)
                QVERIFY(!port.id.empty() && !port.label.empty() && port.id.find('.') == std::string::npos);
        }
    }

    void idsAreUnique()
    {
        std::set<std::string> kindIds;
        QVERIFY(!layerTable().empty());
        for (const auto* kind : layerTable()) {
            QVERIFY2(kindIds.insert(kind->id).second, kind->id.c_str());
            QCOMPARE(findLayer(kind->id), kind);
            std::set<std::string> ids;
            for (const auto& spec : kind->parameters)
                QVERIFY2(ids.insert(spec.id).second, spec.id.c_str());
            for (const auto& ports : { kind->inputs, kind->outputs }) {
                std::set<std::string> portIds;
                for (const auto& port : ports)
                    QVERIFY2(portIds.insert(port.id).second, port.id.c_str());
            }
        }
        QVERIFY(!findLayer("no such layer"));
    }

    void defaultsAreInRange_data() { kinds(); }
    void defaultsAreInRange()
    {
        QFETCH(const LayerKind*, kind);
        for (const auto& spec : kind->parameters) {
            const bool isRightType = spec.fallback.index()
                == (spec.type == ParameterType::Boolean       ? 0U
                        : spec.type == ParameterType::Integer ? 1U
                        : spec.type == ParameterType::Real    ? 2U
                                                              : 3U);
            QVERIFY2(isRightType, spec.id.c_str());
            const auto checked = checkValue(spec, spec.fallback);
            QVERIFY2(checked.has_value(), checked ? "" : checked.error().message.c_str());
        }
    }

    void conditionsNameAChoice_data() { kinds(); }
    void conditionsNameAChoice()
    {
        QFETCH(const LayerKind*, kind);
        for (const auto& spec : kind->parameters) {
            const auto isMeant = [&spec](const ParameterSpec& other) {
                return other.id == spec.onlyIf->id
                    && std::ranges::count(other.choices, spec.onlyIf->choice) == 1;
            };
            QVERIFY2(!spec.onlyIf || std::ranges::count_if(kind->parameters, isMeant) == 1, spec.id.c_str());
        }
    }

    void parametersSurviveJson_data() { cases(); }
    void parametersSurviveJson()
    {
        QFETCH(LayerCase, layerCase);
        const auto& specs = layerCase.kind->parameters;
        const auto written = valuesToJson(specs, layerCase.parameters()).dump();
        const auto read = valuesFromJson(specs, nlohmann::ordered_json::parse(written), "here");
        QVERIFY(read.has_value());
        QVERIFY2(*read == layerCase.parameters(), written.c_str());
    }

    void inferredShapesAreTheRealOnes_data() { cases(); }
    void inferredShapesAreTheRealOnes()
    {
        const auto wrapped = wrap();
        if (!wrapped || wrapped->isLoss())
            return;
        const auto plan = wrapped->compile(Mode::Inference);
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().text().c_str());
        const auto* slot = slotOf(**plan);
        QVERIFY(slot);
        QCOMPARE(text(tensor::toText(slot->shape)), text(tensor::toText(wrapped->outputShapes()[0])));
        QCOMPARE(std::ssize(slot->values), kBatch * wrapped->outputShapes()[0].elements());
    }

    void forwardIsWhatNaiveLoopsCompute_data() { cases(); }
    void forwardIsWhatNaiveLoopsCompute()
    {
        const auto wrapped = wrap();
        if (!wrapped)
            return;
        const auto reference = references().find(wrapped->layerCase().kind->id);
        QVERIFY2(reference != references().end(),
                 "no entry in reference.hpp: write the layer's plainest loops there");
        for (const auto mode : { Mode::Training, Mode::Inference }) {
            const bool isTraining = mode == Mode::Training;
            if (wrapped->isLoss() ? !isTraining : isTraining && reference->second.whyNotInTraining)
                continue;
            const auto plan = wrapped->compile(mode);
            QVERIFY2(plan.has_value(), plan ? "" : plan.error().text().c_str());
            const auto loss = static_cast<float>((*plan)->run(kBatch, 0));
            const auto expected = reference->second.compute(Given(*wrapped, mode));
            const auto values = wrapped->isLoss() ? std::span<const float>(&loss, 1) : slotOf(**plan)->values;
            QCOMPARE(values.size(), expected.size());
            const auto distance = relativeDistance(values, expected);
            QVERIFY2(distance < 1e-5,
                     qPrintable(QString("%1: relative distance %2").arg(isTraining).arg(distance)));
        }
    }

    void aCurveIsWhatTheLayerComputes_data() { cases(); }
    void aCurveIsWhatTheLayerComputes()
    {
        const auto wrapped = wrap();
        const auto* kind = wrapped ? wrapped->layerCase().kind : nullptr;
        if (!kind || !kind->curve)
            return;
        const Given given(*wrapped, Mode::Inference);
        const auto expected = references().at(kind->id).compute(given);
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs(kind->curve(given.inputs[0][i], given.parameters) - expected[i]) < 1e-9);
    }

    void gradientsAreThoseOfCentralDifferences_data() { cases(); }
    void gradientsAreThoseOfCentralDifferences()
    {
        const auto wrapped = wrap();
        if (!wrapped)
            return;
        const auto plan = wrapped->compile(Mode::Training);
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().text().c_str());
        const auto errors = GradientCheck(*wrapped, **plan).run();
        QCOMPARE(errors.empty(), wrapped->layerCase().inputs.empty());
        for (const auto& [tensor, error] : errors)
            QVERIFY2(error <= 1e-3,
                     qPrintable(QString("%1: relative error %2").arg(text(tensor)).arg(error)));
    }

    void slicesOfTheBatchAgreeWithTheWhole_data() { cases(); }
    void slicesOfTheBatchAgreeWithTheWhole()
    {
        constexpr std::int64_t kRows = 6;
        const auto wrapped = wrap(kRows);
        const std::set<std::string> drawing { "dropout", "noise" }; // whose slices draw numbers of their own
        if (!wrapped || drawing.contains(wrapped->layerCase().kind->id))
            return;
        const auto whole = wrapped->compile(Mode::Training);
        QVERIFY2(whole.has_value(), whole ? "" : whole.error().text().c_str());
        for (const int validRows : { 6, 5, 1 }) {
            const double loss = (*whole)->run(validRows, 0);
            for (const int slices : { 2, 3 }) {
                const auto cut = wrapped->compile(Mode::Training, slices);
                QVERIFY2(cut.has_value(), cut ? "" : cut.error().text().c_str());
                QCOMPARE((*cut)->options().slices, slices);
                for (int repeat = 0; repeat < 2; ++repeat)
                    QVERIFY(std::abs((*cut)->run(validRows, 0) - loss) <= 1e-5 * std::abs(loss));
                // Together: the gradient of a bias before a normalisation is nothing but rounding.
                const auto distance
                    = relativeDistance(plainGradients(**cut), plainGradients<double>(**whole));
                QVERIFY2(distance < 1e-5, qPrintable(QString::number(distance)));
            }
        }
    }

    void everyKindTrainsAtEveryBatchSize_data()
    {
        QTest::addColumn<LayerCase>("layerCase");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("validRows");
        for (const auto& entry : allCases()) {
            for (const auto& [batch, valid] : { std::pair(1, 1), { 3, 2 }, { 8, 8 }, { 33, 1 } })
                QTest::addRow("%s, %s, %d of %d", entry.kind->id.c_str(), entry.name.c_str(), valid, batch)
                    << entry << batch << valid;
        }
    }

    void everyKindTrainsAtEveryBatchSize()
    {
        QFETCH(int, batch);
        QFETCH(int, validRows);
        const auto wrapped = wrap(batch);
        if (!wrapped)
            return;
        const auto compiled = wrapped->compile(Mode::Training);
        QVERIFY2(compiled.has_value(), compiled ? "" : compiled.error().text().c_str());
        auto& plan = **compiled;
        const auto before = plan.run(validRows, 0);
        QVERIFY(std::isfinite(before) && before >= 0);
        QVERIFY(areFinite(plan.gradients()));
        const std::vector<float> slope(plan.gradients().begin(), plan.gradients().end());
        const auto norm = std::inner_product(slope.begin(), slope.end(), slope.begin(), 0.0);
        if (cannotLearn(*wrapped))
            return;
        QVERIFY2(norm > 1e-10, qPrintable(QString::number(norm)));
        // A step whose first-order effect is a hundredth of the loss at most.
        const auto rate = static_cast<float>(0.01 * std::max(before, 1e-3) / norm);
        for (std::size_t i = 0; i < slope.size(); ++i)
            plan.weights()[i] -= rate * slope[i];
        plan.weightsChanged();
        const auto after = plan.run(validRows, 0);
        QVERIFY2(after < before,
                 qPrintable(QString("%1 -> %2").arg(before, 0, 'g', 9).arg(after, 0, 'g', 9)));
    }

    void rowsThatPadTheBatchWeighNothing_data() { cases(); }
    void rowsThatPadTheBatchWeighNothing()
    {
        const auto wrapped = wrap();
        if (!wrapped || hasStatistics(*wrapped)) // rows meet in the statistics of a batch
            return;
        const auto compiled = wrapped->compile(Mode::Training);
        QVERIFY2(compiled.has_value(), compiled ? "" : compiled.error().text().c_str());
        auto& plan = **compiled;
        const auto first = plan.run(kBatch - 1, 0);
        const std::vector<float> gradients(plan.gradients().begin(), plan.gradients().end());
        for (const auto& slot : plan.inputs()) { // the last row gets other values
            const auto size = slot.shape.elements();
            for (auto& value : slot.numbers.last(slot.numbers.empty() ? 0 : static_cast<std::size_t>(size)))
                value = 0.5F - value;
            if (!slot.categories.empty())
                slot.categories.back() = 0;
        }
        QCOMPARE(plan.run(kBatch - 1, 0), first);
        QVERIFY(std::ranges::equal(plan.gradients(), gradients));
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "sweep_test.moc"
