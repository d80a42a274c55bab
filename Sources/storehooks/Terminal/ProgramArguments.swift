import CProgram

/// The arguments of this process.
enum ProgramArguments {
  /// All of them but the program's name.
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
