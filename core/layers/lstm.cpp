// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/lstm.hpp"
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/inner_product.hpp"

#include <array>

namespace netwright::layers {

extern const LayerKind kLstm;

namespace {
    constexpr std::int64_t kGates = 4;

    bool returnsAll(const ParameterValues& parameters) { return parameters.text("output") == "all"; }

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        if (input.rank() != 2)
            return fail("",
                        "expected a sequence (steps x features), received {}; put an "
                        "embedding or a reshape "
                        "before it",
                        tensor::toText(input));
        const auto units = request.parameters.integer("units");
        return std::vector { returnsAll(request.parameters) ? tensor::Shape { input[0], units }
                                                            : tensor::Shape { units } };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const auto inputs = request.inputs[0][1];
        const auto units = request.parameters.integer("units");
        const auto rows = kGates * units;
        return { { .name = "kernel",
                   .shape = { rows, inputs },
                   .initialiser = Initialiser::GlorotUniform,
                   .fanIn = inputs,
                   .fanOut = rows },
                 { .name = "recurrent_kernel",
                   .shape = { rows, units },
                   .initialiser = Initialiser::GlorotUniform,
                   .fanIn = units,
                   .fanOut = rows },
                 { .name = "bias", .shape = { rows }, .initialiser = Initialiser::ForgetGate } };
    }

    std::int64_t multiplyAdds(const ShapeRequest& request, std::span<const tensor::Shape>)
    {
        const auto& input = request.inputs[0];
        const auto units = request.parameters.integer("units");
        return input[0] * kGates * units * (input[1] + units);
    }

    /// The products over all steps at once: x W^T + b, and of h R^T what gives R
    /// its gradient.
    struct Products {
        tensor::KernelPasses input;
        tensor::KernelPasses recurrent;
    };

    Result<Products> productsOf(const Builder& builder)
    {
        const auto shape = builder.inputShape();
        const auto units = builder.parameters().integer("units");
        tensor::InnerProductOptions options { .batch = shape[0] * shape[1],
                                              .inputs = shape[2],
                                              .outputs = kGates * units,
                                              .isTraining = builder.mode() == Mode::Training,
                                              .hasInputGradient = builder.wantsInputGradient(),
                                              .freedom = builder.freedom() };
        auto input = tensor::innerProduct(options);
        if (!input)
            return failed(input);
        options.inputs = units;
        options.hasBias = false;
        options.hasInputGradient = false;
        auto recurrent = tensor::innerProduct(options);
        if (!recurrent)
            return failed(recurrent);
        return Products { *std::move(input), *std::move(recurrent) };
    }

    struct Weights {
        WeightBuffers kernel;
        WeightBuffers recurrent;
        WeightBuffers bias;
    };

    /// The recurrence turns the gates into the gradient of their sums; the products
    /// over all steps follow.
    void recordBackward(Builder& builder, const Products& products, const tensor::Lstm& recurrence,
                        const tensor::Lstm::Buffers& buffers, const Weights& weights)
    {
        builder.backward(recurrence.backward(buffers,
                                             { .output = builder.outputGradient(),
                                               .panels = builder.scratch(recurrence.backwardPanels()),
                                               .carry = builder.scratch(recurrence.carry()) }));
        const auto gates = buffers.gates.viewedAs(products.input.output());
        const auto input
            = builder.input(0, tensor::Layout::plain(builder.inputShape())).viewedAs(products.input.input());
        builder.backward(
            products.input.backwardWeights(input, gates, weights.kernel.gradient, weights.bias.gradient));
        builder.backward(products.recurrent.backwardWeights(
            buffers.hidden.viewedAs(products.recurrent.input()), gates, weights.recurrent.gradient, {}));
        if (builder.wantsInputGradient())
            builder.backward(products.input.backwardInput(
                gates, builder.weightCopy("kernel", products.input.backwardKernel()),
                builder.inputGradient().viewedAs(products.input.input())));
    }

