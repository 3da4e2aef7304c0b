#include "models/measures/query.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "models/measures/nearest_word.hpp"

namespace measures {
namespace {

bool is_name(unsigned char c) { return std::isalnum(c) != 0 || c == '_'; }
bool is_dotted_name(unsigned char c) { return is_name(c) || c == '.'; }

std::string_view trimmed(std::string_view word) {
  while (!word.empty() && std::isspace(static_cast<unsigned char>(word.back())) != 0) word.remove_suffix(1);
  return word;
}

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }

std::string listed(const Words& words) {
  std::string list;
  for (const std::string_view word : words) list.append(list.empty() ? "" : ", ").append(word);
  return list;
}

/// Reads one query; what it has found so far is in `query_`.
class Parser {
 public:
  Parser(Cursor& cursor, const Names& names) : cursor_(cursor), names_(names) {}

  Query parse() {
    start_ = cursor_.offset();
    take_metric();
    take_selectors();
    const bool written = cursor_.take('.');
    if (written) take_statistic();
    take_selectors();
    query_.text = cursor_.since(start_);
    if (!written) choose_usual();
    if (is_of_one_lot(metric())) choose_lot();
    if (metric().source == Source::level) choose_subjects();
    return std::move(query_);
  }

 private:
  const Metric& metric() const { return *query_.metric; }
  std::string named() const { return std::string(metric().name); }

  void take_metric() {
    const std::string_view word = cursor_.take_while(is_dotted_name);
    std::string_view name = word;
    while (find_metric(name) == nullptr) {
      const std::size_t dot = name.rfind('.');
      if (dot == name.npos) unknown_metric(word);
      name = name.substr(0, dot);
    }
    query_.metric = find_metric(name);
    cursor_.back_to(start_ + name.size());
  }

  [[noreturn]] void unknown_metric(std::string_view word) {
    if (word.empty()) cursor_.fail_at(start_, "expected the name of a metric");
    const Words known = metric_names();
    const std::string_view stem = word.substr(0, word.rfind('.'));
    cursor_.unknown(start_, "metric", nearest_word(word, known) ? word : stem, known);
  }

  void take_selectors() {
    if (!cursor_.take('{')) return;
    do {
      cursor_.skip_spaces();
      take_selector();
    } while (cursor_.take(','));
    cursor_.expect('}', "to close the braces");
  }

  void take_selector() {
    const std::size_t at = cursor_.offset();
    const auto in_word = [](unsigned char c) { return c != '=' && c != ',' && c != '}' && c != '{'; };
    const std::string_view word = trimmed(cursor_.take_while(in_word));
    if (word.empty()) cursor_.fail_at(at, "expected a label or a value in the braces");
    if (!cursor_.take('=')) return choose_value(word, at);
    cursor_.skip_spaces();
    const std::size_t value_at = cursor_.offset();
    const std::string_view value = trimmed(cursor_.take_while(in_word));
    if (value.empty()) cursor_.fail_at(value_at, "expected a value for " + quoted(word));
    if (!metric().dimension.name.empty() && word == metric().dimension.name) return choose_value(value, value_at);
    choose_label(word, at, value, value_at);
  }

  void choose_value(std::string_view word, std::size_t at) {
    const Dimension& dimension = metric().dimension;
    if (dimension.values.empty()) {
      cursor_.fail_at(at, named() + " has no values of its own to choose from; a label is written label=value");
    }
    if (query_.value != Query::any) cursor_.fail_at(at, "a second " + std::string(dimension.name) + ": give one");
    const auto found = std::find(dimension.values.begin(), dimension.values.end(), word);
    if (found == dimension.values.end()) unknown_value(word, at);
    query_.value = static_cast<std::int16_t>(found - dimension.values.begin());
  }

  [[noreturn]] void unknown_value(std::string_view word, std::size_t at) {
    const auto& kinds = park::collision_names;
    if (metric().source == Source::expected && std::find(kinds.begin(), kinds.end(), word) != kinds.end()) {
      cursor_.fail_at(at,
                      quoted(word) + " is only counted, as in code.collisions{" + std::string(word) +
                          "}; expected are: " + listed(Words(expected_kind_names.begin(), expected_kind_names.end())));
    }
    cursor_.unknown(at, metric().dimension.name, word, metric().dimension.values);
  }

  void choose_label(std::string_view name, std::size_t at, std::string_view value, std::size_t value_at) {
    const auto found = std::find(label_names.begin(), label_names.end(), name);
    const Words takes = labels_of(metric());
    if (found == label_names.end()) cursor_.unknown(at, "label", name, takes);
    const auto label = static_cast<Label>(found - label_names.begin());
    if (!takes_label(label)) {
      cursor_.fail_at(at, named() + " takes no label " + quoted(name) +
                              (takes.empty() ? "; it takes none" : "; it takes " + listed(takes)));
    }
    if (given_.has(label)) cursor_.fail_at(at, "label " + quoted(name) + " is given twice");
    given_.bits |= Set<Label>(label).bits;
    set_label(label, value, value_at);
  }

  bool is_of_copies(Label label) const {
    return !names_.copies.empty() &&
           (label == Label::policy || label == Label::traffic || label == Label::site || label == Label::region);
  }

