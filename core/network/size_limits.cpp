// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/size_limits.hpp"

#include "core/base/text.hpp"

#include <limits>

namespace netwright::network {

namespace {
    bool isReasonable(const tensor::Shape& shape)
    {
        std::int64_t elements = 1;
        for (const auto size : shape) {
            if (size < 1 || size > kMaximumElements / elements)
                return false;
            elements *= size;
        }
        return true;
    }

    std::int64_t saturatingSum(std::int64_t left, std::int64_t right)
    {
        constexpr auto kLargest = std::numeric_limits<std::int64_t>::max();
        return left > kLargest - right ? kLargest : left + right;
    }
} // namespace

Status checkSizes(const layers::LayerKind& kind, const layers::ShapeRequest& request,
                  std::span<const tensor::Shape> outputs)
{
    for (const auto& shape : outputs) {
        if (!isReasonable(shape))
            return fail({},
                        "its output would be {} numbers per sample, at most {} are possible; choose smaller "
                        "sizes",
                        tensor::toText(shape), grouped(kMaximumElements));
    }
    for (const auto& weight : layers::weightsOf(kind, request)) {
        if (!isReasonable(weight.shape))
            return fail({}, "its {} would be {} numbers, at most {} are possible; choose smaller sizes",
                        weight.name, tensor::toText(weight.shape), grouped(kMaximumElements));
    }
    return {};
}

void addSaturating(layers::Cost& total, const layers::Cost& cost)
{
    total.parameters = saturatingSum(total.parameters, cost.parameters);
    total.multiplyAdds = saturatingSum(total.multiplyAdds, cost.multiplyAdds);
    total.activationBytes = saturatingSum(total.activationBytes, cost.activationBytes);
}

} // namespace netwright::network
