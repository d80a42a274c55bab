import CProgram
import Platform

/// What was built, as the build's environment says; see Package.swift.
enum BuildInformation {
  static var version: String { String(cString: storehooks_version()) }

  /// `nil` if the build wasn't told.
  static var commit: String? {
    let commit = String(cString: storehooks_commit())
    return commit.isEmpty ? nil : commit
  }

  static var platform: String { "\(OperatingSystem.name)-\(processor)" }

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

enum ProgramArguments {
  static func all() -> [String] {
    guard var next = storehooks_arguments() else { return Array(Swift.CommandLine.arguments.dropFirst()) }
    var arguments: [String] = []
    while let argument = next.pointee {
      arguments.append(String(cString: argument))
      next += 1
    }
    return Array(arguments.dropFirst())
  }
}
