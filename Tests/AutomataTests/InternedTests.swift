import Testing

@testable import Automata

@Suite struct InternedTests {
  private static func id(_ index: Int32) -> RegexID { RegexID(index: index) }

  @Test func tablesHaveGaps() {
    var table = InternedTable<RegexID, Int>()
    #expect(table[Self.id(3)] == nil)
    table[Self.id(3)] = 30
    table[Self.id(0)] = 0
    table[Self.id(3)] = 31
    #expect(table[Self.id(3)] == 31)
    #expect(table[Self.id(1)] == nil)
    #expect(table.count == 2)
    table[Self.id(3)] = nil
    table[Self.id(7)] = nil
    #expect(table.count == 1)
    #expect(table[Self.id(0)] == 0)
  }

  @Test func membersLeaveInAnyOrder() {
    var set = InternedSet<RegexID>()
    var wereNew: [Bool] = []
    for index in [2, 5, 2, 0] as [Int32] { wereNew.append(set.insert(Self.id(index))) }
    #expect(wereNew == [true, true, false, true])
    #expect(set.members.map(\.index) == [2, 5, 0])
    set.remove(Self.id(5))
    set.remove(Self.id(9))
    #expect([0, 2, 5, 9].map { set.contains(Self.id($0)) } == [true, true, false, false])
    #expect(set.count == 2)
    set.removeAll()
    #expect(set.members.isEmpty)
    #expect(!set.contains(Self.id(2)))
    let isNew = set.insert(Self.id(2))
    #expect(isNew)
  }
}
