import Cryptography
import PlanningSupport
import Synchronization
import TestSupport
import Testing

@testable import Planning
@testable import Reconciler

@Suite struct StateFingerprintTests {
  private static let secret = Secret("not-a-real-secret")

  /// Values of Python's `hashlib.pbkdf2_hmac`.
  @Test(arguments: [
    (1000, "55d508333f13df5775e2b31c18139261a27ff0b9f086a6095880c5438fd71a72"),
    (
      FingerprintParameters.defaultIterations,
      "d1220c8a73832d2e58c1e670d197673125e21c9841a9a52af596584bcb1ca0e0"
    ),
  ])
  func isPBKDF2WithTheParametersOfTheFile(iterations: Int, expected: String) throws {
    let parameters = try #require(FingerprintParameters(iterations: iterations, salt: Array(0..<16)))
    let fingerprint = try FingerprintDeriver(parameters: parameters).fingerprint(of: Self.secret)
    #expect(Hexadecimal.encode(fingerprint.bytes) == expected)
  }

  @Test func newParametersHaveTheirOwnSalt() {
    let one = FingerprintParameters.new()
    #expect(one.iterations >= 200_000)
    #expect(one.salt.count == 16)
    #expect(one.salt != FingerprintParameters.new().salt)
    var random = SeededGenerator(seed: 1)
    var same = SeededGenerator(seed: 1)
    #expect(FingerprintParameters.new(random: &random) == FingerprintParameters.new(random: &same))
  }

  @Test(arguments: [
    (999, 16, false), (1000, 16, true), (10_000_000, 16, true), (10_000_001, 16, false), (-1, 16, false),
    (1000, 15, false), (1000, 17, false), (1000, 0, false),
  ])
  func parametersHaveLimits(iterations: Int, saltLength: Int, isAccepted: Bool) {
    let salt = [UInt8](repeating: 1, count: saltLength)
    #expect((FingerprintParameters(iterations: iterations, salt: salt) != nil) == isAccepted)
  }

  @Test func aFingerprintHas32Bytes() {
    #expect(Fingerprint(bytes: Array(repeating: 1, count: 31)) == nil)
    #expect(Fingerprint(bytes: Array(repeating: 1, count: 32)) != nil)
    #expect(Fingerprint(bytes: Array(repeating: 1, count: 33)) == nil)
  }

  @Test func aFingerprintIsNotPrinted() throws {
    let fingerprint = try StateRecordsTests.fingerprint(0xAB)
    let webhook = RecordedState.RecordedWebhook(
      appId: "1", webhookId: "w", name: "Bot", fingerprint: fingerprint)
    var dumped = ""
    dump(webhook, to: &dumped)
    dump(fingerprint, to: &dumped)
    let texts = ["\(fingerprint)", String(reflecting: fingerprint), "\(webhook)", dumped]
    for text in texts {
      #expect(text.contains("<fingerprint>"))
      #expect(!text.contains("171") && !text.lowercased().contains("abab"))
    }
  }

  private final class Counter: Sendable {
    let calls = Mutex<[Secret]>([])

    func deriver(_ parameters: FingerprintParameters) -> FingerprintDeriver {
      FingerprintDeriver(parameters: parameters) { (secret, _) throws(CryptographyError) in
        self.calls.withLock { $0.append(secret) }
        return Array(repeating: UInt8(truncatingIfNeeded: secret.count), count: 32)
      }
    }
  }

  @Test func aRepeatedSecretIsDerivedOnce() async throws {
    let counter = Counter()
    let deriver = counter.deriver(try StateRecordsTests.parameters())
    let fingerprints = try await withThrowingTaskGroup(of: Fingerprint.self) { group in
      for number in 0..<200 {
        group.addTask { try deriver.fingerprint(of: Secret(String(repeating: "x", count: number % 3 + 1))) }
      }
      return try await group.reduce(into: Set<Fingerprint>()) { $0.insert($1) }
    }
    #expect(fingerprints.count == 3)
    #expect(counter.calls.withLock { $0.count } == 3)
  }

  @Test func aFailureIsPassedOnAndNotRemembered() throws {
    let failures = Mutex(1)
    let deriver = FingerprintDeriver(parameters: try StateRecordsTests.parameters()) {
      (_, _) throws(CryptographyError) in
      let fails = failures.withLock { left in
        defer { left -= 1 }
        return left > 0
      }
      if fails { throw .operationFailed("no luck") }
      return Array(repeating: 1, count: 32)
    }
    #expect(throws: CryptographyError.operationFailed("no luck")) { try deriver.fingerprint(of: Self.secret) }
    #expect(try deriver.fingerprint(of: Self.secret) == StateRecordsTests.fingerprint(1))
  }

  @Test func aDerivationOfTheWrongLengthIsAnError() throws {
    let deriver = FingerprintDeriver(parameters: try StateRecordsTests.parameters()) {
      (_, _) throws(CryptographyError) in [1]
    }
    #expect(throws: CryptographyError.self) { try deriver.fingerprint(of: Self.secret) }
  }
}
