import Glibc
import JSON

/// The last failure of each thread, as a C string that the thread owns.
enum LastError {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let failure = unsafe pthread_key_create(&key) { unsafe free($0) }
    precondition(failure == 0, "pthread_key_create: error \(failure)")
    return key
  }()

  static func set(_ failure: Failure) {
    let old = unsafe pthread_getspecific(key)
    let text = unsafe strdup(JSONWriter.write(.object(failure.detail)))
    // Without memory for the new text the old one would be a lie.
    let result = unsafe pthread_setspecific(key, text)
    precondition(result == 0, "pthread_setspecific: error \(result)")
    unsafe free(old)
  }

  static var text: UnsafePointer<CChar>? {
    unsafe pthread_getspecific(key).map { unsafe UnsafePointer($0.assumingMemoryBound(to: CChar.self)) }
  }
}
