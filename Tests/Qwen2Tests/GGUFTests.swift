import Tensors
import Testing

@testable import Qwen2

/// GGUF files that are broken, hostile, or ask for what is not computed.
@Suite struct GGUFTests {
  /// A file as it is written, part by part.
  struct Writer {
    var bytes: [UInt8] = Array("GGUF".utf8)

    init(version: UInt32 = 3, tensors: UInt64, values: UInt64) {
      put(version)
      put(tensors)
      put(values)
    }

    mutating func put<Value: FixedWidthInteger>(_ value: Value) {
      for place in 0..<MemoryLayout<Value>.size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }

    mutating func put(_ text: String) {
      put(UInt64(text.utf8.count))
      bytes += text.utf8
    }

    mutating func value(_ key: String, _ type: UInt32, _ content: (inout Writer) -> Void) {
      put(key)
      put(type)
      content(&self)
    }

    mutating func tensor(_ name: String, _ shape: [UInt64], _ type: UInt32 = 0, offset: UInt64 = 0) {
      put(name)
      put(UInt32(shape.count))
      for extent in shape { put(extent) }
      put(type)
      put(offset)
    }
  }

  private func fault(_ writer: Writer, data: Int = 0) throws -> GGUFFault? {
    let scratch = try ScratchDirectory()
    let padding = (32 - writer.bytes.count % 32) % 32
    try scratch.write("m.gguf", writer.bytes + [UInt8](repeating: 0, count: padding + data))
    return try fault(scratch.path + "/m.gguf")
  }

  private func fault(_ path: String) throws -> GGUFFault? {
    do throws(TensorError) {
      _ = try GGUFFile(path: path)
      return nil
    } catch .invalidGGUF(path, let fault) {
      return fault
    }
  }

