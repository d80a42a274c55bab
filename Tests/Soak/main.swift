import TestSupport

// storehooks-soak SECONDS SEED [PROGRAM]: kills the program, if given; otherwise lets things go wrong in this process.
// Each scenario's seed is the one before it plus one.

let arguments = CommandLine.arguments.dropFirst()
guard (2...3).contains(arguments.count), let seconds = Int(arguments[1]), let seed = UInt64(arguments[2])
else {
  print("usage: storehooks-soak SECONDS SEED [PROGRAM]")
  exit(64)
}
let deadline = ContinuousClock.now + .seconds(seconds)
print("soak: seed \(seed)")
var scenarios: UInt64 = 0
do {
  if arguments.count == 3 {
    try await TemporaryDirectory.with { directory in
      var soak = try KillSoak(program: arguments[3], directory: directory)
      while ContinuousClock.now < deadline {
        try await soak.run(seed: seed &+ scenarios, until: deadline)
        scenarios += 1
      }
      print(
        "soak: \(soak.kills) kills in \(scenarios) scenarios, \(soak.convergences) convergences, 0 failures")
    }
  } else {
    var soak = FaultSoak()
    while ContinuousClock.now < deadline {
      try await soak.run(seed: seed &+ scenarios)
      scenarios += 1
    }
    print(
      "soak: \(soak.faults) faults in \(scenarios) scenarios, \(soak.convergences) convergences, 0 failures")
  }
} catch {
  print("soak: FAILED: \(error)")
  exit(1)
}
