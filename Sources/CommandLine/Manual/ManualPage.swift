package struct ManualPage {
  private let spec: CommandLineSpec
  private let version: String

  package init(spec: CommandLineSpec, version: String) {
    self.spec = spec
    self.version = version
  }

  /// The page in the markup of man(7). It has no date, so that the same source gives the same page.
  package func text() -> String {
    var lines = [#".\" Made by 'storehooks help --man'; see man(7) for the markup."#]
    lines.append(
      Roff.macro("TH", spec.program.uppercased(), "1", "", "\(spec.program) \(version)", "User Commands"))
    lines += [Roff.macro("SH", "NAME"), Roff.escaped(spec.program) + #" \- "# + Roff.escaped(spec.abstract)]
    lines += [Roff.macro("SH", "SYNOPSIS")]
    lines.append(
      "\(Roff.bold(spec.program)) [\(Roff.italic("global options"))] \(Roff.italic("command")) "
        + "[\(Roff.italic("options"))]"
    )
    lines += [Roff.macro("SH", "DESCRIPTION")] + paragraphs(spec.discussion)
    lines += paragraphs(["Options may stand before or after the command."])
    lines += [Roff.macro("SH", "COMMANDS")] + spec.commands.flatMap(command(_:))
    lines += [Roff.macro("SH", "GLOBAL OPTIONS")]
    for group in spec.globalGroups {
      lines += [Roff.macro("SS", group.title)] + group.options.flatMap(option(_:))
      lines += group.note.map { paragraphs([$0]) } ?? []
    }
    lines += [Roff.macro("SH", "EXIT STATUS")] + exitCodes
    lines += [Roff.macro("SH", "ENVIRONMENT")] + environment.flatMap(entry(_:))
    lines += [Roff.macro("SH", "FILES")] + spec.files.flatMap(entry(_:))
    lines += [Roff.macro("SH", "EXAMPLES")] + examples(spec.examples)
    return lines.joined(separator: "\n") + "\n"
  }

  private func command(_ command: CommandSpec) -> [String] {
    var usage = Roff.bold("\(spec.program) \(command.name)")
    if !command.options.isEmpty { usage += " [\(Roff.italic("options"))]" }
    for argument in command.arguments {
      let name = Roff.italic(argument.name) + (argument.isRepeatable ? " ..." : "")
      usage += argument.isOptional ? " [\(name)]" : " \(name)"
    }
    var lines = [Roff.macro("SS", command.name), usage, ".PP", Roff.line(command.abstract + ".")]
    lines += paragraphs(command.discussion)
    for argument in command.arguments {
      lines += [".TP", Roff.italic(argument.name), Roff.line(argument.help + ".")]
    }
    lines += command.options.flatMap(option(_:))
    if !command.formats.isEmpty, command.relevantGroups.contains(.output) {
      let formats = command.formats.map(\.rawValue).joined(separator: ", ")
      lines += paragraphs(["Formats: \(formats)."])
    }
    return lines + examples(command.examples)
  }

  private func option(_ option: OptionSpec) -> [String] {
    var term = option.short.map { Roff.bold("-\($0)") + ", " } ?? ""
    term += Roff.bold(option.spelling)
    if let value = option.value { term += " " + Roff.italic(value.name) }
    let notes = option.notes
    let help = option.help + (notes.isEmpty ? "." : " (\(notes.joined(separator: "; "))).")
    return [".TP", term, Roff.line(help)]
  }

  /// What codes mean for every command.
  private static let commonExitCodes: [Int32: String] = [
    0: "Done", 1: "Failed", ExitCode.usage.rawValue: "Wrong usage",
  ]

  /// Every exit code of any command, with what commands say about it beyond the common meaning.
  private var exitCodes: [String] {
    var meanings: [Int32: [(meaning: String, commands: [String])]] = [:]
    for (code, meaning) in Self.commonExitCodes { meanings[code] = [(meaning, [])] }
    for command in spec.commands {
      for exit in command.exitCodes where exit.meaning != Self.commonExitCodes[exit.code] {
        var known = meanings[exit.code] ?? []
        if let index = known.firstIndex(where: { $0.meaning == exit.meaning }) {
          known[index].commands.append(command.name)
        } else {
          known.append((exit.meaning, [command.name]))
        }
        meanings[exit.code] = known
      }
    }
    return meanings.sorted { $0.key < $1.key }.flatMap { code, meanings in
      [".TP", Roff.bold(String(code)), meanings.map(Self.line(of:commands:)).joined(separator: "\n.br\n")]
    }
  }

  private static func line(of meaning: String, commands: [String]) -> String {
    let names = commands.map(Roff.bold(_:)).joined(separator: ", ")
    return Roff.line(meaning) + (names.isEmpty ? "." : " (\(names)).")
  }

  /// The variables of options, then the others.
  private var environment: [CommandLineSpec.Entry] {
    spec.options(of: nil).compactMap { option in
      option.value?.environmentVariable.map { .init($0, "Sets the default for \(option.spelling).") }
    } + spec.environment
  }

  private func entry(_ entry: CommandLineSpec.Entry) -> [String] {
    [".TP", Roff.bold(entry.name), Roff.line(entry.says)]
  }

  private func examples(_ examples: [CommandSpec.Example]) -> [String] {
    examples.flatMap { example in
      [".PP", Roff.line(example.says + ":"), ".PP", ".RS 4", ".nf", Roff.bold(example.line), ".fi", ".RE"]
    }
  }

  private func paragraphs(_ paragraphs: [String]) -> [String] {
    paragraphs.flatMap { [".PP", Roff.line($0)] }
  }
}
