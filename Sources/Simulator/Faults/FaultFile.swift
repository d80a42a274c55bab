import Cryptography
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file of fault rules, as `docs/simulator.md` describes it.
package struct FaultFile: Sendable, Hashable {
  package let path: String

  package init(path: String) { self.path = path }

  /// Reads and checks the file, and makes a plan of it in which nothing has happened yet.
  ///
  /// - Parameter fleet: what the simulator holds, so that an edit of an app that isn't there is an error;
  ///   `nil` to leave that unchecked.
  package func load(for fleet: Fleet? = nil) throws(FaultFileError) -> FaultPlan {
    let bytes: [UInt8]
    do {
      bytes = try FleetFile(path: path).read()
    } catch {
      throw FaultFileError(path: path, detail: "can't read the rule file: \(error.detail)")
    }
    return try parse(bytes, for: fleet)
  }

  /// Makes a plan from content that was read already; the path is for messages only.
  package func parse(_ content: [UInt8], for fleet: Fleet? = nil) throws(FaultFileError) -> FaultPlan {
    let root: JSONValue
    do {
      root = try JSONDecoder().decode(JSONValue.self, fromBytes: content)
    } catch {
      let place = JSONSyntax.firstError(in: content).map { JSONSyntax.position(of: $0, in: content) }
      throw FaultFileError(path: path, place: place ?? "", detail: "this is not valid JSON")
    }
    do throws(RuleProblem) {
      return try FaultPlan(RuleNode(value: root), fleet: fleet)
    } catch {
      throw FaultFileError(path: path, place: error.place, detail: error.detail)
    }
  }
}
