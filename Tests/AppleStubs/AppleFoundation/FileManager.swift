// Foundation, with what Darwin's has otherwise than the one on Linux. For compiling only. The copy that
// scripts/check-apple builds imports this module in Foundation's place.

@_exported import Foundation

/// On Linux there is also a `fileExists(atPath:isDirectory:)` that takes a Bool. Darwin has the one with ObjCBool alone.
package final class FileManager: @unchecked Sendable {
  package static let `default` = FileManager()

  package var temporaryDirectory: URL { URL(filePath: "/") }
  package var currentDirectoryPath: String { "/" }

  package func fileExists(atPath path: String) -> Bool { false }
  package func fileExists(atPath path: String, isDirectory: UnsafeMutablePointer<ObjCBool>?) -> Bool { false }
  package func isExecutableFile(atPath path: String) -> Bool { false }
  package func contents(atPath path: String) -> Data? { nil }
  package func contentsOfDirectory(atPath path: String) throws -> [String] { [] }
  package func subpathsOfDirectory(atPath path: String) throws -> [String] { [] }
  package func createDirectory(
    atPath path: String, withIntermediateDirectories createIntermediates: Bool,
    attributes: [FileAttributeKey: Any]? = nil
  ) throws {}
  package func createDirectory(
    at url: URL, withIntermediateDirectories createIntermediates: Bool,
    attributes: [FileAttributeKey: Any]? = nil
  ) throws {}
  @discardableResult package func createFile(
    atPath path: String, contents data: Data?, attributes attr: [FileAttributeKey: Any]? = nil
  ) -> Bool { false }
  package func createSymbolicLink(atPath path: String, withDestinationPath destPath: String) throws {}
  package func removeItem(atPath path: String) throws {}
  package func removeItem(at URL: URL) throws {}
  package func copyItem(atPath srcPath: String, toPath dstPath: String) throws {}
  package func moveItem(atPath srcPath: String, toPath dstPath: String) throws {}
  package func attributesOfItem(atPath path: String) throws -> [FileAttributeKey: Any] { [:] }
  package func setAttributes(_ attributes: [FileAttributeKey: Any], ofItemAtPath path: String) throws {}
}
