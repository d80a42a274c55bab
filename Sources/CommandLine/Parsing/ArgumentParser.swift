import Diagnostics

package struct ArgumentParser {
  let spec: CommandLineSpec
  let environment: [String: String]
  let discretion: Discretion

  package init(
    spec: CommandLineSpec, environment: [String: String], discretion: Discretion = Discretion()
  ) {
    (self.spec, self.environment, self.discretion) = (spec, environment, discretion)
  }

  /// Reads the arguments, without the program's name.
  ///
  /// `--help` wins over everything else, mistakes included, and `--version` over the command; both come
  /// back as the command of that name.
  package func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
    guard !arguments.isEmpty else { throw UsageError(reason: .emptyInvocation) }
    let tokens = ArgumentScanner(options: spec.options(of: nil)).scan(arguments)
    let words = tokens.compactMap { if case .argument(let word) = $0 { word } else { nil } }
    if Self.has("help", in: tokens) {
      return try help(words.first == "help" ? Array(words.dropFirst()) : Array(words.prefix(1)))
    }
    if Self.has("version", in: tokens) {
      let version = try position(of: "version")
      return try invocation(
        of: version, tokens: tokens.filter { accepts($0, spec.commands[version]) }, arguments: [])
    }
    let position = try findCommand(tokens)
    let rest = Array(words.dropFirst())
    if spec.commands[position].name == "help" {
      var invocation = try help(rest)
      if Self.has("man", in: tokens) { invocation.options.add("", to: "man", from: .commandLine) }
      return invocation
    }
    return try invocation(of: position, tokens: tokens, arguments: rest)
  }

  private func help(_ words: [String]) throws(UsageError) -> Invocation {
    guard words.count < 2 else {
      throw UsageError(
        reason: .unexpectedArgument(discretion.shown(words[1]), takesNone: false), command: "help")
    }
    for word in words { _ = try position(of: word) }
    let help = try position(of: "help")
    return Invocation(
      position: help, command: spec.commands[help], options: try defaults(ParsedOptions(), of: nil),
      arguments: words)
  }

  /// The command: the first argument. An unknown option before it comes first, because the argument may have
  /// been meant as its value.
  private func findCommand(_ tokens: [ArgumentToken]) throws(UsageError) -> Int {
    for token in tokens {
      switch token {
      case .argument(let name): return try position(of: name)
      case .unknownOption(let option): throw unknown(option, command: nil)
      case .option: continue
      }
    }
    throw UsageError(reason: .missingCommand)
  }

  private func position(of name: String) throws(UsageError) -> Int {
    if let position = spec.commands.firstIndex(where: { $0.name == name }) { return position }
    let nearest = Spelling.nearest(to: name, among: spec.commands.map(\.name))
    throw UsageError(reason: .unknownCommand(discretion.shown(name), nearest: nearest))
  }

  private func invocation(
    of position: Int, tokens: [ArgumentToken], arguments: [String]
  ) throws(UsageError) -> Invocation {
    let command = spec.commands[position]
    let known = Dictionary(
      spec.options(of: command).map { ($0.long, $0) }, uniquingKeysWith: { first, _ in first })
    var options = ParsedOptions()
    for token in tokens {
      switch token {
      case .argument: continue
      case .unknownOption(let option): throw unknown(option, command: command)
      case .option(let long, let spelling, let text):
        guard let option = known[long] else {
          let others = spec.commands(withOption: long)
          throw UsageError(reason: .optionNotTaken(spelling, takenBy: others), command: command.name)
        }
        do throws(UsageError.Reason) {
          guard option.isRepeatable || !options.hasValue(long) else { throw .repeatedOption(spelling) }
          options.add(try value(of: option, spelling, text), to: long, from: .commandLine)
        } catch {
          throw UsageError(reason: error, command: command.name)
        }
      }
    }
    try checkConflicts(known, options, command)
    try check(arguments, command)
    return Invocation(
      position: position, command: command, options: try defaults(options, of: command),
      arguments: arguments)
  }
}

/// What of a command line messages may repeat, which excludes a key or a secret in the wrong place.
package struct Discretion: Sendable {
  package var isKey: @Sendable (String) -> Bool = { _ in false }
  package var keyRemedy = ""
  /// A text of the user's, or what is shown in its place.
  package var shown: @Sendable (String) -> String = { $0 }

  package init() {}
}
