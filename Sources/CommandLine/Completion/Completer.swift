/// Finds what may stand at the cursor of an unfinished command line.
///
/// Only this knows: the shells' scripts hand the line over and show what comes back, so they stay the same
/// when a command or an option is added.
package struct Completer {
  /// What may stand at the cursor.
  package enum Reply: Equatable, Sendable {
    /// Paths, which the shell itself knows best.
    case files
    /// These, each after `prefix`, which is typed already: `--format=` for instance.
    case words([Suggestion], prefix: String)

    package static let nothing = Self.words([], prefix: "")
  }

  /// Finds names for a pattern or a name, as far as the options given so far tell.
  package typealias NameSource = (_ kind: ValueKind, _ given: ParsedOptions) -> [Suggestion]

  private let spec: CommandLineSpec
  private let names: NameSource

  package init(spec: CommandLineSpec, names: @escaping NameSource) {
    self.spec = spec
    self.names = names
  }

  /// What may stand at the cursor.
  ///
  /// - Parameters:
  ///   - words: the words before the cursor's, unquoted, without the program's name.
  ///   - current: the cursor's word up to the cursor.
  package func complete(_ words: [String], current: String) -> Reply {
    let line = Line(ArgumentScanner(options: spec.options(of: nil)).scan(words), spec)
    if let option = line.awaited.flatMap({ option(named: $0, line) }) {
      return values(of: option, line, prefix: "")
    }
    guard current.hasPrefix("-"), !words.contains("--") else { return positional(current, line) }
    guard let equals = current.firstIndex(of: "=") else { return options(line) }
    let name = String(current[..<equals].drop { $0 == "-" })
    guard let option = option(named: name, line) else { return .nothing }
    return values(of: option, line, prefix: String(current[...equals]))
  }

  private var commands: Reply {
    .words(spec.commands.map { Suggestion($0.name, says: $0.abstract) }, prefix: "")
  }

  private func option(named long: String, _ line: Line) -> OptionSpec? {
    spec.options(of: line.command).first { $0.long == long }
  }

  private func positional(_ current: String, _ line: Line) -> Reply {
    guard let command = line.command else {
      guard line.arguments.isEmpty else { return .nothing }
      return commands
    }
    let index = line.arguments.count - 1
    let last = command.arguments.count - 1
    guard last >= 0, index <= last || command.arguments[last].isRepeatable else {
      return current.isEmpty ? options(line) : .nothing
    }
    if command.name == "help" { return commands }
    let argument = command.arguments[min(index, last)]
    if argument.isPath { return .files }
    return .words(argument.suggestions, prefix: "")
  }

  /// The options that can still be given, those of the command first.
  private func options(_ line: Line) -> Reply {
    let given = spec.options(of: nil).filter { line.options.hasValue($0.long) }
    let excluded = Set(given.flatMap(\.conflicts) + given.filter { !$0.isRepeatable }.map(\.long))
    let groups = line.command.map(spec.relevantGroups(of:)) ?? spec.globalGroups
    let options = (line.command?.options ?? []) + groups.flatMap(\.options)
    return .words(
      options.filter { option in
        !excluded.contains(option.long) && !option.conflicts.contains(where: line.options.hasValue)
      }.map { Suggestion($0.spelling, says: $0.help) }, prefix: "")
  }

  private func values(of option: OptionSpec, _ line: Line, prefix: String) -> Reply {
    let candidates: [Suggestion]
    switch option.value?.kind {
    case .path: return .files
    case .enumeration(let words), .word(let words): candidates = words.map { Suggestion($0) }
    case .pattern?: candidates = names(.pattern, line.options)
    case .assignment?: candidates = names(.assignment, line.options)
    case .name(let others)?: candidates = others.map { Suggestion($0) } + names(.name(), line.options)
    case .string, .integer, .duration, .url, nil: candidates = []
    }
    return .words(candidates, prefix: prefix)
  }
}

extension Completer {
  private struct Line {
    var command: CommandSpec?
    /// All words that are no options, the command's name first.
    var arguments: [String] = []
    var options = ParsedOptions()
    /// The option whose value is missing, since it is what the cursor is at.
    var awaited: String?

    init(_ tokens: [ArgumentToken], _ spec: CommandLineSpec) {
      let taking = Set(spec.options(of: nil).filter { $0.value != nil }.map(\.long))
      for token in tokens {
        switch token {
        case .argument(let word): arguments.append(word)
        case .unknownOption: continue
        case .option(let long, _, let value):
          switch value {
          case .adjacent(let text), .assigned(let text): options.add(text, to: long, from: .commandLine)
          case .none, .noneBeforeOption: options.add(nil, to: long, from: .commandLine)
          }
        }
      }
      if case .option(let long, _, .none)? = tokens.last, taking.contains(long) { awaited = long }
      command = arguments.first.flatMap(spec.command(named:))
    }
  }
}
