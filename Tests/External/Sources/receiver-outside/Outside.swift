import WebhookReceiver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Uses what a server would, and ends with 1 if anything is other than expected. With `--time` it tells how long
/// verifying 4 KiB takes.
@main struct Outside {
  private let receiver = Receiver(
    verifier: SignatureVerifier(secrets: [WebhookSecret("a new secret"), WebhookSecret("This is my secret")]))
  private var failures = 0

  // Apple's vector, with the secret above.
  private static let hello = "Hello, World!".utf8
  private static let signature = "hmacsha256=7f062172b01cb00b53ca068614674a3d982a34062a0f5d37687d5e3377e54657"

  static func main() {
    var outside = Outside()
    outside.check()
    if CommandLine.arguments.contains("--time") { outside.time() }
    print(outside.failures == 0 ? "all as expected" : "\(outside.failures) unexpected")
    exit(outside.failures == 0 ? 0 : 1)
  }

  private mutating func expect(_ isTrue: Bool, _ what: String) {
    guard !isTrue else { return }
    print("unexpected: \(what)")
    failures += 1
  }

  private mutating func check() {
    let verifier = receiver.verifier
    let bytes = Array(Self.hello)
    expect(verifier.verify(bytes, signature: Self.signature) == .valid(secretIndex: 1), "an array")
    expect(verifier.verify(bytes[...], signature: Self.signature).isValid, "a slice")
    expect(verifier.verify(Self.hello, signature: Self.signature).isValid, "a view of a text")
    expect(verifier.verify(bytes.lazy.map { $0 }, signature: Self.signature).isValid, "a view of a view")
    expect(receiver.receive(Self.hello, signature: Self.signature) == 400, "no notification")
    expect(receiver.receive(Self.hello, signature: nil) == 401, "no signature")
    // Signed by openssl dgst -sha256 -hmac "This is my secret".
    let ping = #"{"data":{"type":"webhookPingCreated","id":"1"}}"#.utf8
    let code = "9f4589cc05ad1ac0278d4fab41b387f8599a022e54207860d6b7f45be802534c"
    expect(receiver.receive(ping, signature: code) == 204, "a test event")
  }

  private mutating func time() {
    let body = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let verifier = SignatureVerifier(secrets: [WebhookSecret("This is my secret")])
    let rounds = 2_000
    var refused = 0
    let time = ContinuousClock().measure {
      for _ in 0..<rounds where !verifier.verify(body, signature: Self.signature).isValid { refused += 1 }
    }
    expect(refused == rounds, "another body")
    print("4 KiB verified in \(time / rounds)")
  }
}
