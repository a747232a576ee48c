import CSluice
import Glibc

@_cdecl("sluice_last_error")
public func sluiceLastError() -> UnsafePointer<CChar>? { unsafe LastError.text }

@_cdecl("sluice_free")
public func sluiceFree(_ memory: UnsafeMutableRawPointer?) { unsafe free(memory) }

@_cdecl("sluice_abi_version")
public func sluiceAbiVersion() -> UInt32 { UInt32(SLUICE_ABI_VERSION) }
