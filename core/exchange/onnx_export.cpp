// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_export.hpp"

#include "core/base/file.hpp"
#include "core/exchange/onnx_graph.hpp"
#include "core/network/analysis.hpp"

namespace netwright::exchange {

namespace {
    constexpr const char* kDescription = "Inputs are expected after the dataset's normalisation, which is "
                                         "not part of the graph: see metadata_props.";

    onnx::ModelProto emptyModel(const OnnxMetadata& metadata)
    {
        onnx::ModelProto model;
        model.set_ir_version(kOnnxIrVersion);
        model.set_producer_name("Netwright");
        model.set_producer_version(NETWRIGHT_VERSION);
        model.set_doc_string(kDescription);
        auto& opset = *model.add_opset_import();
        opset.set_domain("");
        opset.set_version(kOnnxOpset);
        for (const auto& [key, value] : metadata) {
            auto& property = *model.add_metadata_props();
            property.set_key(key);
            property.set_value(value);
        }
        return model;
    }

    std::size_t bytesOf(std::span<const tensor::NamedTensor> parameters)
    {
        std::size_t bytes = 0;
        for (const auto& parameter : parameters)
            bytes += parameter.tensor.values.size() * sizeof(float);
        return bytes;
    }
} // namespace

Status exportOnnx(const network::Network& given, const tensor::Signature& data,
                  std::span<const tensor::NamedTensor> parameters, const std::filesystem::path& file,
                  const OnnxMetadata& metadata)
{
    if (const auto problems = network::analyse(given, &data).problems; !problems.empty())
        return fail(given.name, "{}", problems.front().message);
    const auto expansion = network::runnable(given);
    const auto analysis = network::analyse(expansion, &data);
    // Weights are all but a few kilobytes of a model; with this much to spare the rest always fits.
    constexpr std::size_t kRest = 16 << 20;
    if (const auto bytes = bytesOf(parameters); bytes > kLargestOnnxFile - kRest)
        return fail(file.string(),
                    "an ONNX file holds at most 2 GB, the weights take {} bytes; export a smaller network",
                    bytes);

    auto model = emptyModel(metadata);
    if (const auto written = OnnxGraph(expansion, analysis, parameters, data).write(*model.mutable_graph());
        !written)
        return written;
    std::string bytes;
    if (!model.SerializeToString(&bytes))
        return fail(file.string(), "the model cannot be written as ONNX; it is larger than 2 GB");
    return writeFile(file, bytes);
}

} // namespace netwright::exchange
