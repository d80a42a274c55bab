import Testing

@testable import CommandLine
@testable import storehooks

@Suite struct DiscretionTests {
  @Test(arguments: [
    ["plan", "--private-key", "-----BEGIN PRIVATE KEY-----\nnotakey\n-----END PRIVATE KEY-----"],
    ["plan", "--private-key=-----BEGIN PRIVATE KEY-----\nnotakey\n-----END PRIVATE KEY-----"],
    ["plan", "-----BEGIN PRIVATE KEY-----\nnotakey\n-----END PRIVATE KEY-----"],
    ["plan", "--format", "x-----BEGIN PRIVATE KEY-----\nnotakey\n-----END PRIVATE KEY-----"],
  ]) func neverShowsAPrivateKey(arguments: [String]) throws {
    let error = #expect(throws: UsageError.self) {
      try ArgumentParser(spec: .storehooks, environment: [:], discretion: .storehooks).parse(arguments)
    }
    #expect(try !#require(error).rendered(program: "storehooks").contains("notakey"))
  }
}
