// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.hpp"
#include "core/tensor/column.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace netwright::network {

/// What of the data a parameter of a template takes.
enum class DataRole {
    Input, ///< the name of the column that goes in
    Target, ///< the name of the column to learn: the last one of classes or single numbers
    Outputs, ///< as many as the target has classes or numbers
    Channels, ///< of an image that goes in
    Vocabulary, ///< of a sequence that goes in
};

/// A network to begin with. Those that come with the program are the files of resources/templates.
struct Template {
    std::string id; ///< the file's name: "03-lenet-5"
    std::string title;
    std::string summary; ///< what it is, in a sentence or two
    std::string needs; ///< which data it is for, as a phrase
    std::string accuracy; ///< measured, with the data it was measured on; empty where it was not
    std::vector<tensor::ColumnType> inputs; ///< that it can take
    tensor::Column example; ///< an input of such data
    std::map<std::string, DataRole> adapts; ///< "output.units" -> Outputs
    std::vector<std::string> imagesOnly; ///< nodes that are left out for another input
    Network network; ///< for the example, with ten classes

    /// Data of which the network is made: the example, and a "label" of ten classes.
    [[nodiscard]] tensor::Signature exampleData() const;
};

/// In the order in which they are shown.
[[nodiscard]] std::span<const Template> templates();
/// Null where there is none.
[[nodiscard]] const Template* findTemplate(std::string_view id);

/// The network for this data: bound to its columns, with as many outputs as it has classes; a number to learn
/// gets a squared error. Refused where the data has no such columns, or the network would have a problem.
[[nodiscard]] Result<Network> fromTemplate(const Template& chosen, const std::string& name,
                                           const std::string& dataset, const tensor::Signature& data);

} // namespace netwright::network
