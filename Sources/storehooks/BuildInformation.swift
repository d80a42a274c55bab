import CProgram
import Platform

/// What was built: told by the build's environment, see Package.swift.
enum BuildInformation {
  /// The version, `0.1.0` for instance.
  static var version: String { String(cString: storehooks_version()) }

  /// The commit; `nil` where the build wasn't told.
  static var commit: String? {
    let commit = String(cString: storehooks_commit())
    return commit.isEmpty ? nil : commit
  }

  /// The operating system and the processor.
  static var platform: String { "\(OperatingSystem.name)-\(processor)" }

  /// How requests introduce themselves.
  static var userAgent: String { "storehooks/\(version) (\(platform))" }

  private static var processor: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "unknown"
    #endif
  }
}
