// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/pytorch_code.hpp"

#include "core/exchange/python_canvas.hpp"
#include "core/exchange/pytorch_class.hpp"
#include "core/exchange/pytorch_weights.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace netwright::exchange {

namespace {
    /// What a module of PyTorch has already.
    const PythonDialect kDialect {
        .title = "PyTorch",
        .write = &layers::LayerKind::toPyTorch,
        .attribute = "self.",
        .taken = { "add_module",
                   "apply",
                   "bfloat16",
                   "buffers",
                   "call_super_init",
                   "children",
                   "compile",
                   "cpu",
                   "cuda",
                   "double",
                   "dump_patches",
                   "eval",
                   "extra_repr",
                   "forward",
                   "get_buffer",
                   "get_extra_state",
                   "get_parameter",
                   "get_submodule",
                   "half",
                   "ipu",
                   "load_state_dict",
                   "modules",
                   "mtia",
                   "named_buffers",
                   "named_children",
                   "named_modules",
                   "named_parameters",
                   "parameters",
                   "register_buffer",
                   "register_module",
                   "register_parameter",
                   "requires_grad_",
                   "set_extra_state",
                   "set_submodule",
                   "share_memory",
                   "state_dict",
                   "to",
                   "to_empty",
                   "train",
                   "training",
                   "type",
                   "xpu",
                   "zero_grad" },
    };

    constexpr const char* kLoading = R"(

def load_netwright(model, file):
    """Takes the weights of a checkpoint of Netwright over, NAME.runs/RUN/checkpoints/*.h5. Needs h5py."""
    import h5py

