import CUDABackend

/// A matrix of weights in a GPU's memory: floats, or quantised ones below each other, each in a form of its own.
enum DeviceWeights: Sendable {
  case floats(DeviceMatrix)
  case quantized([QuantizedMatrix])

  var rows: Int {
    switch self {
    case .floats(let matrix): matrix.rows
    case .quantized(let parts): parts.reduce(0) { $0 + $1.rows }
    }
  }

  var bytes: Int {
    switch self {
    case .floats(let matrix): matrix.bytes
    case .quantized(let parts): parts.reduce(0) { $0 + $1.bytes }
    }
  }

  /// The quantised ones.
  var parts: [QuantizedMatrix] {
    switch self {
    case .floats: []
    case .quantized(let parts): parts
    }
  }
}
