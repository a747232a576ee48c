import Decoding
import JSON
import Testing
import Tokenizer

/// The repository's own small model, and the schemas that the soak of the client tests goes round.
enum BundledModel {
  private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  static let directory = root + "/Models/bundled"

  /// - Parameters:
  ///   - width: texts that run at a time.
  ///   - pages: of 64 KB that the cache has.
  static func engine(
    waitingLimit: Int = 256, width: Int = Engine.usualWidth, pages: Int? = nil,
    lookahead: Int = Engine.usualLookahead, patience: Duration = Engine.usualPatience
  ) throws -> Engine {
    try Engine(
      modelDirectory: directory, threads: 1, waitingLimit: waitingLimit, width: width,
      cacheBytes: pages.map { $0 << 16 }, lookahead: lookahead, patience: patience)
  }

  /// One engine for all tests that don't care which.
  static let shared = Result { try engine() }

  static func soakSchemas() throws -> [(name: String, schema: JSONValue)] {
    try #require(try TestFile.json(root + "/python/clients/soak_schemas.json").objectValue)
      .members.map { ($0.key.text, $0.value) }
  }
}

extension Engine {
  /// Why the request is not answered; nil when it is.
  func refusal(of request: GenerationRequest) async -> GenerationError? {
    do throws(GenerationError) {
      _ = try await generate(request)
      return nil
    } catch {
      return error
    }
  }
}
