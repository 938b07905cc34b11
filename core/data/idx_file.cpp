// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx_file.hpp"

#include "core/base/text.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <system_error>

namespace netwright::data {

namespace {
    constexpr std::uint64_t kMaximumBytes = 16ULL << 30;
    constexpr std::uint64_t kDeflateRatio
        = 1032; // no deflate stream expands more (zlib, "Technical Details")
    constexpr std::uint8_t kUnsignedByte = 0x08;

    struct Close {
        void operator()(gzFile_s* file) const { gzclose(file); }
    };

    /// One file being read; zlib hands plain files through as they are.
    class Reader {
    public:
        explicit Reader(const std::filesystem::path& path)
            : m_file(gzopen(path.c_str(), "rb"))
        {
            if (m_file)
                gzbuffer(m_file.get(), 1 << 17);
        }

        [[nodiscard]] bool isOpen() const { return m_file != nullptr; }
        [[nodiscard]] bool isCompressed() const { return gzdirect(m_file.get()) == 0; }
        /// As many bytes as there are; fewer than asked for at the end or at damage.
        std::size_t read(std::span<std::uint8_t> into)
        {
            const int count = gzread(m_file.get(), into.data(), static_cast<unsigned>(into.size()));
            return static_cast<std::size_t>(std::max(count, 0));
        }
        /// What zlib found wrong with the stream, other than its early end.
        [[nodiscard]] std::string damage() const
        {
            int code = Z_OK;
            const std::string text = gzerror(m_file.get(), &code);
            if (code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR)
                return {};
            const auto start = text.rfind(": ");
            return start == std::string::npos ? text : text.substr(start + 2);
        }
        [[nodiscard]] bool endsEarly() const
        {
            int code = Z_OK;
            gzerror(m_file.get(), &code);
            return code == Z_BUF_ERROR;
        }

    private:
        std::unique_ptr<gzFile_s, Close> m_file;
    };

    std::filesystem::path existing(const std::filesystem::path& path)
    {
        std::error_code code;
        if (std::filesystem::exists(path, code))
            return path;
        auto other = path;
        if (path.extension() == ".gz")
            other.replace_extension();
        else
            other += ".gz";
        return std::filesystem::exists(other, code) ? other : path;
    }

    Status checkMagic(const std::string& where, std::span<const std::uint8_t, 4> magic, std::size_t rank,
                      const std::string& holds)
    {
        if (magic[0] != 0 || magic[1] != 0)
            return fail(where,
                        "expected an IDX file, which begins with two zero bytes, found {:02x} {:02x}; "
                        "choose the file of the {} as it was published",
                        magic[0], magic[1], holds);
        if (magic[2] != kUnsignedByte)
            return fail(
                where, "expected {} as unsigned bytes (IDX type 0x08), found type 0x{:02x}; convert the file",
                holds, magic[2]);
        if (magic[3] != rank)
            return fail(
                where,
                "expected {} with {} dimension{}, found {}; are the files of images and labels exchanged?",
                holds, rank, rank == 1 ? "" : "s", magic[3]);
        return {};
    }

    Status checkSizes(const std::string& where, const tensor::Shape& sizes, std::uint64_t room,
                      const std::string& holds)
    {
        std::uint64_t elements = 1;
        for (const auto size : sizes) {
            if (size == 0)
                return fail(where, "expected {}, found none: its header says {}", holds,
                            tensor::toText(sizes));
            if (elements > kMaximumBytes / static_cast<std::uint64_t>(size))
                return fail(where,
                            "its header asks for {} bytes, more than the {} that are allowed; "
                            "the file is damaged",
                            tensor::toText(sizes), grouped(static_cast<std::int64_t>(kMaximumBytes)));
            elements *= static_cast<std::uint64_t>(size);
        }
        if (elements > room)
            return fail(where,
                        "is truncated: its header promises {} bytes ({}), the file can hold {} at most; "
                        "fetch it again",
                        grouped(static_cast<std::int64_t>(elements)), tensor::toText(sizes),
                        grouped(static_cast<std::int64_t>(room)));
        return {};
    }

    Status damaged(const std::string& where, const Reader& reader)
    {
        return fail(where, "cannot be decompressed, it is damaged ({}); fetch it again", reader.damage());
    }

