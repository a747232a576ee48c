import Glibc

/// The angles of rotary positions.
struct RotaryTable: Sendable {
  /// Angle per position of each rotary pair, [headDim / 2].
  let frequencies: [Float]

  init(_ config: Qwen2Config) {
    let (headDim, theta) = (config.headDim, config.ropeTheta)
    frequencies = (0..<headDim / 2).map { Float(pow(theta, -Double(2 * $0) / Double(headDim))) }
  }

  /// Cosine and sine of a pair at a position. The angle is rounded to f32 first, as `transformers` does: at far positions
  /// this shows.
  func angle(_ position: Int, _ pair: Int) -> (cosine: Float, sine: Float) {
    let angle = Double(Float(position) * frequencies[pair])
    return (Float(cos(angle)), Float(sin(angle)))
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
