import Decoding

/// The repository's own small model.
enum BundledModel {
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// One engine for all tests.
  static let shared = Result { try load() }

  static func load(waitingLimit: Int = 256) throws -> Engine {
    try Engine(
      modelDirectory: root + "/Models/bundled", modelName: "bundled", threads: 1, waitingLimit: waitingLimit)
  }
}
