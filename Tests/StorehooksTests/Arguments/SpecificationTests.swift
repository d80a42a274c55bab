import Testing

@testable import CommandLine
@testable import storehooks

/// What parsing and help assume about the specification.
@Suite struct SpecificationTests {
  private let spec = CommandLineSpec.storehooks

  @Test func namesAreUnique() {
    #expect(Set(spec.commands.map(\.name)).count == spec.commands.count)
    #expect(Set(spec.globalGroups.map(\.role)).count == spec.globalGroups.count)
    for command in spec.commands {
      let options = spec.options(of: command)
      #expect(Set(options.map(\.long)).count == options.count, "\(command.name)")
      let shorts = options.compactMap(\.short)
      #expect(Set(shorts).count == shorts.count, "\(command.name)")
    }
  }

  /// Options may precede the command, so whether they take a value can't depend on it.
  @Test func optionsOfOneNameHaveOneShape() {
    for option in spec.globalOptions + spec.commands.flatMap(\.options) {
      let first = spec.options(of: nil).first { $0.long == option.long }
      #expect((first?.value == nil) == (option.value == nil), "\(option.long)")
      #expect(first?.short == option.short, "\(option.long)")
    }
  }

  @Test func defaultsAreValid() throws {
    for option in spec.options(of: nil) {
      guard let value = option.value, let fallback = value.fallback else { continue }
      #expect(throws: Never.self, "\(option.long)") { try value.kind.check(fallback) }
    }
  }

  @Test func conflictsNameOptions() {
    let names = Set(spec.globalOptions.map(\.long) + spec.commands.flatMap(\.options).map(\.long))
    for option in spec.options(of: nil) { #expect(names.isSuperset(of: option.conflicts), "\(option.long)") }
  }

  @Test func textsKeepTheirForm() {
    let clauses =
      spec.commands.map(\.abstract) + spec.options(of: nil).map(\.help)
      + spec.commands.flatMap { $0.arguments.map(\.help) + $0.exitCodes.map(\.meaning) }
      + (spec.examples + spec.commands.flatMap(\.examples)).map(\.says)
    for clause in clauses {
      #expect(clause.first?.isUppercase == true && clause.last != ".", "\(clause)")
    }
    for command in spec.commands {
      #expect(!command.examples.isEmpty, "\(command.name)")
      for paragraph in command.discussion { #expect(paragraph.last == ".", "\(command.name)") }
    }
  }

  @Test func examplesAreValid() throws {
    let parser = ArgumentParser(spec: spec, environment: [:])
    for example in spec.examples + spec.commands.flatMap(\.examples) {
      let words = example.line.split(separator: " ").prefix { $0 != "|" }.map {
        String($0.filter { $0 != "'" })
      }
      #expect(words.first == spec.program)
      #expect(throws: Never.self, "\(example.line)") { try parser.parse(Array(words.dropFirst())) }
    }
  }

  @Test(arguments: [40, 80, 100]) func helpKeepsToTheWidth(columns: Int) {
    let help = HelpRenderer(spec: spec, columns: columns)
    let examples = Set((spec.examples + spec.commands.flatMap(\.examples)).map { "    " + $0.line })
    for page in [help.overview()] + spec.commands.map(help.page(of:)) {
      for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        // Commands to copy, names and URLs can't be broken, so they may be longer than a narrow terminal.
        let isOneWord = !line.drop { $0 == " " }.contains(" ") || line.contains("    --")
        let fits = line.count <= columns || (columns < 80 && (isOneWord || examples.contains(line)))
        #expect(fits && line.last != " ", "\(line)")
      }
      #expect(page.hasSuffix("\n") && !page.hasSuffix("\n\n") && !page.contains("\n\n\n"))
    }
  }
}
