import JSON

extension ContractFallback {
  /// The field `fallback` of a contract: `"error"`, or an object with `static` and maybe a `template`.
  init(_ contract: inout FieldReader) throws(GatewayError) {
    let path = contract.path(of: "fallback")
    let json = try contract.required("fallback")
    if let word = json.stringValue {
      guard word == "error" else {
        throw .outOfRange(path, allowed: "'error' or an object with 'static'", given: "'\(word)'")
      }
      self = .error
      return
    }
    var fields = try FieldReader(json, at: path)
    self = .document(try fields.required("static"), template: fields.take("template"))
    try fields.finish()
  }
}
