import CKernels

/// How a quantised matrix holds its weights: each is scale * q + offset with an unsigned `q`, where scale and offset
/// belong to a group of columns of one row.
///
/// Without offsets, the offset is -128 * scale for int8 and -8 * scale for int4. So GGUF's q8_0 and q4_0 are groups of
/// 32 with f16 scales and no offsets; GPTQ and AWQ have an offset of -scale * zero; q4_K has groups of 32 with f32 scales
/// and offsets.
package struct Quantization: Sendable, Hashable, CustomStringConvertible {
  package enum Element: String, Sendable, Hashable, CaseIterable {
    /// `q` within 0...255.
    case int8
    /// `q` within 0...15.
    case int4
  }

  /// The type of scales and offsets. What is no number of it is rounded.
  package enum ScaleType: String, Sendable, Hashable, CaseIterable {
    case f16
    case f32
  }

  /// Group sizes that there are: multiples of `blockSize` up to `maximumGroupSize`.
  package static let blockSize = 32
  package static let maximumGroupSize = Int(SL_MAX_GROUP)

  package let element: Element
  package let groupSize: Int
  package let scaleType: ScaleType
  package let hasOffsets: Bool

  package init(_ element: Element, groupSize: Int, scaleType: ScaleType, hasOffsets: Bool) {
    precondition(groupSize > 0 && groupSize % Self.blockSize == 0 && groupSize <= Self.maximumGroupSize)
    self.element = element
    self.groupSize = groupSize
    self.scaleType = scaleType
    self.hasOffsets = hasOffsets
  }

  package var description: String { "\(element) in groups of \(groupSize)\(hasOffsets ? " with offsets" : "")" }

  /// Whether rows of `cols` columns are whole groups.
  package func divides(cols: Int) -> Bool { cols % groupSize == 0 }

  func matrix(rows: Int, cols: Int, base: UnsafeRawPointer?) -> sl_matrix {
    unsafe sl_matrix(
      type: element == .int8 ? SL_Q8 : SL_Q4, base: base, rows: rows, cols: cols, group: groupSize,
      scale_type: scaleType == .f32 ? SL_F32 : SL_F16, has_offsets: hasOffsets)
  }

  /// Where the parts of a tile of `SL_TILE_ROWS` rows lie, in bytes from its start, and its bytes.
  package func tile(cols: Int) -> (offsets: Int, codes: Int, bytes: Int) {
    precondition(divides(cols: cols))
    var matrix = unsafe matrix(rows: 1, cols: cols, base: nil)
    let layout = unsafe sl_tile_layout(&matrix)
    return (hasOffsets ? layout.offsets : 0, layout.q, layout.bytes)
  }

  /// Bytes that a matrix takes.
  package func bytes(rows: Int, cols: Int) -> Int {
    precondition(divides(cols: cols))
    var matrix = unsafe matrix(rows: rows, cols: cols, base: nil)
    return unsafe sl_packed_bytes(&matrix)
  }
}
