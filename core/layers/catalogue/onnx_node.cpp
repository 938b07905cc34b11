// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/onnx_node.hpp"

#include <algorithm>
#include <charconv>

namespace netwright::layers {

double asWritten(float number)
{
    char text[32];
    // The shortest text that is exact.
    const auto* end = std::to_chars(std::begin(text), std::end(text), number).ptr;
    double result = number;
    std::from_chars(text, end, result);
    return result;
}

tensor::Tensor transposed(const tensor::Tensor& matrix)
{
    const auto rows = static_cast<std::size_t>(matrix.shape[0]);
    const auto columns = static_cast<std::size_t>(matrix.shape[1]);
    tensor::Tensor result { { matrix.shape[1], matrix.shape[0] }, std::vector<float>(matrix.values.size()) };
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column)
            result.values[column * rows + row] = matrix.values[row * columns + column];
    }
    return result;
}

namespace {
    /// Which value of a file stands for which of ours: the first meeting of two names decides.
    class Pairing {
    public:
        bool agree(const std::vector<std::string>& ours, const std::vector<std::string>& theirs)
        {
            if (ours.size() != theirs.size())
                return false;
            for (std::size_t i = 0; i < ours.size(); ++i) {
                if (m_theirs.try_emplace(ours[i], theirs[i]).first->second != theirs[i])
                    return false;
            }
            return true;
        }

        bool holds(const std::map<std::string, tensor::Tensor>& named, const std::string& ours,
                   const tensor::Tensor& tensor) const
        {
            const auto theirs = m_theirs.find(ours);
            const auto it = theirs == m_theirs.end() ? named.end() : named.find(theirs->second);
            return it != named.end() && it->second == tensor;
        }

    private:
        std::map<std::string, std::string> m_theirs; ///< by our name
    };

    tensor::Tensor tensorOf(const std::vector<std::int64_t>& integers)
    {
        return { { static_cast<std::int64_t>(integers.size()) }, { integers.begin(), integers.end() } };
    }
} // namespace

const tensor::Tensor* OnnxReading::constantAhead(std::size_t places, std::size_t input) const
{
    if (!named || places > following.size())
        return nullptr;
    const auto& inputs = places == 0 ? node.inputs : following[places - 1].inputs;
    const auto it = input < inputs.size() ? named->find(inputs[input]) : named->end();
    return it == named->end() ? nullptr : &it->second;
}

bool OnnxReading::isWrittenAs(const OnnxPart& part) const
{
    if (!named || part.nodes.size() > following.size() + 1)
        return false;
    Pairing pairing;
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
        const auto& ours = part.nodes[i];
        const auto& theirs = i == 0 ? node : following[i - 1];
        if (ours.type != theirs.type || ours.attributes != theirs.attributes
            || !pairing.agree(ours.inputs, theirs.inputs) || !pairing.agree(ours.outputs, theirs.outputs))
            return false;
    }
    return std::ranges::all_of(
               part.constants,
               [&](const auto& entry) { return pairing.holds(*named, entry.first, entry.second); })
        && std::ranges::all_of(part.integers, [&](const auto& entry) {
               return pairing.holds(*named, entry.first, tensorOf(entry.second));
           });
}

} // namespace netwright::layers
