// What is left when writing stops halfway: a full disk, a process that dies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <map>

#include "tests/tools/results/sample_results.hpp"

namespace {

using results::Store;
using results::StoreError;
using testing::ElementsAre;
using testing::HasSubstr;

/// While it lives, each write of SQLite asks `outcome` first: SQLITE_OK lets it happen.
class Disk {
 public:
  explicit Disk(std::function<int()> outcome) {
    outcome_of_write = std::move(outcome);
    original = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs ours;
    ours = *original;
    ours.zName = "disk";
    ours.xOpen = open;
    sqlite3_vfs_register(&ours, 1);
    vfs_ = &ours;
  }
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  ~Disk() {
    sqlite3_vfs_unregister(vfs_);
    sqlite3_vfs_register(original, 1);
  }

 private:
  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    const int code = original->xOpen(original, name, file, flags, out_flags);
    if (code != SQLITE_OK) return code;
    const auto wrapped = methods.try_emplace(file->pMethods, *file->pMethods).first;  // journals have their own
    original_write = wrapped->first->xWrite;
    wrapped->second.xWrite = write;
    file->pMethods = &wrapped->second;
    return SQLITE_OK;
  }
  static int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    const int outcome = outcome_of_write();
    return outcome == SQLITE_OK ? original_write(file, bytes, count, offset) : outcome;
  }

  static inline std::function<int()> outcome_of_write;
  static inline sqlite3_vfs* original;
  static inline std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods;
  static inline decltype(sqlite3_io_methods::xWrite) original_write;
  sqlite3_vfs* vfs_;
};

class StoreFailures : public testing::Test {
 protected:
  StoreFailures() { sample::write_run(path, 1, 1); }

  // Adds a replication to the run; `outcome` decides each write from then on.
  void add_second(std::function<int(int write)> outcome) {
    int writes = 0;
    bool on = false;
    const Disk disk([&] { return on ? outcome(++writes) : SQLITE_OK; });
    Store store = Store::open(path);
    on = true;
    store.add(*store.find(sample::info(1)), 2, sample::replication(2));
  }

  int writes_of_an_add() {
    const std::string before = sample::bytes_of(path);
    int count = 0;
    add_second([&](int write) {
      count = write;
      return SQLITE_OK;
    });
    sample::write_file(path, before);
    return count;
  }

  void expect_whole_with_replications_as(const std::string& content) {
    EXPECT_EQ(sample::content_of(path), content);
    Store store = Store::open(path);
    EXPECT_THAT(store.run(*store.find(sample::info(1))).replications, ElementsAre(1));
  }

  sample::Folder folder;
  const std::string path = folder / "parksim.db";
};

TEST_F(StoreFailures, ADiskThatFillsUpAtAnyWriteKeepsWhatWasThere) {
  const std::string content = sample::content_of(path);
  const int writes = writes_of_an_add();
  ASSERT_GT(writes, 5);
  for (int full_at = 1; full_at <= writes; ++full_at) {
    try {
      add_second([&](int write) { return write == full_at ? SQLITE_FULL : SQLITE_OK; });
      ADD_FAILURE() << "no error at write " << full_at;
    } catch (const StoreError& error) {
      EXPECT_THAT(error.what(), HasSubstr("the disk is full"));
    }
    expect_whole_with_replications_as(content);
  }
}

TEST_F(StoreFailures, AProcessThatDiesAtAnyWriteKeepsWhatWasThere) {
  const std::string content = sample::content_of(path);
  const int writes = writes_of_an_add();
  for (int dies_at = 1; dies_at <= writes; ++dies_at) {
    const pid_t child = fork();
    if (child == 0) {
      add_second([&](int write) { return write == dies_at ? (_exit(7), SQLITE_OK) : SQLITE_OK; });
      _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(WEXITSTATUS(status), 7) << dies_at;
    expect_whole_with_replications_as(content);
  }
}

TEST_F(StoreFailures, AStoreGoesOnAfterTheDiskHasRoomAgain) {
  bool full = false;
  const Disk disk([&] { return full ? SQLITE_FULL : SQLITE_OK; });
  Store store = Store::open(path);
  const results::RunId run = *store.find(sample::info(1));
  full = true;
  EXPECT_THROW(store.add(run, 2, sample::replication(2)), StoreError);
  full = false;
  store.add(run, 2, sample::replication(2));
  EXPECT_THAT(store.run(run).replications, ElementsAre(1, 2));
}

TEST_F(StoreFailures, AFullDiskLeavesTheEarlierRunOfTheSameIdentity) {
  const std::string content = sample::content_of(path);
  {
    bool full = false;
    const Disk disk([&] { return full ? SQLITE_FULL : SQLITE_OK; });
    Store store = Store::open(path);
    full = true;
    EXPECT_THROW(store.begin(sample::info(1)), StoreError);
  }
  expect_whole_with_replications_as(content);
}

TEST_F(StoreFailures, AFullDiskAtCreationLeavesNothingThatStopsAnotherTry) {
  const std::string fresh = folder / "fresh.db";
  {
    const Disk disk([] { return SQLITE_FULL; });
    EXPECT_THROW(Store::open(fresh), StoreError);
  }
  EXPECT_NO_THROW(Store::open(fresh).begin(sample::info(1)));
}

}  // namespace
