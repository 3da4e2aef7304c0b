#include "tools/mpi/ranks.hpp"

#include <algorithm>
#include <atomic>
#include <boost/mpi/collectives.hpp>
#include <boost/mpi/environment.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <stdexcept>
#include <thread>

#include "models/replication.hpp"
#include "sim/in_order.hpp"
#include "sim/unit_pool.hpp"
#include "tools/program/commands.hpp"
#include "tools/program/interrupt.hpp"

namespace mpi {

namespace {

using program::InterruptWatch;
using program::Job;
using Finished = sim::Finished<measures::Measures>;
using Pool = sim::UnitPool<measures::Measures>;

unsigned fair_share_of_cores(const boost::mpi::communicator& world) {
  const std::string here = boost::mpi::environment::processor_name();
  std::vector<std::string> hosts;
  boost::mpi::all_gather(world, here, hosts);
  const auto ranks = static_cast<unsigned>(std::count(hosts.begin(), hosts.end(), here));
  return std::max(1U, std::thread::hardware_concurrency() / ranks);
}

std::string why(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& known) {
    return known.what();
  } catch (...) {
    return "an error without a text";
  }
}

bool is_interrupt(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const models::Interrupted&) {
    return true;
  } catch (...) {
    return false;
  }
}

Message report_of(Finished finished) {
  if (finished.result) return {Say::result, finished.unit, {}, std::move(*finished.result)};
  if (!finished.error || is_interrupt(finished.error)) return {Say::given_up, finished.unit};
  return {Say::failed, finished.unit, why(finished.error)};
}

}  // namespace

/// One job, seen from rank 0. Units are counted here by their place in the job.
class Ranks::Lead {
 public:
  Lead(Ranks& ranks, const Job& job, const std::vector<unsigned>& threads)
      : ranks_(ranks),
        job_(job),
        free_(threads),
        order_([this](std::uint32_t i, const measures::Measures& found) { job_.deliver(job_.units[i], found); }),
        pool_(
            threads.front(), [this](std::uint32_t i) { return job_.simulate(job_.units[i], InterruptWatch::seen); },
            InterruptWatch::seen) {
    for (const unsigned its : threads) all_threads_ += its;
  }

  void work_off() {
    for (;;) {
      stop_if_interrupted();
      hand_out();
      if (open_ == 0) break;
      if (!take_one()) rest();
    }
    order_.rethrow();
    order_.add_behind_gaps();
    order_.rethrow();
  }
  unsigned all_threads() const { return all_threads_; }

 private:
  bool more() const {
    return !stopped_ && !order_.broken() && next_ < job_.units.size() &&
           next_ < order_.delivered() + 2 * std::uint64_t{all_threads_};
  }

  void hand_out() {
    for (std::size_t rank = 0; rank < free_.size(); ++rank) {
      for (; free_[rank] > 0 && more(); --free_[rank], ++open_) begin(rank, next_++);
    }
  }
  void begin(std::size_t rank, std::uint32_t i) {
    if (rank == 0) {
      pool_.submit(i);
    } else {
      ranks_.post_.send(static_cast<int>(rank), {Say::unit, job_.units[i]});
    }
  }

  /// False when nothing has come.
  bool take_one() {
    if (auto own = pool_.try_take()) {
      if (own->error && is_interrupt(own->error)) own->error = nullptr;
      add(0, std::move(*own));
      return true;
    }
    auto message = ranks_.post_.next();
    if (!message) return false;
    Finished finished{place_of(message->number)};
    if (message->say == Say::result) finished.result = std::move(message->measures);
    if (message->say == Say::failed) finished.error = std::make_exception_ptr(std::runtime_error(message->text));
    add(static_cast<std::size_t>(message->from), std::move(finished));
    return true;
  }

  std::uint32_t place_of(std::uint32_t unit) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(job_.units, unit) - job_.units.begin());
  }

  void add(std::size_t rank, Finished finished) {
    --open_;
    ++free_[rank];
    if (finished.result) {
      hand_out();  // before it is stored, so that nobody waits for the file
      keep(finished);
    }
    order_.add(std::move(finished));
  }
  void keep(Finished& finished) {
    try {
      job_.keep(job_.units[finished.unit], *finished.result);
    } catch (...) {
      finished.error = std::current_exception();
      finished.result.reset();
    }
  }

  /// After a failure, in contrast, all finish what they have, so that the lowest one comes out.
  void stop_if_interrupted() {
    if (stopped_ || !InterruptWatch::seen()) return;
    stopped_ = true;
    for (std::size_t rank = 1; rank < free_.size(); ++rank) ranks_.post_.send(static_cast<int>(rank), {Say::stop});
  }

  Ranks& ranks_;
  const Job& job_;
  std::vector<unsigned> free_;  ///< threads without work, by rank
  unsigned all_threads_ = 0;
  std::uint32_t next_ = 0, open_ = 0;
  bool stopped_ = false;
  sim::InOrder<measures::Measures> order_;
  Pool pool_;
};

Ranks::Ranks(boost::mpi::communicator world)
    : post_(world),
      world_(std::move(world)),
      usual_threads_(fair_share_of_cores(world_)),
      where_(static_cast<std::size_t>(world_.size())) {}

unsigned Ranks::lead(const Job& job) {
  std::vector<unsigned> threads(where_.size(), job.threads);
  hear_all(job, threads);
  Lead lead(*this, job, threads);
  lead.work_off();
  dismiss_all();
  return lead.all_threads();
}

void Ranks::hear_all(const Job& job, std::vector<unsigned>& threads) {
  for (std::size_t heard = 1; heard < where_.size(); ++heard) {
    const Message message = post_.wait();
    const auto rank = static_cast<std::size_t>(message.from);
    const std::string who = "rank " + std::to_string(rank);
    where_[rank] = message.say == Say::leaving ? Where::gone : Where::in_job;
    if (message.say == Say::leaving) throw program::FileError(who + " could not take part: " + message.text);
    threads[rank] = message.number;
    if (message.text == job.identity) continue;
    throw program::FileError(who + " reads another scenario than rank 0, or is another build of parksim");
  }
}

void Ranks::dismiss_all() {
  for (std::size_t rank = 1; rank < where_.size(); ++rank) {
    if (where_[rank] != Where::in_job) continue;
    post_.send(static_cast<int>(rank), {Say::over});
    where_[rank] = Where::between_jobs;
  }
}

unsigned Ranks::serve(const Job& job) {
  post_.send(0, {Say::ready, job.threads, job.identity});
  std::atomic<bool> stopped = false;
  const auto stop = [&stopped] { return stopped.load(); };
  Pool pool(
      job.threads, [&](std::uint32_t unit) { return job.simulate(unit, stop); }, stop);
  for (;;) {
    if (const auto order = post_.next()) {
      if (order->say == Say::unit) pool.submit(order->number);
      if (order->say != Say::unit) stopped = true;
      if (order->say == Say::over) return job.threads;
    } else if (auto finished = pool.try_take()) {
      post_.send(0, report_of(std::move(*finished)));
    } else {
      rest();
    }
  }
}

void Ranks::leave(const std::string& complaint) {
  if (!leads()) return post_.send(0, {Say::leaving, 0, complaint});
  dismiss_all();
  auto gone = std::count(where_.begin() + 1, where_.end(), Where::gone);
  while (gone + 1 < world_.size()) {
    const Message message = post_.wait();
    gone += message.say == Say::leaving;
    if (message.say == Say::ready) post_.send(message.from, {Say::over});
  }
}

}  // namespace mpi
