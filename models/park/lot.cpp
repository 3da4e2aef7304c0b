#include "models/park/lot.hpp"

#include <algorithm>

namespace park {

int decimal_digits(int number) {
  int digits = 1;
  while (number /= 10) ++digits;
  return digits;
}

int Lot::digits(int position) const { return std::max(width_, decimal_digits(number(position))); }

std::int64_t Lot::guess_of_one_code(int digits) {
  std::int64_t guess = 1'000'000'000;
  for (; digits > 0; --digits) guess /= 10;
  return guess;
}

int Lot::choose_beyond_range() {
  int at = range_;
  while (at < codes() && code(at).status != State::code_beyond_range) ++at;
  if (at == codes()) codes_.push_back({.status = State::code_beyond_range});
  ++active_;
  return at;
}

}  // namespace park
