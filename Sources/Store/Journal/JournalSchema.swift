extension Migrations {
  /// The journal's tables. `AUTOINCREMENT` keeps the ids of deleted records from being given again. `bytes` is the size
  /// of a record's contents.
  static let journal = Migrations(
    // "slui" in ASCII.
    applicationID: 0x736C_7569,
    scripts: [
      """
      CREATE TABLE failures (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL,
        kind TEXT NOT NULL,
        code TEXT NOT NULL,
        reason TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        request TEXT NOT NULL,
        contract TEXT,
        contract_version TEXT,
        model TEXT NOT NULL,
        seed INTEGER,
        schema_hash TEXT,
        tokens BLOB NOT NULL,
        text TEXT NOT NULL,
        mask_position INTEGER,
        redacted INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'OPEN',
        retries INTEGER NOT NULL DEFAULT 0,
        last_retry INTEGER,
        bytes INTEGER NOT NULL,
        CHECK ((contract IS NULL) = (contract_version IS NULL))
      ) STRICT;
      CREATE INDEX failures_by_time ON failures (time);
      CREATE INDEX failures_by_size ON failures (id, bytes);
      """
    ])
}
