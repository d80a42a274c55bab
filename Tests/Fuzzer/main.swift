import FuzzTargets
import TestSupport

// libFuzzer's own main isn't used, for it knows nothing of Swift's. The target's name comes in the
// environment, since all arguments are libFuzzer's.

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ argumentCount: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Ends the fuzzer in a way that makes it keep the input.
private func stop(_ message: String) -> Never {
  let line = Array("storehooks-fuzzer: \(message)\n".utf8)
  _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  abort()
}

/// Nanoseconds of processor time that the process has used, whatever else the machine does.
private func processorTime() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

private let target = getenv("FUZZ_TARGET").flatMap { FuzzTarget(rawValue: String(cString: $0)) }

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  let start = processorTime()
  do throws(Violation) {
    try target?.run(input)
  } catch {
    stop(error.description)
  }
  let milliseconds = (processorTime() - start) / 1_000_000
  if milliseconds > 1_000 { stop("\(count) bytes took \(milliseconds) ms of processor time") }
  return 0
}

guard let target else {
  let names = FuzzTarget.allCases.map { "\($0.rawValue) \($0.largestInput)" }
  print(names.joined(separator: "\n"))
  exit(0)
}
var argumentCount = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(runDriver(&argumentCount, &arguments, testOneInput))