    /// The sizes that follow the magic number, checked against what a file of this size can hold.
    Result<tensor::Shape> readSizes(Reader& reader, const std::filesystem::path& path, std::size_t rank,
                                    const std::string& holds)
    {
        const auto where = path.string();
        std::array<std::uint8_t, 4> word {};
        if (reader.read(word) < word.size()) {
            if (!reader.damage().empty())
                return failed(damaged(where, reader));
            return fail(where, "expected an IDX file, found less than 4 bytes; fetch it again");
        }
        if (auto checked = checkMagic(where, word, rank, holds); !checked)
            return failed(checked);
        std::vector<std::int64_t> sizes;
        for (std::size_t axis = 0; axis < rank; ++axis) {
            if (reader.read(word) < word.size())
                return fail(where, "is truncated: it ends within its header; fetch it again");
            sizes.push_back((std::int64_t { word[0] } << 24) | (word[1] << 16) | (word[2] << 8) | word[3]);
        }
        std::error_code code;
        const std::uint64_t bytes = std::filesystem::file_size(path, code);
        if (code)
            return fail(where, "cannot be read: {}", code.message());
        const std::uint64_t header = 4 * (1 + rank);
        const std::uint64_t room
            = reader.isCompressed() ? bytes * kDeflateRatio : bytes - std::min(bytes, header);
        tensor::Shape shape(std::move(sizes));
        if (auto checked = checkSizes(where, shape, room, holds); !checked)
            return failed(checked);
        return shape;
    }

    Status readElements(Reader& reader, IdxFile& file, const Progress& progress)
    {
        constexpr std::size_t kChunk = 4 << 20;
        constexpr std::size_t kBelieved = 64 << 20;
        const auto where = file.path.string();
        const auto what = fmt::format("Reading {}", file.path.filename().string());
        const auto size = static_cast<std::size_t>(file.sizes.elements());
        // A small compressed file may claim gigabytes: memory grows as they come.
        file.bytes.reserve(reader.isCompressed() ? std::min(size, kBelieved) : size);
        for (std::size_t done = 0; done < size;) {
            if (progress.stop.stop_requested())
                return fail(where, "reading was stopped");
            progress.report(static_cast<double>(done) / static_cast<double>(size), what);
            file.bytes.resize(done + std::min(kChunk, size - done));
            const auto chunk = std::span(file.bytes).subspan(done);
            const auto count = reader.read(chunk);
            done += count;
            if (!reader.damage().empty())
                return damaged(where, reader);
            if (count < chunk.size())
                return fail(where,
                            "is truncated: its header promises {} bytes ({}), found {}; fetch it again", size,
                            tensor::toText(file.sizes), done);
        }
        std::array<std::uint8_t, 1> more {};
        if (reader.read(more) > 0)
            return fail(where, "expected {} bytes after its header ({}), found more; the file is damaged",
                        size, tensor::toText(file.sizes));
        if (!reader.damage().empty())
            return damaged(where, reader);
        if (reader.endsEarly())
            return fail(where, "is truncated: the check sum at its end is missing; fetch it again");
        return {};
    }
} // namespace

Result<IdxFile> readIdx(const std::filesystem::path& path, std::size_t rank, const std::string& holds,
                        const Progress& progress)
{
    IdxFile file { .path = existing(path), .sizes = {}, .bytes = {} };
    const auto where = file.path.string();
    std::error_code code;
    const auto status = std::filesystem::status(file.path, code);
    if (!std::filesystem::exists(status))
        return fail(where, "there is no such file, nor one with or without \".gz\"; check the path of the {}",
                    holds);
    if (!std::filesystem::is_regular_file(status))
        return fail(where, "expected a file with the {}, found a folder or a device", holds);
    Reader reader(file.path);
    if (!reader.isOpen())
        return fail(where, "cannot be opened for reading; check its permissions");
    auto sizes = readSizes(reader, file.path, rank, holds);
    if (!sizes)
        return failed(sizes);
    file.sizes = *std::move(sizes);
    if (auto read = readElements(reader, file, progress); !read)
        return failed(read);
    return file;
}

} // namespace netwright::data
