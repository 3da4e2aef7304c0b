#include "models/theory/argument.hpp"

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace theory {
namespace {

template <class Number>
void require(bool good, const char* name, const char* rule, Number value) {
  if (good) return;
  std::ostringstream sentence;
  sentence << name << ' ' << rule << ", but is " << value;
  throw std::invalid_argument(sentence.str());
}

}  // namespace

void require_not_negative(const char* name, std::int64_t value) {
  require(value >= 0, name, "must not be negative", value);
}

void require_not_negative(const char* name, double value) {
  require(value >= 0 && std::isfinite(value), name, "must be finite and not negative", value);
}

void require_positive(const char* name, std::int64_t value) { require(value > 0, name, "must be positive", value); }

void require_positive(const char* name, double value) {
  require(value > 0 && std::isfinite(value), name, "must be finite and positive", value);
}

void require_positive_or_infinite(const char* name, double value) {
  require(value > 0, name, "must be positive", value);
}

void require_inside_0_1(const char* name, double value) {
  require(value > 0 && value < 1, name, "must lie between 0 and 1", value);
}

}  // namespace theory
