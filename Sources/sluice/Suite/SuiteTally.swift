import JSON

/// What the masks made of a draft's cases.
struct SuiteTally {
  let draft: String
  private(set) var cases = 0
  private(set) var agreed = 0
  private(set) var refused = 0
  private(set) var wronglyAccepted = 0
  private(set) var wronglyRejected = 0
  /// Cases that are judged wrong, and how.
  private(set) var wrong: [(title: String, reason: String)] = []
  /// Groups whose schema is refused although it has instances, and why.
  private(set) var refusals: [(title: String, reason: String)] = []

  init(draft: String) { self.draft = draft }

  /// A case that the masks judge.
  mutating func add(_ title: String, isValid: Bool, byBytes: Bool, byTokens: Bool) {
    cases += 1
    if byBytes == isValid, byTokens == isValid {
      agreed += 1
      return
    }
    if isValid { wronglyRejected += 1 } else { wronglyAccepted += 1 }
    let ways = [byBytes == isValid ? nil : "by bytes", byTokens == isValid ? nil : "by tokens"].compactMap(\.self)
    wrong.append((title, "wrongly \(isValid ? "rejected" : "accepted") \(ways.joined(separator: " and "))"))
  }

  /// A case without a verdict.
  mutating func add(_ title: String, isValid: Bool, failure: String) {
    cases += 1
    if isValid { wronglyRejected += 1 } else { agreed += 1 }
    if isValid { wrong.append((title, failure)) }
  }

  mutating func refuse(_ group: OfficialSuite.Group, _ reason: String) {
    cases += group.cases.count
    refused += group.cases.count
    refusals.append((group.title, reason))
  }

  var json: JSONValue {
    func list(_ entries: [(title: String, reason: String)]) -> JSONValue {
      .array(entries.map { ["title": .string($0.title), "reason": .string($0.reason)] })
    }
    return [
      "draft": .string(draft), "cases": .integer(cases), "agreed": .integer(agreed), "refused": .integer(refused),
      "wrongly_accepted": .integer(wronglyAccepted), "wrongly_rejected": .integer(wronglyRejected),
      "wrong": list(wrong), "refusals": list(refusals),
    ]
  }
}
