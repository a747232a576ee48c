import CCUDA

/// An argument of a kernel as its bits, little-endian.
struct KernelArgument {
  let bits: UInt64

  /// An address, or none.
  static func buffer(_ buffer: DeviceBuffer?, offset: Int = 0) -> KernelArgument {
    KernelArgument(bits: buffer.map { $0.address + UInt64(offset) } ?? 0)
  }
  static func int(_ value: Int) -> KernelArgument { KernelArgument(bits: UInt64(UInt32(bitPattern: Int32(value)))) }
  static func long(_ value: Int) -> KernelArgument { KernelArgument(bits: UInt64(bitPattern: Int64(value))) }
  static func float(_ value: Float) -> KernelArgument { KernelArgument(bits: UInt64(value.bitPattern)) }
}
