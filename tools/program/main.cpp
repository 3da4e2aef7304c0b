#include <unistd.h>

#include <iostream>

#include "tools/program/commands.hpp"
#include "tools/program/exit_code.hpp"
#include "tools/program/host.hpp"

namespace {

/// Several ranks are no use to this program: each would do all the work. The one beside it shares it out.
int become_the_program_for_ranks(char** argv) {
  const std::string other = program::program_path() + "-mpi";
  execv(other.c_str(), argv);
  std::cerr << "parksim: mpirun has started this program, but there is no " << other
            << " beside it, which works with other ranks: tools/install --mpi && tools/build release parksim_mpi\n";
  return program::exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
  if (program::is_one_of_several_ranks()) return become_the_program_for_ranks(argv);
  return program::program({argv + 1, argv + argc}, std::cout, std::cerr);
}
