#include <benchmark/benchmark.h>

#include "tools/results/build_identity.hpp"

// The identity of the measured sources stands in the head of every output.
int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("build_identity", results::build_identity());
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
