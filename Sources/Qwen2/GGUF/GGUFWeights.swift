import CPUBackend
import Tensors

/// The weights of a GGUF file. Floats stay mapped; quantised types become matrices of ours without loss, but for q6_K,
/// whose groups of 16 are rounded to int8 in groups of 32.
struct GGUFWeights: WeightSource {
  private let file: GGUFFile
  private let config: Qwen2Config

  init(_ file: GGUFFile, _ config: Qwen2Config) {
    self.file = file
    self.config = config
  }

  func matrix(_ name: String, rows: Int, cols: Int) throws(ModelError) -> WeightMatrix {
    let tensor = try tensor(name + ".weight", [rows, cols])
    let order = rowOrder(name)
    if let plain = tensor.plain {
      guard let order else { return try Self.mapped { () throws(TensorError) in try WeightMatrix(plain) } }
      return try Self.reordered(plain, order)
    }
    do throws(BackendError) {
      return try Self.packed(tensor, rows: rows, cols: cols, order)
    } catch {
      throw .backend(error)
    }
  }

  func byteCount(_ name: String, rows: Int, cols: Int) throws(ModelError) -> Int {
    let tensor = try tensor(name + ".weight", [rows, cols])
    return tensor.plain == nil ? BlockRow.form(tensor.type).bytes(rows: rows, cols: cols) : tensor.byteCount
  }

  func vector(_ name: String, _ count: Int) throws(ModelError) -> WeightVector {
    guard let plain = try tensor(name, [count]).plain else {
      let tensor = file.tensors[GGUFName.inFile(name)]!
      throw .tensors(.invalidGGUF(file: file.path, .unsupportedType(tensor: tensor.name, type: tensor.type)))
    }
    let vector = try Self.mapped { () throws(TensorError) in try WeightVector(plain) }
    guard let order = rowOrder(String(name.dropLast(".bias".utf8.count))) else { return vector }
    let values = vector.array
    return WeightVector(order.map { values[$0] })
  }

  private func tensor(_ name: String, _ shape: [Int]) throws(ModelError) -> GGUFTensor {
    try Self.mapped { () throws(TensorError) in try file.tensor(GGUFName.inFile(name), shape: shape) }
  }

  /// Where the rows of a projection lie, nil where they lie in their order. Files of the Llama family have the two
  /// numbers of a rotary pair side by side; here they are half a head apart.
  private func rowOrder(_ name: String) -> [Int]? {
    guard config.family == .llama else { return nil }
    let heads: Int
    if name.hasSuffix("q_proj") {
      heads = config.heads
    } else if name.hasSuffix("k_proj") {
      heads = config.kvHeads
    } else {
      return nil
    }
    let (width, half) = (config.headDim, config.headDim / 2)
    return (0..<heads * width).map { row in
      let (head, place) = (row / width, row % width)
      return head * width + 2 * (place % half) + place / half
    }
  }

  private static func reordered(_ tensor: Tensor, _ order: [Int]) throws(ModelError) -> WeightMatrix {
    do throws(QuantizingError) {
      return try WeightMatrix(tensor, rowOrder: order)
    } catch {
      switch error {
      case .tensor(let error): throw .tensors(error)
      case .backend(let error): throw .backend(error)
      }
    }
  }

  private static func packed(
    _ tensor: GGUFTensor, rows: Int, cols: Int, _ order: [Int]?
  ) throws(BackendError) -> WeightMatrix {
    let form = BlockRow.form(tensor.type)
    var packed = try PackedRows(form, rows: rows, cols: cols)
    var row = BlockRow(tensor.type, cols: cols)
    let size = tensor.byteCount / rows
    for number in 0..<rows {
      let place = (order?[number] ?? number) * size
      unsafe row.read(UnsafeRawBufferPointer(rebasing: tensor.bytes[place..<place + size]))
      if tensor.type == .q6_K { row.round() }
      if form.hasOffsets {
        packed.set(number, q: row.q.span, scales: row.scales.span, offsets: row.offsets.span)
      } else {
        packed.set(number, q: row.q.span, scales: row.scales.span)
      }
    }
    return packed.finish()
  }

  private static func mapped<Value>(_ body: () throws(TensorError) -> Value) throws(ModelError) -> Value {
    do throws(TensorError) {
      return try body()
    } catch {
      throw .tensors(error)
    }
  }
}
