import TestSupport
import Testing

@testable import Cryptography

@Suite struct SigningTests {
  private let message = Array("header.payload".utf8)

  @Test func signatureIsValidForItsMessageAndKeyOnly() throws {
    let key = try P256SigningKey.generate()
    let verifying = try P256VerifyingKey(pem: key.publicKeyPEM)
    let other = try P256VerifyingKey(pem: P256SigningKey.generate().publicKeyPEM)
    let signature = try key.signature(for: message)
    #expect(signature.count == 64)
    #expect(try verifying.isValid(signature: signature, for: message))
    #expect(try !other.isValid(signature: signature, for: message))
    #expect(try !verifying.isValid(signature: signature, for: message + [0]))
    #expect(try !verifying.isValid(signature: signature, for: []))
  }

  @Test func tamperedSignaturesAreNotValid() throws {
    let key = try P256SigningKey.generate()
    let verifying = try P256VerifyingKey(pem: key.publicKeyPEM)
    let signature = try key.signature(for: message)
    for index in signature.indices {
      var tampered = signature
      tampered[index] ^= 1
      #expect(try !verifying.isValid(signature: tampered, for: message), "byte \(index)")
    }
    let zeros = [UInt8](repeating: 0, count: 64)
    let ones = [UInt8](repeating: 0xFF, count: 64)
    let wrong = [[], zeros, ones, signature.dropLast(), signature + [0], signature.reversed()]
    for tampered in wrong { #expect(try !verifying.isValid(signature: tampered, for: message)) }
  }

  @Test func emptyMessageCanBeSigned() throws {
    let key = try P256SigningKey.generate()
    let verifying = try P256VerifyingKey(pem: key.publicKeyPEM)
    #expect(try verifying.isValid(signature: key.signature(for: []), for: []))
  }

  @Test func exportedKeyIsTheSameKey() throws {
    let key = try P256SigningKey.generate()
    let again = try P256SigningKey(pem: key.exportPEM())
    #expect(again.publicKeyPEM == key.publicKeyPEM)
    #expect(again.exportPEM() == key.exportPEM())
    let text = try #require(key.exportPEM().exposedText)
    #expect(text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    #expect(text.hasSuffix("\n-----END PRIVATE KEY-----\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 64 })
  }

  @Test func keysAreUsedFromManyTasks() async throws {
    let key = try P256SigningKey.generate()
    let verifying = try P256VerifyingKey(pem: key.publicKeyPEM)
    let valid = try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<16 {
        group.addTask {
          try (0..<25).allSatisfy { round in
            let message = [UInt8(index), UInt8(round)]
            return try verifying.isValid(signature: key.signature(for: message), for: message)
          }
        }
      }
      return try await group.reduce(into: true) { $0 = $0 && $1 }
    }
    #expect(valid)
  }

  @Test func nothingIsPrinted() throws {
    let key = try P256SigningKey.generate()
    let contents = try #require(key.exportPEM().exposedText).split(separator: "\n")[1]
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains(contents.prefix(20)))
  }

  @Test func integersArePaddedAndShortened() throws {
    let small = [UInt8](repeating: 0, count: 31) + [1]
    let large = [UInt8](repeating: 0xFF, count: 32)
    let zero = [UInt8](repeating: 0, count: 32)
    #expect(P256Signature.der(fromRaw: small + zero) == [0x30, 6, 2, 1, 1, 2, 1, 0])
    #expect(P256Signature.der(fromRaw: large + small) == [0x30, 38, 2, 33, 0] + large + [2, 1, 1])
    for raw in [small + large, large + small, large + large, zero + small] {
      let der = try #require(P256Signature.der(fromRaw: raw))
      #expect(P256Signature.raw(fromDER: der) == raw)
    }
    let tooLong: [UInt8] = [0x30, 38, 2, 33] + [1] + large + [2, 1, 1]
    #expect(P256Signature.raw(fromDER: tooLong) == nil)
    for der in [[], [0x30], [0x30, 3, 2, 1, 1], [0x30, 0x80], [0x31, 0], [0x30, 6, 2, 1, 1, 2, 1, 0, 0]] {
      #expect(P256Signature.raw(fromDER: der.map { UInt8($0) }) == nil)
    }
  }

  #if canImport(Glibc)
    /// Ten thousand signatures need no more memory than the first thousand; in a process of its own.
    #if compiler(>=6.2)
      @Test(
        .enabled(if: dlsym(nil, "__asan_init") == nil && dlsym(nil, "__tsan_init") == nil, "measures memory"))
      func signingLeaksNothing() async {
        await #expect(processExitsWith: .success) {
          let key = try P256SigningKey.generate()
          let pem = key.exportPEM()
          func work(_ count: Int) throws {
            for index in 0..<count {
              _ = try key.signature(for: [UInt8(truncatingIfNeeded: index)])
              if index.isMultiple(of: 10) { _ = try P256SigningKey(pem: pem) }
            }
          }
          try work(1000)
          let before = residentPages()
          try work(10_000)
          // 4 MiB are 420 bytes a signature; a leaked context takes more.
          #expect(residentPages() - before < 1024)
        }
      }
    #endif
  #endif
}

#if canImport(Glibc)
  /// The second number in `/proc/self/statm`.
  private func residentPages() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let text = String(decoding: line.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }
#endif