    Status build(Builder& builder)
    {
        const auto shape = builder.inputShape();
        const bool isTraining = builder.mode() == Mode::Training;
        const auto products = productsOf(builder);
        if (!products)
            return failed(products);
        const tensor::Lstm recurrence({ .batch = shape[0],
                                        .steps = shape[1],
                                        .units = builder.parameters().integer("units"),
                                        .returnsAll = returnsAll(builder.parameters()),
                                        .isTraining = isTraining });
        const Weights weights { .kernel = builder.weight("kernel", products->input.kernel()),
                                .recurrent = builder.weight("recurrent_kernel", products->recurrent.kernel()),
                                .bias = builder.weight("bias", products->input.bias()) };
        const tensor::Lstm::Buffers buffers {
            .gates = builder.scratch(recurrence.gates()),
            .kernel = builder.weightCopy("recurrent_kernel", recurrence.kernel()),
            .output = builder.output(0, recurrence.output()),
            .hidden = builder.scratch(recurrence.states()),
            .cells = builder.scratch(recurrence.states()),
            .panels = builder.scratch(recurrence.panels()),
        };
        const auto input = builder.input(0, tensor::Layout::plain(shape));
        builder.forward(products->input.forward(input.viewedAs(products->input.input()),
                                                builder.weightCopy("kernel", products->input.forwardKernel()),
                                                weights.bias.value,
                                                buffers.gates.viewedAs(products->input.output())));
        builder.forward(recurrence.forward(buffers));
        if (isTraining)
            recordBackward(builder, *products, recurrence, buffers, weights);
        return {};
    }

    /// ONNX keeps the gates in the order i, o, f, g; this is where each of them
    /// stands in ours, and the other way round.
    constexpr std::array<std::int64_t, kGates> kOursInOnnx { 0, 3, 1, 2 };
    constexpr std::array<std::int64_t, kGates> kOnnxInOurs { 0, 2, 3, 1 };

    std::vector<float> reordered(std::span<const float> rows, const std::array<std::int64_t, kGates>& order)
    {
        const auto size = rows.size() / kGates;
        std::vector<float> result;
        for (const auto gate : order) {
            const auto block = rows.subspan(static_cast<std::size_t>(gate) * size, size);
            result.insert(result.end(), block.begin(), block.end());
        }
        return result;
    }

    /// One direction in front, as ONNX has it: (1, 4 H, ...).
    tensor::Tensor toDirections(const tensor::Tensor& kernel)
    {
        return { kernel.shape.withBatch(1), reordered(kernel.values, kOursInOnnx) };
    }

    using List = std::vector<std::int64_t>;

    OnnxNode batchAndStepsSwapped(std::string from, std::string to)
    {
        return { .type = "Transpose",
                 .inputs = { std::move(from) },
                 .outputs = { std::move(to) },
                 .attributes = { { "perm", List { 1, 0, 2 } } } };
    }

    /// ONNX has the steps in front, a direction in its outputs, and a second bias,
    /// of the state, left at zero.
    Result<OnnxPart> toOnnx(const OnnxWriting& writing)
    {
        const auto name = [&writing](const char* suffix) { return writing.prefix + suffix; };
        const bool isAll = returnsAll(writing.parameters);
        OnnxNode lstm { .type = "LSTM",
                        .inputs
                        = { name(".steps"), name(".kernel"), name(".recurrent_kernel"), name(".bias") },
                        .outputs = { name(".states") },
                        .attributes = { { "hidden_size", writing.parameters.integer("units") } } };
        if (!isAll)
            lstm.outputs.insert(lstm.outputs.begin(), "");
        OnnxNode squeeze { .type = "Squeeze",
                           .inputs = { name(".states"), name(".direction") },
                           .outputs = { isAll ? name(".all") : writing.outputs[0] } };
        OnnxPart part { .nodes = { batchAndStepsSwapped(writing.inputs[0], name(".steps")), std::move(lstm),
                                   std::move(squeeze) } };
        if (isAll)
            part.nodes.push_back(batchAndStepsSwapped(name(".all"), writing.outputs[0]));
        for (const auto* kernel : { "kernel", "recurrent_kernel" })
            part.constants[writing.prefix + "." + kernel] = toDirections(writing.weights.at(kernel));
        auto biases = reordered(writing.weights.at("bias").values, kOursInOnnx);
        biases.resize(2 * biases.size());
        part.constants[name(".bias")] = { { 1, std::ssize(biases) }, std::move(biases) };
        part.integers[name(".direction")] = { isAll ? 1 : 0 };
        return part;
    }

