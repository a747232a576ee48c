/// Who waits, and who is next: the smallest priority first, and within one the clients take turns, whose own requests
/// keep their order. A client that asks for much delays itself and not the others.
struct WaitingLine<Item> {
  private struct Client {
    let name: String?
    /// In the order in which they came.
    var items: [(ticket: Int, item: Item)]
  }

  private struct Level {
    let priority: Int
    /// The first one is next, and goes to the end behind its turn.
    var clients: [Client]
  }

  /// By priority; none is empty.
  private var levels: [Level] = []
  private var lastTicket = 0
  private(set) var count = 0

  func count(of client: String?) -> Int {
    levels.reduce(0) { sum, level in
      sum + (level.clients.first { $0.name == client }?.items.count ?? 0)
    }
  }

  /// Clients that wait.
  var clients: Int { Set(levels.flatMap { $0.clients.map(\.name) }).count }

  /// - Returns: what `remove` takes.
  mutating func append(_ item: Item, at place: QueuePlace) -> Int {
    lastTicket += 1
    count += 1
    let entry = (lastTicket, item)
    let index = levels.firstIndex { $0.priority >= place.priority } ?? levels.count
    if index == levels.count || levels[index].priority != place.priority {
      levels.insert(Level(priority: place.priority, clients: []), at: index)
    }
    if let client = levels[index].clients.firstIndex(where: { $0.name == place.client }) {
      levels[index].clients[client].items.append(entry)
    } else {
      levels[index].clients.append(Client(name: place.client, items: [entry]))
    }
    return lastTicket
  }

  /// The one that is next.
  var first: Item? { levels.first?.clients.first?.items.first?.item }

  mutating func next() -> Item? {
    guard !levels.isEmpty else { return nil }
    var client = levels[0].clients.removeFirst()
    let item = client.items.removeFirst().item
    if !client.items.isEmpty { levels[0].clients.append(client) }
    if levels[0].clients.isEmpty { levels.removeFirst() }
    count -= 1
    return item
  }

  /// False when it does not wait any more.
  @discardableResult
  mutating func remove(_ ticket: Int) -> Bool {
    for level in levels.indices {
      for client in levels[level].clients.indices {
        guard let place = levels[level].clients[client].items.firstIndex(where: { $0.ticket == ticket }) else {
          continue
        }
        levels[level].clients[client].items.remove(at: place)
        if levels[level].clients[client].items.isEmpty { levels[level].clients.remove(at: client) }
        if levels[level].clients.isEmpty { levels.remove(at: level) }
        count -= 1
        return true
      }
    }
    return false
  }
}
