// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/attention_heads.hpp"
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/layers/catalogue/shared_gradient.hpp"
#include "core/tensor/inner_product.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace netwright::layers {

extern const LayerKind kSelfAttention;

namespace {
    using tensor::Buffer;
    using tensor::KernelPasses;
    using tensor::Layout;

    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto& input = request.inputs[0];
        const auto heads = request.parameters.integer("heads");
        if (input.rank() != 2)
            return fail({},
                        "expected a sequence of vectors, received {}; put it behind an embedding, or "
                        "behind a reshape to positions x numbers",
                        tensor::toText(input));
        if (input[1] % heads != 0)
            return fail({},
                        "{} numbers a position cannot be shared among {} heads; choose heads that divide {}",
                        input[1], heads, input[1]);
        return std::vector { input };
    }

    std::vector<WeightSpec> weights(const ShapeRequest& request)
    {
        const auto width = request.inputs[0][1];
        return { { .name = "qkv_kernel",
                   .shape = { 3 * width, width },
                   .initialiser = Initialiser::GlorotUniform,
                   .fanIn = width,
                   .fanOut = 3 * width },
                 { .name = "qkv_bias", .shape = { 3 * width } },
                 { .name = "output_kernel",
                   .shape = { width, width },
                   .initialiser = Initialiser::GlorotUniform,
                   .fanIn = width,
                   .fanOut = width },
                 { .name = "output_bias", .shape = { width } } };
    }

    std::int64_t multiplyAdds(const ShapeRequest& request, std::span<const tensor::Shape>)
    {
        const auto length = request.inputs[0][0];
        const auto width = request.inputs[0][1];
        return 4 * length * width * width + 2 * length * length * width;
    }

    /// y = x W^T + b with the layer's weights `name`_kernel and `name`_bias.
    struct Projection {
        KernelPasses product;
        Buffer input;
        Buffer output;
        std::string kernelName;
        WeightBuffers kernel;
        WeightBuffers bias;

        static Result<Projection> create(Builder& builder, const std::string& name, std::int64_t outputs,
                                         bool hasInputGradient)
        {
            const auto shape = builder.inputShape();
            const auto product = tensor::innerProduct({ .batch = shape[0] * shape[1],
                                                        .inputs = shape[2],
                                                        .outputs = outputs,
                                                        .isTraining = builder.mode() == Mode::Training,
                                                        .hasInputGradient = hasInputGradient,
                                                        .freedom = builder.freedom() });
            if (!product)
                return failed(product);
            return Projection { .product = *product,
                                .input = {},
                                .output = {},
                                .kernelName = name + "_kernel",
                                .kernel = builder.weight(name + "_kernel", product->kernel()),
                                .bias = builder.weight(name + "_bias", product->bias()) };
        }

        void recordForward(Builder& builder, const Buffer& from, const Buffer& to)
        {
            input = from.viewedAs(product.input());
            output = to.viewedAs(product.output());
            builder.forward(product.forward(input, builder.weightCopy(kernelName, product.forwardKernel()),
                                            bias.value, output));
        }

        /// `to` is empty where it is not wanted.
        void recordBackward(Builder& builder, const Buffer& from, const Buffer& to) const
        {
            const auto gradient = sharedGradient(builder, product, from.viewedAs(product.output()));
            builder.backward(product.backwardWeights(input, gradient, kernel.gradient, bias.gradient));
            if (to)
                builder.backward(
                    product.backwardInput(gradient, builder.weightCopy(kernelName, product.backwardKernel()),
                                          to.viewedAs(product.input())));
        }
    };

    Status build(Builder& builder)
    {
        const auto shape = builder.inputShape();
        const auto layout = Layout::plain(shape);
        const auto heads = builder.parameters().integer("heads");
        auto qkv = Projection::create(builder, "qkv", 3 * shape[2], builder.wantsInputGradient());
        if (!qkv)
            return failed(qkv);
        auto output = Projection::create(builder, "output", shape[2], true);
        if (!output)
            return failed(output);
        auto attention = AttentionHeads::create(
            builder, { .batch = shape[0], .length = shape[1], .heads = heads, .size = shape[2] / heads },
            builder.parameters().flag("causal"));
        if (!attention)
            return failed(attention);

        const auto projected = builder.scratch(qkv->product.output());
        const auto joined = builder.scratch(layout);
        qkv->recordForward(builder, builder.input(0, layout), projected);
        attention->recordForward(projected, joined);
        output->recordForward(builder, joined, builder.output(0, layout));
        if (builder.mode() != Mode::Training)
            return {};
        const auto joinedGradient = builder.scratch(layout);
        const auto projectedGradient = builder.scratch(qkv->product.output());
        output->recordBackward(builder, builder.outputGradient(), joinedGradient);
        attention->recordBackward(joinedGradient, projectedGradient);
        qkv->recordBackward(builder, projectedGradient,
                            builder.wantsInputGradient() ? builder.inputGradient() : Buffer());
        return {};
    }

    /// 0 where position t may look, a number that exp makes 0 of elsewhere.
    tensor::Tensor causalMask(std::int64_t length)
    {
        constexpr float kNever = -1e9F;
        tensor::Tensor mask { { length, length }, {} };
        for (std::int64_t i = 0; i < length * length; ++i)
            mask.values.push_back(i % length > i / length ? kNever : 0.F);
        return mask;
    }

    /// The operators of one attention, written one after the other.
    class OnnxWriter {
    public:
        explicit OnnxWriter(const OnnxWriting& writing)
            : m_writing(writing)
            , m_length(writing.inputShapes[0][0])
            , m_width(writing.inputShapes[0][1])
            , m_heads(writing.parameters.integer("heads"))
        {
        }

        OnnxPart write()
        {
            project("qkv", m_writing.inputs[0], named("qkv"));
            add("Split", { named("qkv") }, { named("q"), named("k"), named("v") },
                { { "axis", Integer { -1 } } });
            m_part.integers[named("split")] = { 0, 0, m_heads, m_width / m_heads };
            m_part.integers[named("join")] = { 0, 0, m_width };
            split("q", { 0, 2, 1, 3 });
            split("k", { 0, 2, 3, 1 });
            split("v", { 0, 2, 1, 3 });
            add("MatMul", { named("q.heads"), named("k.heads") }, { named("products") });
            add("Mul", { named("products"), named("factor") }, { named("scores") });
            m_part.constants[named("factor")]
                = { {}, { 1.F / std::sqrt(static_cast<float>(m_width / m_heads)) } };
            const bool isCausal = m_writing.parameters.flag("causal");
            if (isCausal) {
                add("Add", { named("scores"), named("mask") }, { named("seen") });
                m_part.constants[named("mask")] = causalMask(m_length);
            }
            add("Softmax", { named(isCausal ? "seen" : "scores") }, { named("shares") },
                { { "axis", Integer { -1 } } });
            add("MatMul", { named("shares"), named("v.heads") }, { named("mixed") });
            add("Transpose", { named("mixed") }, { named("turned") },
                { { "perm", std::vector<Integer> { 0, 2, 1, 3 } } });
            add("Reshape", { named("turned"), named("join") }, { named("joined") });
            project("output", named("joined"), m_writing.outputs[0]);
            return std::move(m_part);
        }

    private:
        using Integer = std::int64_t;

        [[nodiscard]] std::string named(const std::string& name) const
        {
            return m_writing.prefix + "." + name;
        }

        void add(const char* type, std::vector<std::string> inputs, std::vector<std::string> outputs,
                 std::map<std::string, OnnxNode::Attribute> attributes = {})
        {
            m_part.nodes.push_back({ type, std::move(inputs), std::move(outputs), std::move(attributes) });
        }

        void project(const std::string& name, const std::string& from, const std::string& to)
        {
            const auto kernel = named(name + "_kernel");
            const auto bias = named(name + "_bias");
            add("MatMul", { from, kernel }, { named(name + "_product") });
            add("Add", { named(name + "_product"), bias }, { to });
            m_part.constants[kernel] = transposed(m_writing.weights.at(name + "_kernel"));
            m_part.constants[bias] = m_writing.weights.at(name + "_bias");
        }

        void split(const std::string& name, const std::vector<Integer>& order)
        {
            add("Reshape", { named(name), named("split") }, { named(name + ".split") });
            add("Transpose", { named(name + ".split") }, { named(name + ".heads") }, { { "perm", order } });
        }

        const OnnxWriting& m_writing;
        std::int64_t m_length;
        std::int64_t m_width;
        std::int64_t m_heads;
        OnnxPart m_part;
    };

    Result<OnnxPart> toOnnx(const OnnxWriting& writing) { return OnnxWriter(writing).write(); }

    /// What toOnnx writes, no other way of writing an attention.
    std::optional<OnnxRead> readAs(const OnnxReading& reading, bool isCausal)
    {
        const auto width = reading.inputShapes[0][1];
        const auto constant = [&](std::size_t place, const tensor::Shape& shape) {
            const auto* found = reading.constantAhead(place, 1);
            return found && found->shape == shape ? found : nullptr;
        };
        const std::size_t last = isCausal ? 16 : 15; // the place of the second projection
        const auto* qkv = constant(0, { width, 3 * width });
        const auto* qkvBias = constant(1, { 3 * width });
        const auto* split = constant(3, { 4 });
        const auto* output = constant(last, { width, width });
        const auto* outputBias = constant(last + 1, { width });
        if (!qkv || !qkvBias || !output || !outputBias || !split
            || !(split->values[2] >= 1.F && split->values[2] <= 1024.F))
            return std::nullopt;
        OnnxRead read { .parameters = ParameterValues(kSelfAttention.parameters),
                        .weights = { { "qkv_kernel", transposed(*qkv) },
                                     { "qkv_bias", *qkvBias },
                                     { "output_kernel", transposed(*output) },
                                     { "output_bias", *outputBias } } };
        read.parameters.set("heads", static_cast<std::int64_t>(split->values[2]));
        read.parameters.set("causal", isCausal);
        if (!checkValues(kSelfAttention.parameters, read.parameters)
            || !inferShape({ read.parameters, reading.inputShapes, {} }))
            return std::nullopt;
        const auto part = toOnnx({ .parameters = read.parameters,
                                   .prefix = "layer",
                                   .inputShapes = reading.inputShapes,
                                   .outputShapes = {},
                                   .inputs = { "in" },
                                   .outputs = { "out" },
                                   .weights = read.weights });
        if (!part || !reading.isWrittenAs(*part))
            return std::nullopt;
        read.operators = part->nodes.size();
        return read;
    }

    std::optional<Result<OnnxRead>> fromOnnx(const OnnxReading& reading)
    {
        if (reading.node.type != "MatMul" || reading.inputShapes.size() != 1
            || reading.inputShapes[0].rank() != 2)
            return std::nullopt;
        for (const bool isCausal : { false, true }) {
            if (auto read = readAs(reading, isCausal))
                return *std::move(read);
        }
        return std::nullopt;
    }

    Result<PythonPart> toPyTorch(const PythonWriting& writing)
    {
        const auto& shape = writing.inputShapes[0];
        const auto& x = writing.inputs[0];
        const auto mask = writing.parameters.flag("causal")
            ? fmt::format(", attn_mask=torch.ones({0}, {0}, dtype=torch.bool, device={1}.device).triu(1)",
                          shape[0], x)
            : "";
        return PythonPart { .value = fmt::format("{0}({1}, {1}, {1}, need_weights=False{2})[0]", writing.name,
                                                 x, mask),
                            .module = fmt::format("nn.MultiheadAttention({}, {}, batch_first=True)", shape[1],
                                                  writing.parameters.integer("heads")),
                            .weights = { { "qkv_kernel", "in_proj_weight" },
                                         { "qkv_bias", "in_proj_bias" },
                                         { "output_kernel", "out_proj.weight" },
                                         { "output_bias", "out_proj.bias" } } };
    }

    Result<PythonPart> toKeras(const PythonWriting& writing)
    {
        const auto heads = writing.parameters.integer("heads");
        const auto* mask = writing.parameters.flag("causal") ? ", use_causal_mask=True" : "";
        return kerasLayerOf(writing, fmt::format("{0}, {0}{1}", writing.inputs[0], mask),
                            "MultiHeadAttention",
                            fmt::format("{}, {}", heads, writing.inputShapes[0][1] / heads));
    }
} // namespace

extern const LayerKind kSelfAttention {
    .id = "self_attention",
    .title = "Self-Attention",
    .category = Category::Dense,
    .help = "Each position of a sequence looks at all of them; Q, K and V are weighted sums of the "
            "input, d is the size of a head, and the heads are joined by one more weighted sum. "
            "Vaswani et al., NIPS 2017.",
    .formula = "head = softmax(Q K^{T} / √d) V\n"
               "y = W (head_{1}, …, head_{n}) + b",
    .words = "attention, multi-head, mha, transformer, scaled dot product, qkv",
    .parameters
    = { { .id = "heads",
          .label = "Heads",
          .help = "How many attentions run side by side; they share the numbers of a position among them.",
          .type = ParameterType::Integer,
          .fallback = std::int64_t { 4 },
          .minimum = 1,
          .maximum = 1024 },
        { .id = "causal",
          .label = "Causal",
          .help = "A position looks at itself and those before it alone, as in a model that writes text.",
          .type = ParameterType::Boolean,
          .fallback = false } },
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
