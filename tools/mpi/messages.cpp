#include "tools/mpi/messages.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include "sim/archive.hpp"

namespace mpi {

namespace {

bool has_measures(Say say) { return say == Say::result; }

}  // namespace

std::vector<std::byte> bytes_of(Message message) {
  sim::ByteWriter writer;
  std::vector<char> text(message.text.begin(), message.text.end());
  writer(message.say, message.number, text);
  if (has_measures(message.say)) writer(message.measures);
  return writer.take();
}

Message message_in(const std::vector<std::byte>& bytes) {
  sim::ByteReader reader(bytes);
  Message message;
  std::vector<char> text;
  reader(message.say, message.number, text);
  message.text.assign(text.begin(), text.end());
  if (has_measures(message.say)) reader(message.measures);
  reader.finish();
  return message;
}

void Post::send(int rank, Message message) {
  const std::vector<std::byte> bytes = bytes_of(std::move(message));
  world_.send(rank, 0, reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size()));
}

std::optional<Message> Post::next() {
  const auto status = world_.iprobe(boost::mpi::any_source, 0);
  if (!status) return std::nullopt;
  const int size = status->count<char>().value_or(0);
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  world_.recv(status->source(), 0, reinterpret_cast<char*>(bytes.data()), size);
  Message message = message_in(bytes);
  message.from = status->source();
  return message;
}

Message Post::wait() {
  for (;; rest()) {
    if (auto message = next()) return std::move(*message);
  }
}

void rest() { std::this_thread::sleep_for(std::chrono::microseconds(500)); }

}  // namespace mpi
