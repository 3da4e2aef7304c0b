#include <gmock/gmock.h>

#include <algorithm>

#include "scenarios/compiler/sections.hpp"
#include "tests/scenarios/texts.hpp"

namespace {

using sim::Ticks;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::string_view hospital = R"(sites: {north: {}, south: {}}
links: [{between: [north, south], latency: 12ms, jitter: 3ms}]
park_service:
  nodes:
    n1: {site: north, servers: 4, time: 20ms, queue: 100}
    n2: {site: south, servers: 2, time: exponential(30ms)}
  replication_lag: 200ms
people:
  wards: {count: 80, site: north, devices: [ip_phone]}
  desk: {devices: [mobile, desk: {device: ip_phone, site: south}]}
)";

struct Read {
  service::Network network;
  std::vector<std::string> problems;
};

// The two parts alone, as a compiler runs them.
Read read(std::string text) {
  const scenarios::Node root = scenarios::parse_document(texts::source(std::move(text)));
  scenarios::Files files(std::filesystem::temp_directory_path());
  scenarios::Draft draft{.root = root, .files = files, .system = {}, .company = {}};
  draft.attempt([&] { scenarios::read_service(draft); });
  draft.attempt([&] { scenarios::require_known_sites(draft, root); });
  Read found{.network = draft.company.service, .problems = {}};
  for (const scenarios::Problem& problem : draft.problems) found.problems.push_back(problem.render());
  return found;
}

// The only problem of the hospital after one change.
std::string problem_of(std::string_view from, std::string_view to, std::string_view text = hospital) {
  const Read found = read(texts::with(text, from, to));
  EXPECT_THAT(found.problems, SizeIs(1)) << to;
  return found.problems.empty() ? "" : found.problems.front();
}

// What every error at the last `word` of the changed hospital begins with.
std::string place_of(std::string_view word, std::string_view from, std::string_view to) {
  const std::string text = texts::with(hospital, from, to);
  const std::size_t at = text.rfind(word);
  const auto line = 1 + std::ranges::count(text.substr(0, at), '\n');
  return "test.yaml:" + std::to_string(line) + ":" + std::to_string(at - text.rfind('\n', at)) + ": ";
}

void expect_problem_at(std::string_view word, std::string_view from, std::string_view to, const std::string& told) {
  EXPECT_THAT(problem_of(from, to), StartsWith(place_of(word, from, to) + told));
}

TEST(ServiceSection, ReadsSitesInTheirOrder) {
  const Read found = read(std::string(hospital));
  EXPECT_THAT(found.problems, IsEmpty());
  EXPECT_THAT(found.network.sites, ElementsAre("north", "south"));
}

