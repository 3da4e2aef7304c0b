#include "scenarios/compiler/compile.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "models/measures/cursor.hpp"
#include "scenarios/compiler/copies_section.hpp"
#include "scenarios/compiler/draft.hpp"
#include "scenarios/compiler/effective.hpp"
#include "scenarios/compiler/keys.hpp"
#include "scenarios/compiler/lots_fit.hpp"
#include "scenarios/compiler/overrides.hpp"
#include "scenarios/compiler/quantity.hpp"
#include "scenarios/compiler/rules_text.hpp"
#include "scenarios/compiler/scripts_section.hpp"
#include "scenarios/compiler/sections.hpp"
#include "scenarios/compiler/warnings.hpp"
#include "sim/event_key.hpp"

namespace scenarios {

namespace {

void throw_problems(Draft& draft) {
  std::vector<Problem> once;
  for (Problem& problem : draft.problems) {
    const auto same = [&](const Problem& other) {
      return other.at.source == problem.at.source && other.at.offset == problem.at.offset &&
             other.message == problem.message;
    };
    if (std::ranges::none_of(once, same)) once.push_back(std::move(problem));
  }
  if (!once.empty()) throw InputError(std::move(once));
}

void read_top_level(Draft& draft) {
  draft.attempt([&] { require_keys(draft.root, "a scenario", scenario_keys()); });
  if (const Node* title = draft.root.find("title")) {
    draft.attempt([&] { draft.company.title = text_of(*title, "title"); });
  }
}

void require_traffic(const Draft& draft) {
  if (!draft.company.traffic.empty() || !draft.company.lot_traffic.empty() || !draft.problems.empty()) return;
  throw InputError(draft.root.at, "nothing happens: the scenario has neither `traffic` nor `lot_traffic`");
}

// What issues events has a number of its own in their order: each traffic, each group of people, and the service.
void require_few_sources(const Draft& draft) {
  constexpr std::size_t most = (std::size_t{1} << sim::source_bits) - 1;
  const auto& company = draft.company;
  const std::size_t all = company.traffic.size() + company.lot_traffic.size() + company.groups.size();
  if (all <= most) return;
  throw InputError(draft.root.at,
                   "a scenario has at most " + std::to_string(most) +
                       " entries of `traffic`, `lot_traffic` and `people` together, not " + std::to_string(all),
                   "lots that are alike can be one, with `copies`");
}

// Whether an expectation is only wrong because the swapped system overflows where the scenario's own refuses.
bool void_by_system(const Draft& draft, const std::string& text, measures::Names names) {
  if (!draft.swapped) return false;
  names.lot_overflows.assign(names.lot_overflows.size(), false);
  try {
    measures::parse_expectation(text, names);
    return true;
  } catch (const measures::QueryError&) {
    return false;
  }
}

[[noreturn]] void fail_as_told(const Node& item, const measures::QueryError& error) {
  const std::string told = error.what();
  const Mark at = item.inside(error.offset);
  if (!error.nearest.empty() || !told.starts_with("unknown metric")) throw InputError(at, told);
  throw InputError(at, told.substr(0, told.find(';')), "`parksim metrics` lists them");
}

std::vector<Expected> read_expectations(Draft& draft) {
  std::vector<Expected> found;
  const Node* section = draft.root.find("expect");
  if (section == nullptr || section->is_empty()) return found;
  require_sequence(*section, "`expect`");
  const measures::Names names = measures::names_of(draft.company);
  for (const Node& item : section->children) {
    draft.attempt([&] {
      const std::string& text = text_of(item, "an expectation");
      try {
        found.push_back({measures::parse_expectation(text, names), item.at});
      } catch (const measures::QueryError& error) {
        if (!void_by_system(draft, text, names)) fail_as_told(item, error);
        draft.ignored.push_back("expect: " + text);
      }
    });
  }
  return found;
}

// What is measured has labels for so many, and policies may be lots.
void require_few(Draft& draft) {
  for (const std::string_view name : {"policies", "lots", "people", "traffic", "lot_traffic", "channels"}) {
    const std::size_t most = name == "channels" ? 8'000 : 16'000;
    const Node* section = draft.root.find(name);
    if (section == nullptr || section->children.size() <= most) continue;
    draft.problems.push_back(
        {section->key_at, "`" + std::string(name) + "` has more than " + std::to_string(most) + " entries", {}});
  }
}

RunSettings read_sections(Draft& draft, const LoadOptions& options) {
  RunSettings run;
  read_top_level(draft);
  require_few(draft);
  const std::size_t before = draft.problems.size();
  draft.attempt([&] { read_system_section(draft, options.system_dir, options.system); });
  if (draft.problems.size() > before) throw_problems(draft);
  draft.attempt([&] { run = read_run(draft); });
  draft.attempt([&] { read_service(draft); });
  draft.attempt([&] { require_known_sites(draft, draft.root); });
  draft.attempt([&] { read_policies(draft); });
  draft.attempt([&] { read_lots(draft); });
  draft.attempt([&] { read_channels(draft); });
  draft.attempt([&] { read_resources(draft); });
  draft.attempt([&] { read_people(draft); });
  require_fitting_lots(draft);
  draft.attempt([&] { read_timeline(draft); });
  draft.attempt([&] { read_scripts(draft); });
  draft.attempt([&] { read_traffic(draft); });
  draft.attempt([&] { read_lot_traffic(draft); });
  draft.attempt([&] { require_lots_apart(draft); });
  draft.attempt([&] { require_traffic(draft); });
  draft.attempt([&] { require_few_sources(draft); });
  throw_problems(draft);
  return run;
}

}  // namespace

Scenario load(const std::filesystem::path& file, const LoadOptions& options) {
  return compile(read_text(file), file.parent_path(), options);
}

Scenario compile(const SourcePtr& source, const std::filesystem::path& base, const LoadOptions& options) {
  require_utf8(source);
  Node root = parse_document(source);
  require_mapping(root, "a scenario");
  for (const std::string& assignment : options.sets) apply_set(root, assignment);
  Files files(base);
  Draft draft{.root = root, .files = files, .system = {}, .swapped = !options.system.empty(), .company = {}};
  draft.defaults = options.defaults;
  const RunSettings run = read_sections(draft, options);
  Scenario scenario;
  scenario.expectations = read_expectations(draft);
  draft.attempt([&] { scenario.study = read_study(root, measures::names_of(draft.company)); });
  throw_problems(draft);
  find_oddities(draft);
  scenario.effective = effective_text(draft);
  scenario.company = std::move(draft.company);
  scenario.replications = run.replications;
  scenario.seed = run.seed;
  scenario.inputs = written_inputs(root);
  for (Input& input : draft.inputs)
    if (scaled(input.value, 2)) scenario.inputs.push_back(std::move(input));
  scenario.ignored = std::move(draft.ignored);
  scenario.warnings = std::move(draft.warnings);
  return scenario;
}

std::vector<SystemSummary> systems(const std::filesystem::path& system_dir) {
  std::vector<SystemSummary> found;
  for (const std::string& name : system_names(system_dir)) {
    SystemPreset system = read_system(system_dir, name, {});
    found.push_back({name, std::move(system.title), differences(system.rules, {}), std::move(system.assumed),
                     std::move(system.sources)});
  }
  return found;
}

park::Rules load_system(const std::filesystem::path& system_dir, const std::string& name) {
  return read_system(system_dir, name, {}).rules;
}

}  // namespace scenarios
