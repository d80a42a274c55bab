@testable import Reports
import Cryptography
import TestSupport
import Testing

/// `storehooks verify`, as users run it.
@Suite struct VerifyTests {
  private static let body = #"{"data":{"type":"webhookPingCreated","id":"1"}}"#
  private static let environment = ["FIRST": "an-example", "SECOND": "another-example"]

  private func verify(_ arguments: String..., body: String = body) async throws -> Command.Result {
    try await Command(
      BuiltProduct.path(named: "storehooks"), ["verify"] + arguments, environment: Self.environment,
      input: body
    ).run()
  }

  private func signature(_ body: String = body, secret: String = "an-example") throws -> String {
    Hexadecimal.encode(try HMACSHA256.authenticationCode(for: Array(body.utf8), key: Secret(secret)))
  }

  @Test func acceptsAValidSignature() async throws {
    let signature = try signature(secret: "another-example")
    for value in [signature, "hmacsha256=\(signature.uppercased())"] {
      let result = try await verify("--signature", value, "--secret-env", "FIRST", "--secret-env", "SECOND")
      #expect(
        result
          == Command.Result(
            exitCode: 0, output: "valid: the 47 bytes were signed with the secret in SECOND\n",
            errorOutput: ""
          ))
    }
  }

  @Test func saysWhatDiffers() async throws {
    let right = try signature()
    let other = "the signature belongs to another secret or another body; the body has"
    let cases: [(signature: String, body: String, text: String)] = [
      (
        String(right.dropLast()), Self.body,
        "the signature has 63 characters instead of 64; the body has 47 bytes"
      ),
      (
        "sha256=\(right)", Self.body,
        "the signature doesn't have the form hmacsha256=<hex>; the body has 47 bytes"
      ),
      (
        "\(right.dropLast())g", Self.body,
        "the signature has characters that are not hexadecimal digits; the body has 47 bytes"
      ),
      (right, "{}", "\(other) 2 bytes"),
      (
        right, Self.body + "\n",
        "\(other) 48 bytes\nit matches the body without its final newline, which was added on the way: "
          + "use the bytes as they came"
      ),
      (
        try signature(Self.body + "\n"), Self.body,
        "\(other) 47 bytes\nit matches the body with a newline at its end, which was lost on the way: "
          + "use the bytes as they came"
      ),
      (
        right, "",
        "\(other) 0 bytes\nstandard input was empty; pipe the delivery's body into this command"
      ),
    ]
    for (signature, body, text) in cases {
      let result = try await verify("--signature", signature, "--secret-env", "FIRST", body: body)
      #expect(result == Command.Result(exitCode: 1, output: "not valid: \(text)\n", errorOutput: ""))
    }
  }

  /// The secret in the variable, the one that signed the body, and the hint about their difference.
  @Test(arguments: [
    ("an-example\n", "an-example", "newlineOfSecret"), ("\r\nan-example", "an-example", "newlineOfSecret"),
    ("\u{FEFF}an-example", "an-example", "newlineOfSecret"),
    ("an-example", "an-example\n", "lostNewlineOfSecret"),
    ("an-example", "an-example\r\n", "lostNewlineOfSecret"),
    ("an-example", "an-example\n\n", nil), ("an-example\n", "another-example", nil),
    ("\n", "an-example", nil),
  ])
  func saysWhatIsAroundTheSecret(given: String, meant: String, hint: String?) async throws {
    let signature = try signature(secret: meant)
    let text =
      switch hint {
      case nil: ""
      case "newlineOfSecret"?:
        "it matches the secret without the line breaks or byte-order mark around it: set the variable "
          + "without them\n"
      default:
        "it matches the secret with a newline at its end: App Store Connect's secret has one; set it again "
          + "without it\n"
      }
    let reason = "the signature belongs to another secret or another body"
    var command = try Command(
      BuiltProduct.path(named: "storehooks"), ["verify", "--signature", signature, "--secret-env", "GIVEN"],
      environment: ["GIVEN": given], input: Self.body)
    let result = try await command.run()
    #expect(result.exitCode == 1)
    #expect(result.output == "not valid: \(reason); the body has 47 bytes\n" + text)
    command.arguments += ["--format", "json"]
    let json = try await command.run().output
    #expect(json.contains("\"hint\" : \(hint.map { "\"\($0)\"" } ?? "null"),"), "\(json)")
  }

  @Test func neverShowsTheRightSignatureOrTheSecret() async throws {
    let right = try signature()
    for format in ["text", "json"] {
      let result = try await verify(
        "--signature", String(repeating: "0", count: 64), "--secret-env", "FIRST", "--secret-env", "SECOND",
        "--format", format)
      let text = result.output + result.errorOutput
      #expect(result.exitCode == 1)
      #expect(!text.contains(right) && !text.contains("an-example") && !text.contains("another-example"))
    }
  }

  @Test func printsJSON() async throws {
    let result = try await verify(
      "--signature", "hmacsha256=\(signature())", "--secret-env", "FIRST", "--format", "json",
      body: Self.body + "\n")
    #expect(
      result.output == """
        {
          "bytes" : 48,
          "formatVersion" : "1",
          "hint" : "addedNewline",
          "message" : "the signature belongs to another secret or another body",
          "reason" : "mismatch",
          "secret" : null,
          "valid" : false
        }

        """)
    let valid = try await verify(
      "--signature", "hmacsha256=\(signature())", "--secret-env", "FIRST", "--format", "json")
    #expect(valid.exitCode == 0)
    #expect(valid.output.contains(#""secret" : "FIRST""#) && valid.output.contains(#""valid" : true"#))
  }

  @Test(arguments: [
    (["--secret-env", "FIRST"], 64, "verify needs --signature"),
    (["--signature", "x"], 64, "verify needs --secret-env"),
    (["--signature", "x", "--secret-env", "THIRD"], 1, "the environment variable THIRD is not set"),
    (["--signature", "", "--secret-env", "FIRST"], 64, "--signature"),
    (["--signatur", "x"], 64, "did you mean '--signature'?"),
  ]) func refusesWrongUsage(arguments: [String], exitCode: Int32, message: String) async throws {
    let result = try await Command(
      BuiltProduct.path(named: "storehooks"), ["verify"] + arguments, environment: Self.environment
    ).run()
    #expect(result.exitCode == exitCode)
    #expect(result.output.isEmpty)
    #expect(result.errorOutput.contains(message))
  }
}
