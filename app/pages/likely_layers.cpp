// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/likely_layers.hpp"

#include "core/layers/catalogue/layer_table.hpp"
#include "core/network/block.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace netwright::pages {

using layers::Category;

namespace {
    /// Of their categories, what is meant most often.
    constexpr std::array<std::string_view, 7> kUsual {
        "input", "dense", "conv2d", "max_pool2d", "relu", "batch_norm", "softmax_cross_entropy"
    };
    constexpr int kUnlikely = 9;

    std::span<const Category> followersOf(Category category)
    {
        using enum Category;
        static constexpr std::array kData { Convolution, Dense, Normalisation, Shape };
        static constexpr std::array kDense { Loss, Activation, Normalisation, Regularisation, Dense };
        static constexpr std::array kConvolution { Activation, Normalisation, Pooling, Convolution };
        static constexpr std::array kPooling { Convolution, Shape, Loss, Dense };
        static constexpr std::array kNormalisation { Activation, Convolution, Dense };
        static constexpr std::array kActivation { Pooling, Convolution, Dense, Regularisation, Shape };
        static constexpr std::array kRegularisation { Dense, Convolution, Shape };
        static constexpr std::array kShape { Dense, Convolution, Activation };
        static constexpr std::array kMerge { Activation, Normalisation, Convolution, Pooling, Dense };
        static constexpr std::array kBlock { Block, Activation, Pooling, Dense };
        switch (category) {
        case Data:
            return kData;
        case Dense:
            return kDense;
        case Convolution:
            return kConvolution;
        case Pooling:
            return kPooling;
        case Normalisation:
            return kNormalisation;
        case Activation:
            return kActivation;
        case Regularisation:
            return kRegularisation;
        case Shape:
            return kShape;
        case Merge:
            return kMerge;
        case Block:
            return kBlock;
        case Loss:
            break;
        }
        return {};
    }

    int distanceBetween(Category category, Category next)
    {
        const auto followers = followersOf(category);
        const auto it = std::ranges::find(followers, next);
        return it == followers.end() ? kUnlikely : static_cast<int>(it - followers.begin());
    }

    int distanceOf(const LayerPlace& place, Category category)
    {
        if (category == Category::Loss && !place.mayEnd)
            return kUnlikely + 1;
        if (place.before)
            return distanceBetween(*place.before, category);
        return place.behind ? distanceBetween(category, *place.behind) : 0;
    }
} // namespace

int distanceFrom(const LayerPlace& place, std::string_view layer)
{
    const auto* kind = layers::findLayer(layer);
    const auto category = kind ? kind->category : Category::Block;
    const bool isUsual = std::ranges::find(kUsual, layer) != kUsual.end();
    if (place.isEnd)
        return category == Category::Data ? 0 : category == Category::Loss ? kUnlikely : 1;
    if (place.isFirst)
        return layer == network::kBlockInput ? 0 : category == Category::Data ? (isUsual ? 1 : 2) : kUnlikely;
    if (place.isAfterText && layer == "embedding")
        return 0;
    if (!place.before && !place.behind)
        return 0;
    return 1 + 2 * distanceOf(place, category) + (isUsual ? 0 : 1);
}

} // namespace netwright::pages
