#include "tools/program/workforce.hpp"

#include <algorithm>
#include <thread>

#include "models/replication.hpp"
#include "sim/replications.hpp"
#include "tools/program/interrupt.hpp"

namespace program {

namespace {

class Threads : public Workforce {
 public:
  bool leads() const override { return true; }
  unsigned usual_threads() const override { return std::max(1U, std::thread::hardware_concurrency()); }

  unsigned run(const Job& job) override {
    const auto count = static_cast<std::uint32_t>(job.units.size());
    if (count == 0) return job.threads;
    const auto simulate = [&](std::uint32_t i) { return job.simulate(job.units[i], InterruptWatch::seen); };
    const auto deliver = [&](std::uint32_t i, const measures::Measures& found) {
      job.keep(job.units[i], found);
      job.deliver(job.units[i], found);
    };
    try {
      sim::run_replications(0, count, std::min(job.threads, count), simulate, deliver, InterruptWatch::seen);
    } catch (const models::Interrupted&) {  // what was finished before has been delivered
    }
    return job.threads;
  }
};

Threads threads;
Workforce* present = &threads;

}  // namespace

Workforce& workforce() { return *present; }

void bring(Workforce& workforce) { present = &workforce; }

}  // namespace program
