#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace sim {

/// Runs `work(i)` for i in [first, first + count) on `threads` threads and hands every result to `deliver(i, result)`
/// on the calling thread, in the order of i and never of completion, so that whatever is merged there is the same for
/// any number of threads. At most 2 * threads results are begun and not delivered. `stop()`, which must not throw, is
/// asked on one thread at a time before each piece of work: once true it must stay so; nothing new starts, what was
/// finished in unbroken order is delivered, and the number delivered is returned. The first exception of work or
/// deliver (lowest i) is rethrown after all threads have ended; every result before it has been delivered. No threads
/// count as one; when the system gives fewer, those do the work, and when it gives none, its std::system_error comes
/// out.
template <class Work, class Deliver, class Stop>
std::uint32_t run_replications(std::uint32_t first, std::uint32_t count, unsigned threads, Work work, Deliver deliver,
                               Stop stop) {
  using Result = decltype(work(std::uint32_t{}));
  threads = std::max(threads, 1u);
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::uint32_t, Result> waiting;
  std::map<std::uint32_t, std::exception_ptr> failed;
  std::uint32_t next = 0, delivered = 0;
  unsigned running = 0;
  bool halt = false;

  auto worker = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return halt || next >= count || next < delivered + 2 * threads; });
      if (halt || next >= count || stop()) break;
      const std::uint32_t i = next++;
      lock.unlock();
      std::exception_ptr error;
      std::vector<Result> result;
      try {
        result.push_back(work(first + i));
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      if (error) {
        failed.emplace(i, error);
        halt = true;
      } else {
        waiting.emplace(i, std::move(result.front()));
      }
      changed.notify_all();
    }
    --running;
    changed.notify_all();
  };

  std::unique_lock lock(mutex);
  std::vector<std::jthread> pool;
  try {
    for (; running < threads; ++running) pool.emplace_back(worker);
  } catch (const std::system_error&) {
    if (pool.empty()) throw;
  }
  for (;;) {
    changed.wait(lock, [&] { return running == 0 || waiting.contains(delivered); });
    auto ready = waiting.find(delivered);
    if (ready == waiting.end()) break;
    Result result = std::move(ready->second);
    waiting.erase(ready);
    lock.unlock();
    try {
      deliver(first + delivered, std::move(result));
      lock.lock();
    } catch (...) {
      lock.lock();
      failed.emplace(delivered, std::current_exception());
      halt = true;
      changed.notify_all();
      break;
    }
    ++delivered;
    changed.notify_all();
  }
  changed.wait(lock, [&] { return running == 0; });
  lock.unlock();
  pool.clear();
  if (!failed.empty()) std::rethrow_exception(failed.begin()->second);
  return delivered;
}

}  // namespace sim
