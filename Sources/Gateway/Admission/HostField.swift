/// The header field `Host`: under which name a client believes to have reached the server.
enum HostField {
  /// Whether it is a name of the public internet. A page of such a site, whose name was made to lead to this machine, is
  /// of the same origin as the gateway for its browser, and could ask whatever its visitor may.
  static func isPublicName(_ field: String) -> Bool {
    // An address in brackets.
    if field.hasPrefix("[") { return false }
    let name = field.prefix { $0 != ":" }.lowercased()
    let labels = name.split(separator: ".")
    guard labels.count > 1, let last = labels.last else { return false }
    return !last.allSatisfy(\.isNumber) && !["localhost", "local", "internal"].contains(last)
  }
}
