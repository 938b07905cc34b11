// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/engine/aligned_block.hpp"
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"
#include "core/tensor/operation.hpp"
#include "core/tensor/tensor.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::engine {

/// All weights and statistics of a Plan. The trainable ones lie in one block, in the layouts their gradients
/// have, tables last, and the gradients of all but tables in further blocks at the same offsets, one for each
/// slice of the batch; statistics lie apart. In between is padding, which stays zero.
///
/// While the network is recorded: add() every weight, then declare() those that layers use. Then layOut(),
/// once.
class ParameterStore {
public:
    /// `position`: of the node in execution order, for its random numbers.
    void add(const std::string& node, std::uint64_t position, const std::vector<layers::WeightSpec>& specs,
             std::int64_t batch);
    /// The buffers of a weight for a slice, kept in `layout` from now on; slices differ in the gradient
    /// alone.
    layers::WeightBuffers declare(std::string_view node, std::string_view name, const tensor::Layout& layout,
                                  bool hasGradient, std::size_t slice);
    /// The weight in another layout, kept up to date by refreshing(); the weight itself where the layouts
    /// agree.
    [[nodiscard]] Result<tensor::Buffer> copy(std::string_view node, std::string_view name,
                                              const tensor::Layout& layout);
    /// A weight that was declared.
    [[nodiscard]] const tensor::Buffer& value(std::string_view node, std::string_view name);
    /// `operation` reads weights, of which what it writes follows: from now on it is among refreshing().
    void derive(tensor::Operation operation);
    [[nodiscard]] double bytes() const; ///< that layOut() takes
    /// Gives all of them memory.
    void layOut();
    void initialise(std::uint64_t seed);
    /// What brings copies, and all else that follows from weights, up to date; in any order.
    [[nodiscard]] const std::vector<tensor::Operation>& refreshing() const { return m_refresh; }

    /// From now on following() brings what is not trainable up to date with `source`, and then its copies:
    /// see Plan::follow.
    [[nodiscard]] Status follow(const ParameterStore& source, std::string_view prefix);
    [[nodiscard]] const std::vector<tensor::Operation>& following() const { return m_follow; }

    [[nodiscard]] std::span<float> weights() const;
    /// Of one slice, without those of tables; empty where none was declared.
    [[nodiscard]] std::span<float> gradients(std::size_t slice) const;
    [[nodiscard]] std::size_t slices() const { return m_gradients.size(); } ///< that have gradients
    /// The gradient of a weight of which a batch uses few rows: see layers::WeightBuffers.
    struct Table {
        std::size_t offset = 0; ///< of the weight, in floats, in weights()
        std::size_t rowSize = 0;
        std::span<const std::int32_t> places; ///< by row
        std::span<const float> gradients; ///< rows in the order of the places
    };
    [[nodiscard]] std::span<const Table> tables() const { return m_tables; } ///< by offset
    [[nodiscard]] std::span<float> statistics() const;
    [[nodiscard]] std::int64_t trainableCount() const;

    [[nodiscard]] std::vector<tensor::NamedTensor> read() const;
    [[nodiscard]] Status write(std::span<const tensor::NamedTensor> parameters);
    [[nodiscard]] std::vector<tensor::NamedTensor> toPlain(std::span<const float> likeWeights) const;
    [[nodiscard]] Status fromPlain(std::span<const tensor::NamedTensor> plain,
                                   std::span<float> likeWeights) const;

    /// `weight "kernel"` of the first weight that holds a NaN or an infinity, with its node; two empty
    /// strings if none.
    struct Name {
        std::string node;
        std::string weight;
    };
    [[nodiscard]] Name findNonFinite() const;
    /// The name of the weight whose gradient this is; empty where it is none.
    [[nodiscard]] std::string weightOfGradient(const tensor::Buffer& gradient) const;

private:
    struct Entry {
        std::string node;
        std::uint64_t position = 0;
        layers::WeightSpec spec;
        tensor::Buffer value = {};
        std::vector<tensor::Buffer> gradients = {}; ///< by slice
        std::int64_t usedRows = 0; ///< of a table, by a batch at most
        tensor::Buffer places = {}; ///< of a table
        std::size_t offset = 0; ///< in floats, in its block
        std::vector<tensor::Buffer> copies = {};
    };

    void declareTable(Entry& entry);
    void placeBesides();
    [[nodiscard]] static Table tableOf(const Entry& entry);
    void followDerived();
    [[nodiscard]] Entry& find(std::string_view node, std::string_view name);
    [[nodiscard]] std::vector<const Entry*> entries(bool trainableOnly) const;

    std::vector<Entry> m_entries;
    std::vector<Table> m_tables;
    std::vector<tensor::Operation> m_refresh;
    std::vector<tensor::Operation> m_follow;
    std::vector<tensor::Buffer>
        m_beside; ///< what m_refresh writes, and what tables have instead of gradients
    AlignedBlock m_weights;
    std::vector<AlignedBlock> m_gradients; ///< by slice
    AlignedBlock m_statistics;
    AlignedBlock m_besides;
    std::vector<AlignedBlock> m_scratch; ///< of m_follow
};

} // namespace netwright::engine
