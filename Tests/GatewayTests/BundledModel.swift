import Decoding

/// The repository's own small model.
enum BundledModel {
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// One engine for all tests.
  static let shared = Result { try load() }

  /// - Parameter width: texts that run at a time.
  static func load(waitingLimit: Int = 256, width: Int = Engine.usualWidth) throws -> Engine {
    try Engine(
      modelDirectory: root + "/Models/bundled", modelName: "bundled", threads: 1, waitingLimit: waitingLimit,
      width: width)
  }
}
