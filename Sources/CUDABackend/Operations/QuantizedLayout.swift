/// Where the parts of a quantised matrix lie. It is in tiles of `tileRows` rows, each with scales, perhaps offsets, and the
/// rounded weights, as `CKernels/include/sl_quantized.h` says.
package struct QuantizedLayout: Sendable, Hashable {
  package static let tileRows = 16

  /// Whether weights have 4 bits, else 8.
  let isNarrow: Bool
  /// Columns of a row that share a scale: a multiple of 32.
  let groupSize: Int
  /// Whether scales and offsets are f32, else f16.
  let hasWideScales: Bool
  /// Bytes from the start of a tile; 0 where there are none.
  let offsetsAt: Int
  let codesAt: Int
  let tileBytes: Int

  package init(isNarrow: Bool, groupSize: Int, hasWideScales: Bool, offsetsAt: Int, codesAt: Int, tileBytes: Int) {
    self.isNarrow = isNarrow
    self.groupSize = groupSize
    self.hasWideScales = hasWideScales
    self.offsetsAt = offsetsAt
    self.codesAt = codesAt
    self.tileBytes = tileBytes
  }
}
