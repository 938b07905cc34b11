// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/pytorch_class.hpp"

#include "core/exchange/number_arguments.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace netwright::exchange {

namespace {
    /// A use, cut at its numbers.
    struct Cut {
        const PyTorchUse* use = nullptr;
        NumberedText constructor;
        NumberedText forward;
    };

    /// The arguments of one class: a column of numbers each.
    class Arguments {
    public:
        explicit Arguments(const std::vector<Cut>& uses)
            : m_uses(uses)
            , m_names(uses.front().use->taken)
        {
        }

        /// A number, where it is the same for all, or the name of the argument.
        std::string word(const std::vector<std::string>& column)
        {
            if (!varies(column))
                return column.front();
            const auto [it, isNew] = m_known.try_emplace(column);
            if (isNew) {
                it->second = m_names.variable(nameOf(column));
                m_list.push_back(it->second);
                m_columns.push_back(column);
            }
            return it->second;
        }

        [[nodiscard]] const std::vector<std::string>& list() const { return m_list; }
        [[nodiscard]] std::vector<std::string> valuesOf(std::size_t use) const
        {
            std::vector<std::string> values;
            for (const auto& column : m_columns)
                values.push_back(column[use]);
            return values;
        }

    private:
        [[nodiscard]] std::string nameOf(const std::vector<std::string>& column) const
        {
            for (const auto& [name, number] : m_uses.front().use->known) {
                bool isIt = true;
                for (std::size_t i = 0; i < column.size(); ++i)
                    isIt
                        = isIt && std::ranges::count(m_uses[i].use->known, std::pair { name, column[i] }) > 0;
                if (isIt)
                    return name;
            }
            return "size";
        }

        const std::vector<Cut>& m_uses;
        PythonNames m_names;
        std::map<std::vector<std::string>, std::string> m_known;
        std::vector<std::string> m_list;
        std::vector<std::vector<std::string>> m_columns;
    };

    std::vector<const NumberedText*> all(const std::vector<Cut>& uses, NumberedText Cut::*part)
    {
        std::vector<const NumberedText*> texts;
        for (const auto& use : uses)
            texts.push_back(&(use.*part));
        return texts;
    }

    /// The method forward() reads an argument as an attribute, which the constructor keeps.
    void writeClass(const std::string& block, const std::vector<Cut>& uses, PythonNames& names,
                    PyTorchBlock& into)
    {
        Arguments arguments(uses);
        std::vector<std::string> made;
        for (const auto& column : columnsOf(all(uses, &Cut::constructor)))
            made.push_back(arguments.word(column));
        std::vector<std::string> read;
        std::string kept;
        for (const auto& column : columnsOf(all(uses, &Cut::forward))) {
            auto word = arguments.word(column);
            if (varies(column)) {
                if (const auto line = fmt::format("self.{0} = {0}\n", word); kept.find(line) == kept.npos)
                    kept += line;
                word.insert(0, "self.");
            }
            read.push_back(std::move(word));
        }
        const auto name = names.className(block.ends_with("Block") ? block : block + " Block");
        into.code
            += pyTorchClass(name, arguments.list(), fmt::format("The block {}.", pythonText(block)),
                            { kept + uses.front().constructor.with(made), uses.front().forward.with(read) });
        for (std::size_t i = 0; i < uses.size(); ++i)
            into.calls[uses[i].use->place]
                = fmt::format("{}({})", name, fmt::join(arguments.valuesOf(i), ", "));
    }
} // namespace

std::string pyTorchClass(const std::string& name, const std::vector<std::string>& arguments,
                         const std::string& sentence, const PyTorchBody& body)
{
    auto parameters = arguments;
    parameters.insert(parameters.begin(), "self");
    const auto constructor = body.constructor.empty()
        ? std::string()
        : fmt::format("    def __init__({}):\n        super().__init__()\n{}\n", fmt::join(parameters, ", "),
                      indented(body.constructor, 2));
    return fmt::format("\n\nclass {}(nn.Module):\n    \"\"\"{}\"\"\"\n\n{}{}", name, sentence, constructor,
                       indented(body.forward, 1));
}

PyTorchBlock pyTorchBlock(const std::string& block, const std::vector<PyTorchUse>& uses, PythonNames& names)
{
    std::vector<std::vector<Cut>> groups;
    for (const auto& use : uses) {
        Cut cut { &use, NumberedText::of(use.body.constructor), NumberedText::of(use.body.forward) };
        const auto group = std::ranges::find_if(groups, [&](const std::vector<Cut>& other) {
            return other.front().constructor.pieces == cut.constructor.pieces
                && other.front().forward.pieces == cut.forward.pieces;
        });
        if (group != groups.end())
            group->push_back(std::move(cut));
        else
            groups.push_back({ std::move(cut) });
    }
    PyTorchBlock result;
    for (const auto& group : groups)
        writeClass(block, group, names, result);
    return result;
}

} // namespace netwright::exchange
