// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"

#include <hdf5.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <new>
#include <string>
#include <vector>

/// The only place that names HDF5's C API. Its functions throw Fault, as HDF5's own C++ API does; attempt()
/// turns that into an Error that names the file, and nothing outside of this room sees an exception.
namespace netwright::runs::hdf5 {

struct Fault {
    std::string message;
};

/// HDF5 keeps its state per process and most builds of it are not thread-safe, while a window reads curves as
/// a training writes them. So every call holds this one lock: the exception to "no singletons", because the
/// library is one. It never prints, and never cleans up at exit: our handles do, and it crashes there on a
/// file that it could not close.
[[nodiscard]] std::mutex& libraryLock();
/// Whether HDF5 prints is a setting of each thread. The caller holds the lock.
void keepQuiet();
/// The innermost entry of HDF5's error stack, and what to do about it. The caller holds the lock.
[[nodiscard]] std::string lastFault();

/// Calls into HDF5 under the lock; a negative result throws.
template <std::invocable F> auto call(F&& function)
{
    const std::scoped_lock lock(libraryLock());
    keepQuiet();
    const auto result = std::invoke(std::forward<F>(function));
    if (result < 0)
        throw Fault { lastFault() };
    return result;
}

/// Owns one HDF5 id of any type.
class Handle {
public:
    Handle() = default;
    explicit Handle(hid_t id)
        : m_id(id)
    {
    }
    Handle(Handle&& other) noexcept
        : m_id(std::exchange(other.m_id, H5I_INVALID_HID))
    {
    }
    Handle& operator=(Handle&& other) noexcept;
    ~Handle();

    [[nodiscard]] hid_t id() const { return m_id; }
    [[nodiscard]] explicit operator bool() const { return m_id >= 0; }
    /// Closes now, and throws where that fails: of a file that was written, this is when the rest goes to the
    /// disk.
    void close();

private:
    hid_t m_id = H5I_INVALID_HID;
};

template <std::invocable F> Handle open(F&& function) { return Handle(call(std::forward<F>(function))); }

/// Runs what may throw; the Error names the file.
template <class T, class F> Result<T> attempt(const std::filesystem::path& file, F&& function)
{
    try {
        return std::invoke(std::forward<F>(function));
    } catch (const Fault& fault) {
        return fail(file.string(), "{}", fault.message);
    } catch (const std::bad_alloc&) {
        return fail(file.string(),
                    "expected data that fits in memory; close other programs or use a larger machine");
    }
}

/// A new file in the format of HDF5 1.10, whose metadata carry checksums and allow a reader beside the
/// writer.
[[nodiscard]] Handle createFile(const std::filesystem::path& file);
/// Read-only.
[[nodiscard]] Handle openFile(const std::filesystem::path& file);
/// Read-only, also while another process or thread writes, and after such a writer died.
[[nodiscard]] Handle watchFile(const std::filesystem::path& file);
/// From now on others may watch what is written; groups, data sets and attributes can no longer be made.
void allowWatchers(const Handle& file);
/// Makes sure that so many bytes more find room on the disk, or throws. HDF5 cannot let go of what it cannot
/// write, so nothing may be written that was not reserved.
void reserve(const Handle& file, std::uint64_t bytes);
void flush(const Handle& file);

enum class EntryKind { Group, DataSet, Foreign /**< links out of the file, types: never ours */ };

struct Entry {
    std::string name;
    EntryKind kind = EntryKind::Foreign;
};

/// Names may hold any UTF-8 but "/"; "." and an empty name are refused, since HDF5 cannot keep them.
[[nodiscard]] Handle createGroup(const Handle& parent, const std::string& name);
[[nodiscard]] Handle openGroup(const Handle& parent, const std::string& name);
[[nodiscard]] bool has(const Handle& group, const std::string& name);
/// What a group holds, by name.
[[nodiscard]] std::vector<Entry> entries(const Handle& group);
/// Properties for making a link of this name, with UTF-8 marked as such.
[[nodiscard]] Handle linkProperties(const std::string& name);

} // namespace netwright::runs::hdf5
