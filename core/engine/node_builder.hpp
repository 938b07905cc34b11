// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/recording.hpp"
#include "core/layers/catalogue/builder.hpp"

#include <optional>
#include <string>
#include <vector>

namespace netwright::engine {

/// The Builder of one node: writes into a Recording.
class NodeBuilder final : public layers::Builder {
public:
    NodeBuilder(Recording& recording, std::size_t node);

    /// After the layer's `build`: the reorders of input gradients, and the first error of any reorder.
    [[nodiscard]] Status finish();

    layers::Mode mode() const override;
    const ParameterValues& parameters() const override;
    std::int64_t batch() const override;
    std::size_t slice() const override;
    std::size_t slices() const override;
    const layers::StepState& step() const override;
    tensor::Freedom freedom() const override;
    bool isRecomputation() const override;
    std::uint64_t randomStream() const override;
    tensor::Shape inputShape(int port) const override;
    tensor::Shape outputShape(int port) const override;
    tensor::ElementType outputType() const override;
    tensor::Buffer input(int port) override;
    tensor::Buffer input(int port, const tensor::Layout& layout) override;
    tensor::Buffer output(int port, const tensor::Layout& layout) override;
    tensor::Buffer outputView(int port, const tensor::Buffer& buffer) override;
    tensor::Buffer column(std::string_view name) override;
    bool wantsInputGradient(int port) const override;
    tensor::Buffer inputGradient(int port) override;
    tensor::Buffer outputGradient(int port) override;
    tensor::Buffer preActivationGradient() override;
    layers::WeightBuffers weight(std::string_view name, const tensor::Layout& layout) override;
    tensor::Buffer weightCopy(std::string_view name, const tensor::Layout& layout) override;
    bool hasFoldedNorm() const override;
    tensor::Buffer scratch(const tensor::Layout& layout) override;
    tensor::Buffer kept(const tensor::Layout& layout) override;
    std::vector<tensor::Buffer> shared(const tensor::Layout& layout) override;
    std::shared_ptr<const std::vector<tensor::Buffer>> across(const tensor::Buffer& own) override;
    layers::Activation activation() const override;
    void forward(tensor::Operation operation) override;
    void backward(tensor::Operation operation) override;
    tensor::Buffer loss() override;

private:
    /// What this node has asked for at one of its inputs.
    struct Port {
        tensor::Buffer buffer; ///< as input() returned it last
        tensor::Buffer gradient; ///< as inputGradient() returned it
        tensor::Buffer
            claimed; ///< where the value wants the gradient; `gradient` itself where no reorder is needed
    };

    [[nodiscard]] RecordedValue& inputValue(int port) const;
    [[nodiscard]] RecordedValue& outputValue(int port) const;
    /// The value that has the gradient of this input.
    [[nodiscard]] std::size_t gradientOf(int port) const;
    /// Where this consumer of a value leaves its share of the gradient.
    [[nodiscard]] static tensor::Buffer claimGradient(RecordedValue& value);
    /// A weight of the node `owner` as its first user keeps it; another user that wants another layout gets a
    /// copy.
    layers::WeightBuffers weightOf(const std::string& owner, std::string_view name,
                                   const tensor::Layout& layout);
    tensor::Buffer copyOf(std::string_view owner, std::string_view name, const tensor::Layout& layout);
    tensor::Buffer foldedKernel(const tensor::Layout& layout);
    tensor::Buffer foldedBias(const tensor::Layout& layout);
    void addReorder(std::vector<tensor::Operation>& list, const char* name, const tensor::Buffer& from,
                    const tensor::Buffer& to);

    Recording& m_recording;
    std::size_t m_index; ///< into Lowered::nodes
    const LoweredNode& m_lowered;
    RecordedNode& m_node;
    std::vector<Port> m_ports;
    Status m_status;
};

} // namespace netwright::engine
