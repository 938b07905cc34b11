// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/hdf5_values.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace netwright::runs::hdf5 {

namespace {
    constexpr std::size_t kLargestText = 4096;
    constexpr hsize_t kSeriesChunk = 1024;
    constexpr int kLargestRank = 8;
    constexpr double kNotWritten = std::numeric_limits<double>::quiet_NaN();

    // What lies in the file, whatever machine writes it, and what lies in memory.
    template <class T> struct Types;
    template <> struct Types<std::int64_t> {
        static hid_t file() { return H5T_STD_I64LE; }
        static hid_t memory() { return H5T_NATIVE_INT64; }
    };
    template <> struct Types<std::uint64_t> {
        static hid_t file() { return H5T_STD_U64LE; }
        static hid_t memory() { return H5T_NATIVE_UINT64; }
    };
    template <> struct Types<double> {
        static hid_t file() { return H5T_IEEE_F64LE; }
        static hid_t memory() { return H5T_NATIVE_DOUBLE; }
    };

    Handle spaceOf(std::span<const hsize_t> sizes)
    {
        return open([&] {
            return sizes.empty() ? H5Screate(H5S_SCALAR)
                                 : H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr);
        });
    }

    std::vector<hsize_t> sizesOf(const Handle& space)
    {
        const int rank = call([&] { return H5Sget_simple_extent_ndims(space.id()); });
        if (rank > kLargestRank || call([&] { return H5Sget_simple_extent_type(space.id()); }) == H5S_NULL)
            throw Fault { fmt::format(
                "expected an array of at most {} axes, found {}; is it Netwright's file?", kLargestRank,
                rank) };
        std::vector<hsize_t> sizes(static_cast<std::size_t>(rank));
        call([&] { return H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr); });
        return sizes;
    }

    void expectType(const std::string& name, const Handle& found, hid_t expected)
    {
        if (call([&] { return H5Tequal(found.id(), expected); }) <= 0)
            throw Fault { fmt::format("\"{}\" holds another type than expected; is it Netwright's file?",
                                      name) };
    }

    /// The product of the sizes, if so many numbers can lie in the file at all.
    std::size_t boundedCount(const Handle& dataSet, const std::string& name, std::span<const hsize_t> sizes,
                             std::size_t bytesEach)
    {
        hsize_t fileSize = 0;
        call([&] {
            const hid_t file = H5Iget_file_id(dataSet.id());
            const auto status = H5Fget_filesize(file, &fileSize);
            H5Fclose(file);
            return status;
        });
        hsize_t count = 1;
        for (const auto size : sizes) {
            if (size != 0 && count > fileSize / bytesEach / size)
                throw Fault { fmt::format(
                    "\"{}\" claims more data than the file of {} bytes holds; use another copy", name,
                    fileSize) };
            count *= size;
        }
        return static_cast<std::size_t>(count);
    }

    std::uint64_t checksum(std::span<const float> values)
    {
        const auto bytes = std::as_bytes(values);
        return crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
    }

    Handle openAttribute(const Handle& object, const std::string& name)
    {
        if (call([&] { return H5Aexists(object.id(), name.c_str()); }) == 0)
            throw Fault { fmt::format("expected an attribute \"{}\", found none; is it Netwright's file?",
                                      name) };
        return open([&] { return H5Aopen(object.id(), name.c_str(), H5P_DEFAULT); });
    }

    /// Opens a data set of the type, and closes nothing but what it opened itself.
    Handle openData(const Handle& group, const std::string& name, hid_t type)
    {
        auto dataSet = open([&] { return H5Dopen2(group.id(), name.c_str(), H5P_DEFAULT); });
        expectType(name, open([&] { return H5Dget_type(dataSet.id()); }), type);
        return dataSet;
    }

    std::vector<hsize_t> sizesOfData(const Handle& dataSet)
    {
        return sizesOf(open([&] { return H5Dget_space(dataSet.id()); }));
    }

    /// Without times, so that equal weights make equal files.
    Handle dataProperties()
    {
        return open([] {
            const hid_t list = H5Pcreate(H5P_DATASET_CREATE);
            H5Pset_obj_track_times(list, false);
            return list;
        });
    }

    Handle attributeProperties()
    {
        return open([] {
            const hid_t list = H5Pcreate(H5P_ATTRIBUTE_CREATE);
            H5Pset_char_encoding(list, H5T_CSET_UTF8);
            return list;
        });
    }
} // namespace

