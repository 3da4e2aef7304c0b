#include "models/theory/competing_risks.hpp"

#include <cmath>
#include <stdexcept>

#include "models/theory/argument.hpp"

namespace theory {
namespace {

constexpr int first_panels = 1024;
constexpr int deepest_halving = 40;
constexpr double panel_tolerance = 1e-13;

struct Point {
  double at_s;
  double waiting;  ///< survival of the retrieval law: nobody has come yet
  double patient;  ///< survival of the patience law
};

struct Panel {
  double retrieved = 0;
  double abandoned = 0;
  double stay_s = 0;

  Panel& operator+=(const Panel& other) {
    retrieved += other.retrieved;
    abandoned += other.abandoned;
    stay_s += other.stay_s;
    return *this;
  }
};

class Race {
 public:
  Race(const Survival& retrieval, const Survival& patience, double timeout_s)
      : retrieval_(retrieval), patience_(patience), tolerance_s_(panel_tolerance * timeout_s) {}

  Point at(double t) const { return {t, checked(retrieval_(t)), checked(patience_(t))}; }

  /// Trapezoids of the Stieltjes integrals; retrieved + abandoned is the exact drop of the product of both survivals.
  static Panel trapezoid(const Point& a, const Point& b) {
    if (b.waiting > a.waiting || b.patient > a.patient) {
      throw std::invalid_argument("a survival function must never rise");
    }
    return {(a.waiting - b.waiting) * (a.patient + b.patient) / 2,
            (a.patient - b.patient) * (a.waiting + b.waiting) / 2,
            (b.at_s - a.at_s) * (a.waiting * a.patient + b.waiting * b.patient) / 2};
  }

  Panel integrate(const Point& a, const Point& b, const Panel& whole, int halvings) const {
    const Point middle = at(a.at_s + (b.at_s - a.at_s) / 2);
    const Panel left = trapezoid(a, middle);
    const Panel right = trapezoid(middle, b);
    Panel halves = left;
    halves += right;
    if (halvings == 0 || agree(whole, halves)) return halves;
    Panel sum = integrate(a, middle, left, halvings - 1);
    sum += integrate(middle, b, right, halvings - 1);
    return sum;
  }

 private:
  static double checked(double survival) {
    if (!(survival >= 0 && survival <= 1)) {
      throw std::invalid_argument("a survival function must lie between 0 and 1");
    }
    return survival;
  }

  bool agree(const Panel& whole, const Panel& halves) const {
    return std::abs(whole.retrieved - halves.retrieved) <= panel_tolerance &&
           std::abs(whole.stay_s - halves.stay_s) <= tolerance_s_;
  }

  const Survival& retrieval_;
  const Survival& patience_;
  double tolerance_s_;
};

double rate_of(double mean_s) { return 1 / mean_s; }

}  // namespace

StayOutcome exponential_stay(double retrieval_mean_s, double patience_mean_s, double timeout_s) {
  require_positive_or_infinite("the mean retrieval time", retrieval_mean_s);
  require_positive_or_infinite("the mean patience", patience_mean_s);
  require_positive_or_infinite("the timeout", timeout_s);
  const double rate = rate_of(retrieval_mean_s) + rate_of(patience_mean_s);
  if (rate == 0) {
    require_positive("the timeout of a call that nobody takes and that never gives up", timeout_s);
    return {0, 0, 1, timeout_s};
  }
  const double ended = -std::expm1(-rate * timeout_s);
  return {rate_of(retrieval_mean_s) / rate * ended, rate_of(patience_mean_s) / rate * ended,
          std::exp(-rate * timeout_s), ended / rate};
}

StayOutcome general_stay(const Survival& retrieval, const Survival& patience, double timeout_s) {
  require_positive("the timeout", timeout_s);
  const Race race(retrieval, patience, timeout_s);
  Point here = race.at(0);
  Panel sum = Race::trapezoid({0, 1, 1}, here);
  for (int i = 1; i <= first_panels; ++i) {
    const Point next = race.at(timeout_s * i / first_panels);
    sum += race.integrate(here, next, Race::trapezoid(here, next), deepest_halving);
    here = next;
  }
  return {sum.retrieved, sum.abandoned, here.waiting * here.patient, sum.stay_s};
}

double offered_load_erlangs(double parks_per_s, const StayOutcome& stay) {
  require_not_negative("the rate of parks", parks_per_s);
  require_not_negative("the mean stay", stay.mean_stay_s);
  return parks_per_s * stay.mean_stay_s;
}

}  // namespace theory
