// A job of twelve units on the ranks of mpirun, with one mishap: `unit N`, `keep N` or `deliver N` throws, `interrupt
// N` sends SIGINT to rank 0 once N was delivered, `rank N` brings another job there. Rank 0 prints what came of it.
#include <boost/mpi/environment.hpp>
#include <chrono>
#include <csignal>
#include <iostream>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "models/replication.hpp"
#include "tools/mpi/ranks.hpp"
#include "tools/program/interrupt.hpp"

namespace {

struct Mishap {
  std::string what;
  std::uint32_t where;
  bool at(const std::string& place, std::uint32_t unit) const { return what == place && where == unit; }
  void throw_at(const std::string& place, std::uint32_t unit) const {
    if (at(place, unit)) throw std::runtime_error("no luck with " + place + " " + std::to_string(unit));
  }
};

program::Job job_with(const Mishap& mishap) {
  program::Job job;
  job.identity = "twelve units";
  job.units.resize(12);
  std::iota(job.units.begin(), job.units.end(), 100U);  // numbers are no places
  job.threads = 2;
  job.simulate = [&mishap](std::uint32_t unit, const std::function<bool()>& stop) {
    mishap.throw_at("unit", unit);
    const int steps = mishap.what == "interrupt" && unit > mishap.where ? 100'000 : 10;
    for (int i = 0; i < steps; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (stop()) throw models::Interrupted{};
    }
    measures::Measures found;
    found.events = unit;
    return found;
  };
  job.keep = [&mishap](std::uint32_t unit, const measures::Measures&) { mishap.throw_at("keep", unit); };
  job.deliver = [&mishap](std::uint32_t unit, const measures::Measures& found) {
    mishap.throw_at("deliver", unit);
    std::cout << (found.events == unit ? " " : " not ") << unit;
    if (mishap.at("interrupt", unit)) std::raise(SIGINT);
  };
  return job;
}

}  // namespace

int main(int argc, char** argv) {
  const boost::mpi::environment environment(argc, argv, boost::mpi::threading::funneled);
  const boost::mpi::communicator world;
  const Mishap mishap{argv[1], static_cast<std::uint32_t>(std::stoul(argv[2]))};
  mpi::Ranks ranks(world);
  const program::InterruptWatch watch;
  program::Job job = job_with(mishap);
  if (mishap.at("rank", static_cast<std::uint32_t>(world.rank()))) job.identity = "thirteen units";
  try {
    const unsigned threads = ranks.run(job);
    if (ranks.leads()) std::cout << " on " << threads << " threads";
  } catch (const std::exception& error) {
    std::cout << " thrown: " << error.what();
  }
  std::cout.flush();
  ranks.leave("");
}