template <Number T> void setNumbers(const Handle& object, const std::string& name, std::span<const T> values)
{
    const hsize_t size = values.size();
    const auto space = size == 1 ? spaceOf({}) : spaceOf(std::span(&size, 1));
    const auto properties = attributeProperties();
    const auto attribute = open([&] {
        return H5Acreate2(object.id(), name.c_str(), Types<T>::file(), space.id(), properties.id(),
                          H5P_DEFAULT);
    });
    call([&] { return H5Awrite(attribute.id(), Types<T>::memory(), values.data()); });
}

template <Number T> std::vector<T> numbers(const Handle& object, const std::string& name, std::size_t count)
{
    const auto attribute = openAttribute(object, name);
    expectType(name, open([&] { return H5Aget_type(attribute.id()); }), Types<T>::file());
    const auto sizes = sizesOf(open([&] { return H5Aget_space(attribute.id()); }));
    if (sizes != (count == 1 ? std::vector<hsize_t> {} : std::vector<hsize_t> { count }))
        throw Fault { fmt::format("attribute \"{}\": expected {} numbers; is it Netwright's file?", name,
                                  count) };
    std::vector<T> values(count);
    call([&] { return H5Aread(attribute.id(), Types<T>::memory(), values.data()); });
    return values;
}

template void setNumbers(const Handle&, const std::string&, std::span<const std::int64_t>);
template void setNumbers(const Handle&, const std::string&, std::span<const std::uint64_t>);
template void setNumbers(const Handle&, const std::string&, std::span<const double>);
template std::vector<std::int64_t> numbers(const Handle&, const std::string&, std::size_t);
template std::vector<std::uint64_t> numbers(const Handle&, const std::string&, std::size_t);
template std::vector<double> numbers(const Handle&, const std::string&, std::size_t);

void setText(const Handle& object, const std::string& name, const std::string& text)
{
    std::string padded = text;
    padded.resize(std::clamp<std::size_t>(text.size(), 1, kLargestText));
    const auto type = open([&] {
        const hid_t id = H5Tcopy(H5T_C_S1);
        H5Tset_size(id, padded.size());
        H5Tset_strpad(id, H5T_STR_NULLPAD);
        H5Tset_cset(id, H5T_CSET_UTF8);
        return id;
    });
    const auto space = spaceOf({});
    const auto attribute = open([&] {
        return H5Acreate2(object.id(), name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT);
    });
    call([&] { return H5Awrite(attribute.id(), type.id(), padded.data()); });
}

std::string text(const Handle& object, const std::string& name)
{
    const auto attribute = openAttribute(object, name);
    const auto type = open([&] { return H5Aget_type(attribute.id()); });
    const auto sizes = sizesOf(open([&] { return H5Aget_space(attribute.id()); }));
    std::string value;
    call([&] {
        const auto size = H5Tget_size(type.id());
        if (!sizes.empty() || H5Tget_class(type.id()) != H5T_STRING || H5Tis_variable_str(type.id()) != 0
            || size > kLargestText)
            throw Fault { fmt::format("attribute \"{}\": expected a short text; is it Netwright's file?",
                                      name) };
        value.resize(size);
        return H5Aread(attribute.id(), type.id(), value.data());
    });
    value.erase(std::ranges::find(value, '\0'), value.end());
    return value;
}

std::vector<std::string> attributeNames(const Handle& object)
{
    std::vector<std::string> names;
    const auto add = [](hid_t, const char* name, const H5A_info_t*, void* into) -> herr_t {
        static_cast<std::vector<std::string>*>(into)->emplace_back(name);
        return 0;
    };
    call([&] { return H5Aiterate2(object.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names); });
    return names;
}

