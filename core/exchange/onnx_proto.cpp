// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/onnx_proto.hpp"

#include <bit>
#include <cstring>
#include <optional>
#include <span>

static_assert(std::endian::native == std::endian::little, "ONNX's raw data is little-endian");

namespace netwright::exchange {

namespace {
    template <class T> void writeRaw(std::span<const T> values, onnx::TensorProto& into)
    {
        into.set_raw_data(values.data(), values.size_bytes());
    }

    void writeValue(std::int64_t value, onnx::AttributeProto& into)
    {
        into.set_type(onnx::AttributeProto::INT);
        into.set_i(value);
    }

    void writeValue(float value, onnx::AttributeProto& into)
    {
        into.set_type(onnx::AttributeProto::FLOAT);
        into.set_f(value);
    }

    void writeValue(const std::string& value, onnx::AttributeProto& into)
    {
        into.set_type(onnx::AttributeProto::STRING);
        into.set_s(value);
    }

    void writeValue(const std::vector<std::int64_t>& values, onnx::AttributeProto& into)
    {
        into.set_type(onnx::AttributeProto::INTS);
        into.mutable_ints()->Add(values.begin(), values.end());
    }

    void writeValue(const std::vector<float>& values, onnx::AttributeProto& into)
    {
        into.set_type(onnx::AttributeProto::FLOATS);
        into.mutable_floats()->Add(values.begin(), values.end());
    }

    std::optional<layers::OnnxNode::Attribute> readAttribute(const onnx::AttributeProto& attribute)
    {
        switch (attribute.type()) {
        case onnx::AttributeProto::INT:
            return attribute.i();
        case onnx::AttributeProto::FLOAT:
            return attribute.f();
        case onnx::AttributeProto::STRING:
            return attribute.s();
        case onnx::AttributeProto::INTS:
            return std::vector<std::int64_t>(attribute.ints().begin(), attribute.ints().end());
        case onnx::AttributeProto::FLOATS:
            return std::vector<float>(attribute.floats().begin(), attribute.floats().end());
        default:
            return std::nullopt;
        }
    }

    /// Nothing where a size is negative or the product does not fit a file.
    std::optional<std::size_t> elements(const onnx::TensorProto& tensor)
    {
        std::size_t product = 1;
        for (const auto size : tensor.dims()) {
            if (size < 0 || static_cast<std::size_t>(size) > kLargestOnnxFile)
                return std::nullopt;
            product *= static_cast<std::size_t>(size);
            if (product > kLargestOnnxFile)
                return std::nullopt;
        }
        return product;
    }

    /// From the raw bytes where there are some, else from the typed list. Nothing where the count is another.
    template <class T, class List>
    std::optional<std::vector<float>> readValues(const std::string& raw, const List& list, std::size_t count)
    {
        std::vector<T> values;
        if (!raw.empty() && raw.size() == count * sizeof(T)) {
            values.resize(count);
            std::memcpy(values.data(), raw.data(), raw.size());
        } else if (raw.empty() && static_cast<std::size_t>(list.size()) == count) {
            values.assign(list.begin(), list.end());
        } else {
            return std::nullopt;
        }
        return std::vector<float>(values.begin(), values.end());
    }
} // namespace

void write(const layers::OnnxNode& node, const std::string& name, onnx::NodeProto& into)
{
    into.set_name(name);
    into.set_op_type(node.type);
    for (const auto& input : node.inputs)
        into.add_input(input);
    for (const auto& output : node.outputs)
        into.add_output(output);
    for (const auto& [key, attribute] : node.attributes) {
        auto& written = *into.add_attribute();
        written.set_name(key);
        std::visit([&written](const auto& value) { writeValue(value, written); }, attribute);
    }
}

void write(const tensor::Tensor& tensor, const std::string& name, onnx::TensorProto& into)
{
    into.set_name(name);
    into.set_data_type(onnx::TensorProto::FLOAT);
    into.mutable_dims()->Add(tensor.shape.begin(), tensor.shape.end());
    writeRaw(std::span<const float>(tensor.values), into);
}

void write(const std::vector<std::int64_t>& integers, const std::string& name, onnx::TensorProto& into)
{
    into.set_name(name);
    into.set_data_type(onnx::TensorProto::INT64);
    into.add_dims(static_cast<std::int64_t>(integers.size()));
    writeRaw(std::span<const std::int64_t>(integers), into);
}

void write(const tensor::Shape& sample, const std::string& name, onnx::ValueInfoProto& into)
{
    into.set_name(name);
    auto& type = *into.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    type.mutable_shape()->add_dim()->set_dim_param(kOnnxBatch);
    for (const auto size : sample)
        type.mutable_shape()->add_dim()->set_dim_value(size);
}

layers::OnnxNode readNode(const onnx::NodeProto& node)
{
    layers::OnnxNode result { .type = node.op_type(),
                              .inputs = { node.input().begin(), node.input().end() },
                              .outputs = { node.output().begin(), node.output().end() } };
    for (const auto& attribute : node.attribute())
        if (auto value = readAttribute(attribute))
            result.attributes.emplace(attribute.name(), std::move(*value));
    return result;
}

Result<tensor::Tensor> readTensor(const onnx::TensorProto& tensor, const std::string& where)
{
    if (tensor.data_location() == onnx::TensorProto::EXTERNAL)
        return fail(where, "constant \"{}\" lies in another file; save the model with its data inside",
                    tensor.name());
    const auto count = elements(tensor);
    if (!count)
        return fail(where, "constant \"{}\" has impossible sizes; the file is damaged", tensor.name());
    std::optional<std::vector<float>> values;
    if (tensor.data_type() == onnx::TensorProto::FLOAT)
        values = readValues<float>(tensor.raw_data(), tensor.float_data(), *count);
    else if (tensor.data_type() == onnx::TensorProto::INT64)
        values = readValues<std::int64_t>(tensor.raw_data(), tensor.int64_data(), *count);
    else
        return fail(where, "constant \"{}\" has element type {}; expected float or int64", tensor.name(),
                    onnx::TensorProto::DataType_Name(tensor.data_type()));
    if (!values)
        return fail(where, "constant \"{}\" should hold {} numbers and does not; the file is damaged",
                    tensor.name(), *count);
    return tensor::Tensor { .shape = tensor::Shape(
                                std::vector<std::int64_t>(tensor.dims().begin(), tensor.dims().end())),
                            .values = std::move(*values) };
}

Result<tensor::Shape> readSampleShape(const onnx::ValueInfoProto& value, const std::string& where)
{
    constexpr std::int64_t kLargestSample = 1 << 28;
    const auto& sizes = value.type().tensor_type().shape();
    if (value.type().tensor_type().elem_type() != onnx::TensorProto::FLOAT || sizes.dim_size() < 1
        || sizes.dim_size() > 4)
        return fail(where, "expected input \"{}\" to be of float numbers with 1 to 4 sizes, batch first",
                    value.name());
    std::vector<std::int64_t> kept;
    std::int64_t elements = 1;
    for (int i = 1; i < sizes.dim_size(); ++i) {
        const auto size = sizes.dim(i).dim_value();
        if (size < 1 || size > kLargestSample / elements)
            return fail(
                where,
                "input \"{}\" leaves a size open or is too large; expected fixed sizes but for the batch",
                value.name());
        elements *= size;
        kept.push_back(size);
    }
    return tensor::Shape(std::move(kept));
}

} // namespace netwright::exchange
