#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "models/park/call_machine.hpp"

/// A lot's state machine as a graph: to be drawn, and to be proved sound.
namespace park {

/// An edge: a row that the rules left, by its index in the machine's table.
struct Arrow {
  std::size_t row = 0;
};

/// A vertex for each State, numbered alike. States that no row touches are isolated.
using MachineGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property, Arrow>;

MachineGraph machine_graph(const CompiledMachine&);

/// Where a call, an attempt and a code begin: those of connected, dialled, code_free and (where the lot overflows)
/// code_beyond_range from which a row starts.
std::vector<State> starting_states(const CompiledMachine&);

/// States that some row touches, but that no sequence of rows reaches from a starting state.
std::vector<State> unreachable_states(const CompiledMachine&);

/// States of calls and attempts that some row touches, are not terminal, and from which no sequence of rows reaches a
/// terminal state. A code has no end.
std::vector<State> states_without_end(const CompiledMachine&);

/// The graph in the language of Graphviz: one cluster each for call, attempt and code, terminal states with a double
/// border, edges labelled with the row's number, its events and the guard decided at run time.
std::string machine_dot(const CompiledMachine&, std::string_view title);

}  // namespace park
