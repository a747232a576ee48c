import Gateway
import HTTPServer

/// Options about who may ask.
enum AccessOptions {
  static let options: Set<String> = ["--keys"]
  static let flags: Set<String> = ["--allow-anonymous"]

  static let help = """
      --keys FILE          only take requests with one of these API keys, which `sluice keys` makes and revokes, also
                           while the gateway runs
      --allow-anonymous    listen beyond the loopback interface without --keys, so that everybody who reaches the
                           address may ask, under any name
    """

  /// Nil when everybody may ask.
  ///
  /// - Throws: when everybody who reaches the host could ask and that is not wanted.
  static func keys(_ arguments: Arguments, host: String) throws -> KeyRing? {
    if let path = arguments.value("--keys") {
      if arguments.has("--allow-anonymous") { throw UsageError.conflictingOptions("--keys", "--allow-anonymous") }
      return try KeyRing(KeyFile(path: path))
    }
    guard try arguments.has("--allow-anonymous") || LoopbackAddress.isLoopback(host: host) else {
      throw UsageError.openToAll(host: host)
    }
    return nil
  }
}
