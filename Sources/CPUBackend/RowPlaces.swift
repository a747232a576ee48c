import CKernels

/// Where the rows of a step stand: each at a position of a sequence, which has a table of its pages.
package struct RowPlaces: Sendable {
  private var tables: [UInt32] = []
  private var rows: [(table: Int, position: Int)]

  package init(rows: Int) { self.rows = Array(repeating: (0, 0), count: rows) }

  /// Adds the pages of a sequence, from position 0 on.
  ///
  /// - Returns: what `set` takes.
  package mutating func addTable(_ pages: [PageID]) -> Int {
    defer { for page in pages { tables.append(page.rawValue) } }
    return tables.count
  }

  package mutating func set(row: Int, table: Int, position: Int) { rows[row] = (table, position) }

  /// The places, as kernels want them.
  @unsafe package struct Pointer {
    let places: UnsafePointer<sl_place>
  }

  package func withPointer(_ body: (Pointer) -> Void) {
    unsafe tables.withUnsafeBufferPointer { tables in
      let places = unsafe rows.map { row in
        unsafe sl_place(pages: tables.baseAddress! + row.table, position: row.position)
      }
      unsafe places.withUnsafeBufferPointer { unsafe body(Pointer(places: $0.baseAddress!)) }
    }
  }
}
