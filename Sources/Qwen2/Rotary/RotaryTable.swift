import Glibc

/// The angles of rotary positions.
struct RotaryTable: Sendable {
  /// Angle per position of each rotary pair, [headDim / 2].
  let frequencies: [Float]
  /// What cosines and sines are multiplied by.
  let scale: Float

  init(_ config: Qwen2Config) {
    let headDim = config.headDim
    let plain = (0..<headDim / 2).map { pow(config.ropeTheta, -Double(2 * $0) / Double(headDim)) }
    switch config.ropeScaling {
    case .none: (frequencies, scale) = (plain.map { Float($0) }, 1)
    case .linear(let factor): (frequencies, scale) = (plain.map { Float($0 / factor) }, 1)
    case .llama3(let scaling): (frequencies, scale) = (plain.map { Float(scaling.scaled($0)) }, 1)
    case .divided(let factors): (frequencies, scale) = (zip(plain, factors).map { Float($0 / Double($1)) }, 1)
    case .yarn(let yarn):
      let ramp = yarn.ramp(headDim: headDim, theta: config.ropeTheta)
      frequencies = plain.indices.map { Float(plain[$0] * (1 - ramp[$0]) + plain[$0] / yarn.factor * ramp[$0]) }
      scale = Float(yarn.attentionFactor)
    }
  }

  /// Cosine and sine of a pair at a position, scaled. The angle is rounded to f32 first, as `transformers` does: at far
  /// positions this shows.
  func angle(_ position: Int, _ pair: Int) -> (cosine: Float, sine: Float) {
    let angle = Double(Float(position) * frequencies[pair])
    return (Float(cos(angle)) * scale, Float(sin(angle)) * scale)
  }

  /// Cosines and sines [positions][headDim / 2].
  func values(_ positions: Range<Int>) -> (cosines: [Float], sines: [Float]) {
    var (cosines, sines): ([Float], [Float]) = ([], [])
    cosines.reserveCapacity(positions.count * frequencies.count)
    sines.reserveCapacity(positions.count * frequencies.count)
    for position in positions {
      for pair in frequencies.indices {
        let (cosine, sine) = angle(position, pair)
        cosines.append(cosine)
        sines.append(sine)
      }
    }
    return (cosines, sines)
  }
}

extension RotaryScaling.Llama3 {
  /// The angle per position in place of `frequency`.
  fileprivate func scaled(_ frequency: Double) -> Double {
    let turns = Double(originalPositions) * frequency / (2 * .pi)
    let kept = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor)
    let share = min(max(kept, 0), 1)
    return (1 - share) * frequency / factor + share * frequency
  }
}

extension RotaryScaling.Yarn {
  /// How far each pair is slowed down, 0...1: by the pairs at which the turns within the original length are `betaFast`
  /// and `betaSlow`, in whole numbers.
  fileprivate func ramp(headDim: Int, theta: Double) -> [Double] {
    func pair(turns: Double) -> Double {
      Double(headDim) * log(Double(originalPositions) / (turns * 2 * .pi)) / (2 * log(theta))
    }
    let first = max(pair(turns: betaFast).rounded(.down), 0)
    let last = min(pair(turns: betaSlow).rounded(.up), Double(headDim - 1))
    // As the reference does where both are the same.
    let width = first == last ? 0.001 : last - first
    return (0..<headDim / 2).map { min(max((Double($0) - first) / width, 0), 1) }
  }
}
