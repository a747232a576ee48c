import JSON

/// Times of steps in microseconds, all together and by the place in the text where the step was made.
struct StepTimes {
  private(set) var all: [Double] = []
  private var places: [String: (count: Int, total: Double, most: Double)] = [:]

  mutating func add(_ elapsed: Double, at place: String) {
    all.append(elapsed)
    let known = places[place] ?? (0, 0, 0)
    places[place] = (known.count + 1, known.total + elapsed, max(known.most, elapsed))
  }

  var byPlace: JSONValue {
    var report = JSONObject()
    for (place, times) in places.sorted(by: { $0.value.total > $1.value.total }) {
      report[ExactString(place)] = [
        "steps": .integer(times.count), "avg": .number(JSONNumber(times.total / Double(times.count))),
        "max": .number(JSONNumber(times.most)),
      ]
    }
    return .object(report)
  }

  /// Average, percentiles with linear interpolation, and maximum.
  static func percentiles(_ values: [Double]) -> JSONValue {
    guard !values.isEmpty else { return [:] }
    let sorted = values.sorted()
    func percentile(_ share: Double) -> JSONValue {
      let position = share / 100 * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return .number(JSONNumber(sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))))
    }
    return [
      "avg": .number(JSONNumber(values.reduce(0, +) / Double(values.count))), "p50": percentile(50),
      "p90": percentile(90), "p99": percentile(99), "p99.9": percentile(99.9), "max": percentile(100),
    ]
  }
}
