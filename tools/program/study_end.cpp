#include "tools/program/study_end.hpp"

#include "tools/report/json.hpp"
#include "tools/report/summary_json.hpp"
#include "tools/report/wording.hpp"

namespace program {

namespace {

Tried tried(const std::vector<report::Tested>& all) {
  Tried sum;
  for (const report::Tested& tested : all) {
    sum.passed += tested.verdict == measures::Verdict::pass;
    sum.failed += tested.verdict == measures::Verdict::fail;
    sum.unsure += tested.verdict == measures::Verdict::unsure;
  }
  return sum;
}

void print(const report::RunFacts& facts, const RunOptions& options, std::ostream& out) {
  if (options.json) {
    report::write_summary_json(facts, out);
  } else if (!options.quiet) {
    report::print_summary(facts, out);
  }
}

std::vector<report::PrecisionFact> precision_facts(const measures::StoppingRule& rule,
                                                   const std::vector<measures::Attained>& attained) {
  std::vector<report::PrecisionFact> facts;
  for (std::size_t i = 0; i < attained.size(); ++i) facts.push_back({rule.wanted()[i], attained[i]});
  return facts;
}

void write_shard_json(const Study& study, const RunOptions& options, std::size_t held, std::size_t wanted,
                      std::ostream& out) {
  const Shard& shard = *options.shard;
  report::JsonWriter json(out);
  json.begin_object().member("schema_version", report::json_schema_version).member("kind", "shard");
  json.member("title", study.company.title).member("system", study.company.system).member("seed", study.seed);
  json.member("shard", shard.number).member("of", shard.of).member("replications", held);
  json.member("replications_of_the_shard", wanted).member("replications_of_the_study", study.replications);
  json.member("complete", held == wanted).member("stored_in", *options.db).end_object();
}

void print_shard(const Study& study, const RunOptions& options, std::size_t held, std::size_t wanted,
                 std::ostream& out) {
  const Shard& shard = *options.shard;
  out << study.company.title << "\n  shard " << shard.number << " of " << shard.of << ": " << report::count(held)
      << " of its " << report::plural(wanted, "replication", "replications") << " (of "
      << report::count(study.replications) << " in all) stored in " << *options.db
      << "\n  no summary of a part; when all shards are done: parksim merge " << options.scenario.file
      << " FILE... --db WHOLE.db\n";
}

}  // namespace

int conclude_study(const Study& study, std::uint32_t replications, const std::vector<measures::Attained>& attained,
                   const RunOptions& options, const report::Figures& figures, StudyStore& store, const Effort& effort,
                   std::ostream& out) {
  if (figures.total().replications == replications) store.finish(figures, effort.threads, effort.wall_s);
  print({.company = study.company,
         .figures = figures,
         .notes = study.notes,
         .seed = study.seed,
         .shuffle_ties = options.shuffle_ties,
         .replications_wanted = replications,
         .blocks = study.blocks,
         .wall_s = effort.wall_s,
         .threads = effort.threads,
         .events_now = effort.events_now,
         .stored_in = options.db.value_or(""),
         .planned_calls = study.planned_calls,
         .precision = precision_facts(study.precision, attained)},
        options, out);
  return exit_code(tried(figures.tested()), options.unsure, false);
}

int conclude_shard(const Study& study, const RunOptions& options, std::size_t held, std::size_t wanted,
                   std::ostream& out) {
  if (options.json) {
    write_shard_json(study, options, held, wanted, out);
  } else if (!options.quiet) {
    print_shard(study, options, held, wanted, out);
  }
  return held == wanted ? exit_pass : exit_interrupted;
}

}  // namespace program
