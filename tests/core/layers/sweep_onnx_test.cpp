// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/layers/sweep_rows.hpp"

#include <QTest>
#include <fmt/format.h>

#include <map>
#include <optional>
#include <span>

using namespace netwright;
using namespace netwright::layers;
using namespace netwright::layers::testing;

namespace {
OnnxWriting writingOf(const WrappedLayer& wrapped, const ParameterValues& parameters,
                      std::map<std::string, tensor::Tensor> weights)
{
    OnnxWriting writing { .parameters = parameters,
                          .prefix = "layer",
                          .inputShapes = wrapped.layerCase().inputs,
                          .outputShapes = wrapped.outputShapes(),
                          .inputs = {},
                          .outputs = {},
                          .weights = std::move(weights) };
    for (std::size_t i = 0; i < writing.inputShapes.size(); ++i)
        writing.inputs.push_back(fmt::format("in{}", i));
    for (std::size_t i = 0; i < writing.outputShapes.size(); ++i)
        writing.outputs.push_back(fmt::format("out{}", i));
    return writing;
}

/// As the importer reads them.
tensor::Tensor asTensor(const std::vector<std::int64_t>& integers)
{
    return { .shape = { std::ssize(integers) },
             .values = std::vector<float>(integers.begin(), integers.end()) };
}

/// The operator of the part that the kind recognises as its own.
std::optional<Result<OnnxRead>> readBack(const LayerKind& kind, const OnnxPart& part,
                                         const OnnxWriting& writing)
{
    auto named = part.constants;
    for (const auto& [name, integers] : part.integers)
        named.emplace(name, asTensor(integers));
    for (std::size_t place = 0; place < part.nodes.size(); ++place) {
        const auto& node = part.nodes[place];
        OnnxReading reading { .node = node,
                              .constants = {},
                              .inputShapes = writing.inputShapes,
                              .following = std::span(part.nodes).subspan(place + 1),
                              .named = &named };
        for (std::size_t i = 0; i < node.inputs.size(); ++i) {
            if (const auto constant = named.find(node.inputs[i]); constant != named.end())
                reading.constants.emplace(i, constant->second);
        }
        if (auto read = kind.fromOnnx(reading))
            return read;
    }
    return std::nullopt;
}

/// As long as the attribute and of its type, but every entry is `number`.
OnnxNode::Attribute filledWith(OnnxNode::Attribute attribute, std::int64_t number)
{
    if (auto* integer = std::get_if<std::int64_t>(&attribute))
        *integer = number;
    if (auto* real = std::get_if<float>(&attribute))
        *real = static_cast<float>(number);
    if (auto* integers = std::get_if<std::vector<std::int64_t>>(&attribute))
        std::ranges::fill(*integers, number);
    if (auto* reals = std::get_if<std::vector<float>>(&attribute))
        std::ranges::fill(*reals, static_cast<float>(number));
    return attribute;
}
} // namespace

/// Holds every entry of the layer table to what is promised of its way to ONNX and back.
class SweepOnnxTest : public QObject {
    Q_OBJECT

private slots:
    void onnxGivesBackParametersAndWeights_data() { cases(); }
    void onnxGivesBackParametersAndWeights()
    {
        const auto wrapped = wrap();
        if (!wrapped)
            return;
        const auto& kind = *wrapped->layerCase().kind;
        const bool isWrittenElsewhere = kind.category == Category::Data || kind.category == Category::Loss;
        QCOMPARE(kind.toOnnx == nullptr, isWrittenElsewhere);
        if (isWrittenElsewhere)
            return;
        const auto parameters = wrapped->layerCase().parameters();
        const auto writing = writingOf(*wrapped, parameters, wrapped->weights());
        const auto part = kind.toOnnx(writing);
        QVERIFY2(part.has_value(), part ? "" : part.error().text().c_str());
        QVERIFY(kind.fromOnnx);
        const auto read = readBack(kind, *part, writing);
        QVERIFY2(read.has_value(), "its own operators were not recognised");
        QVERIFY2(read->has_value(), *read ? "" : read->error().text().c_str());
        QVERIFY((*read)->weights == writing.weights);
        QVERIFY((*read)->parameters.all().size() == parameters.all().size());
        // What ONNX does not say (a rate of dropout) may differ; what is written of it again may not.
        const auto again = kind.toOnnx(writingOf(*wrapped, (*read)->parameters, (*read)->weights));
        QVERIFY(again.has_value());
        QVERIFY(*again == *part);
    }

    void foreignOperatorsAreLeftAlone_data() { kinds(); }
    void foreignOperatorsAreLeftAlone()
    {
        QFETCH(const LayerKind*, kind);
        const OnnxNode node { .type = "NoSuchOperator", .inputs = { "x" }, .outputs = { "y" } };
        if (kind->fromOnnx)
            QVERIFY(!kind->fromOnnx({ .node = node, .constants = {}, .inputShapes = { { 6 } } }));
    }

    /// Attributes and shapes that no exporter writes, but a hostile file may hold.
    void hostileOperatorsAreErrors_data() { cases(); }
    void hostileOperatorsAreErrors()
    {
        const auto wrapped = wrap();
        if (!wrapped || !wrapped->layerCase().kind->fromOnnx)
            return;
        const auto& kind = *wrapped->layerCase().kind;
        const auto parameters = wrapped->layerCase().parameters();
        const auto writing = writingOf(*wrapped, parameters, wrapped->weights());
        const auto part = kind.toOnnx(writing);
        for (std::size_t i = 0; i < part.value().nodes.size(); ++i) {
            for (const auto& [name, value] : part->nodes[i].attributes) {
                for (const std::int64_t number : { std::int64_t { 0 }, std::int64_t { -1 }, INT64_MAX }) {
                    auto changed = *part;
                    changed.nodes[i].attributes[name] = filledWith(value, number);
                    const auto read = readBack(kind, changed, writing);
                    const auto what = fmt::format("{} = {}", name, number);
                    if (!read) { // several operators make the layer; these no longer do
                        QVERIFY2(part->nodes.size() > 1, what.c_str());
                        continue;
                    }
                    if (!*read)
                        continue;
                    QVERIFY2(name != "strides", what.c_str()); // 0 is no size of a pool in ONNX
                    const auto& values = (*read)->parameters;
                    QVERIFY2(checkValues(kind.parameters, values), what.c_str());
                    QVERIFY2(kind.inferShape({ values, wrapped->layerCase().inputs, wrapped->data() }),
                             what.c_str());
                }
            }
            const auto bare = kind.fromOnnx(
                { .node = part->nodes[i], .constants = {}, .inputShapes = writing.inputShapes });
            QVERIFY(!bare || bare->has_value() == wrapped->weights().empty());
        }
    }
};

QTEST_GUILESS_MAIN(SweepOnnxTest)
#include "sweep_onnx_test.moc"
