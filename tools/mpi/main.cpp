#include <boost/mpi/environment.hpp>
#include <iostream>
#include <sstream>

#include "tools/mpi/ranks.hpp"
#include "tools/program/commands.hpp"

namespace {

int in_one_process(const program::Arguments& arguments) { return program::program(arguments, std::cout, std::cerr); }

/// Rank 0 is the program as users know it; the others take part in its jobs, and leave all else alone.
int in_many(const program::Arguments& arguments, const boost::mpi::communicator& world) {
  mpi::Ranks ranks(world);
  program::bring(ranks);
  std::ostringstream unseen, complaint;
  int code = 0;
  if (ranks.leads()) {
    code = in_one_process(arguments);
  } else if (!arguments.empty() && (arguments.front() == "run" || arguments.front() == "sweep")) {
    program::program(arguments, unseen, complaint);
  }
  std::cout.flush();
  ranks.leave(complaint.str());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const boost::mpi::environment environment(argc, argv, boost::mpi::threading::funneled);
  const boost::mpi::communicator world;
  const program::Arguments arguments{argv + 1, argv + argc};
  return world.size() == 1 ? in_one_process(arguments) : in_many(arguments, world);
}