    bool swapsBatchAndSteps(const OnnxNode& node)
    {
        return node.type == "Transpose" && node.attribute<List>("perm", {}) == List { 1, 0, 2 };
    }

    bool follows(const OnnxNode& node, const OnnxNode& before)
    {
        return !node.inputs.empty() && !before.outputs.empty() && node.inputs[0] == before.outputs.back();
    }

    /// Whether the operators from this one on are those that toOnnx writes:
    /// Transpose, LSTM, Squeeze and, for all states, Transpose. `isAll` is set
    /// where they are.
    bool isOurs(const OnnxReading& reading, bool& isAll)
    {
        const auto next = reading.following;
        if (!swapsBatchAndSteps(reading.node) || next.size() < 2 || next[0].type != "LSTM"
            || next[1].type != "Squeeze" || !follows(next[0], reading.node) || !follows(next[1], next[0]))
            return false;
        isAll = next[0].outputs.size() == 1;
        const bool isLast = next[0].outputs.size() == 2 && next[0].outputs[0].empty();
        const auto* axes = reading.constantAhead(2, 1);
        const std::vector<float> direction { isAll ? 1.F : 0.F };
        if ((!isAll && !isLast) || !axes || axes->values != direction)
            return false;
        return isLast || (next.size() > 2 && swapsBatchAndSteps(next[2]) && follows(next[2], next[1]));
    }

    Status checkOperator(const OnnxNode& node)
    {
        if (node.attribute<std::string>("direction", "forward") != "forward")
            return fail("", "LSTM: only the direction forward is supported");
        for (const auto* name : { "activations", "activation_alpha", "activation_beta", "clip" }) {
            if (node.attributes.contains(name))
                return fail("", "LSTM: {} is not supported; only the usual sigmoid and tanh are", name);
        }
        if (node.attribute<std::int64_t>("input_forget", 0) != 0
            || node.attribute<std::int64_t>("layout", 0) != 0)
            return fail("", "LSTM: input_forget and layout are not supported");
        for (std::size_t i = 4; i < node.inputs.size(); ++i) {
            if (!node.inputs[i].empty())
                return fail("",
                            "LSTM: sequence lengths, initial states and peepholes "
                            "are not supported");
        }
        return {};
    }

    /// (1, 4 H, columns) in ONNX's order of gates -> (4 H, columns) in ours;
    /// nothing where it has other sizes.
    std::optional<tensor::Tensor> fromDirections(const tensor::Tensor* kernel, std::int64_t rows,
                                                 std::int64_t columns)
    {
        if (!kernel || kernel->shape != tensor::Shape { 1, rows, columns })
            return std::nullopt;
        return tensor::Tensor { { rows, columns }, reordered(kernel->values, kOnnxInOurs) };
    }

    /// The sum of the input's and the state's biases; zeros where there are none.
    std::optional<tensor::Tensor> biasFrom(const tensor::Tensor* biases, std::int64_t rows)
    {
        tensor::Tensor bias { { rows }, std::vector<float>(static_cast<std::size_t>(rows)) };
        if (!biases)
            return bias;
        if (biases->shape != tensor::Shape { 1, 2 * rows })
            return std::nullopt;
        const std::span<const float> values(biases->values);
        const auto ofInput = reordered(values.first(bias.values.size()), kOnnxInOurs);
        const auto ofState = reordered(values.last(bias.values.size()), kOnnxInOurs);
        for (std::size_t i = 0; i < bias.values.size(); ++i)
            bias.values[i] = ofInput[i] + ofState[i];
        return bias;
    }

