/// The members of an object in the order in which they stood. Keys are unique.
public struct JSONObject: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public let key: ExactString
    public var value: JSONValue

    public init(key: ExactString, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  public private(set) var members: [Member]
  /// Position by key; only built for objects in which a linear search would cost more.
  private var index: [ExactString: Int]?
  static let indexedCount = 12

  public init() { members = [] }

  /// The last of several members with one key wins, at the first one's place.
  public init(_ members: some Sequence<Member>) {
    self.init()
    for member in members { self[member.key] = member.value }
  }

  /// - Parameters:
  ///   - unique: members with different keys.
  ///   - index: their positions by key, where that is known already.
  init(unique members: [Member], index: [ExactString: Int]?) {
    self.members = members
    self.index = index
    if index == nil { buildIndex() }
  }

  public static func == (left: Self, right: Self) -> Bool { left.members == right.members }
  public func hash(into hasher: inout Hasher) { hasher.combine(members) }

  /// Where the members are kept: objects with the same storage are equal. Zero for an empty object.
  package var storage: Int {
    if members.isEmpty { return 0 }
    return unsafe members.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
  }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: some Collection<ExactString> { members.lazy.map(\.key) }

  public func position(of key: ExactString) -> Int? {
    if let index { return index[key] }
    return members.firstIndex { $0.key == key }
  }

  /// Setting an absent key appends a member; setting nil removes one.
  public subscript(key: ExactString) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil):
        members.remove(at: place)
        index = nil
        buildIndex()
      case (nil, let value?):
        members.append(Member(key: key, value: value))
        if index != nil { index![key] = members.count - 1 } else { buildIndex() }
      case (nil, nil): break
      }
    }
  }

  private mutating func buildIndex() {
    guard members.count > Self.indexedCount else { return }
    index = Self.index(of: members[...])
  }

  /// Positions by key, counted from the first of these members.
  static func index(of members: ArraySlice<Member>) -> [ExactString: Int] {
    var index: [ExactString: Int] = Dictionary(minimumCapacity: members.count)
    for (position, member) in members.enumerated() { index[member.key] = position }
    return index
  }
}
