/// Finds how far down the order of likelihood a share of the tokens or of their weight reaches, without sorting.
///
/// Weights are within 0...1; the bits of such floats order as the floats do. A histogram over their upper bits gives
/// counts and masses; only the bucket in which the limit lies is sorted. Equal weights order by place.
struct WeightRanking {
  /// The last candidate that is kept; all before it in the order are kept too.
  struct Cut {
    let weight: Float
    let place: Int
    /// Sum of the weights that are kept.
    let mass: Double

    @inline(__always) func keeps(_ other: Float, at otherPlace: Int) -> Bool {
      other > weight || (other == weight && otherPlace <= place)
    }
  }

  /// Seven bits of the mantissa: 128 buckets for each halving of the weight.
  private static let shift: UInt32 = 16
  private static let buckets = Int((1 as Float).bitPattern >> shift) + 1

  private var counts = [Int32](repeating: 0, count: buckets)
  private var masses = [Double](repeating: 0, count: buckets)
  /// Buckets with candidates, from the most likely down. A step touches few of all buckets.
  private var filled: [Int] = []
  private var members: [(weight: Float, place: Int)] = []

  @inline(__always) private static func bucket(_ weight: Float) -> Int { Int(weight.bitPattern >> shift) }

  /// Sum of all weights.
  var mass: Double { filled.reduce(0) { $0 + masses[$1] } }

  /// Takes the weights of a step; zeros are not candidates.
  mutating func fill(_ weights: borrowing Span<Float>) {
    for bucket in filled {
      counts[bucket] = 0
      masses[bucket] = 0
    }
    filled.removeAll(keepingCapacity: true)
    for place in 0..<weights.count {
      let weight = weights[place]
      guard weight > 0 else { continue }
      let bucket = Self.bucket(weight)
      if counts[bucket] == 0 { filled.append(bucket) }
      counts[bucket] += 1
      masses[bucket] += Double(weight)
    }
    filled.sort(by: >)
  }

  /// The cut after the first `limit` candidates; nil when there are no more than that.
  mutating func cut(count limit: Int, _ weights: borrowing Span<Float>) -> Cut? {
    var count = 0
    var mass = 0.0
    for bucket in filled {
      if count + Int(counts[bucket]) >= limit {
        sortMembers(of: bucket, weights)
        for member in members.prefix(limit - count) { mass += Double(member.weight) }
        let last = members[limit - count - 1]
        return Cut(weight: last.weight, place: last.place, mass: mass)
      }
      count += Int(counts[bucket])
      mass += masses[bucket]
    }
    return nil
  }

  /// The cut at which the kept weight first reaches `limit`; nil when all of it does not.
  mutating func cut(mass limit: Double, _ weights: borrowing Span<Float>) -> Cut? {
    var mass = 0.0
    for bucket in filled {
      if mass + masses[bucket] >= limit {
        sortMembers(of: bucket, weights)
        for member in members {
          mass += Double(member.weight)
          // The bucket's sum was rounded in another order, so its last member may fall short by a little.
          if mass >= limit || member.place == members.last!.place {
            return Cut(weight: member.weight, place: member.place, mass: mass)
          }
        }
      }
      mass += masses[bucket]
    }
    return nil
  }

  /// Leaves the candidates of a bucket in `members`, the most likely first.
  private mutating func sortMembers(of bucket: Int, _ weights: borrowing Span<Float>) {
    members.removeAll(keepingCapacity: true)
    for place in 0..<weights.count {
      let weight = weights[place]
      if weight > 0 && Self.bucket(weight) == bucket { members.append((weight, place)) }
    }
    members.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.place < $1.place }
  }
}
