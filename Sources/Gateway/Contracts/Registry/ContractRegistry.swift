import JSON
import Synchronization

/// The contracts that requests may name. All of them are in memory; those created here are also written to the store,
/// when there is one, before they are acknowledged.
package final class ContractRegistry: Sendable {
  package struct Entry: Sendable {
    package let contract: Contract
    package let compiled: CompiledContract
    package fileprivate(set) var isRetired = false
  }

  private struct State {
    var entries: [ContractID: Entry] = [:]
    /// Contracts that are being created: nobody else may take their ids.
    var pending: Set<ContractID> = []
  }

  let compiler: ContractCompiler
  private let store: ContractFolder?
  private let state = Mutex(State())

  /// - Parameter store: where contracts that are created are kept; nil keeps them until the process ends.
  package init(compiler: ContractCompiler, store: ContractFolder? = nil) {
    self.compiler = compiler
    self.store = store
  }

  /// Registers the contracts of a folder, and retires what is marked so in it.
  ///
  /// - Returns: what could not be registered, in the order of the files.
  package func load(_ folder: ContractFolder) async throws(FileError) -> [ContractFileProblem] {
    await register(try folder.list(), from: folder)
  }

  func register(_ listing: ContractFolder.Listing, from folder: ContractFolder) async -> [ContractFileProblem] {
    var problems = listing.strays.map { ContractFileProblem(path: $0, reason: .stray) }
    for file in listing.contracts {
      do throws(ContractFileProblem) {
        try await register(try folder.read(file), from: file)
      } catch {
        problems.append(error)
      }
    }
    state.withLock { state in
      for id in listing.retired { state.entries[id]?.isRetired = true }
    }
    return problems
  }

  private func register(_ json: JSONValue, from file: ContractFolder.File) async throws(ContractFileProblem) {
    do throws(GatewayError) {
      let contract = try Contract(json, id: file.id, limits: compiler.limits)
      if let known = entry(file.id) {
        if known.contract.source != json { throw .contractExists(file.id) }
        return
      }
      let compiled = try await compiler.compile(contract.terms, id: contract.id)
      state.withLock { $0.entries[file.id] = Entry(contract: contract, compiled: compiled) }
    } catch {
      throw ContractFileProblem(path: file.path, reason: .refused(error))
    }
  }

  /// Registers a contract for good. The same contract once more is no mistake.
  ///
  /// - Returns: the contract, and whether it is new.
  func create(_ contract: Contract) async throws(GatewayError) -> (entry: Entry, isNew: Bool) {
    let id = contract.id
    if let known = try reserve(contract) { return (known, false) }
    defer { state.withLock { _ = $0.pending.remove(id) } }
    let compiled = try await compiler.compile(contract.terms, id: contract.id)
    if let store {
      do throws(FileError) {
        try await store.write(contract)
      } catch {
        throw .contractNotStored(id, reason: "\(error)")
      }
    }
    let entry = Entry(contract: contract, compiled: compiled)
    state.withLock { $0.entries[id] = entry }
    return (entry, true)
  }

  /// The known contract that is the same, or nil after its id has been taken for the caller.
  private func reserve(_ contract: Contract) throws(GatewayError) -> Entry? {
    let id = contract.id
    return try state.withLock { (state) throws(GatewayError) in
      if let known = state.entries[id] {
        guard !known.isRetired, known.contract.source == contract.source else { throw .contractExists(id) }
        return known
      }
      guard state.pending.insert(id).inserted else { throw .contractExists(id) }
      return nil
    }
  }

  /// Takes a contract out of use; it stays known, so that its name and version are never given to another one.
  func retire(_ id: ContractID) async throws(GatewayError) -> Entry {
    guard let known = entry(id) else { throw .unknownContract(ContractReference(id)) }
    if known.isRetired { return known }
    if let store {
      do throws(FileError) {
        try await store.markRetired(id)
      } catch {
        throw .contractNotStored(id, reason: "\(error)")
      }
    }
    return state.withLock { state in
      state.entries[id]!.isRetired = true
      return state.entries[id]!
    }
  }

  /// All, by name and version.
  package var all: [Entry] { state.withLock { $0.entries.values.sorted { $0.contract.id < $1.contract.id } } }

  /// The contract that a reference means: without a version the newest that is not retired, and when all are retired
  /// the newest.
  func find(_ reference: ContractReference) throws(GatewayError) -> Entry {
    if let id = reference.id {
      guard let entry = entry(id) else { throw .unknownContract(reference) }
      return entry
    }
    let versions = state.withLock { state in state.entries.filter { $0.key.name == reference.name } }
    let current = versions.filter { !$0.value.isRetired }
    guard let newest = (current.isEmpty ? versions : current).max(by: { $0.key < $1.key }) else {
      throw .unknownContract(reference)
    }
    return newest.value
  }

  /// The contract that a request means, which must be in use.
  func usable(_ reference: ContractReference) throws(GatewayError) -> CompiledContract {
    let entry = try find(reference)
    guard !entry.isRetired else { throw .contractRetired(entry.contract.id) }
    return entry.compiled
  }

  private func entry(_ id: ContractID) -> Entry? { state.withLock { $0.entries[id] } }
}
