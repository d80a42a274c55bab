import Dispatch
import FuzzTargets
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every input that the fuzzer begins with, and every one with which it found a mistake, keeps the target's rules.
@Suite struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

  private static func inputs(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let folder = folder.appending(path: target.rawValue).path
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
      (name, Array(try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))))
    }
  }

  /// Runs a target on a thread of its own: it may block its thread until asynchronous code is done.
  private static func violation(of target: FuzzTarget, by input: [UInt8]) async -> Violation? {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "fuzz target").async {
        do throws(Violation) {
          try target.run(input)
          continuation.resume(returning: nil)
        } catch {
          continuation.resume(returning: error)
        }
      }
    }
  }

  @Test(arguments: FuzzTarget.allCases) func keptInputsKeepToTheRules(of target: FuzzTarget) async throws {
    let inputs = try Self.inputs(of: target)
    #expect(inputs.count >= 3)
    for input in inputs {
      #expect(input.bytes.count <= target.largestInput, "\(input.name)")
      #expect(await Self.violation(of: target, by: input.bytes) == nil, "\(input.name)")
    }
  }

  /// What libFuzzer does, without its guidance: cheap, and on every platform.
  @Test(arguments: FuzzTarget.allCases) func changedInputsKeepToTheRules(of target: FuzzTarget) async throws {
    let inputs = try Self.inputs(of: target)
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    for _ in 0..<RandomCases.count(35) {
      var bytes = try #require(inputs.randomElement(using: &random)).bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes.removeSubrange(place..<min(place + 5, bytes.count))
        case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        default: bytes.removeLast(bytes.count - place)
        }
      }
      #expect(await Self.violation(of: target, by: bytes) == nil, "seed \(seed): \(bytes)")
    }
  }

  /// A rule that accepted everything would find nothing.
  @Test func aBrokenRuleIsNoticed() {
    #expect(throws: Violation.self) { try Violation.unlessPrintable("a\u{1B}[31m") }
    #expect(throws: Violation.self) { try Violation.unlessPrintable("a\u{202E}b", multiline: true) }
    #expect(throws: Violation.self) { try Violation.unlessPrintable("a\nb") }
    #expect(throws: Never.self) { try Violation.unlessPrintable("Büro\t🎉\n", multiline: true) }
  }
}
