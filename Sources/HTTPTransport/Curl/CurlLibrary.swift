import CRuntimeLibraries
import Platform

/// Opened when the first transport is made, and so not at all by commands that make none.
final class CurlLibrary: @unchecked Sendable {  // the table is never written after it was filled
  /// The system's; else the usual one, then Debian's variant with GnuTLS.
  static let names =
    OperatingSystem.isApple ? ["/usr/lib/libcurl.4.dylib"] : ["libcurl.so.4", "libcurl-gnutls.so.4"]

  private static let opened = Result { () throws(TransportError) in try CurlLibrary(names: names) }

  static func shared() throws(TransportError) -> CurlLibrary { try opened.get() }

  private let table: UnsafeMutablePointer<LibCurl>

  var functions: UnsafePointer<LibCurl> { UnsafePointer(table) }

  init(names: [String]) throws(TransportError) {
    let table = UnsafeMutablePointer<LibCurl>.allocate(capacity: 1)
    var reasons = [CChar](repeating: 0, count: 1024)
    guard libcurl_open(names.joined(separator: " "), table, &reasons, reasons.count) else {
      table.deallocate()
      let reason = String(decoding: reasons.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw TransportError(
        .libraryMissing,
        detail:
          "libcurl 7.68 or later can't be used (\(reason)); install the package 'libcurl4' (Debian, Ubuntu) "
          + "or 'libcurl' (Fedora)",
        mayHaveReachedServer: false)
    }
    let code = table.pointee.curl_global_init(CurlValue.globalDefault)
    guard code == CurlCode.ok else {
      let reason = String(cString: table.pointee.curl_easy_strerror(code))
      table.deallocate()
      throw TransportError(
        .libraryMissing, detail: "libcurl can't be initialized: \(reason)", mayHaveReachedServer: false)
    }
    self.table = table
  }

  deinit { table.deallocate() }
}
