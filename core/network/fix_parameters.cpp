// SPDX-License-Identifier: GPL-3.0-or-later
// Fixes that set a layer's parameters to what its inputs allow.
#include "core/network/fix_proposals.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace netwright::network::proposals {

namespace {
    const ParameterSpec* find(const layers::LayerKind& kind, std::string_view id)
    {
        const auto it = std::ranges::find(kind.parameters, id, &ParameterSpec::id);
        return it == kind.parameters.end() ? nullptr : &*it;
    }

    /// What a block calls "kernel_height" need not be a whole number.
    const ParameterSpec* findInteger(const layers::LayerKind& kind, std::string_view id)
    {
        const auto* spec = find(kind, id);
        return spec && spec->type == ParameterType::Integer ? spec : nullptr;
    }

    /// Offers these parameters where the layer would then take its inputs.
    void offer(const Question& question, const ParameterValues& parameters, std::string title, Fixes& fixes)
    {
        if (!question.takes(parameters, question.inputShapes()))
            return;
        auto after = question.network;
        after.find(*question.problem.node)->parameters = parameters;
        fixes.push_back({ std::move(title), std::move(after) });
    }

    void padToSame(const Question& question, Fixes& fixes)
    {
        const auto* padding = find(*question.kind(), "padding");
        if (!padding || std::ranges::count(padding->choices, "same") == 0)
            return;
        auto parameters = question.node()->parameters;
        parameters.set("padding", std::string("same"));
        offer(question, parameters, fmt::format("Use padding \"same\" in {}", question.node()->name), fixes);
    }

    /// What a window could be instead, along both axes of the image.
    struct Window {
        std::string prefix; ///< of its parameters: "kernel"
        std::array<std::int64_t, 2> size;
    };

    /// Windows of the usual size where they are too large; where one side fits, square windows as it.
    Window usual(const layers::LayerKind& kind, const Window& window, const tensor::Shape& image)
    {
        auto smaller = window;
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const auto other = window.size[1 - axis];
            const auto* spec = find(kind, window.prefix + (axis == 0 ? "_height" : "_width"));
            const auto wanted = other <= image[2 - axis] ? other : std::get<std::int64_t>(spec->fallback);
            if (window.size[axis] > image[axis + 1])
                smaller.size[axis] = std::min(wanted, image[axis + 1]);
        }
        return smaller;
    }

    void offerWindow(const Question& question, const Window& window, Fixes& fixes)
    {
        auto parameters = question.node()->parameters;
        parameters.set(window.prefix + "_height", window.size[0]);
        parameters.set(window.prefix + "_width", window.size[1]);
        offer(question, parameters,
              fmt::format("Reduce the {} of {} to {} x {}", window.prefix, question.node()->name,
                          window.size[0], window.size[1]),
              fixes);
    }

    /// A window larger than the image is most likely a slip: the usual size first, then room for it, then the
    /// largest that there is room for.
    void fitWindow(const Question& question, const tensor::Shape& image, Fixes& fixes)
    {
        for (const std::string prefix : { "kernel", "pool" }) {
            const auto& values = question.node()->parameters;
            if (image.rank() != 3 || !findInteger(*question.kind(), prefix + "_height")
                || !findInteger(*question.kind(), prefix + "_width"))
                continue;
            const Window window { prefix,
                                  { values.integer(prefix + "_height"), values.integer(prefix + "_width") } };
            const Window largest {
                prefix, { std::min(window.size[0], image[1]), std::min(window.size[1], image[2]) }
            };
            offerWindow(question, usual(*question.kind(), window, image), fixes);
            padToSame(question, fixes);
            offerWindow(question, largest, fixes);
        }
    }

    void addChannels(const Question& question, const tensor::Shape& image, Fixes& fixes)
    {
        const auto* channels = findInteger(*question.kind(), "channels");
        if (!channels || image.rank() != 3)
            return;
        auto parameters = question.node()->parameters;
        parameters.set("channels", image[0]);
        offer(question, parameters,
              fmt::format("Set {} of {} to {}", channels->label, question.node()->name, image[0]), fixes);
    }

    void divideAmongHeads(const Question& question, const tensor::Shape& sequence, Fixes& fixes)
    {
        const auto* spec = findInteger(*question.kind(), "heads");
        if (!spec || sequence.rank() != 2)
            return;
        auto parameters = question.node()->parameters;
        auto heads = std::min(parameters.integer("heads"), sequence[1]);
        while (heads > 1 && sequence[1] % heads != 0)
            --heads;
        parameters.set("heads", heads);
        offer(question, parameters,
              fmt::format("Set {} of {} to {}", spec->label, question.node()->name, heads), fixes);
    }

    std::vector<std::int64_t> numbersIn(std::string_view text)
    {
        std::vector<std::int64_t> numbers;
        const auto* const end = text.data() + text.size();
        for (const auto* at = text.data(); at != end;) {
            std::int64_t number = 0;
            const auto [next, error] = std::from_chars(at, end, number);
            if (error == std::errc {})
                numbers.push_back(number);
            at = next == at ? at + 1 : next;
        }
        return numbers;
    }

    /// Lets one of the sizes follow from the others, the first that can.
    void leaveSizeOpen(const Question& question, Fixes& fixes)
    {
        constexpr std::size_t kMaximumRank = 3;
        const auto* spec = find(*question.kind(), "shape");
        if (!spec || spec->type != ParameterType::Text)
            return;
        auto sizes = numbersIn(question.node()->parameters.text("shape"));
        sizes.resize(std::min(sizes.size(), kMaximumRank));
        for (auto& size : sizes)
            size = std::max<std::int64_t>(size, 1);
        for (std::size_t open = 0; open < sizes.size(); ++open) {
            auto tried = sizes;
            tried[open] = -1;
            const auto text = fmt::format("{}", fmt::join(tried, " "));
            auto parameters = question.node()->parameters;
            parameters.set("shape", text);
            offer(question, parameters, fmt::format("Set the shape of {} to {}", question.node()->name, text),
                  fixes);
        }
    }
} // namespace

void fitParameters(const Question& question, Fixes& fixes)
{
    const auto inputs = question.inputShapes();
    if (inputs.empty())
        return;
    fitWindow(question, inputs[0], fixes);
    addChannels(question, inputs[0], fixes);
    divideAmongHeads(question, inputs[0], fixes);
    leaveSizeOpen(question, fixes);
}

} // namespace netwright::network::proposals
