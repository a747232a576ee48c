extension Migrations {
  /// The sessions' tables. `bytes` is the size of a turn's messages.
  static let sessions = Migrations(
    // "slus" in ASCII.
    applicationID: 0x736C_7573,
    scripts: [
      """
      CREATE TABLE sessions (
        number INTEGER PRIMARY KEY,
        client TEXT NOT NULL,
        id TEXT NOT NULL,
        system TEXT,
        used INTEGER NOT NULL,
        UNIQUE (client, id)
      ) STRICT;
      CREATE INDEX sessions_by_use ON sessions (used);
      CREATE TABLE turns (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        session INTEGER NOT NULL REFERENCES sessions (number) ON DELETE CASCADE,
        messages TEXT NOT NULL,
        bytes INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX turns_by_session ON turns (session, sequence);
      """
    ])
}
