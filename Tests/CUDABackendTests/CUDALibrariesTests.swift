import Testing

@testable import CUDABackend

@Suite struct CUDALibrariesTests {
  static let driver: Result<CUDALibraries, CUDAError> = Result { () throws(CUDAError) in try CUDALibraries.load() }

  static var hasDriver: Bool {
    switch driver {
    case .success: true
    case .failure: false
    }
  }

  @Test(.enabled(if: !hasDriver, "there is a CUDA driver: its absence cannot be seen"))
  func withoutDriverTheErrorNamesWhatWasLookedFor() throws {
    guard case .failure(let error) = Self.driver else { return }
    switch error {
    case .noLibrary(let library, let reasons):
      #expect(error.description.contains(library.rawValue))
      #expect(!reasons.isEmpty)
      #expect(reasons.allSatisfy { $0.contains(library.rawValue) })
    case .noDevice: break
    default: Issue.record("\(error)")
    }
  }

  @Test(.enabled(if: hasDriver, "no CUDA driver: nothing was asked of a GPU"))
  func aDeviceTellsWhatItIs() throws {
    let device = try CUDADevice(libraries: Self.driver.get())
    #expect(!device.name.isEmpty)
    #expect(device.multiprocessors > 0)
    let free = try device.freeMemory()
    #expect(free > 0 && free <= device.memory)
    let error = #expect(throws: CUDAError.self) { try DeviceBuffer(bytes: device.memory + (1 << 30), on: device) }
    guard case .outOfMemory = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