    with h5py.File(file, "r") as checkpoint:
        arrays = checkpoint["parameters"]
        state = {entry: torch.from_numpy(arrays[array][()]) for array, entry in ARRAYS.items()}
    model.load_state_dict(state, strict=False)
    return model
)";

    class Writer {
    public:
        Writer(const network::Network& network, const PythonReader& reader)
            : m_network(network)
            , m_reader(reader)
        {
        }

        Result<std::string> write()
        {
            if (const auto read = readAll(0); !read)
                return failed(read);
            writeBlocks();
            const auto body = bodyOf(0);
            const PyTorchWeights weights(m_reader, m_canvases, m_classes);
            const auto name = m_names.className(m_network.name);
            auto constructor = body.constructor;
            if (!weights.shared().empty())
                constructor += "# One set of weights each.\n"
                    + fmt::format("{}\n", fmt::join(weights.shared(), "\n"));
            const auto& canvas = m_canvases.at(0);
            auto text = heading(name, !weights.arrays().empty());
            for (const auto& definition : m_definitions)
                text += "\n\n" + definition;
            text += m_code + pyTorchClass(name, {}, describe(canvas), { constructor, body.forward });
            text += lossText(canvas) + loadingText(weights) + mainText(name);
            return text;
        }

    private:
        [[nodiscard]] std::string heading(const std::string& name, bool hasWeights) const
        {
            auto text = fmt::format("\"\"\"The network {} for PyTorch, written by Netwright {}.\n",
                                    pythonString(m_network.name), NETWRIGHT_VERSION);
            if (hasWeights)
                text += fmt::format("\nWith the weights of a run:\n\n    model = load_netwright({}(), "
                                    "\"NAME.runs/RUN/checkpoints/EPOCH.h5\").eval()\n",
                                    name);
            return text
                + "\"\"\"\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F\n";
        }

        Status readAll(std::size_t place)
        {
            auto canvas = m_reader.read(place, kDialect);
            if (!canvas)
                return failed(canvas);
            for (const auto& step : m_canvases.emplace(place, *std::move(canvas)).first->second.steps) {
                for (const auto repeat : step.repeats) {
                    if (auto read = readAll(repeat); !read)
                        return read;
                }
            }
            return {};
        }

        /// Blocks before those that use them: what makes them stands in the bodies of these.
        void writeBlocks()
        {
            std::map<std::pair<int, std::string>, std::vector<std::size_t>> places;
            for (const auto& [place, canvas] : m_canvases) {
                if (place > 0)
                    places[{ heightOf(place), std::string(m_reader.blockOf(place)) }].push_back(place);
            }
            for (const auto& [block, uses] : places) {
                std::vector<PyTorchUse> written;
                for (const auto place : uses)
                    written.push_back({ place, bodyOf(place), knownNumbers(place), takenAt(place) });
                const auto made = pyTorchBlock(block.second, written, m_names);
                m_code += made.code;
                m_classes.insert(made.calls.begin(), made.calls.end());
            }
        }

        /// How deep blocks are nested in this one.
        [[nodiscard]] int heightOf(std::size_t place) const
        {
            int height = 0;
            for (const auto& step : m_canvases.at(place).steps) {
                if (!step.repeats.empty())
                    height = std::max(height, 1 + heightOf(step.repeats.front()));
            }
            return height;
        }

        /// What the use sets, then the size of what comes in.
        [[nodiscard]] std::vector<std::pair<std::string, std::string>> knownNumbers(std::size_t place) const
        {
            std::vector<std::pair<std::string, std::string>> known;
            const auto& instance = m_reader.tree().instance(place);
            const auto& use = *m_reader.tree().instance(instance.parent).index->nodes.at(instance.node.value);
            for (const auto& [name, value] : m_reader.parametersOf(instance.parent, use).all()) {
                if (const auto* number = std::get_if<std::int64_t>(&value);
                    number && name != network::kRepeat)
                    known.emplace_back(name, std::to_string(*number));
            }
            const auto& inputs = m_canvases.at(place).inputs;
            if (!inputs.empty() && inputs.front().shape.rank() > 0)
                known.emplace_back("inputs", std::to_string(inputs.front().shape[0]));
            return known;
        }

        [[nodiscard]] std::vector<std::string_view> takenAt(std::size_t place) const
        {
            auto taken = kDialect.taken;
            for (const auto& step : m_canvases.at(place).steps)
                taken.emplace_back(step.name);
            return taken;
        }

        PyTorchBody bodyOf(std::size_t place)
        {
            const auto& canvas = m_canvases.at(place);
            PyTorchBody body;
            for (const auto& step : canvas.steps) {
                if (step.repeats.empty())
                    writeLayer(step, place == 0, body);
                else
                    writeUse(step, body);
            }
            std::vector<std::string> inputs { "self" };
            for (const auto& input : canvas.inputs)
                inputs.push_back(input.variable);
            body.forward = fmt::format("def forward({}):\n{}    return {}\n", listOf(inputs),
                                       indented(body.forward, 1), listOf(canvas.results));
            return body;
        }

        /// Shapes stand in the network itself alone: a block is used with several.
        void writeLayer(const PythonStep& step, bool hasShapes, PyTorchBody& body)
        {
            if (!step.part.module.empty())
                body.constructor += fmt::format("self.{} = {}\n", step.name, step.part.module);
            body.forward += fmt::format("{} = {}", listOf(step.outputs), step.part.value);
            if (hasShapes && !step.shapes.empty())
                body.forward += "  # " + toText(step.shapes[0]);
            body.forward += '\n';
            const auto& definition = step.part.definition;
            if (!definition.empty() && std::ranges::count(m_definitions, definition) == 0)
                m_definitions.push_back(definition);
        }

        void writeUse(const PythonStep& step, PyTorchBody& body)
        {
            std::vector<std::string> made;
            for (const auto repeat : step.repeats)
                made.push_back(m_classes.at(repeat));
            const bool isChain = step.inputs.size() == 1 && step.outputs.size() == 1;
            const bool isOne = isOneModule(m_reader.tree(), step.repeats, m_classes);
            const auto all = std::ranges::count(made, made[0]) == std::ssize(made)
                ? fmt::format("*({} for _ in range({}))", made[0], made.size())
                : listOf(made);
            body.constructor += isOne ? fmt::format("self.{} = {}\n", step.name, made[0])
                : isChain             ? fmt::format("self.{} = nn.Sequential({})\n", step.name, all)
                                      : fmt::format("self.{} = nn.ModuleList([{}])\n", step.name, all);
            body.forward += made.size() == 1 || (isChain && !isOne) ? callOf(step) : loopOf(step, isOne);
        }

        static std::string callOf(const PythonStep& step)
        {
            return fmt::format("{} = self.{}({})\n", listOf(step.outputs), step.name, listOf(step.inputs));
        }

        static std::string loopOf(const PythonStep& step, bool isOne)
        {
            const auto outputs = listOf(step.outputs);
            const auto module = "self." + step.name;
            const auto loop = isOne ? fmt::format("for _ in range({}):\n", step.repeats.size())
                                    : fmt::format("for {} in {}:\n", step.block, module);
            return fmt::format("{} = {}\n{}    {} = {}({})\n", outputs, listOf(step.inputs), loop, outputs,
                               isOne ? module : step.block, outputs);
        }

        /// "Batches of image (1 x 28 x 28), normalised ..."
        [[nodiscard]] static std::string describe(const PythonCanvas& canvas)
        {
            std::vector<std::string> inputs;
            for (const auto& input : canvas.inputs)
                inputs.push_back(fmt::format("{} ({}{})", input.variable, toText(input.shape),
                                             input.isDrawn ? ", drawn from torch.randn" : ""));
            return fmt::format("Takes batches of {}, normalised as Netwright's dataset is; returns {}.",
                               fmt::join(inputs, ", "), listOf(canvas.results));
        }

        static std::string lossText(const PythonCanvas& canvas)
        {
            std::vector<std::string> parameters;
            std::vector<std::string> terms;
            const auto add = [&](const std::string& name) {
                if (std::ranges::count(parameters, name) == 0)
                    parameters.push_back(name);
            };
            for (const auto& loss : canvas.losses) {
                add(loss.prediction);
                add(loss.target);
                terms.push_back(loss.part.value);
            }
            return terms.empty()
                ? std::string()
                : fmt::format(
                    "\n\ndef loss({}):\n    \"\"\"What training makes small: of values that forward() "
                    "computes and the columns they are compared with.\"\"\"\n    return {}\n",
                    listOf(parameters), fmt::join(terms, " + "));
        }

        static std::string loadingText(const PyTorchWeights& weights)
        {
            if (weights.arrays().empty())
                return {};
            std::string text
                = "\n\n# By the arrays of a checkpoint of Netwright, the entries of state_dict() that they are.\n"
                  "ARRAYS = {\n";
            for (const auto& [array, entry] : weights.arrays())
                text += fmt::format("    {}: {},\n", pythonString(array), pythonString(entry));
            return text + "}\n" + kLoading;
        }

        static std::string mainText(const std::string& name)
        {
            return fmt::format("\n\nif __name__ == \"__main__\":\n    print({}())\n", name);
        }

        const network::Network& m_network;
        const PythonReader& m_reader;
        PythonNames m_names; ///< of classes
        std::vector<std::string> m_definitions;
        PyTorchCanvases m_canvases;
        PyTorchClasses m_classes;
        std::string m_code;
    };
} // namespace

Result<std::string> pyTorchCode(const network::Network& network, const tensor::Signature& data)
{
    const auto reader = PythonReader::open(network, data);
    if (!reader)
        return failed(reader);
    return Writer(network, *reader).write();
}

} // namespace netwright::exchange
