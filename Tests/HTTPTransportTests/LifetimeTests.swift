import TestSupport
import Testing

@testable import HTTPTransport

@Suite struct LifetimeTests {
  @Test func closingFailsWhatIsInFlightAndWhatWaits() async throws {
    try await withServer(script: neverAnswer) { server, transport in
      await withTaskGroup(of: TransportError?.self) { group in
        for _ in 0..<20 { group.addTask { await failure(HTTPRequest(.get, server.url()), by: transport) } }
        try? await waitUntil { server.acceptedConnections == 8 }
        transport.close()
        for await error in group { #expect(error?.kind == .cancelled) }
      }
      try await waitUntil { server.openConnections == 0 }
      #expect(await failure(HTTPRequest(.get, server.url()), by: transport)?.kind == .cancelled)
    }
  }

  @Test func closingTwiceAndUnusedIsFine() async throws {
    let transport = try CurlTransport(configuration: configuration())
    transport.close()
    transport.close()
    #expect(await failure(HTTPRequest(.get, "http://127.0.0.1:1/"), by: transport)?.kind == .cancelled)
  }

  @Test func requestsInFlightKeepTheTransport() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.pause(milliseconds: 50)
      connection.respond(body: "ok")
    }
    defer { server.stop() }
    weak var released: CurlTransport?
    do {
      let tasks: [Task<Int, any Error>]
      do {
        let transport = try CurlTransport(configuration: configuration())
        released = transport
        tasks = (0..<20).map { _ in
          Task { try await transport.send(HTTPRequest(.get, server.url())).status }
        }
      }
      for task in tasks { #expect(try await task.value == 200) }
    }
    try await waitUntil { released == nil }
    try await waitUntil { server.openConnections == 0 }
  }

  @Test func temporaryTransportLastsForItsRequest() async throws {
    let server = try ScriptedServer(answerAll)
    defer { server.stop() }
    let response = try await CurlTransport(configuration: configuration()).send(
      HTTPRequest(.get, server.url()))
    #expect(response.status == 200)
    // And no longer than that.
    try await waitUntil { server.openConnections == 0 }
  }

  #if canImport(Glibc) && compiler(>=6.2)
    /// In a process of its own, where nobody else opens files or starts threads.
    @Test func nothingIsLeftBehind() async {
      await #expect(processExitsWith: .success) {
        let server = try ScriptedServer { connection in
          while let request = connection.readRequest(), !request.line.contains("/wait") {
            connection.respond()
          }
          connection.waitForClose()
        }
        func useAndCancel() async throws {
          let transport = try CurlTransport(configuration: configuration())
          await withTaskGroup(of: Void.self) { group in
            for index in 0..<64 {
              let url = server.url(index.isMultiple(of: 2) ? "/wait" : "/")
              group.addTask { _ = try? await transport.send(HTTPRequest(.get, url)) }
            }
            try? await Task.sleep(for: .milliseconds(2))
            group.cancelAll()
          }
        }
        // The first use opens libraries and starts the threads of Swift's pool, so it isn't counted.
        for _ in 0..<5 { try await useAndCancel() }
        try await waitUntil { server.openConnections == 0 && threadCount(named: "curl transport") == 0 }
        let files = openFileCount()
        for _ in 0..<200 { try await useAndCancel() }
        try await waitUntil { server.openConnections == 0 }
        try await waitUntil { threadCount(named: "curl transport") == 0 }
        try await waitUntil { openFileCount() == files }
      }
    }
  #endif
}

#if canImport(Glibc)
  /// The names of the entries of a directory.
  private func entries(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names.filter { !$0.hasPrefix(".") }
  }

  private func openFileCount() -> Int { entries("/proc/self/fd").count }

  private func threadCount(named name: String) -> Int {
    entries("/proc/self/task").count { thread in
      guard let file = fopen("/proc/self/task/\(thread)/comm", "r") else { return false }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 32)
      guard fgets(&line, Int32(line.count), file) != nil else { return false }
      return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        == name
    }
  }
#endif
