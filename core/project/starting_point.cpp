// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/starting_point.hpp"

#include <algorithm>

namespace netwright::project {

namespace {
    constexpr double kRowHeight = 104; ///< between the middles of two nodes, one below the other
    constexpr std::int64_t kHidden = 32;
    constexpr std::int64_t kSmallestForPools
        = 12; ///< pixels: two 3 x 3 convolutions and two pools leave some

    /// Puts nodes below each other and links each to the one above.
    class Chain {
    public:
        explicit Chain(network::Network& network)
            : m_network(network)
        {
        }

        network::Node& add(const char* layer)
        {
            const double row = static_cast<double>(m_network.nodes.size());
            const auto id = m_network.add(layer, { 0, row * kRowHeight });
            if (m_last.value != 0)
                m_network.connect({ .from = { m_last, 0 }, .to = { id, 0 } });
            m_last = id;
            return *m_network.find(id);
        }

        void addDense(std::int64_t units) { add("dense").parameters.set("units", units); }

        void addConvolution(std::int64_t filters)
        {
            add("conv2d").parameters.set("filters", filters);
            add("relu");
            add("max_pool2d");
        }

    private:
        network::Network& m_network;
        network::NodeId m_last { 0 };
    };

    bool isNumbers(const tensor::Column& column)
    {
        return column.type == tensor::ColumnType::Image || column.type == tensor::ColumnType::Vector;
    }

    void addHidden(Chain& chain, const tensor::Column& input)
    {
        if (input.type == tensor::ColumnType::Image) {
            if (std::min(input.shape[1], input.shape[2]) >= kSmallestForPools) {
                chain.addConvolution(kHidden / 2);
                chain.addConvolution(kHidden);
            }
            chain.add("flatten");
        }
        chain.addDense(kHidden);
        chain.add("relu");
    }
} // namespace

Result<network::Network> startingNetwork(const std::string& name, const data::Dataset& dataset)
{
    const auto& columns = dataset.signature().columns;
    const auto input = std::ranges::find_if(columns, isNumbers);
    const bool hasTarget = !columns.empty()
        && (columns.back().type == tensor::ColumnType::Category
            || columns.back().type == tensor::ColumnType::Number);
    if (input == columns.end() || !hasTarget)
        return fail(
            fmt::format("dataset \"{}\"", dataset.spec().name),
            "expected a column of images or numbers and a class or a number to learn; build the network "
            "by hand");
    const tensor::Column& target = columns.back();
    const bool isCategory = target.type == tensor::ColumnType::Category;
    network::Network network { .name = name, .dataset = dataset.spec().name, .nodes = {}, .links = {} };
    Chain chain(network);
    chain.add("input").parameters.set("column", input->name);
    addHidden(chain, *input);
    chain.addDense(isCategory ? std::ssize(target.categories) : 1);
    chain.add(isCategory ? "softmax_cross_entropy" : "mean_squared_error")
        .parameters.set("target", target.name);
    return network;
}

training::Recipe startingRecipe(const network::Network& network, const data::Dataset& dataset)
{
    constexpr std::int64_t kSteps = 3000;
    auto recipe = training::defaultRecipe(network.name);
    recipe.network = network.name;
    const auto rows = std::ssize(dataset.rows(data::Part::Train));
    const auto stepsPerEpoch = std::max<std::int64_t>((rows + recipe.batch - 1) / recipe.batch, 1);
    recipe.epochs = std::clamp<std::int64_t>(kSteps / stepsPerEpoch, 5, 200);
    return recipe;
}

std::string dataPath(const std::filesystem::path& data, const std::filesystem::path& projectFile)
{
    std::error_code code;
    const auto whole = std::filesystem::absolute(data, code).lexically_normal();
    const auto folder = std::filesystem::absolute(projectFile, code).lexically_normal().parent_path();
    const auto relative = whole.lexically_relative(folder);
    const bool isWithin = !relative.empty() && *relative.begin() != "..";
    return (isWithin ? relative : whole).string();
}

} // namespace netwright::project
