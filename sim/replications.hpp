#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "sim/in_order.hpp"
#include "sim/unit_pool.hpp"

namespace sim {

/// Runs `work(i)` for i in [first, first + count) on `threads` threads and hands every result to `deliver(i, result)`
/// on the calling thread, in the order of i and never of completion, so that whatever is merged there is the same for
/// any number of threads. At most 2 * threads results are begun and not delivered. `stop()`, which must not throw, is
/// asked on one thread at a time before each piece of work: once true it must stay so; nothing new starts, what was
/// finished in unbroken order is delivered, and the number delivered is returned. The first exception of work or
/// deliver (lowest i) is rethrown after all work has ended; every result before it has been delivered. No threads
/// count as one; unit_pool.hpp says what happens when the system gives fewer.
template <class Work, class Deliver, class Stop>
std::uint32_t run_replications(std::uint32_t first, std::uint32_t count, unsigned threads, Work work, Deliver deliver,
                               Stop stop) {
  using Result = decltype(work(std::uint32_t{}));
  const std::uint64_t ahead = 2 * std::uint64_t{std::max(threads, 1u)};
  InOrder<Result> order([&](std::uint32_t i, Result result) { deliver(first + i, std::move(result)); });
  UnitPool<Result> pool(
      threads, [&](std::uint32_t i) { return work(first + i); }, stop);
  for (std::uint32_t next = 0;;) {
    while (!order.broken() && next < count && next < order.delivered() + ahead) pool.submit(next++);
    if (pool.open() == 0) break;
    order.add(pool.take());
    if (order.broken()) pool.halt();
  }
  order.rethrow();
  return order.delivered();
}

}  // namespace sim
