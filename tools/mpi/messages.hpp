#pragma once

#include <boost/mpi/communicator.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/measures/measures.hpp"

namespace mpi {

/// What ranks tell each other.
enum class Say : std::uint8_t {
  ready,    ///< to rank 0: text = identity of the job, number = threads
  leaving,  ///< to rank 0: text = complaint
  unit,     ///< from rank 0: simulate the unit `number`
  stop,     ///< from rank 0: give up what you have, and say so
  over,     ///< from rank 0: the job is done
  result,   ///< to rank 0: of the unit `number`, in `measures`
  failed,   ///< to rank 0: the unit `number` failed, text = why
  given_up  ///< to rank 0: the unit `number` was stopped, or never begun
};

struct Message {
  Say say{};
  std::uint32_t number = 0;
  std::string text{};
  measures::Measures measures{};
  int from = 0;  ///< the rank that sent it
};

/// Each message travels as one array of bytes with a checksum. Only between builds of the same sources on machines of
/// the same kind.
std::vector<std::byte> bytes_of(Message message);
/// Throws std::runtime_error when the bytes are damaged.
Message message_in(const std::vector<std::byte>& bytes);

/// Sends and receives messages. From one thread.
class Post {
 public:
  explicit Post(boost::mpi::communicator world) : world_(std::move(world)) {}
  void send(int rank, Message message);
  std::optional<Message> next();  ///< from any rank, if there is one
  Message wait();                 ///< for the next

 private:
  boost::mpi::communicator world_;
};

/// Lets the core do something else for half a millisecond.
void rest();

}  // namespace mpi
