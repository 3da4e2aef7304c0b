#include "tools/report/sensitivity_report.hpp"

#include <algorithm>
#include <cmath>

#include "tools/report/figures.hpp"
#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"
#include "tools/report/table.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Difference;

constexpr int json_schema = 1;
constexpr std::size_t most_rows = 10;  // of one expectation
constexpr std::size_t most_named = 3;  // of what to measure first

/// Whether the change is told from none.
bool is_seen(const Difference& change) {
  return change.value && change.interval && (change.interval->low > 0 || change.interval->high < 0);
}

std::string change_text(const Difference& change, measures::Quantity quantity, bool breaks) {
  if (change.identical) return "0";
  if (!change.value) return "-";
  if (!is_seen(change)) return "?";
  const std::string sign = *change.value < 0 ? "-" : "+";
  return sign + quantity_text(std::abs(*change.value), quantity) + (breaks ? " breaks it" : "");
}

std::string shortened(const std::string& text) {
  constexpr std::size_t most = 34;
  return text.size() <= most ? text : text.substr(0, most - 3) + "...";
}

void print_expectation(const Sensitivity& found, const Sensitive& one, std::ostream& out) {
  const auto quantity = measures::quantity(one.expectation.query);
  out << '\n' << one.expectation.text << " (now " << figure_text(one.now, quantity).value << ")\n";
  Table table;
  table.left(1);
  const std::string percent = share(found.by);
  table.row({"input", "now", "-" + percent, "+" + percent});
  std::size_t rows = 0, unseen = 0;
  for (const Effect& effect : one.effects) {
    if (effect.size() <= 0) {
      ++unseen;
    } else if (rows++ < most_rows) {
      const VariedInput& input = found.inputs[effect.input];
      table.row({input.path + (input.is_assumed ? " *" : ""), shortened(input.value),
                 change_text(effect.less, quantity, effect.breaks_less),
                 change_text(effect.more, quantity, effect.breaks_more)});
    }
  }
  if (rows > 0) table.print(out);
  if (rows > most_rows) out << "  and " << rows - most_rows << " more with smaller effects\n";
  if (unseen > 0)
    out << "  " << plural(unseen, "input", "inputs") << " of " << one.effects.size()
        << ": no effect that could be told from none\n";
}

/// Inputs by the part of the distance to a limit that they can take up.
std::string measure_first(const Sensitivity& found) {
  std::vector<std::pair<double, std::size_t>> weights;
  for (std::size_t input = 0; input < found.inputs.size(); ++input) {
    double most = 0;
    for (const Sensitive& one : found.expectations) {
      const auto effect = std::ranges::find(one.effects, input, &Effect::input);
      const double distance = std::abs(one.expectation.limit - one.now.value.value_or(one.expectation.limit));
      if (effect != one.effects.end() && distance > 0) most = std::max(most, effect->size() / distance);
    }
    if (most > 0) weights.emplace_back(most, input);
  }
  std::ranges::stable_sort(weights, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (std::size_t i = 0; i < std::min(most_named, weights.size()); ++i)
    text += (i == 0 ? "Measure first: " : ", then ") + found.inputs[weights[i].second].path + " (" +
            share(weights[i].first) + (i == 0 ? " of the distance to a limit)" : ")");
  return text.empty() ? "No input moves any expectation by as much as can be seen." : text + ".";
}

void write_change(JsonWriter& json, const char* name, const Difference& change, bool breaks) {
  json.key(name).begin_object().member("change", change.value);
  json.member("low", change.interval ? std::optional(change.interval->low) : std::nullopt);
  json.member("high", change.interval ? std::optional(change.interval->high) : std::nullopt);
  json.member("identical", change.identical).member("breaks", breaks).end_object();
}

}  // namespace

double Effect::size() const {
  double largest = 0;
  for (const Difference* change : {&less, &more})
    if (!change->identical && is_seen(*change)) largest = std::max(largest, std::abs(*change->value));
  return largest;
}

void print_sensitivity(const Sensitivity& found, std::ostream& out) {
  if (!found.title.empty()) out << found.title << '\n';
  out << plural(found.inputs.size(), "input", "inputs") << ", each " << share(found.by)
      << " less and more, the others as they are; " << plural(found.replications, "replication", "replications")
      << " of each, seed " << found.seed << '\n';
  for (const Sensitive& one : found.expectations) print_expectation(found, one, out);
  out << '\n';
  for (const std::string& line : wrapped(measure_first(found), summary_columns)) out << line << '\n';
  for (const std::string& text : found.left_out)
    for (const std::string& line : wrapped("Not varied: " + text, summary_columns)) out << line << '\n';
  if (std::ranges::any_of(found.inputs, &VariedInput::is_assumed)) out << "* assumed: the scenario does not say it\n";
}

void write_sensitivity_json(const Sensitivity& found, std::ostream& out) {
  JsonWriter json(out);
  json.begin_object().member("schema", json_schema).member("title", found.title).member("seed", found.seed);
  json.member("replications", found.replications).member("by", found.by).key("inputs").begin_array();
  for (const VariedInput& input : found.inputs) {
    json.begin_object().member("path", input.path).member("value", input.value);
    json.member("less", input.less).member("more", input.more).member("assumed", input.is_assumed).end_object();
  }
  json.end_array().strings("left_out", found.left_out).key("expectations").begin_array();
  for (const Sensitive& one : found.expectations) {
    json.begin_object().member("expectation", one.expectation.text).member("now", one.now.value);
    json.key("effects").begin_array();
    for (const Effect& effect : one.effects) {
      json.begin_object().member("input", found.inputs[effect.input].path).member("size", effect.size());
      write_change(json, "less", effect.less, effect.breaks_less);
      write_change(json, "more", effect.more, effect.breaks_more);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out << '\n';
}

}  // namespace report
