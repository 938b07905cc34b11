// SPDX-License-Identifier: GPL-3.0-or-later
// How parameters leave a ParameterStore and come back: in plain layout, by name.
#include "core/engine/parameter_store.hpp"
#include "core/tensor/reorder.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace netwright::engine {

using tensor::Layout;
using tensor::NamedTensor;

namespace {
    tensor::Tensor toPlainTensor(const layers::WeightSpec& spec, const Layout& layout, const float* values)
    {
        tensor::Tensor tensor { spec.shape,
                                std::vector<float>(static_cast<std::size_t>(spec.shape.elements())) };
        tensor::reorderNow(layout, values, Layout::plain(spec.shape), tensor.values.data());
        return tensor;
    }

    Status checkShape(const NamedTensor& given, const layers::WeightSpec& wanted)
    {
        const auto where = given.node + "/" + given.name;
        if (given.tensor.shape != wanted.shape)
            return fail(where, "expected {}, received {}; these parameters belong to another network",
                        tensor::toText(wanted.shape), tensor::toText(given.tensor.shape));
        if (std::cmp_not_equal(given.tensor.values.size(), wanted.shape.elements()))
            return fail(where, "expected {} numbers, received {}; the file is damaged",
                        wanted.shape.elements(), given.tensor.values.size());
        return {};
    }

    const NamedTensor* findIn(std::span<const NamedTensor> tensors, const std::string& node,
                              const std::string& name)
    {
        const auto it = std::ranges::find_if(
            tensors, [&](const NamedTensor& tensor) { return tensor.node == node && tensor.name == name; });
        return it == tensors.end() ? nullptr : &*it;
    }

    bool isFinite(std::span<const float> values)
    {
        return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
    }
} // namespace

template <class Entries> static Status check(const Entries& entries, std::span<const NamedTensor> given)
{
    for (const auto* entry : entries) {
        const auto* tensor = findIn(given, entry->node, entry->spec.name);
        if (!tensor)
            return fail(entry->node + "/" + entry->spec.name,
                        "is missing; these parameters belong to another network");
        if (const auto status = checkShape(*tensor, entry->spec); !status)
            return status;
    }
    for (const auto& tensor : given) {
        const auto isKnown = [&](const auto* entry) {
            return entry->node == tensor.node && entry->spec.name == tensor.name;
        };
        if (std::ranges::none_of(entries, isKnown))
            return fail(tensor.node + "/" + tensor.name,
                        "is not a parameter of this network; these parameters belong to another network");
    }
    if (given.size() != entries.size())
        return fail("parameters", "expected {}, received {}; one is there twice", entries.size(),
                    given.size());
    return {};
}

std::vector<NamedTensor> ParameterStore::read() const
{
    std::vector<NamedTensor> tensors;
    for (const auto& entry : m_entries) {
        const auto& value = entry.value;
        tensors.push_back(
            { entry.node, entry.spec.name, toPlainTensor(entry.spec, value.layout(), value.data<float>()) });
    }
    return tensors;
}

Status ParameterStore::write(std::span<const NamedTensor> parameters)
{
    if (const auto status = check(entries(false), parameters); !status)
        return status;
    for (const auto& entry : m_entries) {
        const auto& tensor = findIn(parameters, entry.node, entry.spec.name)->tensor;
        tensor::reorderNow(Layout::plain(entry.spec.shape), tensor.values.data(), entry.value.layout(),
                           entry.value.data<float>());
    }
    return {};
}

std::vector<NamedTensor> ParameterStore::toPlain(std::span<const float> likeWeights) const
{
    std::vector<NamedTensor> tensors;
    for (const auto* entry : entries(true))
        tensors.push_back(
            { entry->node, entry->spec.name,
              toPlainTensor(entry->spec, entry->value.layout(), likeWeights.data() + entry->offset) });
    return tensors;
}

Status ParameterStore::fromPlain(std::span<const NamedTensor> plain, std::span<float> likeWeights) const
{
    const auto wanted = entries(true);
    if (const auto status = check(wanted, plain); !status)
        return status;
    for (const auto* entry : wanted) {
        const auto& tensor = findIn(plain, entry->node, entry->spec.name)->tensor;
        tensor::reorderNow(Layout::plain(entry->spec.shape), tensor.values.data(), entry->value.layout(),
                           likeWeights.data() + entry->offset);
    }
    return {};
}

Status ParameterStore::follow(const ParameterStore& source, std::string_view prefix)
{
    for (const auto* from : source.entries(false)) {
        const auto to = std::ranges::find_if(m_entries, [&](const Entry& entry) {
            return entry.node == std::string(prefix) + from->node && entry.spec.name == from->spec.name;
        });
        if (to == m_entries.end() || to->spec.isTrainable || to->spec.shape != from->spec.shape)
            return fail(from->node + "/" + from->spec.name,
                        "expected a frozen weight of {} with this name to follow it, found none",
                        tensor::toText(from->spec.shape));
        auto copy = tensor::reorder("followed " + from->spec.name, from->value, to->value);
        if (!copy)
            return failed(copy);
        for (const auto& written : copy->writes) {
            if (!written.storage()->data) // a scratchpad
                written.storage()->data = m_scratch.emplace_back(written.layout().bytes()).data();
            written.place();
        }
        m_follow.push_back(std::move(*copy));
    }
    followDerived();
    return {};
}

/// What follows from none but followed weights need be refreshed only after these; what follows from others
/// as well, after either.
void ParameterStore::followDerived()
{
    std::set<const tensor::Storage*> followed;
    for (const auto& copy : m_follow)
        followed.insert(copy.writes.front().storage().get());
    const auto isFollowed
        = [&](const tensor::Buffer& read) { return followed.contains(read.storage().get()); };
    std::vector<tensor::Operation> staying;
    for (auto& operation : m_refresh) {
        if (!std::ranges::all_of(operation.reads, isFollowed))
            staying.push_back(operation);
        if (std::ranges::any_of(operation.reads, isFollowed))
            m_follow.push_back(std::move(operation));
    }
    m_refresh = std::move(staying);
}

ParameterStore::Name ParameterStore::findNonFinite() const
{
    for (const auto& entry : m_entries) {
        const auto& value = entry.value;
        if (!isFinite({ value.data<float>(), value.layout().bytes() / sizeof(float) }))
            return { entry.node, entry.spec.name };
    }
    return {};
}

std::string ParameterStore::weightOfGradient(const tensor::Buffer& gradient) const
{
    const auto it = std::ranges::find_if(m_entries, [&gradient](const Entry& entry) {
        return std::ranges::any_of(entry.gradients, [&gradient](const tensor::Buffer& own) {
            return own.storage() == gradient.storage();
        });
    });
    return it == m_entries.end() ? "" : it->spec.name;
}

} // namespace netwright::engine
