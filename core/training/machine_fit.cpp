// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/machine_fit.hpp"

#include "core/tensor/freedom.hpp"
#include "core/tensor/work_threads.hpp"

#include <fmt/format.h>

namespace netwright::training {

std::vector<std::string> misfits(const Recipe& recipe)
{
    std::vector<std::string> sentences;
    if (const int all = tensor::threadsFor(0); recipe.threads > all)
        sentences.push_back(
            fmt::format("{} threads are more than this machine has ({}): they will wait for each other",
                        recipe.threads, all));
    if (recipe.isBFloat16 && !tensor::hasBFloat16())
        sentences.emplace_back("This processor has no bfloat16: all is computed in float32");
    return sentences;
}

} // namespace netwright::training
