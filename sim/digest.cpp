#include "sim/digest.hpp"

#include "sim/wide_loops.hpp"

namespace sim {

PARKSIM_WIDE std::uint64_t Digest::sum_of(const std::uint64_t* now, const std::uint64_t* a, const std::uint64_t* facts,
                                          std::size_t n) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += factor(now[i], a[i]) * facts[i];
  return sum;
}

void Digest::Batch::flush() {
  for (std::size_t i = 0; i < used_;) {
    const Ticks first{static_cast<std::int64_t>(now_[i])};
    if (!digest_.is_in_window(first)) digest_.find_window(first);
    std::size_t end = used_;
    if (!digest_.is_in_window({static_cast<std::int64_t>(now_[end - 1])}))
      for (end = i + 1; digest_.is_in_window({static_cast<std::int64_t>(now_[end])});) ++end;
    digest_.sums_[digest_.at_] += sum_of(&now_[i], &a_[i], &facts_[i], end - i);
    i = end;
  }
  used_ = 0;
}

}  // namespace sim
