import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Python's `jsonschema`, an independent validator. `scripts/test` installs it if possible.
enum PythonValidator {
  /// Where `scripts/lib/prepare-jsonschema` puts it.
  private static let modules = Workspace.root + "/.build/python"

  private static let environment = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    "PYTHONPATH": modules,
  ]

  static let isInstalled: Bool = {
    FileManager.default.fileExists(atPath: modules + "/jsonschema/__init__.py")
      && CommandRunner.isInstalled("python3")
  }()

  /// Whether each instance is accepted. Throws if the schema itself isn't valid.
  static func verdicts(schema: AnyJSON, instances: [AnyJSON]) async throws -> [Bool] {
    let script = """
      import json, sys
      from jsonschema import Draft202012Validator
      lines = sys.stdin.read().split("\\n")
      # ECMA-262's $ is the end of the text; Python's also stands before a last newline.
      schema = json.loads(lines[0].replace('$"', r'\\\\Z"'))
      Draft202012Validator.check_schema(schema)
      validator = Draft202012Validator(schema)
      for line in lines[1:]:
          print(int(validator.is_valid(json.loads(line))))
      """
    let input = ([schema] + instances).map(\.json).joined(separator: "\n")
    let result = try await Command(
      "/usr/bin/env", ["python3", "-c", script], environment: environment, input: input
    ).run()
    guard result.exitCode == 0 else { throw Failure(message: result.errorOutput) }
    return result.output.split(separator: "\n").map { $0 == "1" }
  }

  struct Failure: Error { var message: String }
}
