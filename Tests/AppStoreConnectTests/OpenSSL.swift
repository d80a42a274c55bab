import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The `openssl` command line, as a second opinion on signatures.
enum OpenSSL {
  static let isInstalled = (try? run(["version"])) == 0

  /// Whether `openssl dgst` accepts a raw signature `r‖s`.
  static func verifies(signature: [UInt8], of message: [UInt8], publicKeyPEM: String) throws -> Bool {
    let folder = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = ["key.pem", "signature.der", "message"].map { folder.appending(path: $0) }
    try Data(publicKeyPEM.utf8).write(to: paths[0])
    try Data(der(signature)).write(to: paths[1])
    try Data(message).write(to: paths[2])
    return try run([
      "dgst", "-sha256", "-verify", paths[0].path, "-signature", paths[1].path, paths[2].path,
    ]) == 0
  }

  /// `SEQUENCE { INTEGER r, INTEGER s }`; 64 bytes never need more than one byte of length.
  private static func der(_ raw: [UInt8]) -> [UInt8] {
    let integers = [raw.prefix(32), raw.suffix(32)].map { half -> [UInt8] in
      var digits = Array(half.drop { $0 == 0 })
      if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
      return [0x02, UInt8(digits.count)] + digits
    }.joined()
    return [0x30, UInt8(integers.count)] + integers
  }

  /// Runs `openssl` silently and returns its exit status.
  private static func run(_ arguments: [String]) throws -> Int32 {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [0, 1, 2] as [Int32] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words = (["openssl"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    guard posix_spawnp(&process, "openssl", &actions, nil, &words, environ) == 0 else { return -1 }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    return status
  }
}
