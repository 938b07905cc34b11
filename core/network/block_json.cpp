// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/block_json.hpp"

#include "core/base/json_text.hpp"
#include "core/network/block.hpp"
#include "core/network/json_reading.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace netwright::network {

namespace {
    using Json = nlohmann::ordered_json;

    /// Of `"conv1.filters"`; names and ids may contain dots themselves.
    std::optional<ExposedParameter::Target> targetOf(std::string_view text, const Network& body)
    {
        for (auto dot = text.rfind('.'); dot != text.npos && dot > 0; dot = text.rfind('.', dot - 1)) {
            const auto* node = body.find(text.substr(0, dot));
            const auto parameter = text.substr(dot + 1);
            if (node && node->parameters.all().contains(parameter))
                return ExposedParameter::Target { node->id, std::string(parameter) };
        }
        return std::nullopt;
    }

    const Value& valueOf(const ExposedParameter::Target& target, const Network& body)
    {
        return body.find(target.node)->parameters.value(target.parameter);
    }

    Result<ExposedParameter> readExposed(const std::string& name, const Json& json, const Network& body,
                                         const std::string& whole)
    {
        const auto where = fmt::format("{}, parameter {}", whole, shown(Json(name)));
        if (const auto checked = checkExposedName(name); !checked)
            return fail(where, "{}", checked.error().message);
        if (!json.is_array() || json.empty() || json.size() > kMaximumNodes)
            return fail(where, "expected a list such as [\"conv1.filters\"], found {}", shown(json));
        ExposedParameter exposed { .name = name, .targets = {} };
        for (const auto& text : json) {
            const auto target
                = text.is_string() ? targetOf(text.get_ref<const std::string&>(), body) : std::nullopt;
            if (!target)
                return fail(where, "expected a layer and its parameter as \"conv1.filters\", found {}",
                            shown(text));
            exposed.targets.push_back(*target);
            if (valueOf(*target, body).index() != valueOf(exposed.targets.front(), body).index())
                return fail(where, "{} is of another type than {}; expose it under another name", shown(text),
                            shown(json.front()));
        }
        return exposed;
    }

    Status readParameters(const Json& json, const std::string& where, Block& block)
    {
        const auto parameters = json.find("parameters");
        if (parameters == json.end())
            return {};
        if (!parameters->is_object())
            return fail(where, "\"parameters\": expected {{\"filters\": [\"conv1.filters\"]}}, found {}",
                        shown(*parameters));
        for (const auto& [id, targets] : parameters->items()) {
            auto exposed = readExposed(id, targets, block.body, where);
            if (!exposed)
                return failed(exposed);
            block.exposed.push_back(*std::move(exposed));
        }
        return {};
    }

    /// Reads definitions in the order in which they use each other.
    class BlockReader {
    public:
        BlockReader(const Json& blocks, const std::string& where, Network& network)
            : m_blocks(blocks)
            , m_where(where)
            , m_network(network)
        {
        }

        [[nodiscard]] Status read(const std::string& name)
        {
            const auto json = m_blocks.find(name);
            if (m_network.block(name) || json == m_blocks.end())
                return {}; // what uses one that is not there says so
            const auto where = fmt::format("{}, block {}", m_where, shown(Json(name)));
            if (!m_open.insert(name).second)
                return fail(where, "it contains itself; remove it from what is inside");
            if (!json->is_object())
                return fail(where, "expected a block as {{ \"nodes\": [...], \"links\": [...] }}, found {}",
                            shown(*json));
            if (auto read = readUsed(*json); !read)
                return read;
            return readBlock(name, *json, where);
        }

    private:
        [[nodiscard]] Status readUsed(const Json& json)
        {
            const auto nodes = json.find("nodes");
            for (std::size_t i = 0; nodes != json.end() && nodes->is_array() && i < nodes->size(); ++i) {
                const auto& node = (*nodes)[i];
                const auto layer = node.is_object() ? node.find("layer") : node.end();
                if (!node.is_object() || layer == node.end() || !layer->is_string())
                    continue;
                if (const auto used = blockName(layer->get_ref<const std::string&>())) {
                    if (auto inner = read(std::string(*used)); !inner)
                        return inner;
                }
            }
            return {};
        }

        [[nodiscard]] Status readBlock(const std::string& name, const Json& json, const std::string& where)
        {
            static constexpr std::array<std::string_view, 6> kKeys { "nodes",  "links", "notes",
                                                                     "groups", "flow",  "parameters" };
            if (const auto checked = checkNodeName(name); !checked)
                return fail(where, "{} cannot be the name of a block; choose another", shown(Json(name)));
            if (auto checked = checkKeys(json, kKeys, where); !checked)
                return checked;
            Block block { .name = name, .body = {}, .exposed = {} };
            if (auto read = readCanvas(json, m_network, where, block.body); !read)
                return read;
            if (auto read = readParameters(json, where, block); !read)
                return read;
            m_network.blocks.push_back(std::move(block));
            return {};
        }

        const Json& m_blocks;
        const std::string& m_where;
        Network& m_network;
        std::set<std::string> m_open;
    };

    Json exposedToJson(const Block& block)
    {
        auto json = Json::object();
        for (const auto& exposed : block.exposed) {
            auto targets = Json::array();
            for (const auto& [id, parameter] : exposed.targets) {
                const auto* node = block.body.find(id);
                if (node && node->parameters.all().contains(parameter))
                    targets.push_back(node->name + "." + parameter);
            }
            if (!targets.empty())
                json[exposed.name] = std::move(targets);
        }
        return json;
    }
} // namespace

void writeBlocks(const Network& network, Json& json)
{
    for (const auto& block : network.blocks) {
        auto& written = json["blocks"][block.name];
        writeCanvas(block.body, network, written);
        if (auto exposed = exposedToJson(block); !exposed.empty())
            written["parameters"] = std::move(exposed);
    }
}

Status readBlocks(const Json& json, const std::string& where, Network& network)
{
    const auto blocks = json.find("blocks");
    if (blocks == json.end())
        return {};
    if (!blocks->is_object())
        return fail(where, "\"blocks\": expected {{\"NAME\": {{\"nodes\": [...]}}}}, found {}",
                    shown(*blocks));
    if (blocks->size() > kMaximumBlocks)
        return fail(where, "\"blocks\": expected at most {}, found {}", kMaximumBlocks, blocks->size());
    BlockReader reader(*blocks, where, network);
    std::vector<std::string> order;
    for (const auto& [name, block] : blocks->items()) {
        if (auto read = reader.read(name); !read)
            return read;
        order.push_back(name);
    }
    std::ranges::sort(network.blocks, {},
                      [&order](const Block& block) { return std::ranges::find(order, block.name); });
    return {};
}

} // namespace netwright::network
