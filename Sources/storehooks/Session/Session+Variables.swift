import CommandLine
import Cryptography
import DesiredState
import Diagnostics
import Reports

extension Option<[String]> {
  static let variable = values(
    "var", "NAME=VALUE", .assignment, "Set a variable of the desired-state file, instead of its default")
}

extension Session {
  /// The values that the command line and the environment give variables.
  var variableValues: VariableValues {
    let given = self[.variable].compactMap(Self.parts(of:))
    return VariableValues(
      given: Dictionary(given.map { ($0.name, $0.value) }) { $1 }, environment: program.environment)
  }

  private static func parts(of assignment: String) -> (name: String, value: String)? {
    guard let equals = assignment.firstIndex(of: "=") else { return nil }
    return (String(assignment[..<equals]), String(assignment[assignment.index(after: equals)...]))
  }

  /// Refuses values of variables that the files don't declare, or that the command line can't set.
  func check(_ variables: [String: Variable]) throws(CommandFailure) {
    for (name, value) in self[.variable].compactMap(Self.parts(of:)) {
      guard let variable = variables[name] else {
        output.withholding.add(keyText: Secret(value))
        let nearest = Spelling.nearest(to: name, among: variables.keys.sorted())
        throw .usage(
          "--var '\(Discretion.shown(name))': the desired-state file declares no such variable"
            + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
      }
      guard variable.isSensitive else { continue }
      output.withholding.add(keyText: Secret(value))
      throw .usage(
        "--var '\(name)': the variable is sensitive, and other users of this machine can see command lines; set"
          + " \(variable.environmentName) instead")
    }
  }

  /// What the files say, and which live URLs mustn't be shown in full, for a command that doesn't need the files but
  /// uses them if there are any.
  var filesIfAny: (state: DesiredState?, mask: URLMask) {
    guard hasDesiredStateFile, !options.readsStandardInput else { return (nil, .none) }
    let result = DesiredStateReader(values: variableValues).read(paths: self[.file])
    withhold(result)
    return (result.state, result.mask)
  }
}
