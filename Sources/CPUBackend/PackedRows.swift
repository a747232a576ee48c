import CKernels

/// Packs a quantised matrix row by row, from the parts of any format.
///
///     var rows = try PackedRows(.init(.int4, groupSize: 128, scaleType: .f32, hasOffsets: true), rows: n, cols: k)
///     for row in 0..<n { rows.set(row, q: bytes.span, scales: scales.span, offsets: offsets.span) }
///     let matrix = rows.finish()
package struct PackedRows: ~Copyable {
  package let form: Quantization
  package let rows: Int
  package let cols: Int
  private let memory: WeightMemory

  /// Rows that are never set are zero where the form has offsets or not. `cols` must be whole groups.
  package init(_ form: Quantization, rows: Int, cols: Int) throws(BackendError) {
    precondition(rows > 0 && cols > 0 && form.divides(cols: cols), "\(cols) columns in groups of \(form.groupSize)")
    memory = try WeightMemory(byteCount: form.bytes(rows: rows, cols: cols))
    self.form = form
    self.rows = rows
    self.cols = cols
  }

  /// Stores one row.
  ///
  /// - Parameters:
  ///   - q: one byte for each column, below 16 for int4.
  ///   - scales: one for each group.
  ///   - offsets: one for each group, where the form has offsets.
  package mutating func set(
    _ row: Int, q: borrowing Span<UInt8>, scales: borrowing Span<Float>, offsets: borrowing Span<Float>
  ) {
    precondition(form.hasOffsets && offsets.count == cols / form.groupSize, "an offset for each group")
    unsafe offsets.withUnsafeBufferPointer { unsafe store(row, q, scales, $0.baseAddress) }
  }

  /// The same for a form without offsets.
  package mutating func set(_ row: Int, q: borrowing Span<UInt8>, scales: borrowing Span<Float>) {
    precondition(!form.hasOffsets, "an offset for each group")
    unsafe store(row, q, scales, nil)
  }

  private func store(
    _ row: Int, _ q: borrowing Span<UInt8>, _ scales: borrowing Span<Float>, _ offsets: UnsafePointer<Float>?
  ) {
    precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
    precondition(q.count == cols && scales.count == cols / form.groupSize, "a byte for each column")
    var matrix = unsafe form.matrix(rows: rows, cols: cols, base: nil)
    unsafe q.withUnsafeBufferPointer { q in
      unsafe scales.withUnsafeBufferPointer { scales in
        unsafe sl_pack_row(&matrix, memory.pointer, row, q.baseAddress, scales.baseAddress, offsets)
      }
    }
  }

  package consuming func finish() -> WeightMatrix {
    WeightMatrix(packed: memory, form, rows: rows, cols: cols)
  }
}
