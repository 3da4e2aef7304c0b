#include "models/measures/catalogue.hpp"

namespace measures {
namespace {

template <class Enum, std::size_t n>
Words chosen(const std::array<std::string_view, n>& names, Set<Enum> from) {
  Words words;
  for (std::size_t i = 0; i < n; ++i) {
    if (from.has(static_cast<Enum>(i))) words.push_back(names[i]);
  }
  return words;
}

}  // namespace

Words metric_names() {
  Words names;
  for (const Metric& metric : catalogue) names.push_back(metric.name);
  return names;
}

Words statistics_of(const Metric& metric) { return chosen(statistic_names, metric.statistics); }
Words labels_of(const Metric& metric) { return chosen(label_names, metric.labels); }

}  // namespace measures
