#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>

#include "models/park/allocation/lowest.hpp"
#include "models/park/allocation/lru.hpp"
#include "models/park/allocation/next.hpp"
#include "models/park/allocation/random.hpp"
#include "models/park/allocation/random_probe.hpp"

namespace park {

/// Every allocation policy there is. A new one is a file beside these and an entry here; scenarios, tests, benchmarks
/// and sweeps then know it by its name.
using AllocationPolicy = std::variant<Lowest, Next, Random, RandomProbe, Lru>;

/// A policy by its place in the registry.
enum class Allocation : std::uint8_t {};

inline constexpr auto allocation_names = []<std::size_t... i>(std::index_sequence<i...>) {
  return std::array<std::string_view, sizeof...(i)>{std::variant_alternative_t<i, AllocationPolicy>::name...};
}
(std::make_index_sequence<std::variant_size_v<AllocationPolicy>>());

/// The policy of this name. Throws std::invalid_argument when there is none.
constexpr Allocation allocation(std::string_view name) {
  for (std::size_t i = 0; i < allocation_names.size(); ++i)
    if (allocation_names[i] == name) return static_cast<Allocation>(i);
  throw std::invalid_argument("no allocation policy has this name");
}

constexpr std::string_view name(Allocation policy) { return allocation_names[static_cast<std::size_t>(policy)]; }

/// Whether the code that is chosen depends on `u`: it does unless the policy says that it is certain.
constexpr bool depends_on_chance(Allocation policy) {
  constexpr auto depends = []<std::size_t... i>(std::index_sequence<i...>) {
    return std::array{!requires {std::variant_alternative_t<i, AllocationPolicy>::is_certain;
  }
  ...
};
}  // namespace park
(std::make_index_sequence<std::variant_size_v<AllocationPolicy>>());
return depends[static_cast<std::size_t>(policy)];
}

/// A fresh policy over `codes` free codes.
AllocationPolicy make_allocation(Allocation, int codes);

}  // namespace park
