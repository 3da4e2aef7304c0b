// Files that the store must refuse, and leave as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "tests/tools/results/sample_results.hpp"
#include "tools/results/database.hpp"
#include "tools/results/schema.hpp"

namespace {

using results::Database;
using results::Store;
using results::StoreError;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::chrono::milliseconds no_wait{0};

template <class Act>
std::string refusal(Act act) {
  try {
    act();
  } catch (const StoreError& error) {
    return error.what();
  }
  return "no refusal";
}

/// While it lives the rights of files bind root, too.
class BoundByRights {
 public:
  BoundByRights() {
    get();
    set(effective() & ~(1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH));
  }
  BoundByRights(const BoundByRights&) = delete;
  BoundByRights& operator=(const BoundByRights&) = delete;
  ~BoundByRights() { set(before_); }

 private:
  std::uint32_t& effective() { return data_[0].effective; }
  void get() {
    if (syscall(SYS_capget, &header_, data_) != 0) throw std::runtime_error("cannot tell the rights of this process");
    before_ = effective();
  }
  void set(std::uint32_t capabilities) {
    effective() = capabilities;
    if (syscall(SYS_capset, &header_, data_) != 0) std::abort();
  }

  __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data_[2]{};
  std::uint32_t before_ = 0;
};

class StoreRefusals : public testing::Test {
 protected:
  void expect_refused_untouched(const std::string& reason) {
    const std::string before = sample::bytes_of(path);
    const auto expected = AllOf(StartsWith(path), HasSubstr(reason));
    EXPECT_THAT(refusal([&] { Store::open(path); }), expected);
    EXPECT_THAT(refusal([&] { Store::open_to_read(path); }), expected);
    EXPECT_THAT(refusal([&] { sample::content_of(path); }), expected);
    EXPECT_EQ(sample::bytes_of(path), before);
    EXPECT_FALSE(std::filesystem::exists(path + "-journal"));
  }

  std::string refusal_with_rights(mode_t folder_mode, mode_t file_mode) {
    chmod((folder / "").c_str(), folder_mode);
    if (std::filesystem::exists(path)) chmod(path.c_str(), file_mode);
    const BoundByRights bound;
    std::string reason = refusal([&] { Store::open(path).begin(sample::info(2)); });
    chmod((folder / "").c_str(), 0755);
    return reason;
  }

