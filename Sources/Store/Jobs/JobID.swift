/// A job, by a name that nobody can guess.
package struct JobID: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func random() -> JobID {
    let words = (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    return JobID("job-" + words.joined())
  }

  package var description: String { text }
}
