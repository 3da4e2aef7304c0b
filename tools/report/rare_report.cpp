#include "tools/report/rare_report.hpp"

#include <algorithm>

#include "tools/report/json.hpp"
#include "tools/report/summary.hpp"
#include "tools/report/table.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

constexpr int json_schema = 1;

std::string interval_text(const sim::Estimate& share) {
  if (!share.interval) return "no interval from one repetition";
  return "95% interval " + number(std::max(0.0, share.interval->low)) + " to " + number(share.interval->high) + ", +-" +
         report::share((share.interval->high - share.value) / share.value);
}

std::string one_in_text(const Rare& found) {
  const double share = found.share.value;
  return "one in " + number(1 / share) + " requests; at " + number(found.requested_per_s * 3600) +
         (found.is_planned ? " an hour, as planned, one in " : " an hour, as counted, one in ") +
         duration(1 / (share * found.requested_per_s));
}

std::string levels_text(const Rare& found) {
  std::string text = "from " + std::to_string(found.course.base_level) + " codes in use (" +
                     number(found.course.mean_in_use) + " on average) to";
  for (const int level : found.course.levels) text += ' ' + std::to_string(level);
  return text;
}

std::string effort_text(const Rare& found) {
  return plural(found.repetitions, "repetition", "repetitions") + " x " + count(found.effort) +
         " trials a level, residual times " + (found.redraws ? "drawn anew" : "kept") + ", " + count(found.events) +
         " events, seed " + std::to_string(found.seed);
}

void print_fact(const std::string& what, const std::string& text, std::ostream& out) {
  constexpr std::size_t indent = 14;
  std::string name = "  " + what;
  for (const std::string& line : wrapped(text, summary_columns - indent)) {
    name.resize(indent, ' ');
    out << name << line << '\n';
    name.clear();
  }
}

void print_stages(const Rare& found, std::ostream& out) {
  Table table;
  table.row({"level", "trials", "reached the next", "share"});
  for (const rare::Stage& stage : found.stages) {
    const bool is_last = &stage == &found.stages.back() && stage.level == found.course.levels.back();
    table.row({std::to_string(stage.level), count(stage.trials), count(stage.reached) + (is_last ? " *" : ""),
               share(static_cast<double>(stage.reached) / static_cast<double>(stage.trials))});
  }
  table.print(out);
  out << "  * of a full lot: saw a refusal\n";
}

}  // namespace

void print_rare(const Rare& found, std::ostream& out) {
  if (!found.title.empty()) out << found.title << '\n';
  out << "Refused by the full lot " << found.lot
      << " in its steady state, by multilevel splitting on its codes in use\n\n";
  out << "  " << found.query << '\n';
  if (found.share.value > 0) {
    print_fact("share", number(found.share.value) + ", " + interval_text(found.share), out);
    print_fact("that is", one_in_text(found), out);
  } else {
    print_fact("share", "0: no repetition got through all levels; raise --effort", out);
  }
  print_fact("Erlang B", found.erlang_b ? number(*found.erlang_b) : "does not apply: " + found.why_no_erlang_b, out);
  print_fact("levels", levels_text(found), out);
  print_fact("effort", effort_text(found), out);
  out << '\n';
  print_stages(found, out);
  if (found.repetitions_of_nothing > 0)
    out << "  " << plural(found.repetitions_of_nothing, "repetition", "repetitions")
        << " lost all trials at some level and count as 0; a larger --effort narrows the interval\n";
}

void write_rare_json(const Rare& found, std::ostream& out) {
  JsonWriter json(out);
  json.begin_object().member("schema", json_schema).member("title", found.title).member("query", found.query);
  json.member("lot", found.lot).member("estimator", "multilevel splitting").member("seed", found.seed);
  json.member("repetitions", found.repetitions).member("share", found.share.value);
  const auto& interval = found.share.interval;
  json.member("low", interval ? std::optional(std::max(0.0, interval->low)) : std::nullopt);
  json.member("high", interval ? std::optional(interval->high) : std::nullopt);
  json.member("requested_per_s", found.requested_per_s).member("requested_planned", found.is_planned);
  json.member("erlang_b", found.erlang_b).member("effort", found.effort).member("residuals_redrawn", found.redraws);
  json.member("events", found.events).member("base_level", found.course.base_level);
  json.member("mean_in_use", found.course.mean_in_use).member("repetitions_of_nothing", found.repetitions_of_nothing);
  json.key("stages").begin_array();
  for (const rare::Stage& stage : found.stages)
    json.begin_object()
        .member("level", stage.level)
        .member("trials", stage.trials)
        .member("reached", stage.reached)
        .end_object();
  json.end_array().end_object();
  out << '\n';
}

}  // namespace report
