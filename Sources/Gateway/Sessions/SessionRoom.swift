import Store

/// Sessions, and who works at them.
struct SessionRoom: Sendable {
  let store: SessionStore
  let line = SessionLine()
}
