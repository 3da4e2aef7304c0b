#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <utility>

#include "sim/unit_pool.hpp"

namespace sim {

/// Puts what ends in any order back into the order of the units 0, 1, 2, ... and hands each result over once all before
/// it were. After a unit without a result, or an exception of `deliver`, it hands over nothing more.
template <class Result>
class InOrder {
 public:
  using Deliver = std::function<void(std::uint32_t unit, Result result)>;

  explicit InOrder(Deliver deliver) : deliver_(std::move(deliver)) {}

  /// Each unit once. Never throws what `deliver` throws. O(log n) in what waits.
  void add(Finished<Result> finished) {
    const std::uint32_t unit = finished.unit;
    broken_ = broken_ || !finished.result;
    waiting_.emplace(unit, std::move(finished));
    while (!failed_ && !waiting_.empty() && waiting_.begin()->first == delivered_ && waiting_.begin()->second.result) {
      hand_over_first();
    }
  }

  /// Hands over what waits behind a unit that was never begun, still in order. For the end of a run that was stopped.
  void add_behind_gaps() {
    while (!failed_ && !waiting_.empty()) {
      if (waiting_.begin()->second.result) {
        hand_over_first();
      } else {
        waiting_.erase(waiting_.begin());
      }
    }
  }

  std::uint32_t delivered() const { return delivered_; }

  /// Whether some unit has no result or could not be delivered: more units would be in vain.
  bool broken() const { return broken_ || failed_ != nullptr; }

  /// Throws the exception of the lowest unit, if there was any.
  void rethrow() const {
    if (failed_) std::rethrow_exception(failed_);
    for (const auto& [unit, finished] : waiting_)
      if (finished.error) std::rethrow_exception(finished.error);
  }

 private:
  void hand_over_first() {
    const auto first = waiting_.begin();
    try {
      deliver_(first->first, std::move(*first->second.result));
      ++delivered_;
    } catch (...) {
      failed_ = std::current_exception();
    }
    waiting_.erase(first);
  }

  Deliver deliver_;
  std::map<std::uint32_t, Finished<Result>> waiting_;
  std::exception_ptr failed_;
  std::uint32_t delivered_ = 0;
  bool broken_ = false;
};

}  // namespace sim
