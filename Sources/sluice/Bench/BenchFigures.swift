import JSON

/// What a case gave.
struct BenchFigures {
  let bench: BenchCase
  /// Tokens of all prompts in a second, from when they were asked for to when the last was read.
  let prefillRate: Double
  /// Mean seconds until a prompt's first token.
  let firstToken: Double
  /// What was written while all sequences ran.
  let written: BenchWindow
  /// Bytes of weights read in a second, as a share of what this machine reads; nil where several sequences share a read or
  /// a schema saves some.
  let bandwidthShare: Double?
  /// The decoding rate as a multiple of that of free texts behind the same prompts; nil for those.
  let ofFree: Double?

  static let header =
    "weights    batch  schema   prefill tok/s  first token ms  decode tok/s  of no schema  beside the model  "
    + "steps a token  guesses  of the bandwidth"

  var line: String {
    [
      CheckTable.padded(bench.weights, 11), CheckTable.padded("\(bench.batch)", 7),
      CheckTable.padded(bench.texts.rawValue, 9), CheckTable.padded(CheckTable.short(prefillRate), 15),
      CheckTable.padded(CheckTable.short(firstToken * 1e3), 16), CheckTable.padded(CheckTable.short(written.rate), 14),
      CheckTable.padded(ofFree.map { Self.hundredths($0) + "x" } ?? "", 14),
      CheckTable.padded("\(Int((written.shareBesideModel * 100).rounded()))%", 18),
      CheckTable.padded(Self.hundredths(written.stepsPerToken), 15),
      CheckTable.padded("\(written.rightGuesses)/\(written.guesses)", 9),
      CheckTable.padded(bandwidthShare.map { "\(Int(($0 * 100).rounded()))%" } ?? "", 0),
    ].joined()
  }

  private static func hundredths(_ value: Double) -> String {
    let rounded = Int((value * 100).rounded())
    return "\(rounded / 100).\(rounded / 10 % 10)\(rounded % 10)"
  }

  var json: JSONValue {
    func number(_ value: Double) -> JSONValue { .number(JSONNumber(value)) }
    func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    return [
      "weights": .string(ExactString(bench.weights)), "batch": number(bench.batch),
      "schema": .string(ExactString(bench.texts.rawValue)), "prefill_tokens_per_second": number(prefillRate),
      "first_token_seconds": number(firstToken), "decode_tokens_per_second": number(written.rate),
      "decode_of_free": ofFree.map(number) ?? .null, "steps_per_token": number(written.stepsPerToken),
      "share_beside_model": number(written.shareBesideModel), "guesses": number(written.guesses),
      "right_guesses": number(written.rightGuesses),
      "bandwidth_share": bandwidthShare.map(number) ?? .null,
    ]
  }
}
