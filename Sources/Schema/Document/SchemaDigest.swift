import Automata

/// What places that say the same have in common, and mostly no others.
struct SchemaDigest: InternedKey, Sendable {
  let value: UInt64

  func mix(into mixer: inout KeyMixer) { mixer.add(value) }
}
