import JSON

/// A failure as the values of a row, made before it waits for the disk.
struct EncodedFailure: Sendable {
  /// In the order in which `Connection.insert` names the columns.
  let values: [SQLValue]
  /// Of its contents.
  let bytes: Int

  init(_ failure: Failure, isRedacted: Bool) {
    let request = JSONWriter.write(failure.request)
    let tokens = FailureRow.encode(failure.tokens)
    bytes = request.utf8.count + failure.text.utf8.count + tokens.count + failure.reason.utf8.count
    values = [
      .integer(failure.time.milliseconds), .text(failure.kind.rawValue), .text(failure.code), .text(failure.reason),
      .text(failure.endpoint), .text(request), SQLValue(failure.contract?.name), SQLValue(failure.contract?.version),
      .text(failure.model), SQLValue(failure.seed.map { Int64(bitPattern: $0) }), SQLValue(failure.schemaHash),
      .blob(tokens), .text(failure.text), SQLValue(failure.maskPosition), .integer(isRedacted ? 1 : 0),
      .integer(Int64(bytes)),
    ]
  }
}
