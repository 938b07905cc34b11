// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/builder.hpp"
#include "core/layers/catalogue/layer_kind.hpp"

namespace netwright::layers {

namespace {
    Result<std::vector<tensor::Shape>> inferShape(const ShapeRequest& request)
    {
        const auto bound = boundColumn(request, "column");
        if (!bound)
            return failed(bound);
        const auto& column = **bound;
        if (column.type == tensor::ColumnType::Category)
            return fail(
                "",
                "column \"{}\" holds categories, expected numbers; choose an image, vector, sequence or number column",
                column.name);
        // A single number per sample is a vector of one.
        return std::vector { column.shape.rank() == 0 ? tensor::Shape { 1 } : column.shape };
    }

    Status build(Builder& builder)
    {
        const auto column = builder.column(builder.parameters().text("column"));
        builder.outputView(0, column.viewedAs(tensor::Layout::plain(builder.outputShape())));
        return {};
    }
} // namespace

extern const LayerKind kInput;
const LayerKind kInput {
    .id = "input",
    .title = "Input",
    .category = Category::Data,
    .help = "Feeds one column of the dataset into the network.",
    .formula = "y = x",
    .words = "data, source, column, placeholder, image",
    .parameters = { { .id = "column",
                      .label = "Column",
                      .help = "The column of the dataset that enters here.",
                      .type = ParameterType::Column,
                      .fallback = std::string("image") } },
    .inputs = {},
    .outputs = { { "output", "Output" } },
    .inferShape = inferShape,
    .build = build,
};

} // namespace netwright::layers
