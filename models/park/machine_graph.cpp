#include "models/park/machine_graph.hpp"

#include <algorithm>
#include <array>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/reverse_graph.hpp>
#include <boost/pending/queue.hpp>
#include <sstream>

namespace park {

namespace {
using Colors = std::vector<boost::default_color_type>;

struct Part {
  std::string_view name;
  State first, last;
};
constexpr std::array<Part, 3> parts{{{"call", State::connected, State::refused_dropped},
                                     {"attempt", State::dialled, State::turned_away},
                                     {"code", State::code_free, State::code_overflow}}};

bool is_of_a_code(State s) { return s >= State::code_free; }

std::vector<State> touched_states(const MachineGraph& graph) {
  std::vector<State> touched;
  for (std::size_t v = 0; v < state_names.size(); ++v)
    if (boost::in_degree(v, graph) + boost::out_degree(v, graph) > 0) touched.push_back(static_cast<State>(v));
  return touched;
}

/// Colours everything that can be reached from `from` black.
template <class Graph>
Colors reach(const Graph& graph, const std::vector<State>& from) {
  Colors colors(state_names.size(), boost::white_color);
  const auto map = boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, graph));
  boost::queue<std::size_t> waiting;
  for (const State s : from)
    if (colors[index(s)] == boost::white_color)
      boost::breadth_first_visit(graph, index(s), waiting, boost::default_bfs_visitor(), map);
  return colors;
}

std::vector<State> white(std::vector<State> states, const Colors& colors) {
  std::erase_if(states, [&](State s) { return colors[index(s)] != boost::white_color; });
  return states;
}

void write_states(std::ostream& out, const std::vector<State>& touched, const Part& part) {
  out << "  subgraph cluster_" << part.name << " {\n    label=\"" << part.name << "\";\n";
  for (const State s : touched)
    if (s >= part.first && s <= part.last)
      out << "    " << state_names[index(s)] << (is_terminal(s) ? " [peripheries=2]" : "") << ";\n";
  out << "  }\n";
}

std::string label(const Row& row) {
  std::string text(row.number);
  const char* before = " ";
  for (std::size_t event = 0; event < event_names.size(); ++event) {
    if ((row.on >> event & 1) == 0) continue;
    text.append(before).append(event_names[event]);
    before = "|";
  }
  if (row.guard != Guard::always) text.append("\\n[").append(guard_names[index(row.guard)]).append("]");
  return text;
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}
}  // namespace

MachineGraph machine_graph(const CompiledMachine& machine) {
  MachineGraph graph(state_names.size());
  for (const auto i : machine.kept())
    boost::add_edge(index(machine.row(i).from), index(machine.row(i).to), Arrow{i}, graph);
  return graph;
}

std::vector<State> starting_states(const CompiledMachine& machine) {
  const auto graph = machine_graph(machine);
  std::vector<State> starting{State::connected, State::dialled, State::code_free, State::code_beyond_range};
  std::erase_if(starting, [&](State s) { return boost::out_degree(index(s), graph) == 0; });
  return starting;
}

std::vector<State> unreachable_states(const CompiledMachine& machine) {
  const auto graph = machine_graph(machine);
  return white(touched_states(graph), reach(graph, starting_states(machine)));
}

std::vector<State> states_without_end(const CompiledMachine& machine) {
  const auto graph = machine_graph(machine);
  auto live = touched_states(graph);
  std::vector<State> terminal;
  std::ranges::copy_if(live, std::back_inserter(terminal), is_terminal);
  std::erase_if(live, is_of_a_code);
  return white(live, reach(boost::make_reverse_graph(graph), terminal));
}

std::string machine_dot(const CompiledMachine& machine, std::string_view title) {
  const auto touched = touched_states(machine_graph(machine));
  std::ostringstream out;
  out << "digraph " << quoted(title) << " {\n  label=" << quoted(title) << ";\n  node [shape=box, style=rounded];\n";
  for (const Part& part : parts) write_states(out, touched, part);
  for (const auto i : machine.kept()) {
    const Row& row = machine.row(i);
    out << "  " << state_names[index(row.from)] << " -> " << state_names[index(row.to)] << " [label=\"" << label(row)
        << "\"];\n";
  }
  out << "}\n";
  return out.str();
}

}  // namespace park
