// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/hdf5.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace netwright::runs::hdf5 {

namespace {
    constexpr std::size_t kLargestEntryCount = 1'000'000;
    /// A reader beside a writer tries again where a checksum is wrong, after 1, 2, 4, ... ns. HDF5's own
    /// choice of 100 would take minutes over a damaged file; 16 are much longer than a writer takes.
    constexpr unsigned kMostReadAttempts = 16;

    herr_t keepFirst(unsigned /*n*/, const H5E_error2_t* error, void* into)
    {
        auto& message = *static_cast<std::string*>(into);
        if (message.empty() && error->desc)
            message = error->desc;
        return 0;
    }

    /// HDF5 buries the system's words in its own: "..., errno = 28, error message = 'No space left on
    /// device', ...".
    std::string systemPart(const std::string& message)
    {
        static constexpr std::string_view kMark = "error message = '";
        const auto at = message.find(kMark);
        if (at == std::string::npos)
            return {};
        const auto begin = at + kMark.size();
        return message.substr(begin, message.find('\'', begin) - begin);
    }

    /// File access in the format of 1.10, which both 1.10 and later read.
    hid_t fileAccess()
    {
        const hid_t list = H5Pcreate(H5P_FILE_ACCESS);
        H5Pset_libver_bounds(list, H5F_LIBVER_V110, H5F_LIBVER_V110);
        H5Pset_file_locking(list, true, true); // go on where the file system knows no locks
        return list;
    }

    Handle openWith(const std::filesystem::path& file, unsigned flags)
    {
        return open([&] {
            const hid_t access = fileAccess();
            if (flags & H5F_ACC_SWMR_READ)
                H5Pset_metadata_read_attempts(access, kMostReadAttempts);
            const hid_t id = H5Fopen(file.c_str(), flags, access);
            H5Pclose(access);
            return id;
        });
    }

    EntryKind kindOf(hid_t group, const char* name, H5L_type_t link)
    {
        if (link != H5L_TYPE_HARD)
            return EntryKind::Foreign;
        const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
        const auto type = H5Iget_type(object);
        H5Oclose(object);
        if (type == H5I_GROUP)
            return EntryKind::Group;
        return type == H5I_DATASET ? EntryKind::DataSet : EntryKind::Foreign;
    }
} // namespace

std::mutex& libraryLock()
{
    struct Library {
        std::mutex lock;
        Library() { H5dont_atexit(); }
    };
    static Library library;
    return library.lock;
}

void keepQuiet()
{
    thread_local const bool isQuiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
    static_cast<void>(isQuiet);
}

std::string lastFault()
{
    std::string message;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keepFirst, &message);
    H5Eclear2(H5E_DEFAULT);
    if (const auto system = systemPart(message); !system.empty())
        return fmt::format(
            "cannot be written or read: {}; is there room on the disk, and is the folder writable?", system);
    return fmt::format(
        "expected a sound HDF5 file of Netwright, but HDF5 says \"{}\"; use another copy of the file",
        message.empty() ? "unknown fault" : message);
}

Handle& Handle::operator=(Handle&& other) noexcept
{
    std::swap(m_id, other.m_id);
    return *this;
}

Handle::~Handle()
{
    if (m_id < 0)
        return;
    const std::scoped_lock lock(libraryLock());
    keepQuiet();
    H5Idec_ref(m_id);
    H5Eclear2(H5E_DEFAULT);
}

void Handle::close()
{
    const auto id = std::exchange(m_id, H5I_INVALID_HID);
    call([&] { return H5Idec_ref(id); });
}

Handle createFile(const std::filesystem::path& file)
{
    return open([&] {
        const hid_t access = fileAccess();
        const hid_t id = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
        H5Pclose(access);
        return id;
    });
}

Handle openFile(const std::filesystem::path& file) { return openWith(file, H5F_ACC_RDONLY); }

Handle watchFile(const std::filesystem::path& file)
{
    return openWith(file, H5F_ACC_RDONLY | H5F_ACC_SWMR_READ);
}

void allowWatchers(const Handle& file)
{
    call([&] { return H5Fstart_swmr_write(file.id()); });
}

void reserve(const Handle& file, std::uint64_t bytes)
{
    hsize_t size = 0;
    int* descriptor = nullptr;
    call([&] { return H5Fget_filesize(file.id(), &size); });
    call([&] { return H5Fget_vfd_handle(file.id(), H5P_DEFAULT, reinterpret_cast<void**>(&descriptor)); });
    if (::fallocate(*descriptor, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size + bytes)) == 0)
        return;
    if (errno == EOPNOTSUPP) { // a file system that cannot reserve: ask what is free
        struct statvfs disk { };
        if (::fstatvfs(*descriptor, &disk) != 0 || disk.f_bavail >= bytes / disk.f_frsize)
            return;
        errno = ENOSPC;
    }
    throw Fault { fmt::format("cannot be written: {}; {} bytes more are needed, make room on the disk",
                              std::strerror(errno), bytes) };
}

void flush(const Handle& file)
{
    call([&] { return H5Fflush(file.id(), H5F_SCOPE_LOCAL); });
}

Handle linkProperties(const std::string& name)
{
    if (name.empty() || name == "." || name.find('/') != std::string::npos
        || name.find('\0') != std::string::npos)
        throw Fault { fmt::format("\"{}\" cannot be the name of a group or data set in HDF5; rename it",
                                  name) };
    return open([] {
        const hid_t list = H5Pcreate(H5P_LINK_CREATE);
        H5Pset_char_encoding(list, H5T_CSET_UTF8);
        return list;
    });
}

Handle createGroup(const Handle& parent, const std::string& name)
{
    const auto link = linkProperties(name);
    return open([&] { return H5Gcreate2(parent.id(), name.c_str(), link.id(), H5P_DEFAULT, H5P_DEFAULT); });
}

Handle openGroup(const Handle& parent, const std::string& name)
{
    return open([&] { return H5Gopen2(parent.id(), name.c_str(), H5P_DEFAULT); });
}

bool has(const Handle& group, const std::string& name)
{
    return call([&] { return H5Lexists(group.id(), name.c_str(), H5P_DEFAULT); }) > 0;
}

std::vector<Entry> entries(const Handle& group)
{
    std::vector<Entry> result;
    const auto add = [](hid_t id, const char* name, const H5L_info_t* info, void* into) -> herr_t {
        auto& list = *static_cast<std::vector<Entry>*>(into);
        list.push_back({ name, kindOf(id, name, info->type) });
        return list.size() < kLargestEntryCount ? 0 : -1;
    };
    call([&] { return H5Literate(group.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &result); });
    return result;
}

} // namespace netwright::runs::hdf5
