// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

namespace netwright::tensor {

/// One way to do a task.
struct Candidate {
    std::string name;
    /// What to time. Empty where this way does not exist for the task.
    std::function<std::function<void()>()> prepare;
};

/// Which implementation is fastest for a task on this machine: found out by trying, once for each task, and
/// remembered. Implementations differ in the low bits of their results. Safe to use from several threads.
class Choices {
public:
    using Known = std::map<std::string, std::string, std::less<>>; ///< task -> name of a candidate

    Choices() = default;
    /// `remember` is told of everything new: the task, and the name of its candidate.
    using Remember = std::function<void(const std::string& task, const std::string& name)>;
    Choices(Known known, Remember remember);

    /// The name of the fastest candidate. The first must exist; it stays where no other is clearly faster.
    [[nodiscard]] std::string choose(std::string_view task, std::span<const Candidate> candidates);
    /// What it was asked for so far, with the answers.
    [[nodiscard]] Known chosen() const;
    /// From now on the answers are these, whatever is remembered.
    void prefer(const Known& known);

private:
    mutable std::mutex m_mutex; ///< also keeps two from timing at once
    Known m_known;
    Known m_chosen;
    Remember m_remember;
};

} // namespace netwright::tensor
