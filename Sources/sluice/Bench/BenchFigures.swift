import JSON

/// What a case gave.
struct BenchFigures {
  let bench: BenchCase
  /// Tokens of all prompts in a second, from when they were asked for to when the last was read.
  let prefillRate: Double
  /// Mean seconds until a prompt's first token.
  let firstToken: Double
  /// Tokens of all sequences in a second, once their prompts are read.
  let decodeRate: Double
  /// Bytes of weights read in a second, as a share of what this machine reads; nil where several sequences share a read or
  /// a schema saves some.
  let bandwidthShare: Double?

  static let header =
    "weights    batch  schema   prefill tok/s  first token ms  decode tok/s  of the bandwidth"

  var line: String {
    [
      CheckTable.padded(bench.weights, 11), CheckTable.padded("\(bench.batch)", 7),
      CheckTable.padded(bench.hasSchema ? "yes" : "no", 9), CheckTable.padded(CheckTable.short(prefillRate), 15),
      CheckTable.padded(CheckTable.short(firstToken * 1e3), 16), CheckTable.padded(CheckTable.short(decodeRate), 14),
      CheckTable.padded(bandwidthShare.map { "\(Int(($0 * 100).rounded()))%" } ?? "", 0),
    ].joined()
  }

  var json: JSONValue {
    func number(_ value: Double) -> JSONValue { .number(JSONNumber(value)) }
    return [
      "weights": .string(ExactString(bench.weights)), "batch": .number(JSONNumber(bench.batch)),
      "schema": .bool(bench.hasSchema), "prefill_tokens_per_second": number(prefillRate),
      "first_token_seconds": number(firstToken), "decode_tokens_per_second": number(decodeRate),
      "bandwidth_share": bandwidthShare.map(number) ?? .null,
    ]
  }
}
