/// Waits until something is true, however long that takes, so that the machine's speed decides nothing.
package func waitUntil(
  isolation: isolated (any Actor)? = #isolation, _ isSo: () async throws -> Bool
) async throws {
  while try await !isSo() { try await Task.sleep(for: .milliseconds(2)) }
}

/// The same on a thread that may block.
package func blockUntil(_ isSo: () throws -> Bool) rethrows {
  while try !isSo() { usleep(500) }
}
