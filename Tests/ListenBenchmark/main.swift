// Loads `storehooks listen` with deliveries, for scripts/bench-listen: does it lose any?

import Cryptography
import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is looked at in the lines of `listen --format json`.
struct Line: Decodable {
  var kind: String
  var url: String?
  var id: String?
  var accepted: Int?
  var overflowed: Int?
}

let secret = Secret("only-for-the-benchmark")
let signature: @Sendable ([UInt8]) -> String = { body in
  let code = (try? HMACSHA256.authenticationCode(for: body, key: secret)) ?? []
  return "hmacsha256=\(Hexadecimal.encode(code))"
}

/// Starts `listen`, sends the load, stops it, and compares what was answered with what was printed.
///
/// - Returns: whether every accepted event was printed, and every other one answered with 503.
func measure(
  _ title: String, _ program: String, _ options: [String], count: Int, rate: Double?, connections: Int
) async throws -> Bool {
  let command = Command(
    program, ["listen", "--secret-env", "BENCH_SECRET", "--format", "json"] + options,
    environment: ["BENCH_SECRET": "only-for-the-benchmark", "PATH": "/usr/bin:/bin"])
  let running = try command.start()
  let decoder = JSONDecoder()
  let first = try decoder.decode(Line.self, from: Data(try await running.readLine().utf8))
  guard let port = first.url?.split(separator: ":").last.flatMap({ UInt16($0) }) else { return false }
  let load = DeliveryLoad(
    port: port, count: count, rate: rate, connections: connections, signature: signature)
  let outcome = load.run()
  running.send(signal: SIGTERM)
  let result = try await running.wait()
  let lines = try result.output.split(separator: "\n").map {
    try decoder.decode(Line.self, from: Data($0.utf8))
  }
  let printed = lines.filter { $0.kind == "event" }.compactMap(\.id)
  let summary = lines.last
  let accepted = outcome.events[200] ?? []
  let perSecond = Double(count) / (outcome.duration / .seconds(1))
  print(
    "\(title): \(count) sent in \((outcome.duration / .milliseconds(1)).rounded()) ms"
      + " (\(perSecond.rounded()) a second), \(accepted.count) answered 200, \(outcome.count(503)) answered 503,"
      + " \(count - accepted.count - outcome.count(503)) otherwise or not at all; \(printed.count) printed,"
      + " \(accepted.subtracting(printed).count) lost")
  return Set(printed) == accepted && printed.count == accepted.count && summary?.kind == "summary"
    && summary?.accepted == accepted.count && summary?.overflowed == outcome.count(503)
    && accepted.count + outcome.count(503) == count
}

let arguments = CommandLine.arguments.dropFirst()
guard let program = arguments.first else {
  print("usage: listen-benchmark PATH-OF-STOREHOOKS [SECONDS] [RATE]")
  exit(64)
}
let seconds = arguments.dropFirst().first.flatMap { Double($0) } ?? 10
let rate = arguments.dropFirst(2).first.flatMap { Double($0) } ?? 2_000
let folder = FileManager.default.temporaryDirectory.path + "/listen-benchmark-\(UUID().uuidString)"
defer { try? FileManager.default.removeItem(atPath: folder) }
var isGood = try await measure(
  "steady", program, [], count: Int(rate * seconds), rate: rate, connections: 16)
isGood =
  try await measure(
    "steady, saved to files", program, ["--dir", folder], count: Int(rate * seconds), rate: rate,
    connections: 16) && isGood
isGood =
  try await measure(
    "flood over the queue", program, ["--queue", "8", "--exec", "sleep 0.05"], count: 4_000, rate: nil,
    connections: 64) && isGood
isGood =
  try await measure(
    "as fast as it goes", program, [], count: 50_000, rate: nil, connections: 16) && isGood
print(isGood ? "Nothing was lost." : "FAILED: see above.")
exit(isGood ? 0 : 1)
