import CCUDA
import Glibc

/// The functions of CUDA's libraries, each library opened once for the process.
///
/// Libraries are looked for by their soname, as the dynamic loader does, and in the folders of a usual installation.
@safe package struct CUDALibraries: @unchecked Sendable {
  // Sendable: the tables hold functions that may be called from any thread, and are never written again.
  let driver: sl_cuda_driver
  let nvrtc: sl_nvrtc
  /// Major version of CUDA that the driver supports, as 12.
  package let driverVersion: (major: Int, minor: Int)
  /// Version of the compiler.
  package let compilerVersion: (major: Int, minor: Int)

  /// Folders beside those of the dynamic loader.
  private static let folders = ["/usr/local/cuda/lib64", "/opt/cuda/lib64", "/usr/lib/x86_64-linux-gnu"]

  /// The driver and the compiler. A compiler newer than the driver is passed over: the driver may not read its output.
  package static func load() throws(CUDAError) -> CUDALibraries {
    var driver = sl_cuda_driver()
    unsafe try open(.driver, ["libcuda.so.1"]) { unsafe sl_cuda_driver_load($0, &driver) }
    try check("cuInit", driver, driver.`init`(0))
    var version: Int32 = 0
    try unsafe check("cuDriverGetVersion", driver, driver.driverGetVersion(&version))
    let major = Int(version) / 1000
    let nvrtc = try compiler(newest: major)
    return CUDALibraries(
      driver: driver, nvrtc: nvrtc.table, driverVersion: (major, Int(version) % 1000 / 10),
      compilerVersion: nvrtc.version)
  }

  /// The compiler alone, which needs no GPU and no driver.
  static func compiler(
    newest: Int = .max
  ) throws(CUDAError) -> (table: sl_nvrtc, version: (major: Int, minor: Int)) {
    let names = [(13, "libnvrtc.so.13"), (12, "libnvrtc.so.12"), (11, "libnvrtc.so.11.2")]
    var table = sl_nvrtc()
    unsafe try open(.nvrtc, names.filter { $0.0 <= newest }.map(\.1)) { unsafe sl_nvrtc_load($0, &table) }
    var (major, minor): (Int32, Int32) = (0, 0)
    let code = unsafe table.version(&major, &minor)
    guard code == 0 else { throw .nvrtc(call: "nvrtcVersion", code: code) }
    return (table, (Int(major), Int(minor)))
  }

  /// cuBLAS of the driver's version or an older one.
  func cublas() throws(CUDAError) -> sl_cublas {
    let names = [13, 12, 11].filter { $0 <= driverVersion.major }.map { "libcublas.so.\($0)" }
    var table = sl_cublas()
    unsafe try Self.open(.cublas, names) { unsafe sl_cublas_load($0, &table) }
    return table
  }

  private static func open(
    _ library: CUDAError.Library, _ names: [String], _ load: (String) -> UnsafePointer<CChar>?
  ) throws(CUDAError) {
    var reasons: [String] = []
    for name in names {
      for candidate in [name] + folders.map({ $0 + "/" + name }) {
        guard let reason = unsafe load(candidate) else { return }
        // The other folders say the same of a file that is not there.
        if candidate == name { reasons.append(unsafe String(cString: reason)) }
      }
    }
    throw .noLibrary(library, reasons: reasons)
  }

  /// Throws what a call of the driver returned, 0 being success.
  static func check(_ call: String, _ driver: sl_cuda_driver, _ code: UInt32) throws(CUDAError) {
    if code == 0 { return }
    if code == noDeviceCode { throw .noDevice }
    var text: UnsafePointer<CChar>?
    _ = unsafe driver.getErrorString(code, &text)
    let meaning = unsafe text.map { unsafe String(cString: $0) } ?? "unknown"
    throw .driver(call: call, code: code, meaning: meaning)
  }

  /// CUDA_ERROR_NO_DEVICE.
  private static let noDeviceCode: UInt32 = 100
}
