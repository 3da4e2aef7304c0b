#pragma once

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace sim {

/// What became of a unit of work: a result, an error, or neither when it was never begun.
template <class Result>
struct Finished {
  std::uint32_t unit = 0;
  std::optional<Result> result{};
  std::exception_ptr error{};
};

/// Does units of work on up to `threads` workers of oneTBB's work-stealing pool, never on the calling thread. Units
/// begin in the order in which they were submitted and end in any. `stop()`, which must not throw, is asked on one
/// thread at a time before each unit; once it is true, or a unit has failed, no other begins. One pool at a time; all
/// members from one thread. More than 256 threads (or four times the cores) may get fewer workers. When the system
/// gives no thread at all, oneTBB ends the program.
template <class Result>
class UnitPool {
 public:
  using Work = std::function<Result(std::uint32_t unit)>;
  using Stop = std::function<bool()>;

  UnitPool(unsigned threads, Work work, Stop stop)
      : work_(std::move(work)),
        stop_(std::move(stop)),
        limit_(oneapi::tbb::global_control::max_allowed_parallelism, std::max(threads, 1u) + 1u),
        arena_(static_cast<int>(std::max(threads, 1u)), 0) {}

  /// Waits for the units that have begun; the others are dropped.
  ~UnitPool() {
    halt();
    while (open_ > 0) take();
  }
  UnitPool(const UnitPool&) = delete;
  UnitPool& operator=(const UnitPool&) = delete;

  void submit(std::uint32_t unit) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(unit);
    }
    ++open_;
    submitted_.fetch_add(1, std::memory_order_release);
    arena_.enqueue([this] { do_next(); });
  }

  /// Units submitted and not yet taken.
  std::uint32_t open() const { return open_; }

  /// The next that ended. take() waits for it, with open() > 0; try_take() does not.
  Finished<Result> take() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return !done_.empty(); });
    return next_done();
  }
  std::optional<Finished<Result>> try_take() {
    const std::lock_guard lock(mutex_);
    if (done_.empty()) return std::nullopt;
    return next_done();
  }

  /// Nothing new begins.
  void halt() {
    const std::lock_guard lock(mutex_);
    halted_ = true;
  }

 private:
  /// On a worker, once for each unit submitted. Holds the lock when it hands over, for the pool may end right after.
  void do_next() {
    submitted_.load(std::memory_order_acquire);
    std::unique_lock lock(mutex_);
    Finished<Result> next{waiting_.front()};
    waiting_.pop_front();
    halted_ = halted_ || stop_();
    if (!halted_) {
      lock.unlock();
      attempt(next);
      lock.lock();
    }
    halted_ = halted_ || next.error;
    done_.push_back(std::move(next));
    ended_.notify_one();
  }

  void attempt(Finished<Result>& next) {
    try {
      next.result.emplace(work_(next.unit));
    } catch (...) {
      next.error = std::current_exception();
    }
  }

  Finished<Result> next_done() {
    Finished<Result> next = std::move(done_.front());
    done_.pop_front();
    --open_;
    return next;
  }

  Work work_;
  Stop stop_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::deque<std::uint32_t> waiting_;
  std::atomic<std::uint32_t> submitted_ = 0;  ///< orders do_next() after submit() for tools that do not see into oneTBB
  std::deque<Finished<Result>> done_;
  bool halted_ = false;
  std::uint32_t open_ = 0;  ///< of the owner's thread alone
  oneapi::tbb::global_control limit_;
  oneapi::tbb::task_arena arena_;
};

}  // namespace sim
