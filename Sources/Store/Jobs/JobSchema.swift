extension Migrations {
  /// The jobs' table. `sequence` is the order in which they came.
  static let jobs = Migrations(
    // "sluj" in ASCII.
    applicationID: 0x736C_756A,
    scripts: [
      """
      CREATE TABLE jobs (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        client TEXT NOT NULL,
        idempotency_key TEXT,
        endpoint TEXT NOT NULL,
        request TEXT NOT NULL,
        trace TEXT NOT NULL,
        state TEXT NOT NULL,
        created INTEGER NOT NULL,
        started INTEGER,
        ended INTEGER,
        runs INTEGER NOT NULL DEFAULT 0,
        status INTEGER,
        headers TEXT,
        response TEXT,
        bytes INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX jobs_by_idempotency_key ON jobs (client, idempotency_key) WHERE idempotency_key IS NOT NULL;
      CREATE INDEX jobs_by_state ON jobs (state, sequence);
      CREATE INDEX jobs_by_end ON jobs (ended) WHERE ended IS NOT NULL;
      """
    ])
}
