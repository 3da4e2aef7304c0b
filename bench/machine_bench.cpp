#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/items.hpp"
#include "models/park/exchange.hpp"
#include "models/surroundings.hpp"

// The state machine through the port, as people use it, with a clock and a queue that keep nothing: what its rows cost.
// Each benchmark is a short life of a call; one item is a row taken, and the label says which they are.
namespace {

using namespace park;  // NOLINT: benchmarks
using models::Timer;

people::Company office(int codes) {
  people::Company company;
  LotPlan lot{"Office", {}};
  lot.rules.space.lo = 10;
  lot.rules.space.hi = 9 + codes;
  company.lots.push_back(lot);
  company.policies.push_back({"Office", true, 0});
  people::Group staff;
  staff.name = "staff";
  staff.count = 10;
  staff.policy = 0;
  staff.devices.push_back({"desk", Client::desktop, ""});
  company.groups.push_back(staff);
  company.traffic.push_back({.name = "calls", .topics = {}, .arrivals = sim::Arrivals::times({}), .patience = {}});
  return company;
}

class Board final : public models::Timers {
 public:
  explicit Board(int codes) : company_(office(codes)), plan_(company_), exchange_(plan_, recorder_) {
    for (const auto hash : plan_.source_hashes) draws_.emplace_back(1, 0, 0, hash);
    recorder_.set_rows(plan_.machines.front().table().size());
    recorder_.open_window({});
  }

  CallId open() {
    messages_.clear();
    now_ += sim::Ticks{1'000'000};
    auto s = around();
    const std::uint32_t ordinal = calls_++;
    return exchange_.calls().id(exchange_.open(s, 0, ordinal, ordinal));
  }
  void close(CallId call) {
    auto s = around();
    exchange_.close(s, call.slot);
  }
  /// What the parker knows.
  Intent park(CallId call) {
    send({.kind = Request::Kind::park, .call = call, .person = 0});
    return messages_.back().intent;
  }
  void dial(const Intent& intent, int person) {
    send({.kind = Request::Kind::retrieve,
          .person = person,
          .intent = intent,
          .dialled_from = now_,
          .meant_digits = intent.digits});
  }
  void hang_up(CallId call) { send({.kind = Request::Kind::hang_up, .call = call}); }
  void answer(CallId call) { send({.kind = Request::Kind::answer_ring_back, .call = call, .person = 0}); }
  void alert(CallId call) {
    auto s = around();
    exchange_.alert(s, call, Reach::rings, 0);
  }
  void fire(Timer timer, CallId call) {
    auto s = around();
    exchange_.timer(s, timer, models::Surroundings::payload(timer, call.slot));
  }

  std::vector<std::uint64_t> rows_taken() const { return recorder_.so_far().rows_taken; }
  std::string_view row(std::size_t i) const { return plan_.machines.front().row(i).number; }
  std::size_t live_calls() const { return exchange_.calls().live(); }
  std::uint64_t digest() {
    exchange_.audit();
    return digest_of(recorder_.take().digest);
  }

 private:
  sim::Ticks now() const override { return now_; }
  sim::Handle arm(sim::Ticks, std::uint64_t, const sim::EventPayload&) override { return {1, 1}; }
  sim::Handle arm_constant(std::size_t, std::uint64_t, const sim::EventPayload&) override { return {1, 1}; }
  bool cancel(sim::Handle& handle) override {
    handle = {};
    return false;
  }

  models::Surroundings around() {
    return {plan_, *this, recorder_, draws_, own_draws_, messages_, nullptr, plan_.company.horizon};
  }
  void send(const Request& request) {
    auto s = around();
    exchange_.handle(s, request);
  }

  people::Company company_;
  models::Plan plan_;
  measures::Recorder recorder_;
  Exchange exchange_;
  std::vector<Message> messages_;
  std::vector<sim::DrawSource> draws_;
  sim::DrawSource own_draws_{1, 0, 0, 0};
  sim::Ticks now_;
  std::uint32_t calls_ = 0;
};

void retrieved(Board& board) {
  const CallId call = board.open();
  board.dial(board.park(call), 1);
  board.close(call);
}

void dialled_twice(Board& board) {
  const CallId call = board.open();
  const Intent intent = board.park(call);
  board.dial(intent, 1);
  board.dial(intent, 2);
  board.close(call);
}

void abandoned(Board& board) {
  const CallId call = board.open();
  board.park(call);
  board.hang_up(call);
  board.close(call);
}

void refused(Board& board) {  // on a lot whose only code is in use
  const CallId call = board.open();
  board.park(call);
  board.close(call);
}

void rung_and_answered(Board& board) {
  const CallId call = board.open();
  board.park(call);
  board.fire(Timer::park_timeout, call);
  board.alert(call);
  board.answer(call);
  board.close(call);
}

void rung_in_vain(Board& board) {
  const CallId call = board.open();
  board.park(call);
  board.fire(Timer::park_timeout, call);
  board.alert(call);
  board.fire(Timer::ring_end, call);
  board.close(call);
}

void run(benchmark::State& state, int codes, void (*life)(Board&)) {
  or_give_up(state, [&] {
    Board board(codes);
    if (codes == 1) board.park(board.open());
    const auto before = board.rows_taken();
    const std::size_t live = board.live_calls();
    life(board);
    if (board.live_calls() != live) throw std::logic_error("the call has not ended");
    const auto after = board.rows_taken();
    std::int64_t rows = 0;
    std::string label;
    for (std::size_t i = 0; i < after.size(); ++i) {
      rows += static_cast<std::int64_t>(after[i] - before[i]);
      if (after[i] != before[i]) label.append(label.empty() ? "" : " ").append(board.row(i));
    }
    for (auto _ : state) life(board);
    report_items(state, rows, board.digest());
    state.SetLabel(label);
  });
}

void add(const char* name, int codes, void (*life)(Board&)) {
  benchmark::RegisterBenchmark((std::string("machine/") + name).c_str(),
                               [=](benchmark::State& state) { run(state, codes, life); });
}

[[maybe_unused]] const bool registered = [] {
  add("retrieved", 90, retrieved);
  add("dialled_twice", 90, dialled_twice);
  add("abandoned", 90, abandoned);
  add("refused", 1, refused);
  add("rung_and_answered", 90, rung_and_answered);
  add("rung_in_vain", 90, rung_in_vain);
  return true;
}();

}  // namespace
