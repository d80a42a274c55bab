import Diagnostics

/// A shell's question what may stand at the cursor: `PROGRAM __complete SHELL …`, which the scripts of
/// ``CompletionShell`` ask at every press of Tab.
///
/// It is not part of the command line that users write, and hence not of the specification; only the scripts
/// of the same version are sure to understand the answer. Its arguments are
///
/// - for bash the line up to the cursor, and `COMP_WORDBREAKS`;
/// - for zsh and fish the unquoted words before the cursor's, then the cursor's word up to the cursor.
///
/// The answer's first line is `files`, whereupon the shell completes paths, or `words`; then there is a line for
/// each candidate in the form that the shell's script needs. Bash gets only those that fit what is typed; zsh
/// and fish match by themselves, as their users have set it. The answer to a question that makes no sense is empty.
package struct CompletionRequest {
  private static let word = "__complete"

  private let shell: CompletionShell
  private let arguments: [String]

  /// A question; `nil` if the arguments aren't one, or the shell isn't known.
  package init?(_ arguments: [String]) {
    guard arguments.count >= 2, arguments[0] == Self.word, let shell = CompletionShell(rawValue: arguments[1])
    else { return nil }
    self.shell = shell
    self.arguments = Array(arguments.dropFirst(2))
  }

  package func answer(by completer: Completer) -> String {
    switch shell {
    case .bash:
      guard let text = arguments.first else { return "" }
      let line = BashLine(text, breaks: arguments.count > 1 ? arguments[1] : "")
      return lines(completer.complete(Array(line.words.dropFirst()), current: line.current)) {
        line.replacement($0 + $1.text)
      }
    case .zsh:
      return lines(answer(completer)) { _, candidate in
        let text = candidate.text.replacingScalars("\\", with: "\\\\").replacingScalars(":", with: "\\:")
        return candidate.says.isEmpty ? text : "\(text):\(candidate.says)"
      }
    case .fish:
      return lines(answer(completer)) { prefix, candidate in
        prefix + candidate.text + (candidate.says.isEmpty ? "" : "\t\(candidate.says)")
      }
    }
  }

  private func answer(_ completer: Completer) -> Completer.Reply {
    completer.complete(Array(arguments.dropLast()), current: arguments.last ?? "")
  }

  private func lines(
    _ reply: Completer.Reply, _ form: (_ prefix: String, Suggestion) -> String?
  ) -> String {
    switch reply {
    case .files: "files\n"
    case .words(let candidates, let prefix):
      (["words"] + candidates.compactMap { form(prefix, $0) }).joined(separator: "\n") + "\n"
    }
  }
}
