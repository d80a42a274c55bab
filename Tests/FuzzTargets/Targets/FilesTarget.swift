import Planning
import Reconciler
import Simulator

/// JSON files of the tool's own, each of which may have been edited by hand: what they are in the first byte.
enum FilesTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    var reader = InputReader(input)
    let kind = reader.line()
    let content = reader.remainder()
    switch kind {
    case "fleet": try readFleet(content)
    case "faults": try readFaults(content)
    default: try readState(content)
    }
  }

  private static func readFleet(_ content: [UInt8]) throws(Violation) {
    let file = FleetFile(path: "fleet.json")
    let fleet: Fleet
    do {
      fleet = try file.parse(content)
    } catch {
      try Violation.unlessPrintable("\(error)")
      return
    }
    do {
      let again = try file.parse(try file.encode(fleet))
      try Violation.unless(again == fleet, "another fleet is read back")
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation("a fleet that was read can't be written and read: \(error)")
    }
  }

  private static func readFaults(_ content: [UInt8]) throws(Violation) {
    do {
      _ = try FaultFile(path: "faults.json").parse(content)
    } catch {
      try Violation.unlessPrintable("\(error)")
    }
  }

  private static func readState(_ content: [UInt8]) throws(Violation) {
    let file = StateFile(path: "webhooks.state.json")
    let state: RecordedState
    do {
      state = try file.decode(content)
    } catch {
      try Violation.unlessPrintable("\(error)")
      return
    }
    do {
      let again = try file.decode(state.encoded())
      try Violation.unless(again == state, "another state is read back")
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation("a state that was read can't be written and read: \(error)")
    }
  }
}