  bool takes_label(Label label) const {
    return metric().labels.has(label) || (is_of_copies(label) && metric().labels.has(Label::policy));
  }

  void set_label(Label label, std::string_view value, std::size_t at) {
    if (is_of_copies(label)) return keep_copies(label, value, at);
    switch (label) {
      case Label::policy: query_.labels.policy = lot(value, at); break;
      case Label::traffic: query_.labels.traffic = among(names_.traffic, "traffic", value, at); break;
      case Label::channel: query_.labels.channel = among(names_.channels, "channel", value, at); break;
      case Label::hour: query_.labels.hour = hour(value, at); break;
      case Label::group: keep_groups({among(names_.groups, "group", value, at)}, at); break;
      case Label::site: keep_groups(groups_at(names_.group_sites, "site", value, at), at); break;
      case Label::region: keep_groups(groups_at(names_.group_regions, "region", value, at), at); break;
    }
  }

  std::int16_t among(const std::vector<std::string>& known, std::string_view what, std::string_view word,
                     std::size_t at) {
    const auto found = std::find(known.begin(), known.end(), word);
    if (found == known.end()) cursor_.unknown(at, what, word, Words(known.begin(), known.end()));
    return static_cast<std::int16_t>(found - known.begin());
  }

  std::int16_t lot(std::string_view word, std::size_t at) {
    Words known;
    for (const Names::Policy& policy : names_.policies) {
      if (policy.name == word) return policy.lot;
      known.push_back(policy.name);
    }
    cursor_.unknown(at, "policy", word, known);
  }

