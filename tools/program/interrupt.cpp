#include "tools/program/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace program {

namespace {

// A signal handler can reach nothing but what has static life.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);
void (*former_handler)(int) = SIG_DFL;

void note_interrupt(int) {
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupted = false;
  former_handler = std::signal(SIGINT, note_interrupt);
}

InterruptWatch::~InterruptWatch() { std::signal(SIGINT, former_handler); }

bool InterruptWatch::seen() { return interrupted; }

}  // namespace program
