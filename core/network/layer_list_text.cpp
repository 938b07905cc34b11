// SPDX-License-Identifier: GPL-3.0-or-later
// A list of layers as text that other programs read.
#include "core/network/layer_list.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace netwright::network {

namespace {
    constexpr std::size_t kColumns = 6;
    using Row = std::array<std::string, kColumns>;
    constexpr std::size_t kFirstNumber = 3; ///< columns from here on stand to the right

    std::string shapesOf(const ListedLayer& layer, std::string (*write)(const tensor::Shape&))
    {
        std::string text;
        for (const auto& shape : layer.outputs)
            text += (text.empty() ? "" : ", ") + write(shape);
        return text;
    }

    /// Without commas in its numbers.
    std::string plainText(const tensor::Shape& shape)
    {
        return shape.rank() == 0 ? tensor::toText(shape) : fmt::format("{}", fmt::join(shape.sizes(), " x "));
    }

    std::string kindOf(const ListedLayer& layer)
    {
        return layer.isBypassed ? layer.kind + " (bypassed)" : layer.kind;
    }

    std::string quoted(const std::string& field)
    {
        if (field.find_first_of(",\"\r\n") == field.npos)
            return field;
        std::string text = "\"";
        for (const char letter : field)
            text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
        return text + '"';
    }

    /// A bar would end the cell, an underscore or a star may begin emphasis.
    std::string escaped(const std::string& text)
    {
        std::string safe;
        for (const char letter : text) {
            if (std::string_view("\\|_*`<").find(letter) != std::string_view::npos)
                safe += '\\';
            safe += letter;
        }
        return safe;
    }

    Row numbersOf(Row row, const std::optional<layers::Cost>& cost)
    {
        if (cost) {
            row[3] = grouped(cost->parameters);
            row[4] = grouped(cost->multiplyAdds);
            row[5] = grouped(cost->activationBytes);
        }
        return row;
    }

    /// Bytes that begin a character.
    std::size_t widthOf(const std::string& text)
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; }));
    }

    std::string lineOf(const Row& row, const std::array<std::size_t, kColumns>& widths)
    {
        std::string line = "|";
        for (std::size_t column = 0; column < kColumns; ++column) {
            const std::string space(widths[column] - widthOf(row[column]), ' ');
            line += column < kFirstNumber ? ' ' + row[column] + space + " |"
                                          : ' ' + space + row[column] + " |";
        }
        return line + '\n';
    }
} // namespace

std::string toCsv(std::span<const ListedLayer> layers)
{
    std::string text = "layer,kind,output,parameters,multiply_adds,activation_bytes\n";
    for (const auto& layer : layers) {
        text += fmt::format("{},{},{},", quoted(layer.name), quoted(kindOf(layer)),
                            quoted(shapesOf(layer, plainText)));
        text += layer.cost ? fmt::format("{},{},{}\n", layer.cost->parameters, layer.cost->multiplyAdds,
                                         layer.cost->activationBytes)
                           : std::string(",,\n");
    }
    return text;
}

std::string toMarkdown(std::span<const ListedLayer> layers)
{
    std::vector<Row> rows { { "Layer", "Kind", "Output", "Parameters", "Multiply-adds", "Activation bytes" },
                            {} };
    for (const auto& layer : layers)
        rows.push_back(numbersOf(
            { escaped(layer.name), escaped(kindOf(layer)), shapesOf(layer, tensor::toText), "", "", "" },
            layer.cost));
    rows.push_back(numbersOf({ "**Total**", "", "", "", "", "" }, totalOf(layers)));

    std::array<std::size_t, kColumns> widths {};
    for (const auto& row : rows) {
        for (std::size_t column = 0; column < kColumns; ++column)
            widths[column] = std::max(widths[column], widthOf(row[column]));
    }
    for (std::size_t column = 0; column < kColumns; ++column)
        rows[1][column] = std::string(widths[column] - 1, '-') + (column < kFirstNumber ? "-" : ":");
    std::string text;
    for (const auto& row : rows)
        text += lineOf(row, widths);
    return text;
}

} // namespace netwright::network
