import CUDABackend
import Decoding

/// Where the model computes.
enum DeviceOption {
  static let help = """
      --device NAME        where the model computes: cpu (default), cuda or cuda:N for a GPU, or auto for a GPU where one
                           can be used, and the processor otherwise
    """

  /// The GPU that is asked for, or nil for the processor.
  static func device(_ arguments: Arguments) throws -> CUDADevice? {
    let name = arguments.value("--device") ?? "cpu"
    if name == "cpu" { return nil }
    guard name != "auto" else {
      do throws(CUDAError) {
        return try open(0)
      } catch {
        Console.report("no GPU: \(error); the model computes on the processor")
        return nil
      }
    }
    let words = name.split(separator: ":", omittingEmptySubsequences: false)
    guard words[0] == "cuda", words.count <= 2, let index = words.count == 1 ? 0 : Int(words[1]), index >= 0 else {
      throw UsageError.invalidValue(option: "--device", given: name, expected: "cpu, cuda, cuda:N or auto")
    }
    return try open(index)
  }

  private static func open(_ index: Int) throws(CUDAError) -> CUDADevice {
    let device = try CUDADevice(index: index, libraries: CUDALibraries.load())
    Console.report("\(device.name), \(device.memory >> 20) MiB")
    return device
  }
}
