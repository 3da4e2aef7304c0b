#include <iostream>

#include "tools/program/commands.hpp"

int main(int argc, char** argv) { return program::program({argv + 1, argv + argc}, std::cout, std::cerr); }
