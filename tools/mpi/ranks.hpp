#pragma once

#include <boost/mpi/communicator.hpp>
#include <string>
#include <vector>

#include "tools/mpi/messages.hpp"
#include "tools/program/workforce.hpp"

namespace mpi {

/// The processes that mpirun has started, as one workforce. Rank 0 leads: it hands out units one by one, to whoever has
/// a thread free, takes part in the work itself, keeps each result as it arrives and delivers them in order. When any
/// rank dies, MPI ends all of them; what was kept by then stays.
///
/// Each rank runs the same program. A rank says `ready` at the start of each job and `leaving` at the end of the
/// program; rank 0 answers the first with units and then `over`, the second with nothing. All waiting is by asking
/// again every half a millisecond, because MPI's own waiting takes a whole core.
class Ranks : public program::Workforce {
 public:
  explicit Ranks(boost::mpi::communicator world);

  bool leads() const override { return world_.rank() == 0; }
  /// The cores of this host, divided among the ranks on it.
  unsigned processes() const override { return static_cast<unsigned>(world_.size()); }
  unsigned usual_threads() const override { return usual_threads_; }

  /// In rank 0 also throws program::FileError when a rank reads another scenario, is another build, or has failed.
  unsigned run(const program::Job& job) override { return leads() ? lead(job) : serve(job); }

  /// The last call, in each rank, with what it had to complain of.
  void leave(const std::string& complaint);

 private:
  class Lead;

  unsigned lead(const program::Job& job);
  unsigned serve(const program::Job& job);
  void hear_all(const program::Job& job, std::vector<unsigned>& threads);
  void dismiss_all();

  Post post_;
  boost::mpi::communicator world_;
  unsigned usual_threads_ = 1;
  enum class Where : std::uint8_t { between_jobs, in_job, gone };
  std::vector<Where> where_;  ///< by rank, as far as rank 0 has heard
};

}  // namespace mpi
