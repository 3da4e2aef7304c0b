#include "tools/program/progress.hpp"

#include <algorithm>
#include <cmath>

#include "tools/report/wording.hpp"

namespace program {

namespace {

constexpr double quiet_s = 2;
constexpr double line_every_s = 10;
constexpr int bar_cells = 30;

std::string whole(double value) { return report::count(static_cast<std::uint64_t>(value)); }

std::string figures(double elapsed_s, const ProgressState& state) {
  const double part = std::clamp(state.done / state.total, 0.0, 1.0);
  std::string text = std::to_string(static_cast<int>(part * 100)) + " %, " + state.unit + " " +
                     whole(std::min(state.total, std::floor(state.done) + 1)) + " of " + whole(state.total);
  if (state.events > 0) text += ", " + report::number(static_cast<double>(state.events) / elapsed_s) + " events/s";
  if (part > 0) text += ", " + report::duration(elapsed_s * (1 - part) / part) + " left";
  return text;
}

std::string bar(double elapsed_s, const ProgressState& state) {
  const auto full = static_cast<std::size_t>(std::clamp(state.done / state.total, 0.0, 1.0) * bar_cells);
  return "\r\033[K[" + std::string(full, '#') + std::string(bar_cells - full, '.') + "] " + figures(elapsed_s, state);
}

}  // namespace

std::optional<std::string> ProgressText::at(double elapsed_s, const ProgressState& state) {
  if (style_ == ProgressStyle::silent || elapsed_s < quiet_s) return std::nullopt;
  if (style_ == ProgressStyle::bar) {
    drawn_ = true;
    return bar(elapsed_s, state);
  }
  if (elapsed_s < next_line_s_) return std::nullopt;
  while (next_line_s_ <= elapsed_s) next_line_s_ += line_every_s;
  return figures(elapsed_s, state) + "\n";
}

ProgressDisplay::ProgressDisplay(std::ostream& err, ProgressStyle style, std::function<ProgressState()> state)
    : err_(err), text_(style), state_(std::move(state)), start_(std::chrono::steady_clock::now()) {
  if (style != ProgressStyle::silent) {
    thread_ = std::jthread([this](const std::stop_token& stop) { show_until_stopped(stop); });
  }
}

ProgressDisplay::~ProgressDisplay() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  err_ << text_.end() << std::flush;
}

void ProgressDisplay::show_until_stopped(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, stop, std::chrono::milliseconds(250), [&stop] { return stop.stop_requested(); })) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    if (const auto text = text_.at(elapsed.count(), state_())) err_ << *text << std::flush;
  }
}

}  // namespace program
