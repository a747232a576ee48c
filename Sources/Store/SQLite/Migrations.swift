/// How the tables of one kind of file came to be: a script for each version, in order.
///
/// `application_id` says which kind of file it is, `user_version` how many scripts have run.
package struct Migrations: Sendable {
  package let applicationID: Int32
  package let scripts: [String]

  package init(applicationID: Int32, scripts: [String]) {
    self.applicationID = applicationID
    self.scripts = scripts
  }

  /// Brings a file up to the last version; a new one gets all scripts. All in one transaction, so that a file is never
  /// between two versions, whoever else opens it.
  ///
  /// - Throws: `foreignFile` for a database of another kind, `newerSchema` for one from a later program.
  package func run(on connection: borrowing Connection, path: String) throws(StoreError) {
    let (found, version) = try Self.versions(of: connection)
    if found == applicationID, version == scripts.count { return }
    try connection.transaction { () throws(StoreError) in try runInTransaction(connection, path: path) }
  }

  private func runInTransaction(_ connection: borrowing Connection, path: String) throws(StoreError) {
    let (found, version) = try Self.versions(of: connection)
    if found != applicationID {
      let tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
      guard found == 0, version == 0, tables == 0 else { throw .foreignFile(path: path) }
    }
    guard version <= scripts.count else { throw .newerSchema(path: path, found: version, known: scripts.count) }
    for script in scripts[version...] { try connection.script(script) }
    try connection.script("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(scripts.count)")
  }

  private static func versions(
    of connection: borrowing Connection
  ) throws(StoreError) -> (applicationID: Int32, version: Int) {
    let applicationID = try connection.integer("PRAGMA application_id") ?? 0
    let version = try connection.integer("PRAGMA user_version") ?? 0
    return (Int32(truncatingIfNeeded: applicationID), Int(version))
  }
}
