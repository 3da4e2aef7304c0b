#include "models/park/allocation/registry.hpp"

namespace park {

AllocationPolicy make_allocation(Allocation policy, int codes) {
  AllocationPolicy made;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    static_cast<void>(((static_cast<std::size_t>(policy) == i && (made.emplace<i>(codes), true)) || ...));
  }
  (std::make_index_sequence<std::variant_size_v<AllocationPolicy>>());
  return made;
}

}  // namespace park
