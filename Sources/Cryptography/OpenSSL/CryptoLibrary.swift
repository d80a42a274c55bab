#if !canImport(CryptoKit)
  import CRuntimeLibraries

  /// Opened when it is first needed, and so not at all by commands that don't need it.
  final class CryptoLibrary: @unchecked Sendable {  // the function addresses never change
    /// OpenSSL 3, then 1.1.
    static let names = ["libcrypto.so.3", "libcrypto.so.1.1"]

    private static let opened = Result { () throws(CryptographyError) in try CryptoLibrary(names: names) }

    static func shared() throws(CryptographyError) -> CryptoLibrary { try opened.get() }

    let functions: LibCrypto

    init(names: [String]) throws(CryptographyError) {
      let table = UnsafeMutablePointer<LibCrypto>.allocate(capacity: 1)
      defer { table.deallocate() }
      var reasons = [CChar](repeating: 0, count: 1024)
      guard libcrypto_open(names.joined(separator: " "), table, &reasons, reasons.count) else {
        let reason = String(decoding: reasons.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw .libraryMissing(
          detail:
            "OpenSSL's libcrypto can't be used (\(reason)); install the package 'libssl3' (Debian, Ubuntu) "
            + "or 'openssl-libs' (Fedora)")
      }
      functions = table.pointee
    }

    /// Clears the error queue of this thread.
    func failure(in operation: String) -> CryptographyError {
      let code = functions.ERR_get_error()
      functions.ERR_clear_error()
      guard code != 0 else { return .operationFailed("\(operation) failed") }
      var text = [CChar](repeating: 0, count: 256)
      functions.ERR_error_string_n(code, &text, text.count)
      let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return .operationFailed("\(operation) failed: \(reason)")
    }
  }
#endif