Handle writeTensor(const Handle& group, const std::string& name, const tensor::Tensor& tensor)
{
    const std::vector<hsize_t> sizes(tensor.shape.begin(), tensor.shape.end());
    const auto space = spaceOf(sizes);
    const auto link = linkProperties(name);
    const auto properties = dataProperties();
    auto dataSet = open([&] {
        return H5Dcreate2(group.id(), name.c_str(), H5T_IEEE_F32LE, space.id(), link.id(), properties.id(),
                          H5P_DEFAULT);
    });
    call([&] {
        return H5Dwrite(dataSet.id(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, tensor.values.data());
    });
    setNumber<std::uint64_t>(dataSet, "crc32", checksum(tensor.values));
    return dataSet;
}

StoredTensor readTensor(const Handle& group, const std::string& name)
{
    auto dataSet = openData(group, name, H5T_IEEE_F32LE);
    const auto sizes = sizesOfData(dataSet);
    StoredTensor stored;
    stored.tensor.shape = tensor::Shape({ sizes.begin(), sizes.end() });
    stored.tensor.values.resize(boundedCount(dataSet, name, sizes, sizeof(float)));
    call([&] {
        return H5Dread(dataSet.id(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                       stored.tensor.values.data());
    });
    if (number<std::uint64_t>(dataSet, "crc32") != checksum(stored.tensor.values))
        throw Fault { fmt::format("\"{}\" does not match its checksum: the file is damaged; use another copy",
                                  name) };
    stored.dataSet = std::move(dataSet);
    return stored;
}

Handle createSeries(const Handle& group, const std::string& name)
{
    const auto link = linkProperties(name);
    const auto properties = dataProperties();
    const auto space = open([] {
        const hsize_t size = 0;
        const hsize_t largest = H5S_UNLIMITED;
        return H5Screate_simple(1, &size, &largest);
    });
    call([&] { return H5Pset_chunk(properties.id(), 1, &kSeriesChunk); });
    call([&] { return H5Pset_fill_value(properties.id(), H5T_NATIVE_DOUBLE, &kNotWritten); });
    return open([&] {
        return H5Dcreate2(group.id(), name.c_str(), H5T_IEEE_F64LE, space.id(), link.id(), properties.id(),
                          H5P_DEFAULT);
    });
}

void append(const Handle& series, std::span<const double> values)
{
    if (values.empty())
        return;
    const hsize_t begin = sizesOfData(series).at(0);
    const hsize_t count = values.size();
    const hsize_t end = begin + count;
    call([&] { return H5Dset_extent(series.id(), &end); });
    const auto rows = open([&] { return H5Dget_space(series.id()); });
    call([&] { return H5Sselect_hyperslab(rows.id(), H5S_SELECT_SET, &begin, nullptr, &count, nullptr); });
    const auto memory = spaceOf(std::span(&count, 1));
    call([&] {
        return H5Dwrite(series.id(), H5T_NATIVE_DOUBLE, memory.id(), rows.id(), H5P_DEFAULT, values.data());
    });
    call([&] { return H5Dflush(series.id()); });
}

std::vector<double> readSeries(const Handle& group, const std::string& name)
{
    const auto dataSet = openData(group, name, H5T_IEEE_F64LE);
    const auto sizes = sizesOfData(dataSet);
    if (sizes.size() != 1)
        throw Fault { fmt::format("\"{}\": expected one row of numbers; is it Netwright's file?", name) };
    std::vector<double> values(boundedCount(dataSet, name, sizes, sizeof(double)));
    if (values.empty())
        return values;
    // A writer may have added to it meanwhile: take just what was counted.
    const auto memory = spaceOf(sizes);
    const auto rows = open([&] { return H5Dget_space(dataSet.id()); });
    const hsize_t begin = 0;
    call([&] {
        return H5Sselect_hyperslab(rows.id(), H5S_SELECT_SET, &begin, nullptr, sizes.data(), nullptr);
    });
    call([&] {
        return H5Dread(dataSet.id(), H5T_NATIVE_DOUBLE, memory.id(), rows.id(), H5P_DEFAULT, values.data());
    });
    return values;
}

} // namespace netwright::runs::hdf5
