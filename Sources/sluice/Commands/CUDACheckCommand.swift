import CPUBackend
import CUDABackend
import Glibc
import Qwen2
import Tokenizer

/// `sluice cuda-check`: all that runs on a GPU, beside the CPU.
enum CUDACheckCommand: Command {
  static let name = "cuda-check"
  static let summary = "check the kernels of a GPU, and how fast they are"
  static let shape = Arguments.Shape(
    options: [
      "--models", "--prompts", "--tokenizer", "--vocab-size", "--eos", "--draws", "--speed", "--batches", "--gpu",
    ],
    flags: ["--compile"])
  static let help = """
    usage: sluice cuda-check [OPTIONS]

    Compares products, whole models and draws on a GPU with the same on the CPU, and prints a table.

      --models A,B         model directories, whose logits and texts are compared with the CPU's
      --prompts N          prompts of these texts (default \(EngineChecks.prompts.count))
      --draws N            draws of the sampler to compare (default 20000)
      --speed SHAPES       0.5B, 1.5B, 7B: measure these shapes, with random weights in bf16, int8, int4
      --batches A,B        sequences that go on together in them (default 1,4,16,64)
      --tokenizer FILE     tokenizer.json of the masks of --speed; without one, a token is a byte
      --vocab-size N       rows of the model's logits
      --eos ID             the end token
      --gpu N              which GPU (default 0)
      --compile            only translate all kernels, for compute capability 8.0 and 9.0; needs no GPU

    Exit code 1 when a check fails, 2 when there is no usable GPU.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    if arguments.has("--compile") { return try compile() }
    let prompts = try arguments.integer("--prompts", in: 0...EngineChecks.prompts.count) ?? EngineChecks.prompts.count
    let draws = try arguments.integer("--draws", in: 0...100_000_000) ?? 20_000
    let index = try arguments.integer("--gpu", in: 0...1024) ?? 0
    let size = try arguments.integer("--vocab-size", in: 1...Int(Int32.max))
    let end = try arguments.integer("--eos", in: 0...Int(Int32.max))
    let shapes = try shapes(arguments)
    let batches = try batches(arguments)
    let libraries = try CUDALibraries.load()
    let device = try CUDADevice(index: index, libraries: libraries)
    let (driver, compiler) = (libraries.driverVersion, libraries.compilerVersion)
    Console.print(
      "\(device.name), \(device.architecture), \(device.multiprocessors) multiprocessors, \(device.memory >> 20) MiB; "
        + "driver of CUDA \(driver.major).\(driver.minor), NVRTC \(compiler.major).\(compiler.minor)")
    var table = CheckTable()
    var kernels = KernelChecks(device)
    try kernels.run(&table)
    for directory in (arguments.value("--models") ?? "").split(separator: ",") {
      try ModelChecks(device: device).run(String(directory), &table)
      // A checkpoint without a tokenizer writes no texts.
      if unsafe access(directory + "/tokenizer.json", F_OK) == 0 {
        try await EngineChecks(device: device, prompts: prompts).run(String(directory), &table)
      }
    }
    if draws > 0 {
      try SamplerChecks(device: device).run(draws: draws, vocabularySize: 2_048, &table)
      try SamplerChecks(device: device).run(draws: min(draws, 1_280), vocabularySize: 151_936, &table)
    }
    if !shapes.isEmpty {
      let (vocabulary, _) = try ConstraintOptions.vocabulary(
        tokenizer: arguments.value("--tokenizer"), size: size, end: end)
      let speed = try SpeedChecks(device, vocabulary, &table)
      for shape in shapes {
        for type in [nil] + Quantization.Element.allCases.map(Optional.some) {
          try speed.run(shape, rounding: type, batches: batches, &table)
        }
      }
    }
    Console.print("\(table.count) checks, \(table.failures) failed")
    return table.failures == 0 ? ExitCode.success : ExitCode.negative
  }

  private static func shapes(_ arguments: Arguments) throws(UsageError) -> [Qwen2Config.Shape] {
    var shapes: [Qwen2Config.Shape] = []
    for word in (arguments.value("--speed") ?? "").split(separator: ",") {
      guard let shape = Qwen2Config.Shape(rawValue: String(word)) else {
        throw .invalidValue(option: "--speed", given: String(word), expected: "0.5B, 1.5B or 7B")
      }
      shapes.append(shape)
    }
    return shapes
  }

  private static func batches(_ arguments: Arguments) throws(UsageError) -> [Int] {
    try (arguments.value("--batches") ?? "1,4,16,64").split(separator: ",").map { (word) throws(UsageError) in
      guard let count = Int(word), count >= 1, count <= 256 else {
        throw .invalidValue(option: "--batches", given: String(word), expected: "numbers within 1...256")
      }
      return count
    }
  }

  private static func compile() throws -> Int32 {
    for (name, architecture, bytes) in try KernelSource.compileAll() {
      Console.print("\(name) for \(architecture): \(bytes) bytes")
    }
    return ExitCode.success
  }
}
