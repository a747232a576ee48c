import JSON
import Testing

@Suite struct JSONObjectTests {
  /// On both sides of the size from which an index is kept.
  @Test(arguments: [3, 12, 13, 40])
  func membersKeepTheirOrder(count: Int) {
    var object = JSONObject()
    for number in 0..<count { object[ExactString("k\(number)")] = .integer(number) }
    object["k1"] = "new"
    object["k0"] = nil
    object["absent"] = nil
    #expect(object.keys.map(\.text) == (1..<count).map { "k\($0)" })
    #expect(object["k1"] == "new")
    #expect(object["k0"] == nil)
    #expect(object[ExactString("k\(count - 1)")] == .integer(count - 1))
    object["k0"] = 0
    #expect(object.position(of: "k0") == count - 1)
    #expect(object.count == count)
  }

  @Test func theLastMemberWins() {
    let object = JSONObject([
      .init(key: "a", value: 1), .init(key: "b", value: 2), .init(key: "a", value: 3),
    ])
    #expect(object == JSONObject([.init(key: "a", value: 3), .init(key: "b", value: 2)]))
  }
}