TEST(ServiceSection, ReadsLinks) {
  const service::Network network = read(std::string(hospital)).network;
  ASSERT_THAT(network.links, SizeIs(1));
  EXPECT_EQ(network.links[0].from, 0);
  EXPECT_EQ(network.links[0].to, 1);
  EXPECT_EQ(network.links[0].latency, Ticks{12'000});
  EXPECT_EQ(network.links[0].jitter, Ticks{3'000});
}

TEST(ServiceSection, ReadsNodesInTheirOrder) {
  const service::Network network = read(std::string(hospital)).network;
  ASSERT_THAT(network.nodes, SizeIs(2));
  EXPECT_EQ(network.nodes[0].name, "n1");
  EXPECT_EQ(network.nodes[0].site, 0);
  EXPECT_EQ(network.nodes[0].servers, 4);
  EXPECT_EQ(network.nodes[0].queue, 100);
  EXPECT_EQ(network.nodes[0].time.sample(0.5), Ticks{20'000});
  EXPECT_EQ(network.nodes[1].name, "n2");
  EXPECT_EQ(network.nodes[1].site, 1);
  EXPECT_TRUE(network.nodes[1].time.is_exponential());
  EXPECT_EQ(network.replication_lag, Ticks{200'000});
}

TEST(ServiceSection, WhatIsLeftOutHasItsDefault) {
  const Read found = read(
      "sites: {a: , b: {}}\nlinks: [{between: [a, b], latency: 0s}]\n"
      "park_service: {nodes: {n: {site: b}}}\n");
  EXPECT_THAT(found.problems, IsEmpty());
  EXPECT_EQ(found.network.links.at(0).jitter, Ticks{});
  EXPECT_EQ(found.network.replication_lag, Ticks{});
  EXPECT_EQ(found.network.nodes.at(0).servers, service::unlimited);
  EXPECT_EQ(found.network.nodes.at(0).queue, service::unlimited);
  EXPECT_EQ(found.network.nodes.at(0).time.mean_s(), 0);
}

TEST(ServiceSection, ServersAndQueueCanBeUnlimited) {
  const service::Network network =
      read(texts::with(texts::with(hospital, "servers: 4", "servers: unlimited"), "queue: 100", "queue: unlimited"))
          .network;
  EXPECT_EQ(network.nodes.at(0).servers, service::unlimited);
  EXPECT_EQ(network.nodes.at(0).queue, service::unlimited);
}

TEST(ServiceSection, AQueueCanHaveNoPlace) {
  EXPECT_EQ(read(texts::with(hospital, "queue: 100", "queue: 0")).network.nodes.at(0).queue, 0);
}

TEST(ServiceSection, AScenarioWithoutItHasNoNetwork) {
  for (const char* text : {"title: x\n", "sites:\nlinks:\npark_service:\n", "sites: {}\nlinks: []\n"}) {
    const Read found = read(text);
    EXPECT_THAT(found.problems, IsEmpty()) << text;
    EXPECT_THAT(found.network.sites, IsEmpty());
    EXPECT_THAT(found.network.nodes, IsEmpty());
  }
}

TEST(ServiceSection, SitesNeedNoService) {
  const Read found = read("sites: {a: {}, b: {}}\n");
  EXPECT_THAT(found.problems, IsEmpty());
  EXPECT_THAT(found.network.sites, SizeIs(2));
}

TEST(ServiceSection, ANodeOfItsOwnMakesAnIslandReachable) {
  EXPECT_THAT(
      read(texts::with(hospital, "links: [{between: [north, south], latency: 12ms, jitter: 3ms}]\n", "")).problems,
      IsEmpty());
}

TEST(ServiceSection, RejectsASiteWithContents) {
  EXPECT_THAT(problem_of("south: {}}", "south: {nodes: 2}}"),
              AllOf(HasSubstr("test.yaml:1:"), HasSubstr("unknown key `nodes` in the site `south`")));
  EXPECT_THAT(problem_of("south: {}}", "south: 3}"), HasSubstr("the site `south` must be a mapping"));
}

TEST(ServiceSection, RejectsSitesThatAreNoMapping) {
  EXPECT_THAT(read("sites: [north, south]\n").problems, ElementsAre(HasSubstr("`sites` must be a mapping")));
}

TEST(ServiceSection, RejectsTheSameNameTwice) {
  for (const auto& [from, to] : {std::pair("south: {}", "north: {}"), std::pair("n2: {", "n1: {")}) {
    EXPECT_THROW(read(texts::with(hospital, from, to)), scenarios::InputError);
  }
}

TEST(ServiceSection, PointsAtAnUnknownSiteOfALink) {
  expect_problem_at("suoth", "[north, south]", "[north, suoth]", "there is no site `suoth` in `sites`");
  EXPECT_THAT(problem_of("[north, south]", "[north, suoth]"),
              AllOf(HasSubstr("\n  " + std::string(26, ' ') + "^"), HasSubstr("did you mean `south`?")));
}

TEST(ServiceSection, PointsAtAnUnknownSiteOfANode) {
  expect_problem_at("nroth", "site: north, servers", "site: nroth, servers", "there is no site `nroth`");
  EXPECT_THAT(problem_of("site: north, servers", "site: nroth, servers"), HasSubstr("did you mean `north`?"));
}

TEST(ServiceSection, RejectsALinkFromASiteToItself) {
  expect_problem_at("north]", "[north, south]", "[north, north]", "a link from the site `north` to itself");
}

TEST(ServiceSection, RejectsALinkGivenTwiceInEitherDirection) {
  for (const std::string again : {"[north, south]", "[south, north]"}) {
    const std::string to = "3ms}, {between: " + again + ", latency: 9ms}]";
    expect_problem_at(again, "3ms}]", to, "the link between");
    EXPECT_THAT(problem_of("3ms}]", to), HasSubstr("is here twice"));
  }
}

TEST(ServiceSection, RejectsALinkThatIsNotBetweenTwoSites) {
  EXPECT_THAT(problem_of("[north, south]", "[north]"), HasSubstr("a link is between two sites"));
  EXPECT_THAT(problem_of("[north, south]", "[north, south, north]"), HasSubstr("a link is between two sites"));
  EXPECT_THAT(problem_of("[north, south]", "north"), HasSubstr("`between` must be a list"));
  EXPECT_THAT(problem_of("between: [north, south], ", ""), HasSubstr("`between` is missing in a link"));
}

TEST(ServiceSection, RejectsLinksThatAreNoList) {
  EXPECT_THAT(problem_of("[{between: [north, south], latency: 12ms, jitter: 3ms}]", "{a: 1}"),
              HasSubstr("`links` must be a list"));
  EXPECT_THAT(problem_of("[{between: [north, south], latency: 12ms, jitter: 3ms}]", "[north]"),
              HasSubstr("a link must be a mapping"));
}

TEST(ServiceSection, NamesUnknownKeysWithTheNearest) {
  EXPECT_THAT(problem_of("jitter: 3ms", "jiter: 3ms"),
              AllOf(HasSubstr("unknown key `jiter` in a link"), HasSubstr("did you mean `jitter`?")));
  EXPECT_THAT(problem_of("queue: 100", "queues: 100"),
              AllOf(HasSubstr("unknown key `queues` in the node `n1`"), HasSubstr("did you mean `queue`?")));
  EXPECT_THAT(problem_of("replication_lag", "replication_log"),
              AllOf(HasSubstr("unknown key `replication_log` in `park_service`"),
                    HasSubstr("did you mean `replication_lag`?")));
}

TEST(ServiceSection, RejectsTimesThatAreNone) {
  EXPECT_THAT(problem_of("latency: 12ms", "latency: 12"), HasSubstr("latency needs a unit"));
  EXPECT_THAT(problem_of("latency: 12ms, ", ""), HasSubstr("`latency` is missing in a link"));
  EXPECT_THAT(problem_of("latency: 12ms", "latency: -12ms"), HasSubstr("latency must not be negative"));
  EXPECT_THAT(problem_of("jitter: 3ms", "jitter: exponential(3ms)"), HasSubstr("jitter"));
  EXPECT_THAT(problem_of("lag: 200ms", "lag: 200"), HasSubstr("replication_lag needs a unit"));
  EXPECT_THAT(problem_of("exponential(30ms)", "exponental(30ms)"),
              AllOf(HasSubstr("no law of durations"), HasSubstr("did you mean `exponential`?")));
}

TEST(ServiceSection, RejectsANodeWithoutASite) {
  EXPECT_THAT(problem_of("site: north, servers", "servers"), HasSubstr("`site` is missing in the node `n1`"));
}

TEST(ServiceSection, RejectsNumbersOutOfBounds) {
  EXPECT_THAT(problem_of("servers: 4", "servers: 0"), HasSubstr("servers must be 1 to"));
  EXPECT_THAT(problem_of("servers: 4", "servers: 1.5"), HasSubstr("not a whole number"));
  EXPECT_THAT(problem_of("queue: 100", "queue: -1"), HasSubstr("queue must be 0 to"));
}

TEST(ServiceSection, RejectsAServiceWithoutNodes) {
  const std::string sites = "sites: {a: {}}\n";
  EXPECT_THAT(read(sites + "park_service: {replication_lag: 1s}\n").problems,
              ElementsAre(HasSubstr("`nodes` is missing in `park_service`")));
  for (const char* nodes : {"{}", ""}) {
    EXPECT_THAT(read(sites + "park_service: {nodes: " + nodes + "}\n").problems,
                ElementsAre(HasSubstr("`park_service` has no node")));
  }
}

TEST(ServiceSection, RejectsLinksAndNodesWithoutSites) {
  EXPECT_THAT(read("links: [{between: [a, b], latency: 1ms}]\n").problems,
              ElementsAre(HasSubstr("test.yaml:1:1: `links` needs `sites`")));
  EXPECT_THAT(read("park_service: {nodes: {n: {site: a}}}\n").problems,
              ElementsAre(HasSubstr("test.yaml:1:1: `park_service` needs `sites`")));
}

TEST(ServiceSection, RejectsASiteThatReachesNoNode) {
  expect_problem_at("island", "south: {}}", "south: {}, island: {}}", "site `island` cannot reach any node");
}

TEST(ServiceSection, TellsAllProblemsAtOnce) {
  const Read found = read(
      "sites: {a: {}, b: {x: 1}}\nlinks: [{between: [a, c], latency: 1ms}, {between: [a, b], latency: 1}]\n"
      "park_service: {nodes: {n: {site: d}, m: {servers: 1}}, replication_lag: 1}\n");
  EXPECT_THAT(found.problems, ElementsAre(HasSubstr("unknown key `x`"), HasSubstr("no site `c`"),
                                          HasSubstr("latency needs a unit"), HasSubstr("replication_lag needs a unit"),
                                          HasSubstr("no site `d`"), HasSubstr("`site` is missing")));
}

TEST(ServiceSection, AFaultyLinkIsNotToldAsAnUnreachableSite) {
  EXPECT_THAT(problem_of("latency: 12ms", "latency: 12",
                         "sites: {a: {}, b: {}}\nlinks: [{between: [a, b], latency: 12ms}]\n"
                         "park_service: {nodes: {n: {site: a}}}\n"),
              Not(HasSubstr("cannot reach")));
}

TEST(ServiceSection, RefusesMoreSitesThanATableOfPairsCanHold) {
  std::string text = "sites:\n";
  for (int i = 0; i < 1000; ++i) text += "  s" + std::to_string(i) + ": {}\n";
  EXPECT_THAT(read(text).problems, IsEmpty());
  EXPECT_THAT(read(text + "  last: {}\n").problems, ElementsAre(HasSubstr("test.yaml:1002:3: more than 1000 sites")));
}

TEST(KnownSites, PeopleMustWorkAtOne) {
  expect_problem_at("noth,", "site: north, devices", "site: noth, devices", "there is no site `noth`");
  EXPECT_THAT(problem_of("site: north, devices", "site: noth, devices"), HasSubstr("did you mean `north`?"));
}

TEST(KnownSites, DevicesMustStandAtOne) {
  expect_problem_at("souht", "site: south}]}", "site: souht}]}", "there is no site `souht`");
  EXPECT_THAT(problem_of("site: south}]}", "site: souht}]}"), HasSubstr("did you mean `south`?"));
}

TEST(KnownSites, EachUnknownOneIsTold) {
  const std::string text = texts::with(texts::with(hospital, "site: north, devices", "site: x, devices"),
                                       "device: ip_phone, site: south", "device: ip_phone, site: y");
  EXPECT_THAT(read(text).problems, ElementsAre(HasSubstr("no site `x`"), HasSubstr("no site `y`")));
}

TEST(KnownSites, WithoutSitesAnyLabelDoes) {
  EXPECT_THAT(read("people: {a: {site: here, devices: [desk: {device: ip_phone, site: there}]}}\n").problems,
              IsEmpty());
}

TEST(KnownSites, OddlyWrittenPeopleAreLeftToTheirOwnSection) {
  for (const char* people :
       {"{a: }", "{a: 3}", "{a: {site: {}}}", "{a: {devices: mobile}}", "{a: {devices: {b: {}}}}"}) {
    EXPECT_THAT(read(std::string("sites: {north: {}}\npeople: ") + people + "\n").problems, IsEmpty()) << people;
  }
}

TEST(Compile, ReadsTheServiceOfAWholeScenario) {
  const std::string sections(hospital.substr(0, hospital.find("people:")));
  const auto scenario = texts::compiled(
      sections + texts::with(texts::people, "reception: {count: 2", "reception: {site: north, count: 2"));
  EXPECT_THAT(scenario.company.service.nodes, SizeIs(2));
  EXPECT_EQ(scenario.company.groups.at(0).site, "north");
}

TEST(Compile, RejectsPeopleAtAnUnknownSite) {
  const std::string sections(hospital.substr(0, hospital.find("people:")));
  const std::string people = texts::with(texts::people, "reception: {count: 2", "reception: {site: norht, count: 2");
  EXPECT_THAT(texts::error_of(sections + people).what(), HasSubstr("there is no site `norht`"));
}

}  // namespace
