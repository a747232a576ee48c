/// Parts of timestamps, in UTC or a time zone, and of durations.
enum TimeFunctions {
  private typealias Clock = (date: CivilDate, hour: Int, minute: Int, second: Int)

  private static func part(_ name: String, _ read: @escaping @Sendable (Clock) -> Int) -> Function {
    Function(
      name,
      [
        .member(.timestamp, [], .int) { (values, _) throws(EvaluationProblem) in
          .int(Int64(read(values[0].timestamp.clock(offset: 0))))
        },
        .member(.timestamp, [.string], .int) { (values, meter) throws(EvaluationProblem) in
          let timestamp = values[0].timestamp
          let zone = try TimeZone(values[1].text, &meter)
          return .int(Int64(read(timestamp.clock(offset: zone.offset(at: timestamp)))))
        },
      ])
  }

  private static func span(_ name: String, nanoseconds: Int64) -> Function {
    Function(
      name,
      [
        .member(.duration, [], .int) { (values, _) throws(EvaluationProblem) in
          .int(values[0].duration.nanoseconds / nanoseconds)
        }
      ])
  }

  private static let milliseconds = Function(
    "getMilliseconds",
    [
      .member(.timestamp, [], .int) { (values, _) throws(EvaluationProblem) in
        .int(Int64(values[0].timestamp.nanoseconds / 1_000_000))
      },
      .member(.timestamp, [.string], .int) { (values, meter) throws(EvaluationProblem) in
        _ = try TimeZone(values[1].text, &meter)
        return .int(Int64(values[0].timestamp.nanoseconds / 1_000_000))
      },
      // The part below a second, as the conformance tests have it.
      .member(.duration, [], .int) { (values, _) throws(EvaluationProblem) in
        .int(values[0].duration.nanoseconds % 1_000_000_000 / 1_000_000)
      },
    ])

  static let all = [
    part("getFullYear") { $0.date.year }, part("getMonth") { $0.date.month - 1 }, part("getDate") { $0.date.day },
    part("getDayOfMonth") { $0.date.day - 1 }, part("getDayOfWeek") { $0.date.dayOfWeek },
    part("getDayOfYear") { $0.date.dayOfYear }, part("getHours") { $0.hour }, part("getMinutes") { $0.minute },
    part("getSeconds") { $0.second }, milliseconds, span("getHours", nanoseconds: 3_600_000_000_000),
    span("getMinutes", nanoseconds: 60_000_000_000), span("getSeconds", nanoseconds: 1_000_000_000),
  ]
}
