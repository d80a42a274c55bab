/// How a program ends.
package struct ExitCode: RawRepresentable, Equatable, Sendable {
  package var rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let done = Self(rawValue: 0)
  package static let failed = Self(rawValue: 1)
  /// `EX_USAGE` of sysexits.h.
  package static let usage = Self(rawValue: 64)
}
