#include "tools/report/regions.hpp"

#include <algorithm>
#include <numeric>

#include "tools/report/summary_parts.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using measures::Count;
using measures::Quantity;

bool has(const Area& area, std::int16_t copies) { return std::ranges::find(area.copies, copies) != area.copies.end(); }

std::optional<int> busiest_hour(const std::array<std::uint64_t, 24>& parks) {
  const auto most = std::ranges::max_element(parks);
  return *most == 0 ? std::nullopt : std::optional(static_cast<int>(most - parks.begin()));
}

std::optional<std::int64_t> codes_in_use(const Area& area, const measures::Measures& total) {
  sim::OccupancyHistogram all;
  for (const measures::Level& level : total.levels)
    if (level.of == measures::Level::Of::codes_in_use && has(area, level.subject)) all.merge(level.time_at);
  return all.quantile(0.95);
}

Area everywhere(const measures::Names& names) {
  Area all{"", "all", std::vector<std::int16_t>(names.copies.size())};
  std::iota(all.copies.begin(), all.copies.end(), std::int16_t{0});
  return all;
}

std::string hour_text(std::optional<int> hour) {
  return hour ? (*hour < 10 ? "0" : "") + std::to_string(*hour) + ":00" : "-";
}

void add_row(Table& table, const RunFacts& facts, const Area& area) {
  const AreaSums sums = sums_of(area, facts.company, facts.figures.total());
  const auto figure = [&](std::size_t query, Quantity quantity) {
    return figure_text(facts.figures(in(area, area_queries[query])), quantity).value;
  };
  table.row({area.name, count(sums.lots), sums.users > 0 ? count(sums.users) : "-", count(sums.parks),
             figure(0, Quantity::share), figure(1, Quantity::share), figure(2, Quantity::share),
             figure(3, Quantity::time), hour_text(sums.busiest_hour),
             sums.codes_in_use ? count(static_cast<std::uint64_t>(*sums.codes_in_use)) : "-"});
}

}  // namespace

std::vector<Area> areas(const measures::Names& names) {
  std::vector<Area> found;
  for (std::size_t i = 0; i < names.copies.size(); ++i) {
    const measures::Names::Copies& copies = names.copies[i];
    const bool by_region = !copies.region.empty();
    if (!by_region && copies.site.empty()) continue;
    const std::string_view label = by_region ? "region" : "site";
    const std::string& name = by_region ? copies.region : copies.site;
    auto area = std::ranges::find_if(found, [&](const Area& a) { return a.label == label && a.name == name; });
    if (area == found.end()) area = found.insert(found.end(), Area{label, name, {}});
    area->copies.push_back(static_cast<std::int16_t>(i));
  }
  return found;
}

std::string in(const Area& area, std::string_view query) {
  if (area.label.empty()) return std::string(query);
  return std::string(query) + "{" + std::string(area.label) + "=" + area.name + "}";
}

AreaSums sums_of(const Area& area, const people::Company& company, const measures::Measures& total) {
  AreaSums sums;
  for (const std::int16_t i : area.copies) {
    const people::Copies& copies = company.copies[static_cast<std::size_t>(i)];
    sums.lots += static_cast<std::uint64_t>(copies.count);
    sums.users += static_cast<std::uint64_t>(copies.count * copies.users);
  }
  std::array<std::uint64_t, 24> by_hour{};
  for (const measures::Cell& cell : total.cells) {
    if (!has(area, cell.labels.policy)) continue;
    const std::uint64_t parks = cell.counts[Count::park_requested];
    sums.parks += parks;
    if (cell.labels.hour >= 0) by_hour[static_cast<std::size_t>(cell.labels.hour)] += parks;
  }
  sums.busiest_hour = busiest_hour(by_hour);
  sums.codes_in_use = codes_in_use(area, total);
  return sums;
}

void print_regions(const RunFacts& facts, std::ostream& out) {
  const measures::Names names = measures::names_of(facts.company);
  const std::vector<Area> found = areas(names);
  if (found.empty()) return;
  const bool is_part = facts.figures.total().replications != facts.replications_wanted;
  heading(out, std::string("By region (busiest: local clock hour; codes: in use in a lot, p95") +
                   (is_part ? "; parks of what was simulated)" : ")"));
  Table table;
  table.row({"", "lots", "users", "parks", "refused", "retrieved", "wrong", "wait p95", "busiest", "codes"});
  for (const Area& area : found) add_row(table, facts, area);
  add_row(table, facts, everywhere(names));
  table.print(out);
}

void write_regions(JsonWriter& json, const RunFacts& facts) {
  constexpr std::array<const char*, area_queries.size()> keys{"refused_share", "retrieved_share", "wrong_call_share",
                                                              "caller_wait_p95_s"};
  json.key("regions").begin_array();
  for (const Area& area : areas(measures::names_of(facts.company))) {
    const AreaSums sums = sums_of(area, facts.company, facts.figures.total());
    json.begin_object().member(area.label, area.name).member("lots", sums.lots).member("users", sums.users);
    json.member("parks", sums.parks).member("busiest_hour", sums.busiest_hour);
    json.member("codes_in_use_p95", sums.codes_in_use);
    for (std::size_t i = 0; i < keys.size(); ++i) json.member(keys[i], facts.figures(in(area, area_queries[i])).value);
    json.end_object();
  }
  json.end_array();
}

}  // namespace report
