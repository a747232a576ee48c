import JSON
import Testing

@testable import Tensors

/// What a hostile or broken safetensors file is refused for, and that a good one is read.
@Suite struct SafetensorsTests {
  private func read(_ bytes: [UInt8]) throws(TensorError) -> SafetensorsHeader {
    let read = unsafe bytes.withUnsafeBytes { pointer in
      Result { () throws(TensorError) in try unsafe SafetensorsHeader(of: pointer, file: "f") }
    }
    return try read.get()
  }

  private func fault(_ header: String, dataBytes: Int = 0) -> TensorError.HeaderFault? {
    fault(of: safetensors(header: header, data: Array(repeating: 0, count: dataBytes)))
  }

  private func fault(of bytes: [UInt8]) -> TensorError.HeaderFault? {
    do throws(TensorError) {
      _ = try read(bytes)
      return nil
    } catch .invalidHeader(file: "f", let fault) {
      return fault
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test func readsEntries() throws {
    let header = #"""
      {"__metadata__": {"format": "pt"}, "b": {"dtype": "BF16", "shape": [2, 1], "data_offsets": [4, 8]},
       "a": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]},
       "none": {"dtype": "I64", "shape": [3, 0], "data_offsets": [4, 4]}}
      """#
    let entries = try read(safetensors(header: header, data: Array(repeating: 0, count: 8))).entries
    let start = 8 + header.utf8.count
    let expected: [String: SafetensorsHeader.Entry] = [
      "a": .init(type: .f32, shape: [], range: start..<(start + 4)),
      "b": .init(type: .bf16, shape: [2, 1], range: (start + 4)..<(start + 8)),
      "none": .init(type: .i64, shape: [3, 0], range: (start + 4)..<(start + 4)),
    ]
    #expect(entries == expected)
    #expect(try read(safetensors(header: "{}")).entries.isEmpty)
  }

  @Test func refusesBrokenFraming() {
    #expect(fault(of: []) == .truncated(fileBytes: 0))
    #expect(fault(of: [2, 0, 0, 0, 0, 0, 0]) == .truncated(fileBytes: 7))
    #expect(fault(of: [3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]) == .truncated(fileBytes: 10))
    let limit = SafetensorsHeader.maximumHeaderBytes
    #expect(
      fault(of: Array(repeating: 0xFF, count: 16)) == .tooLong(headerBytes: .max, limit: limit))
    #expect(fault("{") == .notJSON(JSONParseError(.unexpectedEnd, at: 1)))
    #expect(fault("[]") == .notAnObject)
    #expect(fault("") == .notJSON(JSONParseError(.unexpectedEnd, at: 0)))
  }

  @Test func refusesDuplicateNames() {
    let entry = #"{"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}"#
    let header = #"{"a": \#(entry), "a": \#(entry)}"#
    guard case .notJSON(let error) = fault(header, dataBytes: 1), case .duplicateKey("a") = error.reason else {
      Issue.record("a duplicate name passed")
      return
    }
  }

  @Test(arguments: [
    (#"{"a": 1}"#, "dtype"),
    (#"{"a": {"dtype": 1, "shape": [], "data_offsets": [0, 4]}}"#, "dtype"),
    (#"{"a": {"dtype": "F32", "data_offsets": [0, 4]}}"#, "shape"),
    (#"{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}"#, "shape"),
    (#"{"a": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 4]}}"#, "shape"),
    (#"{"a": {"dtype": "F32", "shape": [], "data_offsets": [0]}}"#, "data_offsets"),
    (#"{"a": {"dtype": "F32", "shape": [], "data_offsets": [0, 99999999999999999999]}}"#, "data_offsets"),
  ])
  func refusesInvalidEntries(_ header: String, _ member: String) {
    #expect(fault(header, dataBytes: 4) == .invalidEntry(tensor: "a", member: member))
  }

  @Test func refusesUnknownTypes() {
    #expect(
      fault(#"{"a": {"dtype": "F5", "shape": [], "data_offsets": [0, 4]}}"#, dataBytes: 4)
        == .unknownType(tensor: "a", type: "F5"))
  }

  @Test func refusesSizesThatDoNotFit() {
    #expect(
      fault(#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}"#, dataBytes: 4)
        == .sizeMismatch(tensor: "a", shape: [2], bytes: 4))
    let half = 1 << 62
    #expect(
      fault(#"{"a": {"dtype": "F32", "shape": [\#(half), 4], "data_offsets": [0, 0]}}"#)
        == .sizeMismatch(tensor: "a", shape: [half, 4], bytes: 0))
  }

  @Test func refusesOffsetsOutsideTheData() {
    #expect(
      fault(#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}"#, dataBytes: 4)
        == .offsetsOutOfRange(tensor: "a", begin: 0, end: 8, dataBytes: 4))
    #expect(
      fault(#"{"a": {"dtype": "F32", "shape": [], "data_offsets": [4, 0]}}"#, dataBytes: 4)
        == .offsetsOutOfRange(tensor: "a", begin: 4, end: 0, dataBytes: 4))
  }

  @Test func refusesOverlapsAndGaps() {
    let first = #""a": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}"#
    #expect(
      fault(#"{\#(first), "b": {"dtype": "U8", "shape": [4], "data_offsets": [2, 6]}}"#, dataBytes: 6)
        == .overlap(first: "a", second: "b"))
    #expect(
      fault(#"{\#(first), "b": {"dtype": "U8", "shape": [1], "data_offsets": [6, 7]}}"#, dataBytes: 7)
        == .gap(at: 4, bytes: 2))
    #expect(fault(#"{\#(first)}"#, dataBytes: 6) == .gap(at: 4, bytes: 2))
    #expect(fault("{}", dataBytes: 3) == .gap(at: 0, bytes: 3))
  }
}
