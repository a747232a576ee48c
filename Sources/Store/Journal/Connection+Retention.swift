extension Connection {
  /// Throws away what is too old, and then the oldest records until the others are small enough together.
  func enforce(_ retention: Retention, now: WallTime) throws(StoreError) {
    if let age = retention.maximumAge {
      try run("DELETE FROM failures WHERE time < ?1", [.integer(now.adding(seconds: -age).milliseconds)])
    }
    if let limit = retention.maximumBytes {
      // Of the latest records, as many as fit stay.
      try run(
        """
        DELETE FROM failures WHERE id <= (
          SELECT id FROM (SELECT id, sum(bytes) OVER (ORDER BY id DESC) AS total FROM failures)
          WHERE total > ?1 ORDER BY id DESC LIMIT 1)
        """, [.integer(limit)])
    }
  }
}