  sample::Folder folder;
  const std::string path = folder / "parksim.db";
};

TEST_F(StoreRefusals, AFileThatIsNotSqlite) {
  for (const std::string& bytes : {std::string("x"), std::string("title: Car dealer\n"), std::string(10'000, '\0'),
                                   std::string("SQLite format 3"), std::string("SQLite format 2\0 and more", 25)}) {
    sample::write_file(path, bytes);
    expect_refused_untouched("is not an SQLite file");
  }
}

TEST_F(StoreRefusals, AnSqliteFileOfAnotherProgram) {
  Database(path, Database::Access::create, no_wait).run_script("CREATE TABLE run (id); INSERT INTO run VALUES (1)");
  expect_refused_untouched("another program");
}

TEST_F(StoreRefusals, AnSqliteFileOfAnotherProgramThatNeedsRepair) {
  Database(path, Database::Access::create, no_wait).run_script("CREATE TABLE run (id); INSERT INTO run VALUES (1)");
  sample::write_file(path + "-journal", "unfinished business");
  EXPECT_THAT(refusal([&] { Store::open(path); }), HasSubstr("another program"));
  EXPECT_EQ(sample::bytes_of(path + "-journal"), "unfinished business");
}

TEST_F(StoreRefusals, ANewerSchema) {
  sample::write_run(path, 1, 1);
  Database(path, Database::Access::write, no_wait).run("PRAGMA user_version = 1000");
  expect_refused_untouched("schema version 1000");
}

TEST_F(StoreRefusals, AnOlderSchema) {
  sample::write_run(path, 1, 1);
  Database(path, Database::Access::write, no_wait).run("PRAGMA user_version = 2");
  expect_refused_untouched("has schema version 2, and this parksim reads version " +
                           std::to_string(results::schema_version));
}

TEST_F(StoreRefusals, AFolder) {
  std::filesystem::create_directory(path);
  EXPECT_THAT(refusal([&] { Store::open(path); }), HasSubstr("is a folder"));
  EXPECT_THAT(refusal([&] { Store::open_to_read(path); }), HasSubstr("is a folder"));
  EXPECT_TRUE(std::filesystem::is_empty(path));
}

TEST_F(StoreRefusals, WhatIsNoOrdinaryFile) {
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(refusal([&] { Store::open(path); }), HasSubstr("not an ordinary file"));
  EXPECT_THAT(refusal([] { Store::open("/dev/null"); }), HasSubstr("not an ordinary file"));
}

TEST_F(StoreRefusals, NoName) {
  EXPECT_THAT(refusal([] { Store::open(""); }), HasSubstr("needs a name"));
}

TEST_F(StoreRefusals, AFolderThatDoesNotExist) {
  EXPECT_THAT(refusal([&] { Store::open(folder / "none/parksim.db"); }), HasSubstr("check that its folder exists"));
}

TEST_F(StoreRefusals, AFolderThatIsAFile) {
  sample::write_file(path, "x");
  EXPECT_THAT(refusal([&] { Store::open(path + "/parksim.db"); }), StartsWith(path));
}

TEST_F(StoreRefusals, ToReadWhatIsNotThere) {
  EXPECT_THAT(refusal([&] { Store::open_to_read(path); }), HasSubstr("does not exist"));
  EXPECT_FALSE(std::filesystem::exists(path));
  sample::write_file(path, "");
  EXPECT_THAT(refusal([&] { Store::open_to_read(path); }), HasSubstr("is empty"));
}

TEST_F(StoreRefusals, ToCreateAFileInAFolderThatIsReadOnly) {
  EXPECT_THAT(refusal_with_rights(0555, 0), HasSubstr("its folder exists and may be written"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(StoreRefusals, ToWriteAFileThatIsReadOnly) {
  sample::write_run(path, 1, 1);
  const std::string before = sample::bytes_of(path);
  EXPECT_THAT(refusal_with_rights(0777, 0444), HasSubstr("read-only"));
  EXPECT_EQ(sample::bytes_of(path), before);
}

TEST_F(StoreRefusals, ToWriteAFileWhoseFolderIsReadOnly) {
  sample::write_run(path, 1, 1);
  const std::string before = sample::bytes_of(path);
  EXPECT_THAT(refusal_with_rights(0555, 0666), HasSubstr("folder"));
  EXPECT_EQ(sample::bytes_of(path), before);
}

TEST_F(StoreRefusals, ToReadAFileWithoutTheRight) {
  sample::write_run(path, 1, 1);
  EXPECT_THAT(refusal_with_rights(0777, 0200), HasSubstr("cannot be read"));
}

TEST_F(StoreRefusals, ToReadAFileThatIsReadOnlyIsNoReason) {
  sample::write_run(path, 1, 2);
  chmod(path.c_str(), 0444);
  chmod((folder / "").c_str(), 0555);
  {
    const BoundByRights bound;
    Store store = Store::open_to_read(path);
    EXPECT_EQ(store.pooled(store.runs().front().id).replications, 2u);
  }
  chmod((folder / "").c_str(), 0755);
}

TEST_F(StoreRefusals, AFileInUseByAnotherProcess) {
  sample::write_run(path, 1, 1);
  const std::string before = sample::bytes_of(path);
  Database other(path, Database::Access::write, no_wait);
  const results::Transaction lock(other, results::Transaction::For::writing);
  Store store = Store::open(path, std::chrono::milliseconds(100));
  EXPECT_THAT(refusal([&] { store.begin(sample::info(2)); }), HasSubstr("in use by another process (waited 0.1 s)"));
  EXPECT_EQ(store.runs().size(), 1u);
  EXPECT_EQ(sample::bytes_of(path), before);
}

TEST_F(StoreRefusals, ADamagedFile) {
  sample::write_run(path, 1, 1);
  std::string bytes = sample::bytes_of(path);
  bytes.replace(8192, bytes.size() - 8192, bytes.size() - 8192, '\xff');
  sample::write_file(path, bytes);
  EXPECT_THAT(refusal([&] { Store::open(path).runs(); }), HasSubstr("is damaged"));
  EXPECT_EQ(sample::bytes_of(path), bytes);
}

TEST_F(StoreRefusals, ADamagedHistogram) {
  sample::write_run(path, 1, 1);
  Database(path, Database::Access::write, no_wait).run("UPDATE latency SET histogram = x'0102'");
  Store store = Store::open(path);
  EXPECT_THAT(refusal([&] { store.pooled(store.runs().front().id); }), HasSubstr("is damaged"));
}

TEST_F(StoreRefusals, AMetricItDoesNotKnow) {
  for (const char* table : {"counter", "expected"}) {
    const std::string file = folder / table;
    sample::write_run(file, 1, 1);
    Database(file, Database::Access::write, no_wait)
        .run("UPDATE " + std::string(table) + " SET metric = metric || 'x'");
    Store store = Store::open(file);
    EXPECT_THAT(refusal([&] { store.pooled(store.runs().front().id); }), HasSubstr("does not know")) << table;
  }
}

TEST_F(StoreRefusals, CodesThatTheirLotDoesNotHave) {
  const char* const damages[] = {"UPDATE lot SET codes = -1",
                                 "UPDATE lot SET codes = 1",
                                 "UPDATE lot SET codes = 9000000000000000000",
                                 "UPDATE code_use SET position = -position",
                                 "UPDATE code_use SET policy = 7",
                                 "DELETE FROM lot"};
  sample::write_run(path, 1, 1);
  const std::string sound = sample::bytes_of(path);
  for (const char* damage : damages) {
    sample::write_file(path, sound);
    Database(path, Database::Access::write, no_wait).run(damage);
    Store store = Store::open(path);
    EXPECT_THAT(refusal([&] { store.pooled(store.runs().front().id); }), HasSubstr("is damaged")) << damage;
  }
}

TEST_F(StoreRefusals, AnEmptyFileIsNoneAndASpecialNameNeither) {
  sample::write_file(path, "");
  EXPECT_NO_THROW(Store::open(path).begin(sample::info()));
  const std::string memory = folder / ":memory:";
  const std::string here = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  EXPECT_NO_THROW(Store::open(":memory:"));
  std::filesystem::current_path(here);
  EXPECT_TRUE(std::filesystem::exists(memory));
}

}  // namespace
