/// Registers what is added to a folder of contracts while they are served.
///
/// A version never changes: a file that is changed is reported, and what was registered goes on. A file that is taken
/// away stays registered as well until the gateway starts again; to retire a contract is a request of its own.
package struct ContractWatch: Sendable {
  private let folder: ContractFolder
  private let registry: ContractRegistry

  /// - Parameter folder: has been loaded.
  package init(_ folder: ContractFolder, _ registry: ContractRegistry) {
    self.folder = folder
    self.registry = registry
  }

  /// Looks again and again until the task is cancelled.
  ///
  /// - Parameter report: is told each problem once, as long as it lasts.
  package func run(every interval: Duration = .seconds(2), report: @Sendable (String) -> Void) async {
    var last: ContractFolder.Listing?
    var known: Set<String> = []
    while !Task.isCancelled {
      var problems: Set<String> = known
      do throws(FileError) {
        let listing = try folder.list()
        if listing != last { problems = Set(await registry.register(listing, from: folder).map(\.description)) }
        last = listing
      } catch {
        problems = [error.description]
      }
      for problem in problems.subtracting(known).sorted() { report(problem) }
      known = problems
      // Cancelled: the loop ends.
      do { try await Task.sleep(for: interval) } catch { return }
    }
  }
}
