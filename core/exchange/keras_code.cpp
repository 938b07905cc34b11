// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/keras_code.hpp"

#include "core/exchange/python_canvas.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace netwright::exchange {

namespace {
    const PythonDialect kDialect { .title = "Keras",
                                   .write = &layers::LayerKind::toKeras,
                                   .attribute = "",
                                   .taken = { "name", "repeat", "build", "losses" } };

    /// As Keras wants several.
    std::string bracketed(const std::vector<std::string>& names)
    {
        return names.size() == 1 ? names[0] : "[" + listOf(names) + "]";
    }

    std::string inputText(const PythonInput& input)
    {
        auto sizes = input.shape.sizes();
        if (sizes.size() == 3) // channels last
            std::ranges::rotate(sizes, sizes.begin() + 1);
        return fmt::format("{0} = keras.Input({1}, name=\"{0}\")\n", input.variable,
                           layers::pythonTuple(sizes));
    }

    class Writer {
    public:
        Writer(const network::Network& network, const PythonReader& reader)
            : m_network(network)
            , m_reader(reader)
        {
        }

        Result<std::string> write()
        {
            const auto canvas = m_reader.read(0, kDialect);
            if (!canvas)
                return failed(canvas);
            const auto body = bodyOf(0, *canvas);
            if (!body)
                return failed(body);
            auto text
                = fmt::format("\"\"\"The network {} for Keras 3, written by Netwright {}.\n\nIts inputs are "
                              "normalised as Netwright's dataset is; images are rows x columns x "
                              "channels.\n\"\"\"\nimport keras\nfrom keras import layers\n",
                              pythonString(m_network.name), NETWRIGHT_VERSION);
            for (const auto& definition : m_definitions)
                text += "\n\n" + definition;
            auto name = PythonNames().variable(m_network.name);
            text += m_code
                + fmt::format("\n\ndef build(name=\"{}\"):\n    \"\"\"The model, not trained.\"\"\"\n{}",
                              name, indented(*body, 1));
            return text + lossText(*canvas) + "\n\nif __name__ == \"__main__\":\n    build().summary()\n";
        }

    private:
        /// What stands in the function that returns the model. Also writes those of the blocks inside.
        Result<std::string> bodyOf(std::size_t place, const PythonCanvas& canvas)
        {
            std::string body;
            std::vector<std::string> inputs;
            for (const auto& input : canvas.inputs) {
                inputs.push_back(input.variable);
                body += inputText(input);
            }
            std::map<std::string, Shared> shared; ///< by key of weights
            for (const auto& step : canvas.steps) {
                if (step.repeats.empty())
                    body += layerText(step);
                else if (auto use = useText(place, step, shared); use)
                    body += *use;
                else
                    return failed(use);
            }
            return body
                + fmt::format("return keras.Model({}, {}, name=name)\n", bracketed(inputs),
                              bracketed(canvas.results));
        }

        std::string layerText(const PythonStep& step)
        {
            const auto& definition = step.part.definition;
            if (!definition.empty() && std::ranges::count(m_definitions, definition) == 0)
                m_definitions.push_back(definition);
            return fmt::format("{} = {}\n", listOf(step.outputs), step.part.value);
        }

        /// A model that several uses call.
        struct Shared {
            std::string variable;
            std::string function;
        };

        Result<std::string> useText(std::size_t place, const PythonStep& step,
                                    std::map<std::string, Shared>& shared)
        {
            std::vector<std::string> functions;
            for (const auto repeat : step.repeats) {
                const auto function = functionOf(repeat);
                if (!function)
                    return failed(function);
                functions.push_back(*function);
            }
            const auto first = step.repeats.front();
            const auto& key = m_reader.tree().instance(first).weightPrefix;
            const auto isShared
                = [&](std::size_t repeat) { return m_reader.tree().instance(repeat).weightPrefix == key; };
            const bool isOne = step.repeats.size() > 1 && std::ranges::all_of(step.repeats, isShared);
            if (!isOne && !m_reader.tree().instance(first).sharesWeights)
                return separate(step, functions);
            const auto [model, isNew] = shared.try_emplace(key, step.block, functions[0]);
            const bool isAlike = std::ranges::all_of(
                functions, [&](const std::string& function) { return function == model->second.function; });
            if (m_canvases.try_emplace(key, place).first->second != place || !isAlike)
                return fail(
                    network::describe(*step.node),
                    "shares its weights with a use on another canvas or of another shape, which Keras "
                    "code cannot; give it weights of its own");
            const auto made
                = isNew ? fmt::format("{} = {}(\"{}\")\n", step.block, functions[0], step.name) : "";
            const auto& variable = model->second.variable;
            return made
                + (functions.size() == 1 ? called(step, variable, step.inputs)
                                         : looped(step, variable, functions.size()));
        }

