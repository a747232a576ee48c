/// How the token of one row is drawn, as the sampling kernel reads it: the fields and their order are those of `Row` in
/// sampler.cu.
package struct SamplerRow: BitwiseCopyable, Sendable {
  /// A random number within 0..<1.
  package var unit = 0.0
  /// 1 or more keeps all.
  package var topP = 1.0
  package var inverseTemperature: Float = 1
  package var minP: Float = 0
  package var repetition: Float = 1
  package var presence: Float = 0
  package var frequency: Float = 0
  /// 1 takes the most likely token.
  package var greedy: Int32 = 0
  /// 0 keeps all.
  package var topK: Int32 = 0
  /// The row of the mask pool.
  package var mask: Int32 = 0
  /// Entries of the step's biases and of its history that are this row's.
  package var biasBegin: Int32 = 0
  package var biasEnd: Int32 = 0
  package var historyBegin: Int32 = 0
  package var historyEnd: Int32 = 0
  /// The row of logits.
  package var place: Int32 = 0
  /// 1 where biases and penalties are in the logits already.
  package var isAdjusted: Int32 = 0
  /// 1 asks for the masked mass.
  package var wantsMass: Int32 = 0

  package init() {}
}
