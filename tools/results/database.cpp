#include "tools/results/database.hpp"

#include <utility>

namespace results {
namespace {

constexpr int common_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

std::string seconds_of(std::chrono::milliseconds wait) {
  std::string text = std::to_string(wait.count() / 1000);
  if (wait.count() % 1000 != 0) text += "." + std::to_string(wait.count() % 1000 / 100);
  return text + " s";
}

std::string sentence(int code, std::chrono::milliseconds busy_wait, const char* sqlite_says) {
  if (code == SQLITE_READONLY_ROLLBACK) {
    return "was left in the middle of a write; open it once with the right to write, and it repairs itself";
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "is in use by another process (waited " + seconds_of(busy_wait) + "); try again when it has finished";
    case SQLITE_FULL: return "cannot grow: the disk is full. What was stored before is kept";
    case SQLITE_READONLY:
    case SQLITE_PERM: return "cannot be written: the file or its folder is read-only";
    case SQLITE_CANTOPEN: return "cannot be opened or created: check that its folder exists and may be written";
    case SQLITE_NOTADB: return "is not an SQLite file";
    case SQLITE_CORRUPT: return "is damaged: " + std::string(sqlite_says);
    case SQLITE_IOERR: return "cannot be read or written: " + std::string(sqlite_says);
    default: return "is not as expected: " + std::string(sqlite_says);
  }
}

}  // namespace

bool Rows::next() {
  const int code = sqlite3_step(statement_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) database_->fail(code);
  return code == SQLITE_ROW;
}

std::optional<double> Rows::optional_real(int column) const {
  return is_null(column) ? std::nullopt : std::optional(real(column));
}

std::string_view Rows::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return {bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Bytes Rows::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Database::Database(const std::string& path, Access access, std::chrono::milliseconds busy_wait)
    : path_(path), busy_wait_(busy_wait) {
  sqlite3* handle = nullptr;
  const int flags = common_flags | (access == Access::create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  check(code);
  check(sqlite3_busy_timeout(handle, static_cast<int>(busy_wait.count())));
  // Without the right to write SQLite opens for reading. With it, readers too can undo what a process left halfway.
  if (access == Access::read) {
    run("PRAGMA query_only = ON");
  } else if (sqlite3_db_readonly(handle, "main") == 1) {
    fail(SQLITE_READONLY);
  }
}

void Database::run_script(const char* sql) { check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr)); }

sqlite3_stmt* Database::prepared(std::string_view sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return known->second.get();
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr));
  return statements_.emplace(sql, statement).first->second.get();
}

void Database::bind(sqlite3_stmt* statement, int position, std::int64_t value) const {
  check(sqlite3_bind_int64(statement, position, value));
}

void Database::bind(sqlite3_stmt* statement, int position, int value) const {
  check(sqlite3_bind_int(statement, position, value));
}

void Database::bind(sqlite3_stmt* statement, int position, double value) const {
  check(sqlite3_bind_double(statement, position, value));
}

void Database::bind(sqlite3_stmt* statement, int position, std::optional<std::int64_t> value) const {
  check(value ? sqlite3_bind_int64(statement, position, *value) : sqlite3_bind_null(statement, position));
}

void Database::bind(sqlite3_stmt* statement, int position, std::optional<double> value) const {
  check(value ? sqlite3_bind_double(statement, position, *value) : sqlite3_bind_null(statement, position));
}

void Database::bind(sqlite3_stmt* statement, int position, std::string_view value) const {
  const char* text = value.data() == nullptr ? "" : value.data();  // a null pointer would bind NULL
  check(sqlite3_bind_text(statement, position, text, static_cast<int>(value.size()), SQLITE_STATIC));
}

void Database::bind(sqlite3_stmt* statement, int position, Bytes value) const {
  check(sqlite3_bind_blob(statement, position, value.data(), static_cast<int>(value.size()), SQLITE_STATIC));
}

void Database::fail(int code) const {
  throw StoreError(path_ + " " + sentence(code, busy_wait_, sqlite3_errmsg(handle_.get())));
}

Transaction::Transaction(Database& database, For purpose) : database_(database) {
  database_.run(purpose == For::writing ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (!database_.in_transaction()) return;  // committed, or already undone by SQLite after an error
  try {
    database_.run("ROLLBACK");
  } catch (const StoreError&) {  // the journal stays, and the next to open the file undoes it
  }
}

void Transaction::commit() { database_.run("COMMIT"); }

}  // namespace results
