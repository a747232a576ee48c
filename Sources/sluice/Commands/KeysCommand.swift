import Gateway

/// `sluice keys`: the API keys of a gateway.
enum KeysCommand: Command {
  static let name = "keys"
  static let summary = "add, list and revoke API keys"
  static let shape = Arguments.Shape(
    options: ["--keys", "--name", "--scope", "--requests-per-minute", "--tokens-per-minute"])
  static let help = """
    usage: sluice keys add --keys FILE --name NAME [OPTIONS]
           sluice keys list --keys FILE
           sluice keys revoke ID|NAME --keys FILE

    add prints the new key, which is told this once: the file only has its hash. A gateway that runs with the file takes
    or refuses a key a second after it was added or revoked.

      --keys FILE              made by add where there is none; only its owner may read it
      --name NAME              for people
      --scope SCOPE            what the key may do, several times for several: \(KeyScope.allCases.map(\.rawValue).joined(separator: ", "))
                               (default generate)
      --requests-per-minute N  (default: no limit)
      --tokens-per-minute N    of prompts and answers together (default: no limit)

    Exit code 1 when there is no such key.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard let action = arguments.positions.first else { throw UsageError.missingPosition("add, list or revoke") }
    let words = arguments.positions.dropFirst()
    let file = KeyFile(path: try arguments.required("--keys"))
    switch action {
    case "add":
      if let word = words.first { throw UsageError.unexpectedPosition(word) }
      return try add(to: file, arguments)
    case "list":
      if let word = words.first { throw UsageError.unexpectedPosition(word) }
      for key in try file.read() { Console.print(line(key)) }
      return ExitCode.success
    case "revoke":
      guard let word = words.first else { throw UsageError.missingPosition("the id or name of a key") }
      if words.count > 1 { throw UsageError.unexpectedPosition(words[words.startIndex + 1]) }
      do throws(KeyFileError) {
        Console.print(line(try file.revoke(word)))
        return ExitCode.success
      } catch {
        guard case .unknown = error else { throw error }
        Console.report("sluice keys: \(error)")
        return ExitCode.negative
      }
    default: throw UsageError.unexpectedPosition(action)
    }
  }

  private static func add(to file: KeyFile, _ arguments: Arguments) throws -> Int32 {
    var scopes: Set<KeyScope> = []
    for word in arguments.all("--scope") {
      guard let scope = KeyScope(rawValue: word) else {
        throw UsageError.invalidValue(
          option: "--scope", given: word, expected: KeyScope.allCases.map(\.rawValue).joined(separator: " or "))
      }
      scopes.insert(scope)
    }
    let made = try file.add(
      name: try arguments.required("--name"), scopes: scopes.isEmpty ? [.generate] : scopes,
      requestsPerMinute: try arguments.integer("--requests-per-minute", in: APIKey.limits),
      tokensPerMinute: try arguments.integer("--tokens-per-minute", in: APIKey.limits))
    Console.report("\(line(made.key))\nThis is the key. It is not kept and can't be shown again:")
    Console.print(made.secret)
    return ExitCode.success
  }

  private static func line(_ key: APIKey) -> String {
    var parts = [key.id, key.name, key.scopes.map(\.rawValue).sorted().joined(separator: ",")]
    if let limit = key.requestsPerMinute { parts.append("\(limit) requests/min") }
    if let limit = key.tokensPerMinute { parts.append("\(limit) tokens/min") }
    parts.append(key.revoked.map { "revoked \($0)" } ?? "since \(key.created)")
    return parts.joined(separator: "  ")
  }
}
