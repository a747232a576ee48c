import Testing

@testable import CUDABackend

@Suite struct KernelSourceTests {
  /// Whether NVRTC can be loaded; kernels are translated without a GPU.
  static let hasCompiler: Bool = {
    do throws(CUDAError) {
      _ = try CUDALibraries.compiler()
      return true
    } catch {
      return false
    }
  }()

  @Test(.enabled(if: hasCompiler, "NVRTC is not installed: the kernels were not translated"))
  func everyKernelTranslatesForBothGenerations() throws {
    let done = try KernelSource.compileAll()
    #expect(Set(done.map(\.architecture)) == ["sm_80", "sm_90"])
    for source in KernelSource.all {
      #expect(done.contains { $0.name.hasPrefix(source.name) && $0.bytes > 0 })
    }
  }

  @Test(.enabled(if: hasCompiler, "NVRTC is not installed: no mistake was translated"))
  func aMistakeIsToldWithItsPlace() throws {
    let source = KernelSource(name: "broken", text: "__global__ void kernel() { int x = y; }")
    let (nvrtc, _) = try CUDALibraries.compiler()
    let error = #expect(throws: CUDAError.self) {
      try source.compile(nvrtc, architecture: "sm_80", macros: [])
    }
    guard case .compilation("broken", "sm_80", let log) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(log.contains("broken.cu(1)"))
    #expect(log.contains("\"y\" is undefined"))
  }
}
