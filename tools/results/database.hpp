#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/results/store_error.hpp"

/// The C API of SQLite, held by objects. Every failure is a StoreError.
namespace results {

using Bytes = std::span<const std::uint8_t>;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class Database;

/// The rows of one query. Texts and blobs are valid until the next call of next(). Columns count from 0.
/// Holds its statement: a statement must not be run again while its rows are being read.
class Rows {
 public:
  Rows(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows() { sqlite3_reset(statement_); }

  bool next();  ///< steps to the next row, at first to the first; false when there is none

  int columns() const { return sqlite3_column_count(statement_); }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  double real(int column) const { return sqlite3_column_double(statement_, column); }
  std::optional<double> optional_real(int column) const;
  std::string_view text(int column) const;
  Bytes blob(int column) const;

 private:
  Database* database_;
  sqlite3_stmt* statement_;
};

/// One connection. Statements are prepared once and kept. Not for several threads at a time.
class Database {
 public:
  enum class Access { read, write, create };  ///< `create` writes too; none but it makes a file

  /// Opens `path`. `busy_wait` is how long any later call waits for another process before it gives up.
  Database(const std::string& path, Access access, std::chrono::milliseconds busy_wait);

  /// Runs `sql`, which yields no rows, with its parameters ?1, ?2, ... bound to `values`. O(log) in the number of
  /// statements known.
  template <class... Values>
  void run(std::string_view sql, const Values&... values) {
    Rows rows(*this, bound(sql, values...));
    while (rows.next()) {
    }
  }

  /// Like run(), for rows. Texts and blobs among `values` must live as long as the Rows.
  template <class... Values>
  Rows query(std::string_view sql, const Values&... values) {
    return Rows(*this, bound(sql, values...));
  }

  /// The first column of the first row; none when there is no row.
  template <class... Values>
  std::optional<std::int64_t> integer(std::string_view sql, const Values&... values) {
    Rows rows = query(sql, values...);
    return rows.next() ? std::optional(rows.integer(0)) : std::nullopt;
  }

  void run_script(const char* sql);  ///< several statements without parameters

  std::int64_t last_row_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  const std::string& path() const { return path_; }

  [[noreturn]] void fail(int code) const;  ///< throws the StoreError that explains this result code

 private:
  template <class... Values>
  sqlite3_stmt* bound(std::string_view sql, const Values&... values) {
    sqlite3_stmt* statement = prepared(sql);
    int position = 0;
    (bind(statement, ++position, values), ...);
    return statement;
  }

  sqlite3_stmt* prepared(std::string_view sql);
  void check(int code) const {
    if (code != SQLITE_OK) fail(code);
  }
  void bind(sqlite3_stmt* statement, int position, std::int64_t value) const;
  void bind(sqlite3_stmt* statement, int position, int value) const;
  void bind(sqlite3_stmt* statement, int position, double value) const;
  void bind(sqlite3_stmt* statement, int position, std::optional<std::int64_t> value) const;
  void bind(sqlite3_stmt* statement, int position, std::optional<double> value) const;
  void bind(sqlite3_stmt* statement, int position, std::string_view value) const;
  void bind(sqlite3_stmt* statement, int position, Bytes value) const;

  std::string path_;
  std::chrono::milliseconds busy_wait_;
  std::unique_ptr<sqlite3, CloseDatabase> handle_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, FinalizeStatement>, std::less<>> statements_;
};

/// All or nothing: what is done in its life is undone at its end unless commit() was called.
class Transaction {
 public:
  enum class For { reading, writing };
  Transaction(Database& database, For purpose);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  Database& database_;
};

}  // namespace results