    Result<OnnxRead> readOperator(const OnnxReading& reading, bool isAll)
    {
        const auto& node = reading.following[0];
        if (auto checked = checkOperator(node); !checked)
            return failed(checked);
        const auto units = node.attribute<std::int64_t>("hidden_size", 0);
        OnnxRead read { .parameters = ParameterValues(kLstm.parameters), .operators = isAll ? 4U : 3U };
        read.parameters.set("units", units);
        read.parameters.set("output", std::string(isAll ? "all" : "last"));
        if (auto checked = checkValues(kLstm.parameters, read.parameters); !checked)
            return fail("", "LSTM: {}", checked.error().message);
        if (reading.inputShapes.empty() || reading.inputShapes[0].rank() != 2)
            return fail("", "LSTM: expected a sequence (steps x features)");
        const auto rows = kGates * units;
        auto kernel = fromDirections(reading.constantAhead(1, 1), rows, reading.inputShapes[0][1]);
        auto recurrent = fromDirections(reading.constantAhead(1, 2), rows, units);
        auto bias = biasFrom(reading.constantAhead(1, 3), rows);
        if (!kernel || !recurrent || !bias)
            return fail("",
                        "LSTM: expected constant weights for {} inputs and {} units in "
                        "one direction",
                        reading.inputShapes[0][1], units);
        read.weights = { { "kernel", *std::move(kernel) },
                         { "recurrent_kernel", *std::move(recurrent) },
                         { "bias", *std::move(bias) } };
        return read;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        bool isAll = false;
        if (isOurs(reading, isAll))
            return readOperator(reading, isAll);
        if (reading.node.type == "LSTM")
            return fail("",
                        "LSTM: expected a Transpose of batch and steps before it "
                        "and a Squeeze after it");
        return std::nullopt;
    }

    constexpr const char* kPyTorchClass = R"(class OneBiasLSTM(nn.LSTM):
    """An LSTM of one layer. Of the two biases, which PyTorch adds up, one stays zero."""

    def __init__(self, inputs, units):
        super().__init__(inputs, units, batch_first=True)
        self.bias_hh_l0.requires_grad_(False).zero_()
)";

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        return PythonPart { .value = fmt::format("{}({})[0]{}", writing.name, writing.inputs[0],
                                                 returnsAll(writing.parameters) ? "" : "[:, -1]"),
                            .module = fmt::format("OneBiasLSTM({}, {})", writing.inputShapes[0][1],
                                                  writing.parameters.integer("units")),
                            .weights = { { "kernel", "weight_ih_l0" },
                                         { "recurrent_kernel", "weight_hh_l0" },
                                         { "bias", "bias_ih_l0" } },
                            .definition = kPyTorchClass };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        return kerasLayer(writing, "LSTM",
                          fmt::format("{}{}, recurrent_initializer=\"glorot_uniform\"",
                                      writing.parameters.integer("units"),
                                      returnsAll(writing.parameters) ? ", return_sequences=True" : ""));
    }
} // namespace

extern const LayerKind kLstm {
    .id = "lstm",
    .title = "LSTM",
    .category = Category::Dense,
    .help = "Reads a sequence step by step and carries a state along; the gates i, f, o and the "
            "candidate g have weights of their own. Hochreiter and Schmidhuber, Neural Computation "
            "1997.",
    .formula = "i, f, o = σ(W x_{t} + R h_{t−1} + b)\n"
               "g = tanh(W x_{t} + R h_{t−1} + b)\n"
               "c_{t} = f · c_{t−1} + i · g\n"
               "h_{t} = o · tanh(c_{t})",
    .words = "long short-term memory, recurrent, rnn, sequence",
    .parameters = { { .id = "units",
                      .label = "Units",
                      .help = "How many numbers the state has.",
                      .fallback = std::int64_t { 64 },
                      .minimum = 1,
                      .maximum = 65536 },
                    { .id = "output",
                      .label = "Output",
                      .help = "The state after the last step, or the states after all of them.",
                      .type = ParameterType::Choice,
                      .fallback = std::string("last"),
                      .choices = { "last", "all" } } },
    .inputs = { { "input", "Input" } },
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .weights = weights,
    .multiplyAdds = multiplyAdds,
    .build = build,
    .toOnnx = toOnnx,
    .fromOnnx = fromOnnx,
    .toPyTorch = toPyTorch,
    .toKeras = toKeras,
};

} // namespace netwright::layers
