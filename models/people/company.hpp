#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/park/rights.hpp"
#include "models/park/rules.hpp"
#include "models/people/script.hpp"
#include "models/service/network.hpp"
#include "sim/random/arrivals.hpp"
#include "sim/random/distribution.hpp"
#include "sim/time.hpp"

/// A whole scenario as the simulation sees it: immutable, every name resolved to an index, every quantity in its unit.
namespace people {

enum class After : std::uint8_t { drain, cut };

/// What is simulated. Time 0 is the start of the run (the start of the warm-up, if any).
struct Horizon {
  bool is_day = false;     ///< a terminating day (no warm-up); else a steady state
  sim::Ticks time_of_day;  ///< clock time at time 0, for hours and profiles
  sim::Ticks warm_up;
  bool finds_warm_up = false;          ///< each run for itself; `warm_up` is 0 then
  std::optional<sim::Ticks> length;    ///< of the measured window, after the warm-up
  std::optional<std::uint64_t> calls;  ///< arrivals in the window per replication, instead of a length
  After after = After::drain;
  sim::Ticks window_end() const { return length ? warm_up + *length : sim::never; }
  /// The clock hour (0 to 23) of an instant of the run, or -1 in a steady state.
  std::int16_t hour(sim::Ticks at) const {
    constexpr std::int64_t us = 3600 * sim::ticks_per_second;
    return is_day ? static_cast<std::int16_t>((time_of_day + at).us / us % 24) : std::int16_t{-1};
  }
};

struct Policy {
  std::string name;
  bool allow_call_park = false;
  int lot = none;
};

/// Whether a code of another policy is refused as not_in_group, or looked up in the retriever's own lot.
enum class Scope : std::uint8_t { tenant, policy };

struct Device {
  std::string name;
  park::Client client = park::Client::desktop;
  std::string site;
};

struct Battery {
  int device = 0;
  sim::Distribution dies_after = sim::Distribution::constant(0.0);  ///< from the answer of the call
  sim::Ticks warns_before{};
};

enum class WhenFull : std::uint8_t { voicemail, busy };

struct Reader {
  int channel = 0;
  int count = 0;  ///< how many of the group read it
};

struct Group {
  std::string name;
  int count = 1;
  int policy = none;  ///< index into Company::policies; none = no policy granted
  bool enterprise_voice = true;
  park::Mode mode = park::Mode::teams_only;
  std::string site;
  std::vector<Device> devices;
  std::optional<Battery> battery;
  int queue = park::unlimited;  ///< callers who may wait for this group
  WhenFull when_full = WhenFull::voicemail;
  std::vector<int> hears;     ///< public-address channels
  std::vector<Reader> reads;  ///< chat channels; readers are taken from the group in order, wrapping round
  double other_work = 0;      ///< share of posts that find a reader busy with other things
  int script = none;
  int phones = none;         ///< index into Company::resources
  bool may_retrieve = true;  ///< where that takes a permission
  double forwarding = 0;     ///< share of ring-backs that find the phone forwarded to voicemail
  std::vector<int> reaches;  ///< lots in which this group's phones look for a code, in order; empty = as the rules say
};

struct Channel {
  enum class Kind : std::uint8_t { public_address, chat };
  std::string name;
  Kind kind = Kind::public_address;
  int voices = 1;           ///< announcements that can be spoken at once
  sim::Ticks delay{};       ///< until a post can be seen
  sim::Ticks remembered{};  ///< how long a post stays in sight
  double overhear = 0;      ///< share of listeners not called who take an announcement for theirs
};

/// Trunks (one per outside call) or phones shared by a group.
struct Resource {
  std::string name;
  int count = 0;
};

enum class Whom : std::uint8_t { nobody, one_of, any_of };

struct TopicShare {
  int channel = 0;
  double share = 0;
};

struct Traffic {
  std::string name;
  int from = none;  ///< calling group, or none = outside (then a trunk is held)
  int to = 0;
  Whom whom = Whom::nobody;
  int meant = none;  ///< group of the intended person
  std::vector<TopicShare> topics;
  sim::Arrivals arrivals;
  std::optional<sim::Distribution> patience;  ///< total time the caller is willing to wait; none = for ever
  std::optional<sim::Distribution> escape{};  ///< until a parked caller asks for the parker, where a key does that
  int site = none;                            ///< where its calls come in, or none = at the first site
};

/// Parks straight into a lot, without people. Retrieval, patience and answer are drawn anew for each park episode.
struct LotTraffic {
  std::string name;
  int lot = 0;
  sim::Arrivals arrivals;
  sim::Distribution retrieved_after = sim::Distribution::constant(0.0);
  std::optional<sim::Distribution> patience;
  double mistype_per_digit = 0;
  bool leaves_while_ringing = true;                      ///< patience runs on in ring-back
  std::optional<sim::Distribution> ring_answered_after;  ///< none = nobody answers
  std::optional<sim::Distribution> escape{};             ///< as for Traffic
  bool persistent = false;  ///< the retriever dials the code as it was, whatever has become of the call
  SlipMix slips = SlipMix::any_digit;
  double pressed_twice = 0;  ///< share of parks whose parker presses again
  int site = none;           ///< of parkers and retrievers, or none = anywhere, anew each time
};

/// Where a site is in the world.
struct Place {
  sim::Ticks zone;     ///< its local time less the run's clock
  std::string region;  ///< or empty
};

/// So many lots of the same rules at one site, each with codes, callers and chances of its own: none of them can
/// influence another.
struct Copies {
  int lot = 0;      ///< of Company::lots
  int traffic = 0;  ///< of Company::lot_traffic: what each of them gets
  int site = none;
  std::int64_t count = 1;
  std::int64_t users = 0;  ///< of each; 0 = nobody counted them
};

/// What changes at a time of the run.
struct Change {
  enum class Kind : std::uint8_t { grant, rules, allow, drain, open, drain_node, open_node, crash, restart };
  sim::Ticks at;
  Kind kind{};
  int policy = none;                                           ///< of grant and allow
  int group = none;                                            ///< of grant
  sim::Distribution takes = sim::Distribution::constant(0.0);  ///< until a grant counts for a person
  int lot = none;                                              ///< of rules, drain and open
  int rules = 0;                                               ///< which of LotPlan::later, counted from 1
  bool allowed = true;
  int node = none;  ///< of crash, restart, drain_node and open_node
};

struct Company {
  std::string title;
  std::string system;  ///< name of the preset, for people to read
  Horizon horizon;
  park::ClientTable clients = park::ClientTable::current;
  bool licences_matter = true;  ///< policies, licences and modes decide who may park (else everybody may)
  Scope scope = Scope::tenant;
  service::Network service;  ///< no nodes = requests take no time and nothing fails
  std::vector<park::LotPlan> lots;
  std::vector<Policy> policies;
  std::vector<Group> groups;
  std::vector<Channel> channels;
  std::vector<Resource> resources;
  int trunks = none;  ///< index into resources
  std::vector<Script> scripts;
  std::vector<Traffic> traffic;
  std::vector<LotTraffic> lot_traffic;
  std::vector<Place> places;         ///< of the sites, by site
  std::vector<Copies> copies;        ///< of all lots, by lot and site; none = each lot is there once
  std::vector<Change> timeline;      ///< by time
  std::vector<std::string> assumed;  ///< values without a source, as sentences to print
};

}  // namespace people
