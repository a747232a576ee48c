/// Products with quantised matrices, translated for one type of activations. Every method enqueues work and returns.
package final class QuantizedKernels: Sendable {
  /// By whether weights have 4 bits; those that the matrices need.
  private let groups: [Bool: Group]
  /// Rows of a matrix in the element type, for products with many rows of activations.
  private let widened: DeviceBuffer
  private let element: DeviceElement

  /// The kernels of a width of weights.
  private struct Group {
    /// By the most rows of activations that each takes.
    let multiply: [(rows: Int, kernel: Kernel)]
    let widen: Kernel
    let embed: Kernel

    init(_ element: DeviceElement, isNarrow: Bool, on device: CUDADevice) throws(CUDAError) {
      let program = try KernelProgram(
        .quantized, macros: QuantizedKernels.macros(element, isNarrow: isNarrow), on: device)
      var multiply: [(rows: Int, kernel: Kernel)] = []
      for rows in [1, 2, 4, 8] { multiply.append((rows, try program.kernel("multiply_\(rows)"))) }
      self.multiply = multiply
      widen = try program.kernel("widen_rows")
      embed = try program.kernel("embed")
    }
  }

  /// Weights that are widened at a time, at most: 32 MB in 16 bits, which the second cache has room for.
  private static let mostWidened = 16 << 20

  /// - Parameter matrices: those that there will be products with.
  package init(
    _ element: DeviceElement, for matrices: some Sequence<QuantizedMatrix>, on device: CUDADevice
  ) throws(CUDAError) {
    var groups: [Bool: Group] = [:]
    for isNarrow in Set(matrices.map(\.layout.isNarrow)) {
      groups[isNarrow] = try Group(element, isNarrow: isNarrow, on: device)
    }
    self.groups = groups
    let most = matrices.map { Self.rowsAtOnce($0) * $0.cols }.max() ?? 0
    widened = try DeviceBuffer(bytes: most * element.size, on: device)
    self.element = element
  }

  /// Whole tiles, one at least.
  private static func rowsAtOnce(_ matrix: QuantizedMatrix) -> Int {
    let tile = QuantizedLayout.tileRows
    return min(QuantizedMatrix.tiles(matrix.rows), max(1, mostWidened / matrix.cols / tile)) * tile
  }

  /// What the kernels' text is translated with.
  static func macros(_ element: DeviceElement, isNarrow: Bool) -> [String] {
    [element.macro, "NARROW=\(isNarrow ? 1 : 0)"]
  }

  private func group(_ matrix: QuantizedMatrix) -> Group { groups[matrix.layout.isNarrow]! }

  /// The layout as kernels take it, from a tile on.
  private static func arguments(_ matrix: QuantizedMatrix, from tile: Int = 0) -> [KernelArgument] {
    let layout = matrix.layout
    return [
      .buffer(matrix.buffer, offset: tile * layout.tileBytes), .long(layout.tileBytes), .int(layout.offsetsAt),
      .int(layout.codesAt), .int(layout.groupSize), .int(layout.hasWideScales ? 1 : 0),
    ]
  }

  /// out [count][stride] in f32, from its column `column` on, = x Wᵀ, or += when `adding`; x [count][cols of W] in the
  /// element type. Of both, the rows from `first` on.
  package func multiply(
    _ x: DeviceBuffer, _ matrix: QuantizedMatrix, first: Int = 0, count: Int, adding: Bool = false,
    to out: DeviceBuffer, column: Int = 0, stride: Int
  ) throws(CUDAError) {
    let group = group(matrix)
    let (from, to) = (first * matrix.cols * element.size, first * stride * 4)
    if let (_, kernel) = group.multiply.first(where: { count <= $0.rows }) {
      return try kernel.launch(
        blocks: (QuantizedMatrix.tiles(matrix.rows), 1, 1), threads: 256,
        Self.arguments(matrix) + [
          .buffer(x, offset: from), .buffer(out, offset: to), .int(matrix.rows), .int(matrix.cols), .int(count),
          .int(column), .int(stride), .int(adding ? 1 : 0),
        ])
    }
    let most = Self.rowsAtOnce(matrix)
    for row in Swift.stride(from: 0, to: matrix.rows, by: most) {
      let rows = min(most, matrix.rows - row)
      try group.widen.launch(
        blocks: (QuantizedMatrix.tiles(rows), (matrix.cols + 255) / 256, 1), threads: 256,
        Self.arguments(matrix, from: row / QuantizedLayout.tileRows) + [
          .buffer(widened), .int(rows), .int(matrix.cols),
        ])
      try out.device.multiply(
        x.address + UInt64(from), widened.address, element, count: count, inputs: matrix.cols, outputs: rows,
        adding: adding, to: out.address + UInt64(to + (column + row) * 4), stride: stride)
    }
  }

  /// hidden [rows][width] in f32 = the rows of the embedding that the step's tokens name.
  package func embed(
    _ rows: StepRows, count: Int, _ embedding: QuantizedMatrix, to hidden: DeviceBuffer
  ) throws(CUDAError) {
    try group(embedding).embed.launch(
      blocks: (count, 1, 1), threads: 256,
      Self.arguments(embedding) + [rows.tokens, .buffer(hidden), .int(embedding.cols)])
  }
}