        static std::string called(const PythonStep& step, const std::string& model,
                                  const std::vector<std::string>& inputs)
        {
            return fmt::format("{} = {}({})\n", listOf(step.outputs), model, bracketed(inputs));
        }

        static std::string looped(const PythonStep& step, const std::string& model, std::size_t repeats)
        {
            return fmt::format("{} = {}\nfor repeat in range({}):\n    {}", listOf(step.outputs),
                               listOf(step.inputs), repeats, called(step, model, step.outputs));
        }

        static std::string separate(const PythonStep& step, const std::vector<std::string>& functions)
        {
            if (functions.size() == 1)
                return called(step, fmt::format("{}(\"{}\")", functions[0], step.name), step.inputs);
            if (std::ranges::count(functions, functions[0]) == std::ssize(functions))
                return looped(step, fmt::format("{}(f\"{}_{{repeat + 1}}\")", functions[0], step.name),
                              functions.size());
            std::string text;
            for (std::size_t i = 0; i < functions.size(); ++i)
                text += called(step, fmt::format("{}(\"{}_{}\")", functions[i], step.name, i + 1),
                               i == 0 ? step.inputs : step.outputs);
            return text;
        }

        /// Uses that are written alike have one function.
        Result<std::string> functionOf(std::size_t place)
        {
            const auto canvas = m_reader.read(place, kDialect);
            if (!canvas)
                return failed(canvas);
            const auto body = bodyOf(place, *canvas);
            if (!body)
                return failed(body);
            const std::string block(m_reader.blockOf(place));
            const auto [it, isNew] = m_known.try_emplace({ block, *body });
            if (isNew) {
                it->second = m_names.variable(block);
                m_code += fmt::format("\n\ndef {}(name):\n    \"\"\"The block {}.\"\"\"\n{}", it->second,
                                      pythonText(block), indented(*body, 1));
            }
            return it->second;
        }

        /// By the order of the outputs. A loss of something that is not put out has no place there.
        static std::string lossText(const PythonCanvas& canvas)
        {
            std::vector<std::string> losses;
            std::vector<std::string> weights;
            for (const auto& result : canvas.results) {
                const auto loss = std::ranges::find(canvas.losses, result, &PythonLoss::prediction);
                const bool isThere = loss != canvas.losses.end();
                losses.push_back(isThere ? loss->part.module : "None");
                weights.push_back(isThere ? loss->part.value : "0");
            }
            if (std::ranges::count(losses, "None") == std::ssize(losses))
                return {};
            return fmt::format(
                "\n\ndef losses():\n    \"\"\"For compile(**losses(), ...): of each output, and how "
                "much it counts.\"\"\"\n    return {{\"loss\": [{}], \"loss_weights\": [{}]}}\n",
                listOf(losses), listOf(weights));
        }

        const network::Network& m_network;
        const PythonReader& m_reader;
        PythonNames m_names { kDialect.taken }; ///< of functions
        std::vector<std::string> m_definitions;
        std::map<std::pair<std::string, std::string>, std::string> m_known; ///< functions by block and body
        std::map<std::string, std::size_t>
            m_canvases; ///< by key of weights that are shared, where they are used
        std::string m_code;
    };
} // namespace

Result<std::string> kerasCode(const network::Network& network, const tensor::Signature& data)
{
    const auto reader = PythonReader::open(network, data);
    if (!reader)
        return failed(reader);
    return Writer(network, *reader).write();
}

} // namespace netwright::exchange
