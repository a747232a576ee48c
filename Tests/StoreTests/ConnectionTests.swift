import Glibc
import Testing

@testable import Store

@Suite struct ConnectionTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("test.sqlite") }

  @Test(
    arguments: [
      .null, .integer(.min), .integer(.max), .text(""), .text("a\u{0}b"), .text("é𝄞"), .blob([]), .blob([0, 255]),
    ] as [SQLValue])
  func keepsValues(_ value: SQLValue) throws {
    let connection = try Connection.open(path: path)
    try connection.script("CREATE TABLE t (v ANY) STRICT")
    try connection.run("INSERT INTO t VALUES (?1)", [value])
    let read = try connection.rows("SELECT v FROM t") { row in
      row.integer(0).map { SQLValue.integer($0) } ?? row.text(0).map { .text($0) } ?? row.blob(0).map { .blob($0) }
        ?? .null
    }
    #expect(read == [value])
  }

  @Test func setsWhatItPromises() throws {
    let connection = try Connection.open(path: path)
    #expect(try connection.integer("PRAGMA foreign_keys") == 1)
    #expect(try connection.integer("PRAGMA synchronous") == 2)
    #expect(try connection.first("PRAGMA journal_mode") { $0.text(0) } == "wal")
    #expect(try connection.integer("PRAGMA busy_timeout") == 5_000)
    try connection.script("CREATE TABLE t (v INTEGER)")
    for name in ["test.sqlite", "test.sqlite-wal", "test.sqlite-shm"] {
      var status = stat()
      let failure = unsafe stat(folder.file(name), &status)
      #expect(failure == 0, "\(name)")
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
  }

  @Test func transactionsAreWholeOrNothing() throws {
    let connection = try Connection.open(path: path)
    try connection.script("CREATE TABLE t (v INTEGER UNIQUE) STRICT")
    try connection.transaction { () throws(StoreError) in try connection.run("INSERT INTO t VALUES (1)") }
    let error = #expect(throws: StoreError.self) {
      try connection.transaction { () throws(StoreError) in
        try connection.run("INSERT INTO t VALUES (2)")
        try connection.run("INSERT INTO t VALUES (1)")
      }
    }
    // SQLITE_CONSTRAINT_UNIQUE
    guard case .sqlite(2067, "UNIQUE constraint failed: t.v") = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try connection.integer("SELECT count(*) FROM t") == 1)
  }

  @Test func enforcesForeignKeys() throws {
    let connection = try Connection.open(path: path)
    try connection.script("CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a (id))")
    #expect(throws: StoreError.sqlite(code: 787, message: "FOREIGN KEY constraint failed")) {
      try connection.run("INSERT INTO b VALUES (1)")
    }
  }

  @Test func tellsThatAnotherHoldsTheFile() throws {
    let first = try Connection.open(path: path)
    try first.script("CREATE TABLE t (v INTEGER); BEGIN IMMEDIATE")
    let second = try Connection.open(path: path, busyTimeout: 0)
    #expect(throws: StoreError.busy(message: "database is locked")) {
      try second.run("INSERT INTO t VALUES (1)")
    }
    try first.script("COMMIT")
    try second.run("INSERT INTO t VALUES (1)")
  }

  @Test func tellsWhatIsNoDatabase() throws {
    try TestFile.write(String(repeating: "no database. ", count: 100), to: path)
    #expect(throws: StoreError.sqlite(code: 26, message: "file is not a database")) {
      _ = try Connection.open(path: path).integer("PRAGMA user_version")
    }
    #expect(throws: StoreError.unopenable(path: folder.path, reason: "Is a directory")) {
      _ = try Connection.open(path: folder.path).integer("PRAGMA user_version")
    }
    #expect(throws: StoreError.unopenable(path: folder.file("absent"), reason: "No such file or directory")) {
      _ = try Connection.open(path: folder.file("absent"), creates: false).integer("PRAGMA user_version")
    }
  }

  @Test func migratesFromAnyVersion() throws {
    let scripts = ["CREATE TABLE t (a INTEGER)", "ALTER TABLE t ADD COLUMN b INTEGER"]
    for count in 0...2 {
      let path = folder.file("from-\(count)")
      let connection = try Connection.open(path: path)
      if count > 0 {
        try Migrations(applicationID: 7, scripts: Array(scripts.prefix(count))).run(on: connection, path: path)
        try connection.run("INSERT INTO t (a) VALUES (1)")
      }
      try Migrations(applicationID: 7, scripts: scripts).run(on: connection, path: path)
      #expect(try connection.integer("PRAGMA user_version") == 2)
      #expect(try connection.integer("SELECT count(b IS NULL) FROM t") == (count > 0 ? 1 : 0))
    }
  }

  @Test func refusesFilesOfOthers() throws {
    let connection = try Connection.open(path: path)
    try connection.script("CREATE TABLE mine (a INTEGER)")
    let migrations = Migrations(applicationID: 7, scripts: ["CREATE TABLE t (a INTEGER)"])
    #expect(throws: StoreError.foreignFile(path: path)) { try migrations.run(on: connection, path: path) }
    #expect(try connection.integer("SELECT count(*) FROM sqlite_schema") == 1)

    let later = folder.file("later")
    let other = try Connection.open(path: later)
    try other.script("PRAGMA application_id = 7; PRAGMA user_version = 5")
    #expect(throws: StoreError.newerSchema(path: later, found: 5, known: 1)) {
      try migrations.run(on: other, path: later)
    }
  }
}