  std::vector<std::int16_t> groups_at(const std::vector<std::string>& places, std::string_view what,
                                      std::string_view place, std::size_t at) {
    std::vector<std::int16_t> groups;
    Words known;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] == place) groups.push_back(static_cast<std::int16_t>(i));
      add_word(known, places[i]);
    }
    if (groups.empty()) cursor_.unknown(at, what, place, known);
    return groups;
  }

  static void add_word(Words& known, std::string_view word) {
    if (!word.empty() && std::find(known.begin(), known.end(), word) == known.end()) known.push_back(word);
  }

  static void keep(std::vector<std::int16_t>& kept, const std::vector<std::int16_t>& these) {
    const std::vector<std::int16_t> before = kept.empty() ? these : kept;
    kept.clear();
    std::set_intersection(before.begin(), before.end(), these.begin(), these.end(), std::back_inserter(kept));
  }

  void keep_groups(const std::vector<std::int16_t>& groups, std::size_t at) {
    keep(query_.groups, groups);
    if (query_.groups.empty()) cursor_.fail_at(at, "this group is not at this site");
  }

  void keep_copies(Label label, std::string_view value, std::size_t at) {
    std::vector<std::int16_t> lots;
    Words known;
    for (std::size_t i = 0; i < names_.copies.size(); ++i) {
      const Names::Copies& copies = names_.copies[i];
      const bool by_name = label == Label::policy || label == Label::traffic;
      const std::string& word = by_name ? copies.lot : label == Label::site ? copies.site : copies.region;
      if (word == value || (by_name && copies.name == value)) lots.push_back(static_cast<std::int16_t>(i));
      add_word(known, word);
      if (by_name) add_word(known, copies.name);
    }
    if (lots.empty()) cursor_.unknown(at, label_names[static_cast<std::size_t>(label)], value, known);
    keep(query_.lots, lots);
    if (query_.lots.empty()) cursor_.fail_at(at, "this lot is not at this site");
  }

  std::int16_t hour(std::string_view word, std::size_t at) {
    if (!names_.copies.empty() && metric().source == Source::latency) {
      cursor_.fail_at(at, "times are kept for all hours together where lots have copies: only counts have an hour");
    }
    if (names_.busiest_hour < 0) cursor_.fail_at(at, "a steady-state run has no clock hours: give run from and to");
    if (word == "busiest") return names_.busiest_hour;
    std::int16_t hour = -1;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), hour);
    const bool whole = error == std::errc() && stop == word.data() + word.size();
    if (whole && hour >= 0 && hour <= 23) return hour;
    if (whole || std::isdigit(static_cast<unsigned char>(word.front())) != 0) {
      cursor_.fail_at(at, "an hour is a whole number from 0 to 23, or 'busiest'");
    }
    cursor_.unknown(at, "hour", word, Words{"busiest"});
  }

  void take_statistic() {
    const std::size_t at = cursor_.offset();
    const std::string_view word = cursor_.take_while(is_name);
    if (word.empty()) cursor_.fail_at(at, "expected a statistic after the dot; " + what_it_has());
    if (word.size() > 1 && word[0] == 'p' && std::isdigit(static_cast<unsigned char>(word[1])) != 0) {
      return take_percentile(at);
    }
    constexpr std::array<std::pair<std::string_view, Statistic>, 6> plain{{{"count", Statistic::count},
                                                                           {"share", Statistic::share},
                                                                           {"mean", Statistic::mean},
                                                                           {"max", Statistic::max},
                                                                           {"within", Statistic::within},
                                                                           {"per_1000", Statistic::per_1000}}};
    const auto found = std::find_if(plain.begin(), plain.end(), [&](const auto& p) { return p.first == word; });
    if (found == plain.end()) no_statistic(word, at);
    choose(found->second, word, at);
    if (found->second == Statistic::within) take_within();
  }

  void take_percentile(std::size_t at) {
    cursor_.back_to(at + 1);
    const auto percent = cursor_.take_number();
    const std::string_view word = cursor_.since(at);
    if (is_name(static_cast<unsigned char>(cursor_.peek())) || !percent) {
      cursor_.take_while(is_dotted_name);
      no_statistic(cursor_.since(at), at);
    }
    choose(Statistic::quantile, word, at);
    if (*percent <= 0 || *percent >= 100) cursor_.fail_at(at, "a percentile lies between p0 and p100, as p95 does");
    query_.quantile = *percent / 100;
  }

  void take_within() {
    constexpr std::string_view example = "as in within(2min)";
    cursor_.expect('(', example);
    query_.within = cursor_.take_duration(example);
    cursor_.expect(')', example);
  }

  void choose(Statistic statistic, std::string_view word, std::size_t at) {
    if (!metric().statistics.has(statistic)) no_statistic(word, at);
    query_.statistic = statistic;
  }

  [[noreturn]] void no_statistic(std::string_view word, std::size_t at) {
    const Words has = statistics_of(metric());
    const auto nearest = nearest_word(word, has);
    const std::string hint = nearest ? "; did you mean " + quoted(*nearest) + "?" : "";
    throw QueryError(named() + " has no statistic " + quoted(word) + hint + "; " + what_it_has(), at,
                     std::string(nearest.value_or("")));
  }

  std::string what_it_has() const { return "it has " + listed(statistics_of(metric())); }

  void choose_usual() {
    if (!metric().usual) cursor_.fail(named() + " needs a statistic, such as " + named() + ".p95; " + what_it_has());
    query_.statistic = *metric().usual;
  }

  void choose_subjects() {
    const auto of = static_cast<Level::Of>(metric().first);
    if (of == Level::Of::people_busy) return choose_people();
    if (of != Level::Of::resource_in_use) return;
    if (names_.trunks < 0) cursor_.fail_at(start_, "this scenario limits no trunks, so none are counted");
    query_.subjects = {names_.trunks};
  }

  void choose_lot() {
    if (!names_.copies.empty()) return choose_copies();
    if (query_.labels.policy == Query::any && names_.lot_overflows.size() != 1) {
      cursor_.fail(named() + " is of one lot: name it, as in " + named() + "{policy=...}");
    }
    query_.subjects = {std::max(query_.labels.policy, std::int16_t{0})};
  }

  void choose_copies() {
    query_.subjects = query_.lots;
    if (query_.subjects.empty()) {
      query_.subjects.resize(names_.copies.size());
      std::iota(query_.subjects.begin(), query_.subjects.end(), std::int16_t{0});
    }
    const auto lot = [&](std::int16_t copies) { return names_.copies[static_cast<std::size_t>(copies)].lot; };
    const auto is_other = [&](std::int16_t copies) { return lot(copies) != lot(query_.subjects.front()); };
    if (std::any_of(query_.subjects.begin(), query_.subjects.end(), is_other)) {
      cursor_.fail(named() + " is of one lot: name it, as in " + named() + "{policy=...}");
    }
  }

  void choose_people() {
    query_.subjects = query_.groups;
    if (query_.subjects.empty()) {
      query_.subjects.resize(names_.groups.size());
      std::iota(query_.subjects.begin(), query_.subjects.end(), std::int16_t{0});
    }
    for (const std::int16_t group : query_.subjects) query_.sizes.push_back(names_.group_sizes[group]);
  }

  Cursor& cursor_;
  const Names& names_;
  std::size_t start_ = 0;
  Query query_;
  Set<Label> given_;
};

bool agrees(std::int16_t wanted, std::int16_t is) { return wanted == Query::any || wanted == is; }

}  // namespace

bool Query::matches(const Labels& other) const {
  return agrees(labels.policy, other.policy) && agrees(labels.traffic, other.traffic) &&
         agrees(labels.channel, other.channel) && agrees(labels.hour, other.hour) &&
         (lots.empty() || std::find(lots.begin(), lots.end(), other.policy) != lots.end()) &&
         (groups.empty() || std::find(groups.begin(), groups.end(), other.group) != groups.end());
}

Query parse(Cursor& cursor, const Names& names) { return Parser(cursor, names).parse(); }

Query parse(std::string_view text, const Names& names) {
  Cursor cursor(text);
  cursor.skip_spaces();
  Query query = parse(cursor, names);
  cursor.skip_spaces();
  if (!cursor.done()) cursor.fail("nothing can follow the query " + quoted(query.text));
  return query;
}

Quantity quantity(const Query& query) {
  switch (query.statistic) {
    case Statistic::share:
    case Statistic::within: return Quantity::share;
    case Statistic::count:
    case Statistic::per_1000: return Quantity::number;
    default: return query.metric->quantity;
  }
}

}  // namespace measures
