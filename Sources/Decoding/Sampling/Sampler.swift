import CUDABackend
package import Masking
package import Qwen2
package import Tokenizer

/// Draws tokens from logits, only ever ones that the mask allows.
package struct Sampler: Sendable {
  package let parameters: SamplingParameters
  /// The seed in use: the parameters' or, when they have none, a drawn one.
  package let seed: UInt64
  private let biases: [(token: Int, bias: Float)]
  private var random: Xoshiro256
  /// The random number of a draw that was to be made elsewhere, until it is known to have been made.
  private var lent: Double?
  private var candidates = Candidates()
  private var ranking = WeightRanking()
  private var sums: [Double] = []
  /// How often each token was generated, in the order of first appearance; tokens of the prompt have 0.
  private var history: [(token: Int, count: Int)] = []
  private var places: [Int: Int] = [:]

  package init(_ parameters: SamplingParameters, vocabularySize: Int) throws(SamplingError) {
    try parameters.validate(vocabularySize: vocabularySize)
    self.parameters = parameters
    var system = SystemRandomNumberGenerator()
    seed = parameters.seed ?? system.next()
    random = Xoshiro256(seed: seed)
    biases = parameters.logitBias.map { ($0.key.index, Float($0.value)) }
  }

  /// Notes tokens of the prompt, which the repetition penalty counts.
  package mutating func notePrompt(_ tokens: some Sequence<TokenID>) {
    for token in tokens { note(token.index, generated: 0) }
  }

  /// Notes a generated token, sampled or forced, which all penalties count.
  package mutating func note(_ token: TokenID) { note(token.index, generated: 1) }

  private mutating func note(_ token: Int, generated: Int) {
    if let place = places[token] {
      history[place].count += generated
    } else {
      places[token] = history.count
      history.append((token, generated))
    }
  }

  /// Draws a token. It is not noted: a caller may still reject it.
  ///
  /// `allowed` has bit i % 32 of word i / 32 for token i; tokens past its end are not allowed, and bits past the
  /// vocabulary are not read. Among allowed tokens NaN counts as -infinity; +infinity wins over every finite logit; when
  /// nothing is above -infinity the lowest allowed id is taken. Equally likely tokens rank by id.
  package mutating func sample(
    _ logits: borrowing Span<Float>, allowed: borrowing Span<UInt32>
  ) throws(SamplingError) -> TokenID {
    candidates.fill(logits, allowed: allowed)
    guard candidates.count > 0 else { throw .nothingAllowed }
    adjust()
    let place = Self.choose(parameters, &candidates, &ranking, &sums) { lent.take() ?? random.unit() }
    return TokenID(candidates.token(at: place))
  }

  /// How a model's device draws the token that `sample` would. Where it does not, `sample` still does.
  package mutating func drawElsewhere(_ mask: TokenBitmask, wantsMaskedMass: Bool) -> TokenDraw {
    let unit = parameters.isGreedy ? 0 : random.unit()
    if !parameters.isGreedy { lent = unit }
    let penalizes =
      parameters.repetitionPenalty != 1 || parameters.presencePenalty != 0 || parameters.frequencyPenalty != 0
    return TokenDraw(
      SamplerRow(parameters, unit: unit), mask: mask.words,
      biases: biases.map { SamplerEntry(token: Int32($0.token), value: $0.bias) },
      history: penalizes ? history.map { SamplerEntry(token: Int32($0.token), value: Float($0.count)) } : [],
      wantsMaskedMass: wantsMaskedMass)
  }

  /// The token that was to be drawn elsewhere was.
  package mutating func noteDrawn() { lent = nil }

  /// The place of the chosen candidate.
  private static func choose(
    _ parameters: SamplingParameters, _ candidates: inout Candidates, _ ranking: inout WeightRanking,
    _ sums: inout [Double], unit: () -> Double
  ) -> Int {
    let (best, maximum) = candidates.largest
    // With nothing above -infinity, `best` is the first place.
    if maximum == -.infinity || parameters.isGreedy {
      return best
    }
    candidates.weigh(maximum: maximum, inverseTemperature: parameters.inverseTemperature)
    let cut = truncation(candidates.values.span.extracting(first: candidates.count), parameters, &ranking)
    candidates.keep(cut, atLeast: Float(parameters.minP))
    return candidates.draw(unit(), &sums) ?? best
  }

  /// Bias and penalties. They leave -infinity as it is.
  private mutating func adjust() {
    for (token, bias) in biases {
      guard let place = candidates.place(of: token) else { continue }
      let biased = candidates.values[place] + bias
      candidates.values[place] = biased == biased ? biased : -.infinity  // infinities of both signs
    }
    let repetition = Float(parameters.repetitionPenalty)
    let (presence, frequency) = (Float(parameters.presencePenalty), Float(parameters.frequencyPenalty))
    guard repetition != 1 || presence != 0 || frequency != 0 else { return }
    for (token, count) in history {
      guard let place = candidates.place(of: token) else { continue }
      var logit = candidates.values[place]
      logit = logit > 0 ? logit / repetition : logit * repetition
      if count > 0 { logit -= presence + frequency * Float(count) }
      candidates.values[place] = logit
    }
  }

  /// Where top-k and top-p end, nil when they keep everything.
  private static func truncation(
    _ weights: borrowing Span<Float>, _ parameters: SamplingParameters, _ ranking: inout WeightRanking
  ) -> WeightRanking.Cut? {
    let (topK, topP) = (parameters.topK, parameters.topP)
    let limitsCount = topK > 0 && topK < weights.count
    guard limitsCount || topP < 1 else { return nil }
    ranking.fill(weights)
    let first = limitsCount ? ranking.cut(count: topK, weights) : nil
    guard topP < 1 else { return first }
    // Both cuts are prefixes of one order, and this one is within the first.
    return ranking.cut(mass: topP * (first?.mass ?? ranking.mass), weights) ?? first
  }
}
