import CPUBackend
import Tensors

/// One row of a quantised GGUF tensor in the parts that `PackedRows` takes: unsigned weights, and scales and offsets of
/// groups of 32.
///
/// Source of the layouts: ggml-quants.h and ggml-common.h of https://github.com/ggml-org/ggml.
struct BlockRow {
  private(set) var q: [UInt8]
  private(set) var scales: [Float]
  private(set) var offsets: [Float]
  /// What q6_K gives, whose groups of 16 have no form of ours: its weights as they are.
  private(set) var weights: [Float]
  private let type: GGMLType

  /// The form that holds a quantised type: without loss, but for q6_K, which is rounded.
  static func form(_ type: GGMLType) -> Quantization {
    switch type {
    case .q4_0: Quantization(.int4, groupSize: 32, scaleType: .f16, hasOffsets: false)
    case .q4_1: Quantization(.int4, groupSize: 32, scaleType: .f16, hasOffsets: true)
    case .q5_0, .q8_0, .q6_K: Quantization(.int8, groupSize: 32, scaleType: .f16, hasOffsets: false)
    case .q5_1: Quantization(.int8, groupSize: 32, scaleType: .f16, hasOffsets: true)
    case .q4_K: Quantization(.int4, groupSize: 32, scaleType: .f32, hasOffsets: true)
    case .q5_K: Quantization(.int8, groupSize: 32, scaleType: .f32, hasOffsets: true)
    default: preconditionFailure("\(type) is not quantised")
    }
  }

  init(_ type: GGMLType, cols: Int) {
    self.type = type
    q = Array(repeating: 0, count: cols)
    scales = Array(repeating: 0, count: cols / 32)
    offsets = Array(repeating: 0, count: cols / 32)
    weights = Array(repeating: 0, count: type == .q6_K ? cols : 0)
  }

  /// Takes the parts of a row of whole blocks.
  mutating func read(_ row: UnsafeRawBufferPointer) {
    let block = type.block!
    precondition(row.count == q.count / block.weights * block.bytes)
    for number in 0..<q.count / block.weights {
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: row[number * block.bytes..<(number + 1) * block.bytes])
      switch type {
      case .q4_0: unsafe nibbles(bytes, at: 2, number)
      case .q4_1:
        offsets[number] = unsafe Self.half(bytes, 2)
        unsafe nibbles(bytes, at: 4, number)
      case .q5_0:
        unsafe fives(bytes, high: 2, number)
        // q - 16 is what the form says of q - 16 + 128.
        for place in number * 32..<(number + 1) * 32 { q[place] += 112 }
      case .q5_1:
        offsets[number] = unsafe Self.half(bytes, 2)
        unsafe fives(bytes, high: 4, number)
      case .q8_0:
        scales[number] = unsafe Self.half(bytes, 0)
        for place in 0..<32 { q[number * 32 + place] = unsafe bytes[2 + place] ^ 0x80 }
      case .q4_K: unsafe kBlock(bytes, number, low: 16, high: nil)
      case .q5_K: unsafe kBlock(bytes, number, low: 48, high: 16)
      case .q6_K: unsafe sixes(bytes, number)
      default: preconditionFailure("\(type) is not quantised")
      }
    }
  }

  /// Rounds `weights` to int8 in groups of 32 without offsets.
  mutating func round() {
    for group in scales.indices {
      let places = group * 32..<(group + 1) * 32
      let largest = weights[places].reduce(0) { max($0, abs($1)) }
      // As it is stored; a group of zeros has none.
      let scale = Float(Float16(largest / 127))
      scales[group] = scale
      for place in places {
        // No number in a group of zeros, nor where a broken file has a scale that is none.
        let value = (weights[place] / scale).rounded()
        q[place] = UInt8(min(max((value.isFinite ? value : 0) + 128, 0), 255))
      }
    }
  }

  private static func half(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Float {
    Float(Float16(bitPattern: UInt16(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self))))
  }

  /// A scale, and 16 bytes whose low halves are the first 16 weights.
  private mutating func nibbles(_ bytes: UnsafeRawBufferPointer, at place: Int, _ number: Int) {
    scales[number] = unsafe Self.half(bytes, 0)
    for index in 0..<16 {
      let byte = unsafe bytes[place + index]
      q[number * 32 + index] = byte & 15
      q[number * 32 + 16 + index] = byte >> 4
    }
  }

  /// The same with a fifth bit of each weight in a word before the bytes.
  private mutating func fives(_ bytes: UnsafeRawBufferPointer, high: Int, _ number: Int) {
    unsafe nibbles(bytes, at: high + 4, number)
    let bits = UInt32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: high, as: UInt32.self))
    for index in 0..<32 { q[number * 32 + index] |= UInt8((bits >> UInt32(index)) & 1) << 4 }
  }

  /// q4_K and q5_K: 8 groups, whose scales and minima of six bits are multiples of two numbers.
  private mutating func kBlock(_ bytes: UnsafeRawBufferPointer, _ number: Int, low: Int, high: Int?) {
    let scale = unsafe Self.half(bytes, 0)
    let minimum = unsafe Self.half(bytes, 2)
    for group in 0..<8 {
      let (a, b) = unsafe (bytes[4 + group % 4], bytes[8 + group % 4])
      let factor: UInt8
      let offset: UInt8
      if group < 4 {
        (factor, offset) = (a & 63, b & 63)
      } else {
        let c = unsafe bytes[12 + group % 4]
        (factor, offset) = (c & 15 | (a >> 6) << 4, c >> 4 | (b >> 6) << 4)
      }
      scales[number * 8 + group] = scale * Float(factor)
      offsets[number * 8 + group] = -minimum * Float(offset)
      for index in 0..<32 {
        let byte = unsafe bytes[low + group / 2 * 32 + index]
        var value = group % 2 == 0 ? byte & 15 : byte >> 4
        if let high { value |= unsafe ((bytes[high + index] >> UInt8(group)) & 1) << 4 }
        q[number * 256 + group * 32 + index] = value
      }
    }
  }

  /// q6_K: 16 groups of 16 with signed scales. The lower four bits of the weights come first, then the upper two.
  private mutating func sixes(_ bytes: UnsafeRawBufferPointer, _ number: Int) {
    let scale = unsafe Self.half(bytes, 208)
    for part in 0..<8 {
      let (half, quarter) = (part / 4, part % 4)
      for index in 0..<32 {
        let byte = unsafe bytes[half * 64 + quarter % 2 * 32 + index]
        let low = quarter < 2 ? byte & 15 : byte >> 4
        let high = unsafe (bytes[128 + half * 32 + index] >> UInt8(2 * quarter)) & 3
        let factor = Int8(bitPattern: unsafe bytes[192 + part * 2 + index / 16])
        weights[number * 256 + part * 32 + index] = scale * Float(factor) * Float(Int(low | high << 4) - 32)
      }
    }
  }
}
