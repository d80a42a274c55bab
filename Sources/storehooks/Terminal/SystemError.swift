#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's words for its error numbers.
enum SystemError {
  /// What an `errno` means, `No space left on device` for instance.
  static func text(_ code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }
}
