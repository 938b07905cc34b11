// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.hpp"

#include <iostream>

int main(int argc, char** argv) { return netwright::cli::run(argc, argv, std::cout, std::cerr); }
