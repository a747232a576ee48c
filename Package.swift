// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: strict concurrency comes with language mode 6.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
]

/// A Swift room of the house.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A small test target beside its room.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "sluice",
  products: [
    .executable(name: "sluice", targets: ["sluice"]),
    // The C ABI; `make libsluice` links it into one shared library without further dependencies.
    .library(name: "SluiceC", type: .static, targets: ["SluiceC"]),
  ],
  targets: [
    // Engine: a library first; no Foundation, no server code.
    .target(name: "JSON", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
    room("Automata", ["JSON", "PCRE2"]),
    room("PCRE2", ["CPCRE2"]),
    room("Schema", ["JSON", "Automata", "PCRE2"]),
    room("Tokenizer", ["JSON", "PCRE2"]),
    room("Masking", ["JSON", "Automata", "Schema", "Tokenizer"]),
    room("Rules", ["JSON", "PCRE2"]),
    room("Verification", ["JSON", "Automata", "Schema", "Tokenizer", "Masking"]),

    room("SluiceC", ["JSON", "Automata", "Schema", "Tokenizer", "Masking", "CSluice", "CKernels"]),
    // The header of the C ABI.
    .systemLibrary(name: "CSluice"),

    // Inference core.
    .target(name: "CKernels"),
    room("Tensors", ["JSON"]),
    room("CPUBackend", ["Tensors", "CKernels"]),
    // With the text of the kernels, which the compiler puts into the binary.
    .target(name: "CCUDA", exclude: ["kernels"]),
    room("CUDABackend", ["Tensors", "CCUDA"]),
    room("Qwen2", ["JSON", "Tensors", "CPUBackend", "CUDABackend"]),
    room("Decoding", ["JSON", "Schema", "Masking", "Tokenizer", "Tensors", "CPUBackend", "CUDABackend", "Qwen2"]),

    // What outlives the process.
    room("Store", ["JSON", "CSQLite"]),

    // Server.
    room("HTTPServer", ["CMicrohttpd"]),
    // The console's page, which the compiler puts into the binary.
    .target(name: "CConsole", exclude: ["page"]),
    room(
      "Gateway",
      [
        "JSON", "Schema", "Masking", "Tokenizer", "Rules", "Qwen2", "Decoding", "Store", "HTTPServer", "CConsole",
      ]),
    .executableTarget(
      name: "sluice",
      dependencies: [
        "JSON", "Automata", "Schema", "Masking", "Tokenizer", "Tensors", "CPUBackend", "CUDABackend", "Qwen2",
        "Decoding", "HTTPServer", "Gateway", "Rules", "Store", "Verification",
      ],
      swiftSettings: settings,
      // Through the shared library's table of addresses, the engine's calls into the runtime take a sixth of its time.
      linkerSettings: [.unsafeFlags(["-static-stdlib"], .when(configuration: .release))]),

    // System C libraries, one target each.
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CMicrohttpdLibrary", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .target(name: "CMicrohttpd", dependencies: ["CMicrohttpdLibrary"]),

    // Tests.
    tests("JSONTests", ["JSON"], exclude: ["Cases"]),
    tests("PCRE2Tests", ["PCRE2"]),
    tests("TokenizerTests", ["JSON", "PCRE2", "Tokenizer"], exclude: ["Fixtures"]),
    tests("AutomataTests", ["JSON", "PCRE2", "Automata"], exclude: ["Cases"]),
    tests("SchemaTests", ["JSON", "Automata", "Schema"], exclude: ["Cases"]),
    tests("MaskingTests", ["JSON", "Automata", "Schema", "Tokenizer", "Masking", "Verification"], exclude: ["Cases"]),
    tests("RulesTests", ["JSON", "Schema", "Rules"], exclude: ["Cases"]),
    tests("CUDABackendTests", ["CUDABackend", "Qwen2"]),
    tests("Qwen2Tests", ["JSON", "Tensors", "CPUBackend", "Qwen2"], exclude: ["Fixtures"]),
    tests("DecodingTests", ["JSON", "Schema", "Masking", "Tokenizer", "CPUBackend", "Qwen2", "Decoding"]),
    tests("StoreTests", ["JSON", "Store", "JournalWriter"], exclude: ["Cases"]),
    // A process for the tests to kill.
    .executableTarget(
      name: "JournalWriter", dependencies: ["JSON", "Store"], path: "Tests/JournalWriter", swiftSettings: settings),
    tests("HTTPServerTests", ["HTTPServer"]),
    // With the command itself, for the tests to start, ask and kill.
    tests(
      "GatewayTests", ["JSON", "Schema", "Tokenizer", "Rules", "Decoding", "Store", "HTTPServer", "Gateway", "sluice"],
      exclude: ["Cases"]),
  ],
  cLanguageStandard: .gnu11
)
