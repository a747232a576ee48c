import CSluice
import JSON

/// Why a call failed: its code, and what `sluice_last_error` tells of it.
struct Failure: Error {
  let status: sluice_status
  private(set) var detail: JSONObject

  init(_ status: sluice_status, code: String, message: String) {
    self.status = status
    detail = JSONObject()
    detail["status"] = .integer(Int(status))
    detail["code"] = .string(code)
    detail["message"] = .string(message)
  }

  /// The failure with one more thing told.
  func with(_ key: ExactString, _ value: JSONValue) -> Failure {
    var failure = self
    failure.detail[key] = value
    return failure
  }

  static func argument(_ message: String) -> Failure {
    Failure(SLUICE_ERROR_ARGUMENT, code: "argument", message: message)
  }

  static func bufferTooSmall(_ name: String, given: Int, needed: Int) -> Failure {
    Failure(
      SLUICE_ERROR_ARGUMENT, code: "buffer-too-small", message: "\(name) has room for \(given), needed are \(needed)"
    )
    .with("given", .integer(given)).with("needed", .integer(needed))
  }

  static let busy = Failure(SLUICE_ERROR_BUSY, code: "busy", message: "another thread is using the matcher")

  static func system(_ message: String) -> Failure {
    Failure(SLUICE_ERROR_SYSTEM, code: "system", message: message)
  }
}
