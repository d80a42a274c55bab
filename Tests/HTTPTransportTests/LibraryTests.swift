import CRuntimeLibraries
import Testing

@testable import HTTPTransport

@Suite struct LibraryTests {
  @Test func missingLibraryNamesThePackage() throws {
    let error = #expect(throws: TransportError.self) {
      try CurlLibrary(names: ["libnowhere-a.so.4", "libnowhere-b.so.4"])
    }
    let detail = try #require(error?.detail)
    #expect(error?.kind == .libraryMissing)
    #expect(error?.mayHaveReachedServer == false)
    #expect(detail.contains("libnowhere-a.so.4"))
    #expect(detail.contains("libnowhere-b.so.4"))
    #expect(detail.contains("'libcurl4' (Debian, Ubuntu)"))
    #expect(detail.contains("'libcurl' (Fedora)"))
  }

  /// The C library exists everywhere and isn't a libcurl.
  #if canImport(Glibc)
    private static let otherLibrary = "libc.so.6"
  #else
    private static let otherLibrary = "/usr/lib/libSystem.B.dylib"
  #endif

  @Test func libraryWithoutTheSymbolsNamesTheFirst() throws {
    let error = #expect(throws: TransportError.self) { try CurlLibrary(names: [Self.otherLibrary]) }
    #expect(error?.kind == .libraryMissing)
    #expect(error?.detail.contains("\(Self.otherLibrary) has no symbol curl_global_init") == true)
  }

  @Test func unusableLibrariesArePassedOver() throws {
    let library = try CurlLibrary(names: ["libnowhere.so.4", Self.otherLibrary] + CurlLibrary.names)
    let text = library.functions.pointee.curl_easy_strerror(CurlCode.operationTimedOut)
    #expect(String(cString: text) == "Timeout was reached")
  }

  @Test func reasonsThatDontFitAreCutOff() {
    let table = UnsafeMutablePointer<LibCurl>.allocate(capacity: 1)
    defer { table.deallocate() }
    var failure = [CChar](repeating: 1, count: 32)
    let names = String(repeating: "libnowhere.so.4 ", count: 10)
    #expect(!libcurl_open(names, table, &failure, 24))
    #expect(failure[23] == 0)
    #expect(failure[24...].allSatisfy { $0 == 1 })
  }

  @Test func overlongNameIsPassedOver() {
    let table = UnsafeMutablePointer<LibCurl>.allocate(capacity: 1)
    defer { table.deallocate() }
    var failure = [CChar](repeating: 0, count: 256)
    #expect(!libcurl_open(String(repeating: "x", count: 5000), table, &failure, failure.count))
    #expect(!libcurl_open("", table, &failure, failure.count))
    #expect(failure[0] == 0)
  }
}
