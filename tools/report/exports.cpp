#include "tools/report/exports.hpp"

#include <boost/property_tree/xml_parser.hpp>
#include <cmath>
#include <iomanip>

#include "tools/report/json.hpp"
#include "tools/report/wording.hpp"

namespace report {

namespace {

using boost::property_tree::ptree;

std::string number_text(const std::optional<double>& value) { return value ? json_number(*value) : "NaN"; }

std::string found_text(const results::StoredExpectation& expectation) {
  const results::Estimated& found = expectation.estimated;
  std::string text = "value " + number_text(found.value);
  if (found.low && found.high) text += ", 95% interval " + number_text(found.low) + " to " + number_text(found.high);
  return text + ", limit " + json_number(expectation.limit) + " (shares of 1, times in seconds)";
}

ptree test_case(const results::RunInfo& run, const results::StoredExpectation& expectation) {
  ptree test;
  test.put("<xmlattr>.classname", run.title.empty() ? run.system : run.title);
  test.put("<xmlattr>.name", expectation.text);
  if (expectation.verdict == results::Verdict::fail) {
    test.put("failure.<xmlattr>.message", expectation.text + " does not hold");
    test.put("failure", found_text(expectation));
  }
  if (expectation.verdict == results::Verdict::unsure)
    test.put("skipped.<xmlattr>.message", "unsure: the interval holds the limit; " + found_text(expectation));
  return test;
}

/// Of the Prometheus text format: a label's value.
std::string label(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return escaped;
}

}  // namespace

void write_junit(const results::RunInfo& run, const std::vector<results::StoredExpectation>& expectations,
                 std::ostream& out) {
  ptree suite;
  int failures = 0, skipped = 0;
  for (const results::StoredExpectation& expectation : expectations) {
    failures += expectation.verdict == results::Verdict::fail;
    skipped += expectation.verdict == results::Verdict::unsure;
  }
  suite.put("<xmlattr>.name", "parksim: " + (run.title.empty() ? run.system : run.title));
  suite.put("<xmlattr>.tests", expectations.size());
  suite.put("<xmlattr>.failures", failures);
  suite.put("<xmlattr>.errors", 0);
  suite.put("<xmlattr>.skipped", skipped);
  for (const results::StoredExpectation& expectation : expectations)
    suite.add_child("testcase", test_case(run, expectation));
  ptree whole;
  whole.add_child("testsuites.testsuite", suite);
  boost::property_tree::write_xml(out, whole, boost::property_tree::xml_writer_make_settings<std::string>(' ', 2));
  out << '\n';
}

void write_prometheus(const results::RunInfo& run, const std::vector<results::StoredEstimate>& estimates,
                      const std::vector<results::StoredExpectation>& expectations, std::ostream& out) {
  const std::string of = "\",title=\"" + label(run.title) + "\",system=\"" + label(run.system) + "\",seed=\"" +
                         std::to_string(run.seed) + "\"} ";
  const auto family = [&](const std::string& name, const std::string& help, auto value) {
    out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << " gauge\n";
    for (const results::StoredEstimate& estimate : estimates)
      if (value(estimate.estimated))
        out << name << "{query=\"" << label(estimate.query) << of << number_text(value(estimate.estimated)) << '\n';
  };
  family("parksim_estimate", "Answer to the query; shares of 1, times in seconds.",
         [](const auto& e) { return e.value; });
  family("parksim_estimate_low", "Lower end of its 95% interval.", [](const auto& e) { return e.low; });
  family("parksim_estimate_high", "Upper end of its 95% interval.", [](const auto& e) { return e.high; });
  if (expectations.empty()) return;
  out << "# HELP parksim_expectation_met 1 when it holds, 0 when it does not, NaN when it is unsure.\n"
         "# TYPE parksim_expectation_met gauge\n";
  for (const results::StoredExpectation& expectation : expectations) {
    const bool is_unsure = expectation.verdict == results::Verdict::unsure;
    out << "parksim_expectation_met{expectation=\"" << label(expectation.text) << of
        << (is_unsure                                       ? "NaN"
            : expectation.verdict == results::Verdict::pass ? "1"
                                                            : "0")
        << '\n';
  }
}

void write_hgrm(const sim::Histogram& times, std::ostream& out) {
  constexpr int lines_a_halving = 5;
  constexpr double us_a_ms = 1000;
  const auto line = [&](double quantile) {
    const sim::Ticks value = *times.quantile(quantile);
    out << std::setw(12) << std::setprecision(3) << static_cast<double>(value.us) / us_a_ms << ' ' << std::setw(14)
        << std::setprecision(12) << quantile << ' ' << std::setw(10) << times.count_at_most(value) << ' ';
    quantile < 1 ? out << std::setw(14) << std::setprecision(2) << 1 / (1 - quantile) << '\n'
                 : out << std::setw(14) << "inf" << '\n';
  };
  const auto flags = out.flags();
  out << std::fixed << "       Value     Percentile TotalCount 1/(1-Percentile)\n\n";
  if (times.count() > 0) {
    const auto n = static_cast<double>(times.count());
    // `left`, the distance to 100 %, is halved again and again until it is less than one observation.
    for (double left = 1; left * n >= 1; left /= 2)
      for (int i = 0; i < lines_a_halving; ++i) line(1 - left + left / 2 * i / lines_a_halving);
    line(1);
  }
  const double mean_ms = times.mean_s().value_or(0) * 1000;
  const double max_ms = times.max() ? static_cast<double>(times.max()->us) / us_a_ms : 0;
  out << std::setprecision(3) << "#[Mean    = " << std::setw(12) << mean_ms << ", Unit           = milliseconds]\n"
      << "#[Max     = " << std::setw(12) << max_ms << ", Total count    = " << std::setw(12) << times.count() << "]\n";
  out.flags(flags);
}

}  // namespace report
