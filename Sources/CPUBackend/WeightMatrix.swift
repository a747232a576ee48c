import CKernels
package import Tensors

/// A weight matrix [rows][cols]: in a mapped checkpoint in the float type in which it is stored, or quantised and packed.
@safe package struct WeightMatrix: @unchecked Sendable {
  // Sendable: the memory is mapped read-only or written no more, and `storage` keeps it alive.
  private enum Storage {
    case mapped(Tensor)
    case packed(WeightMemory)
    case copied(WeightMemory)
  }

  private let storage: Storage
  let matrix: sl_matrix
  /// How its weights are quantised, nil for a float type.
  package let quantization: Quantization?
  package var rows: Int { unsafe matrix.rows }
  package var cols: Int { unsafe matrix.cols }
  /// Whether the weights are stored in f32.
  package var isF32: Bool { unsafe matrix.type == SL_F32 }

  /// The whole of a tensor of shape [rows, cols] in a float type.
  package init(_ tensor: Tensor) throws(TensorError) {
    precondition(tensor.shape.count == 2 && tensor.elementCount > 0, "a weight matrix has rows and columns")
    unsafe matrix = sl_matrix(
      type: try tensor.kernelType, base: tensor.bytes.baseAddress!, rows: tensor.shape[0], cols: tensor.shape[1],
      group: 0, scale_type: SL_F32, has_offsets: false)
    storage = .mapped(tensor)
    quantization = nil
  }

  /// A copy of such a tensor with its rows in another order: row `i` is the tensor's row `rowOrder[i]`.
  package init(_ tensor: Tensor, rowOrder: [Int]) throws(QuantizingError) {
    precondition(tensor.shape.count == 2 && tensor.elementCount > 0 && rowOrder.count == tensor.shape[0])
    let type = try tensor.quantizableType
    let memory = try WeightMemory(quantizing: unsafe tensor.bytes.count)
    let size = tensor.shape[1] * tensor.type.size
    for (row, source) in rowOrder.enumerated() {
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: tensor.bytes[source * size..<(source + 1) * size])
      unsafe (memory.pointer + row * size).copyMemory(from: bytes.baseAddress!, byteCount: size)
    }
    unsafe matrix = sl_matrix(
      type: type, base: memory.pointer, rows: tensor.shape[0], cols: tensor.shape[1], group: 0, scale_type: SL_F32,
      has_offsets: false)
    storage = .copied(memory)
    quantization = nil
  }

  /// Packed weights of the size that the form asks for.
  init(packed memory: WeightMemory, _ form: Quantization, rows: Int, cols: Int) {
    precondition(memory.byteCount == form.bytes(rows: rows, cols: cols))
    unsafe matrix = form.matrix(rows: rows, cols: cols, base: memory.pointer)
    storage = .packed(memory)
    quantization = form
  }

  /// A tensor of bytes that holds packed weights, as `packedBytes` gives them. It has as many as the form asks for.
  package init(packed tensor: Tensor, _ form: Quantization, rows: Int, cols: Int) {
    precondition(tensor.elementCount == form.bytes(rows: rows, cols: cols))
    unsafe matrix = form.matrix(rows: rows, cols: cols, base: tensor.bytes.baseAddress!)
    storage = .mapped(tensor)
    quantization = form
  }

  /// The packed weights of a quantised matrix, for a file; valid while this matrix lives.
  package var packedBytes: UnsafeRawBufferPointer {
    precondition(quantization != nil, "a matrix of floats is not packed")
    return unsafe UnsafeRawBufferPointer(start: matrix.base, count: byteCount)
  }

  /// The type of a matrix of floats, nil for a packed one.
  package var floatType: ElementType? {
    if quantization != nil { return nil }
    return switch unsafe matrix.type {
    case SL_F32: .f32
    case SL_BF16: .bf16
    default: .f16
    }
  }

  /// The weights of a matrix of floats, row by row; valid while this matrix lives.
  package var floatBytes: UnsafeRawBufferPointer {
    precondition(quantization == nil, "a packed matrix holds no floats")
    return unsafe UnsafeRawBufferPointer(start: matrix.base, count: byteCount)
  }

  /// Bytes that a product reads.
  package var byteCount: Int {
    switch storage {
    case .mapped(let tensor): unsafe tensor.bytes.count
    case .packed(let memory), .copied(let memory): memory.byteCount
    }
  }
}

extension Tensor {
  /// The kernels' name for the element type; throws for types that they do not read.
  var kernelType: sl_type {
    get throws(TensorError) {
      switch type {
      case .f32: SL_F32
      case .bf16: SL_BF16
      case .f16: SL_F16
      default: throw .unsupportedType(tensor: name, type: type)
      }
    }
  }
}
