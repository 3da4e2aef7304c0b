#include "models/equilibrium.hpp"

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <limits>

#include "models/express/coming.hpp"
#include "models/loss_system.hpp"

namespace models {

namespace {

constexpr double still_there = 1e-9, longest_past_s = 1e7, most_calls = 1e7;

bool is_used(const people::Company& company, int lot) {
  return std::ranges::any_of(company.lot_traffic, [lot](const auto& traffic) { return traffic.lot == lot; });
}

/// How long all but a few stays last, to 1 %, or infinity.
double longest_stay_s(const people::Company& company, const people::LotTraffic& traffic) {
  const auto timeout = company.lots[static_cast<std::size_t>(traffic.lot)].rules.park.timeout;
  const auto survival = [&](double t) {
    if (timeout.us > 0 && t >= timeout.seconds()) return 0.0;
    return traffic.retrieved_after.survival(t) * (traffic.patience ? traffic.patience->survival(t) : 1);
  };
  double low = 0, high = 1;
  while (survival(high) > still_there) {
    low = high;
    high *= 2;
    if (high > longest_past_s) return std::numeric_limits<double>::infinity();
  }
  while (high - low > 0.01 * high) {
    const double middle = (low + high) / 2;
    (survival(middle) > still_there ? low : high) = middle;
  }
  return high;
}

std::optional<std::string> why_rules_forbid(const people::Company& company, int lot) {
  if (auto why = why_no_loss_formula(company, lot)) return why;
  if (planned_load_erlangs(company, lot)) return std::nullopt;
  return "a code is held while the parker is rung, or by a retriever who keys again";
}

/// Those that have to be drawn until the calls of a past fit into the lot.
double calls_to_draw(const people::Company& company, int lot, double past_s) {
  const int codes = *park::capacity(company.lots[static_cast<std::size_t>(lot)].rules);
  const double load = *planned_load_erlangs(company, lot);
  const double chance = load > 0 ? boost::math::cdf(boost::math::poisson(load), codes) : 1;
  return planned_parks_per_s(company, lot) * past_s / chance;
}

/// The calls that arrive before the window, and how many of them are there when it opens.
struct Past {
  std::uint32_t calls = 0;
  int there = 0;
};

Past draw_past(const people::Company& company, const people::Horizon& horizon, const people::LotTraffic& traffic,
               sim::Ticks past, const sim::DrawSource& draws, std::uint32_t first) {
  express::Coming coming(horizon.time_of_day, first);
  Past drawn;
  for (;;) {
    coming.draw_until(company, horizon, traffic, draws, 0, {0});
    if (!coming.has_unseen() || coming.next_unseen() >= past) return drawn;
    coming.see(past, [&](sim::Ticks) {
      drawn.there += coming.end(coming.take()).at() >= past;
      ++drawn.calls;
    });
  }
}

}  // namespace

EquilibriumOrWhyNot find_equilibrium(const people::Company& company, const std::vector<express::Routes>& routes) {
  if (!company.traffic.empty()) return {{}, "people take part"};
  double past_s = 0;
  for (const auto& traffic : company.lot_traffic) past_s = std::max(past_s, longest_stay_s(company, traffic));
  for (std::size_t lot = 0; lot < company.lots.size(); ++lot) {
    const auto number = static_cast<int>(lot);
    if (!is_used(company, number)) continue;
    if (auto why = why_rules_forbid(company, number)) return {{}, std::move(*why)};
    if (past_s > longest_past_s) return {{}, "some calls stay for ever"};
    if (calls_to_draw(company, number, past_s) > most_calls)
      return {{}, company.lots[lot].name + " is so full that its past would take too many calls to draw"};
  }
  if (routes.empty()) return {{}, "how long a call stays is not known when it is parked"};
  return {Equilibrium{sim::from_seconds(past_s) + sim::Ticks{1}}, {}};
}

std::vector<std::uint32_t> first_calls(const people::Company& company, const people::Horizon& horizon,
                                       const Equilibrium& equilibrium, const std::vector<sim::DrawSource>& draws) {
  const auto& all = company.lot_traffic;
  std::vector<std::uint32_t> firsts(all.size(), 0);
  for (std::size_t lot = 0; lot < company.lots.size(); ++lot) {
    const int codes = park::capacity(company.lots[lot].rules).value_or(std::numeric_limits<int>::max());
    for (bool fits = false; !fits;) {
      auto after = firsts;
      int there = 0;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].lot != static_cast<int>(lot)) continue;
        const Past drawn =
            draw_past(company, horizon, all[i], equilibrium.past, draws[company.traffic.size() + i], firsts[i]);
        there += drawn.there;
        after[i] += drawn.calls + 1;  // the one after them has told that it comes later
      }
      fits = there <= codes;
      if (!fits) firsts = std::move(after);
    }
  }
  return firsts;
}

}  // namespace models
