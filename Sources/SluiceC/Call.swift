import CSluice

/// Carries out a call: its status, with the failure left for `sluice_last_error`.
func call(_ body: () throws(Failure) -> Void) -> sluice_status {
  do throws(Failure) {
    try body()
    return SLUICE_OK
  } catch {
    LastError.set(error)
    return error.status
  }
}

/// A pointer that C must not pass as NULL.
func required<Pointer>(_ pointer: Pointer?, _ name: String) throws(Failure) -> Pointer {
  guard let pointer else { throw .argument("\(name) is NULL") }
  return pointer
}
