import Testing

@testable import Automata

@Suite struct CodePointSetTests {
  @Test func normalForm() {
    #expect(CodePointSet([5...9, 1...4, 8...12]).ranges == [1...12])
    #expect(CodePointSet([0...0x20FFFF]).ranges == [0...0xD7FF, 0xE000...0x10FFFF])
    #expect(CodePointSet(0xD900...0xDA00).isEmpty)
    #expect(CodePointSet.all.complement.isEmpty)
    #expect(CodePointSet().complement == .all)
    #expect(CodePointSet.all.count == 1_112_064)
  }

  @Test func algebra() {
    let left = CodePointSet([1...5, 10...20])
    let right = CodePointSet([4...12, 30...31])
    #expect(left.union(right).ranges == [1...20, 30...31])
    #expect(left.intersection(right).ranges == [4...5, 10...12])
    #expect(left.subtracting(right).ranges == [1...3, 13...20])
    #expect(left.complement.complement == left)
    for value in UInt32(0)...40 {
      #expect(left.contains(value) == ((1...5).contains(value) || (10...20).contains(value)))
    }
  }
}
