import Decoding
import JSON
import Rules
import Testing

@testable import Gateway

/// Contracts in files.
@Suite(.timeLimit(.minutes(15))) struct ContractFileTests {
  private static let minimal = #"{"schema": {"type": "integer"}, "fallback": {"static": 0}}"#

  let compiler: ContractCompiler

  init() throws { compiler = ContractCompiler(engine: try BundledModel.shared.get()) }

  @Test func everyShippedContractRegisters() async throws {
    let registry = ContractRegistry(compiler: compiler)
    #expect(try await registry.load(ContractFolder(path: BundledModel.root + "/schemas")) == [])
    let contracts = registry.all.map(\.contract)
    #expect(
      contracts.map { "\($0.id)" } == [
        "calendar-event@1", "contact@1", "entities@1", "invoice@1", "openapi-operation@1", "order-intent@1",
        "sql-plan@1", "ticket-triage@1", "workflow-step@1",
      ])
    for contract in contracts {
      let examples = contract.terms.examples
      #expect(examples.contains { $0.expectation == .valid }, "\(contract.id)")
      #expect(examples.contains { $0.expectation == .breaksSchema }, "\(contract.id)")
      #expect(examples.contains { if case .breaksRule = $0.expectation { true } else { false } }, "\(contract.id)")
      guard case .document = contract.terms.fallback else {
        Issue.record("\(contract.id) has no static fallback")
        continue
      }
    }
  }

  @Test func theContractOfTheDocumentRegisters() async throws {
    let path = BundledModel.root + "/docs/contracts.md"
    let text = String(decoding: try SystemFile.read(path), as: UTF8.self)
    let start = try #require(text.firstRange(of: "```json\n"))
    let rest = text[start.upperBound...]
    let json = try JSONParser.parse(String(rest[..<(try #require(rest.firstRange(of: "```"))).lowerBound]))
    let compiled = try await compiler.compile(try Contract(json, limits: GatewayLimits()).terms, id: nil)
    #expect(compiled.judge.rules.all.map(\.id) == ["price-is-listed"])
  }

  @Test func namesFilesThatAreRefused() async throws {
    let folder = TemporaryFolder()
    folder.write(Self.minimal, to: "good/1.json")
    folder.write(Self.minimal, to: "good/1.1.json")
    folder.write(#"{"schema": false, "fallback": "error"}"#, to: "unsatisfiable/1.json")
    folder.write(#"{"schema": {"type": "integer"}, "fallback": {"static": 0}, "rule": []}"#, to: "unknown/2.json")
    folder.write(#"{"name": "other", "schema": {"type": "integer"}, "fallback": "error"}"#, to: "named/1.json")
    folder.write("{", to: "torn/1.json")
    folder.write(Self.minimal, to: "good/first.json")
    folder.write(Self.minimal, to: "stray.json")
    folder.write("what a crash left", to: "good/.2.json.tmp")
    folder.write("for readers", to: "README.md")
    let registry = ContractRegistry(compiler: compiler)
    let problems = try await registry.load(ContractFolder(path: folder.path)).map { problem in
      String(problem.description.dropFirst(folder.path.count))
    }
    #expect(
      problems == [
        "/good/first.json: contracts stand in <name>/<version>.json",
        "/stray.json: contracts stand in <name>/<version>.json",
        "/named/1.json: Invalid value for 'name': expected 'named', as the folder, but got 'other'.",
        "/torn/1.json: the text ends in the middle of a value at byte 1",
        "/unknown/2.json: Unknown parameter: 'rule'.",
        "/unsatisfiable/1.json: The contract is refused at 'schema': #: no value is valid for this schema; # admits none.",
      ])
    #expect(registry.all.map { "\($0.contract.id)" } == ["good@1", "good@1.1"])
  }

  @Test func aFolderThatIsNotThereIsAnError() async throws {
    let registry = ContractRegistry(compiler: compiler)
    await #expect(throws: FileError.unlistable(path: "/nowhere/at/all", code: 2)) {
      try await registry.load(ContractFolder(path: "/nowhere/at/all"))
    }
  }

  @Test func whatIsCreatedSurvivesTheProcess() async throws {
    let folder = TemporaryFolder()
    let store = ContractFolder(path: folder.path)
    let first = ContractRegistry(compiler: compiler, store: store)
    for version in ["1", "2"] {
      let contract = try Contract(
        ["name": "kept", "version": .string(version), "schema": ["type": "integer"], "fallback": ["static": 7]],
        limits: GatewayLimits())
      _ = try await first.create(contract)
    }
    _ = try await first.retire(ContractID(name: "kept", version: try #require(ContractVersion("1"))))
    #expect(!folder.has("kept/.1.json.tmp"))

    let second = ContractRegistry(compiler: compiler, store: store)
    #expect(try await second.load(store) == [])
    #expect(second.all.map { "\($0.contract.id) \($0.isRetired)" } == ["kept@1 true", "kept@2 false"])
  }

  @Test func registersWhatIsAddedWhileItServes() async throws {
    let folder = TemporaryFolder()
    folder.write(Self.minimal, to: "first/1.json")
    let registry = ContractRegistry(compiler: compiler)
    let watched = ContractFolder(path: folder.path)
    #expect(try await registry.load(watched) == [])
    let (reports, continuation) = AsyncStream.makeStream(of: String.self)
    let watch = Task {
      await ContractWatch(watched, registry).run(every: .milliseconds(5)) { continuation.yield($0) }
    }
    defer { watch.cancel() }
    folder.write(Self.minimal, to: "second/1.json")
    folder.write(Self.minimal.replacing("0", with: "1"), to: "first/1.json")
    // Both are seen in one look or in two; a half written file would be reported as well.
    for await report in reports where report.contains("exists already") {
      #expect(report.hasSuffix("/first/1.json: The contract 'first@1' exists already; a version never changes."))
      break
    }
    while registry.all.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(registry.all.map { "\($0.contract.id)" } == ["first@1", "second@1"])
    #expect(registry.all[0].contract.source["fallback"]?["static"] == 0)
  }
}