  @Test func valuesAndTensorsAreRead() throws {
    var writer = Writer(tensors: 2, values: 4)
    writer.value("a", 6) { $0.put(Float(1.5).bitPattern) }
    writer.value("b", 9) {
      $0.put(UInt32(8))
      $0.put(UInt64(2))
      $0.put("x")
      $0.put("ü")
    }
    writer.value("c", 5) { $0.put(Int32(-7)) }
    writer.value("d", 7) { $0.put(UInt8(1)) }
    writer.tensor("one", [3, 2])
    writer.tensor("two", [32, 1], 8, offset: 32)
    let scratch = try ScratchDirectory()
    let padding = (32 - writer.bytes.count % 32) % 32
    try scratch.write("m.gguf", writer.bytes + [UInt8](repeating: 0, count: padding) + (0..<66).map { UInt8($0) })
    let file = try GGUFFile(path: scratch.path + "/m.gguf")
    #expect(
      file.metadata == [
        "a": .float(1.5), "b": .array([.string("x"), .string("ü")]), "c": .signed(-7), "d": .bool(true),
      ])
    let one = try file.tensor("one", shape: [2, 3])
    #expect(one.plain?.shape == [2, 3])
    #expect(unsafe Array(one.bytes) == (0..<24).map { UInt8($0) })
    let two = try file.tensor("two", shape: [1, 32])
    #expect(two.type == .q8_0 && two.plain == nil)
    #expect(unsafe Array(two.bytes) == (32..<66).map { UInt8($0) })
    #expect(throws: TensorError.missingTensor(name: "three")) { try file.tensor("three", shape: [1]) }
    #expect(throws: TensorError.wrongShape(tensor: "one", expected: [3, 2], found: [2, 3])) {
      try file.tensor("one", shape: [3, 2])
    }
  }

  @Test func framesAreChecked() throws {
    #expect(try fault(Writer(version: 1, tensors: 0, values: 0)) == .unsupportedVersion(1))
    var other = Writer(tensors: 0, values: 0)
    other.bytes[0] = 0x67
    #expect(try fault(other) == .noMagic)
    #expect(try fault(Writer(tensors: 1 << 60, values: 0)) == .tooMany(what: "tensors", count: 1 << 60))
    #expect(try fault(Writer(tensors: 0, values: 99)) == .tooMany(what: "metadata", count: 99))
  }

  @Test func valuesAreChecked() throws {
    func value(_ type: UInt32, _ content: @escaping (inout Writer) -> Void) throws -> GGUFFault? {
      var writer = Writer(tensors: 0, values: 1)
      writer.value("k", type, content)
      return try fault(writer, data: 64)
    }
    #expect(try value(13) { _ in } == .unknownValueType(key: "k", type: 13))
    #expect(try value(8) { $0.put(UInt64.max) } == .truncated(at: 37))
    #expect(
      try value(9) {
        $0.put(UInt32(0))
        $0.put(UInt64.max)
      } == .tooMany(what: "items of k", count: .max))
    #expect(
      try value(9) {
        for _ in 0..<6 {
          $0.put(UInt32(9))
          $0.put(UInt64(1))
        }
      } == .tooDeep(key: "k", limit: 4))
    var twice = Writer(tensors: 0, values: 2)
    for _ in 0..<2 { twice.value("k", 7) { $0.put(UInt8(1)) } }
    #expect(try fault(twice) == .duplicate(name: "k"))
    var alignment = Writer(tensors: 0, values: 1)
    alignment.value("general.alignment", 4) { $0.put(UInt32(3)) }
    #expect(try fault(alignment) == .invalidAlignment(3))
  }

  @Test func tensorsAreChecked() throws {
    func tensor(_ shape: [UInt64], _ type: UInt32 = 0, offset: UInt64 = 0) throws -> GGUFFault? {
      var writer = Writer(tensors: 1, values: 0)
      writer.tensor("t", shape, type, offset: offset)
      return try fault(writer, data: 64)
    }
    #expect(try tensor([4, 4]) == nil)
    #expect(try tensor([4, 4], offset: 1) == .outOfRange(tensor: "t"))
    #expect(try tensor([4, 4], offset: .max) == .outOfRange(tensor: "t"))
    #expect(try tensor([5, 4]) == .outOfRange(tensor: "t"))
    #expect(try tensor([1 << 31]) == .invalidShape(tensor: "t"))
    #expect(try tensor([0, 4]) == .invalidShape(tensor: "t"))
    #expect(try tensor([]) == .invalidShape(tensor: "t"))
    #expect(try tensor([1, 1, 1, 1, 1]) == .invalidShape(tensor: "t"))
    let huge = UInt64(Int32.max)
    #expect(try tensor([huge, huge, huge, huge]) == .outOfRange(tensor: "t"))
    // 2^63 - 2 bytes of f16.
    #expect(try tensor([3, 715_827_883, huge], 1) == .outOfRange(tensor: "t"))
    #expect(try tensor([4, 4], 99) == .unknownType(tensor: "t", type: 99))
    #expect(try tensor([256], 23) == .unsupportedType(tensor: "t", type: .iq4_xs))
    #expect(try tensor([33], 8) == .partialBlock(tensor: "t", cols: 33, block: 32))
    var twice = Writer(tensors: 2, values: 0)
    for _ in 0..<2 { twice.tensor("t", [1]) }
    #expect(try fault(twice, data: 64) == .duplicate(name: "t"))
  }

  /// Scales of a broken file that are no numbers.
  @Test(arguments: [0x7C00, 0xFC00, 0x7E00, 0x0001, 0x7BFF] as [UInt16]) func anyScaleIsRounded(_ half: UInt16) {
    var row = BlockRow(.q6_K, cols: 256)
    var block = (0..<210).map { UInt8(truncatingIfNeeded: $0 * 37) }
    block[208] = UInt8(half & 255)
    block[209] = UInt8(half >> 8)
    block.withUnsafeBytes { row.read($0) }
    row.round()
    #expect(row.q.count == 256)
  }

  /// No beginning of a file, and no file with some bytes changed, does anything but be read or be refused.
  @Test func brokenFilesAreRefused() throws {
    let scratch = try ScratchDirectory()
    let path = scratch.path + "/m.gguf"
    let whole = try FileMapping.read(path: Fixture.root + "/gguf/qwen2-q4_0/model.gguf")
    for length in stride(from: 0, to: 3000, by: 7) {
      try scratch.write("m.gguf", Array(whole[..<length]))
      #expect(try fault(path) != nil, "\(length) bytes")
    }
    var state: UInt64 = 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<1 + next(3) { bytes[next(2400)] = UInt8(next(256)) }
      try scratch.write("m.gguf", bytes)
      do {
        let model = try Qwen2Model(gguf: try GGUFFile(path: path), threads: 1)
        #expect(model.config.layers > 0)
      } catch is TensorError {
      } catch is ModelError {
      }
    }
  }

  /// Changes of a file's metadata that would change what is computed.
  @Test(arguments: [
    ("llama", "llama.attention.clamp_kqv", "llama.attention.clamp_kqv", "1.0"),
    ("llama", "llama.expert_count", "llama.expert_count", "1.0"),
    ("gemma", "other", "general.architecture", "gemma"),
  ])
  func unknownFieldsAreNamed(_ family: String, _ key: String, _ field: String, _ value: String) throws {
    var writer = Writer(tensors: 1, values: 8)
    writer.value("general.architecture", 8) { $0.put(family) }
    for (name, size) in [
      ("embedding_length", 32), ("block_count", 1), ("attention.head_count", 2), ("feed_forward_length", 32),
      ("context_length", 64),
    ] {
      writer.value("llama." + name, 4) { $0.put(UInt32(size)) }
    }
    writer.value("llama.attention.layer_norm_rms_epsilon", 6) { $0.put(Float(1e-6).bitPattern) }
    writer.value(key, 6) { $0.put(Float(1).bitPattern) }
    writer.tensor("token_embd.weight", [32, 4])
    let scratch = try ScratchDirectory()
    let padding = (32 - writer.bytes.count % 32) % 32
    try scratch.write("m.gguf", writer.bytes + [UInt8](repeating: 0, count: padding + 512))
    let file = try GGUFFile(path: scratch.path + "/m.gguf")
    #expect(throws: ModelError.unsupported(file: file.path, field: field, value: value)) { try Qwen2Config(file) }
  }
}
