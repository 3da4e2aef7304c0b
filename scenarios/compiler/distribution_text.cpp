#include "scenarios/compiler/distribution_text.hpp"

#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "scenarios/compiler/csv.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/words.hpp"

namespace scenarios {

namespace {

using sim::Distribution;

constexpr int deepest = 16;

class Laws {
 public:
  Laws(Phrase& phrase, Files& files) : phrase_(phrase), files_(files) {}

  Distribution law() {
    const char next = phrase_.peek();
    if ((next >= '0' && next <= '9') || next == '-' || next == '+' || next == '.') {
      return Distribution::constant(take_duration_s(phrase_));
    }
    const std::size_t start = phrase_.position();
    const std::string name(phrase_.word());
    if (++depth_ > deepest) phrase_.fail(start, "laws inside laws, more than 16 deep");
    const Distribution found = named(name, start);
    --depth_;
    return found;
  }

 private:
  using Reader = Distribution (Laws::*)();
  static constexpr std::array<std::string_view, 10> names{"constant",  "uniform",  "exponential", "lognormal",
                                                          "gamma",     "weibull",  "triangular",  "mixture",
                                                          "empirical", "truncated"};
  static constexpr std::array<Reader, 10> readers() {
    return {&Laws::constant, &Laws::uniform,    &Laws::exponential, &Laws::lognormal, &Laws::gamma,
            &Laws::weibull,  &Laws::triangular, &Laws::mixture,     &Laws::empirical, &Laws::truncated};
  }

  Distribution named(const std::string& name, std::size_t start) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] != name) continue;
      phrase_.expect('(');
      const Distribution found = checked(readers()[i], start);
      phrase_.expect(')');
      return found;
    }
    if (name.empty())
      phrase_.fail(start, std::string(phrase_.what()) + " is a duration or a law",
                   "for example 40s or exponential(40s)");
    phrase_.fail(start, "`" + name + "` is no law of durations", hint_for(name, names));
  }

  Distribution checked(Reader reader, std::size_t start) {
    try {
      return (this->*reader)();
    } catch (const std::invalid_argument& error) {
      phrase_.fail(start, error.what());
    }
  }

  double duration() { return take_duration_s(phrase_); }

  // `mean 40s`: the word, then its value.
  double named_duration(std::string_view name) {
    need(name);
    return duration();
  }
  double named_number(std::string_view name) {
    need(name);
    return phrase_.number();
  }
  void need(std::string_view name) {
    if (phrase_.take(name)) return;
    if (phrase_.peek() == ',') phrase_.expect(' ');
    phrase_.fail("expected `" + std::string(name) + "` here", "for example lognormal(mean 40s cv 0.7)");
  }

  Distribution constant() { return Distribution::constant(duration()); }
  Distribution uniform() {
    const double from = duration();
    return Distribution::uniform(from, duration());
  }
  Distribution exponential() {
    phrase_.take("mean");
    return Distribution::exponential(duration());
  }
  Distribution lognormal() {
    if (phrase_.take("median")) {
      const double median = duration();
      return Distribution::lognormal_median_p95(median, named_duration("p95"));
    }
    const double mean = named_duration("mean");
    return Distribution::lognormal_mean_cv(mean, named_number("cv"));
  }
  Distribution gamma() {
    const double mean = named_duration("mean");
    return Distribution::gamma(mean, named_number("cv"));
  }
  Distribution weibull() {
    const double shape = named_number("shape");
    return Distribution::weibull(shape, named_duration("mean"));
  }
  Distribution triangular() {
    const double from = duration();
    const double mode = duration();
    return Distribution::triangular(from, mode, duration());
  }

  Distribution mixture() {
    std::vector<sim::WeightedDistribution> parts;
    double sum = 0;
    while (phrase_.peek() != ')' && !phrase_.at_end()) {
      const double weight = take_share(phrase_);
      parts.push_back({weight, law()});
      sum += weight;
    }
    if (std::abs(sum - 1) > 1e-9) {
      phrase_.fail("the weights of a mixture add up to 100%, not " + std::to_string(sum * 100) + "%");
    }
    return Distribution::mixture(std::move(parts));
  }

  Distribution empirical() {
    phrase_.peek();
    const std::size_t start = phrase_.position();
    const std::string file(phrase_.run());
    const std::string column(phrase_.run());
    if (file.ends_with(',') || column.empty()) {
      phrase_.fail(start, "expected a file and one of its columns, with a space between",
                   "for example empirical(stays.csv stay_s)");
    }
    return Distribution::empirical(column_s(files_, file, column, phrase_.node().inside(start)));
  }

  Distribution truncated() {
    const Distribution inner = law();
    const double from = phrase_.take("from") ? duration() : 0;
    if (phrase_.take("to")) return Distribution::truncated(inner, from, duration());
    return Distribution::truncated(inner, from);
  }

  Phrase& phrase_;
  Files& files_;
  int depth_ = 0;
};

// `0.6s/digit` comes next.
bool per_digit_follows(const Phrase& phrase) {
  const std::string_view rest = phrase.rest();
  const std::size_t slash = rest.find('/');
  return slash != std::string_view::npos && rest.find_first_of("+(") > slash;
}

sim::Ticks take_per_digit(Phrase& phrase) {
  const double seconds = take_duration_s(phrase);
  if (!phrase.take('/') || !phrase.take("digit")) phrase.fail("expected `/digit` here", "for example 3s + 0.6s/digit");
  return sim::from_seconds(seconds);
}

}  // namespace

sim::Distribution take_distribution(Phrase& phrase, Files& files) { return Laws(phrase, files).law(); }

sim::Distribution distribution(const Node& node, std::string_view what, Files& files) {
  Phrase phrase(node, what);
  const sim::Distribution law = take_distribution(phrase, files);
  phrase.finish();
  return law;
}

TimeAndPerDigit time_and_per_digit(const Node& node, std::string_view what, Files& files) {
  Phrase phrase(node, what);
  TimeAndPerDigit value;
  if (!per_digit_follows(phrase)) {
    value.time = take_distribution(phrase, files);
    if (phrase.take('+')) value.per_digit = take_per_digit(phrase);
  } else {
    value.per_digit = take_per_digit(phrase);
  }
  phrase.finish();
  return value;
}

}  // namespace scenarios
