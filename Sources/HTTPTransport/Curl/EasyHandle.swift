import CRuntimeLibraries

/// An easy handle, with everything that libcurl was given the address of. Only for the curl thread.
final class EasyHandle {
  let pointer: OpaquePointer
  let transfer: Transfer
  private let functions: UnsafePointer<LibCurl>
  private let errorBuffer: UnsafeMutablePointer<CChar>
  private let body: UnsafeMutableBufferPointer<UInt8>
  private var headerList: OpaquePointer?
  private var isDestroyed = false

  /// Whether libcurl calls before it sends a request (since 7.80).
  private(set) var tellsBeforeSending = false
  /// The first option that libcurl refused.
  private(set) var refusedOption: Int32?

  init?(functions: UnsafePointer<LibCurl>, transfer: Transfer) {
    guard let pointer = functions.pointee.curl_easy_init() else { return nil }
    self.pointer = pointer
    self.transfer = transfer
    self.functions = functions
    errorBuffer = .allocate(capacity: CurlValue.errorBufferSize)
    errorBuffer.initialize(repeating: 0, count: CurlValue.errorBufferSize)
    // Never empty, so that it has an address.
    body = .allocate(capacity: transfer.request.body.count + 1)
    body.initialize(repeating: 0)
    _ = body.update(from: transfer.request.body)
  }

  deinit { destroy() }

  /// The handle must be out of the multi handle.
  func destroy() {
    guard !isDestroyed else { return }
    isDestroyed = true
    functions.pointee.curl_easy_cleanup(pointer)
    functions.pointee.curl_slist_free_all(headerList)
    errorBuffer.deallocate()
    if let base = body.baseAddress { wipe_memory(base, body.count) }
    body.deallocate()
  }

  var errorText: String {
    let text = String(cString: errorBuffer)
    return String(text.map { $0.isNewline ? " " : $0 })
  }

  func message(for code: Int32) -> String { String(cString: functions.pointee.curl_easy_strerror(code)) }

  var mayHaveReachedServer: Bool {
    if tellsBeforeSending { return transfer.timesSent > 0 }
    // A little too cautious: what was sent to a proxy counts too.
    return number(CurlInfo.requestSize) > 0 || offset(CurlInfo.pretransferTime) > 0
  }

  var status: Int { number(CurlInfo.responseCode) }

  func set(_ option: Int32, _ value: Int) {
    note(option, libcurl_easy_setopt_long(functions, pointer, option, value))
  }

  func set(_ option: Int32, offset value: Int) {
    note(option, libcurl_easy_setopt_offset(functions, pointer, option, Int64(value)))
  }

  func set(_ option: Int32, _ value: String?) {
    note(option, libcurl_easy_setopt_string(functions, pointer, option, value))
  }

  /// `false` if this libcurl doesn't have the option.
  func setIfSupported(_ option: Int32, _ value: Int) -> Bool {
    libcurl_easy_setopt_long(functions, pointer, option, value) == CurlCode.ok
  }

  func setIfSupported(_ option: Int32, _ value: String) -> Bool {
    libcurl_easy_setopt_string(functions, pointer, option, value) == CurlCode.ok
  }

  func setHeaders(_ lines: [String]) {
    for line in lines {
      guard let list = functions.pointee.curl_slist_append(headerList, line) else {
        refusedOption = refusedOption ?? CurlOption.httpHeader
        return
      }
      headerList = list
    }
    note(
      CurlOption.httpHeader, libcurl_easy_setopt_list(functions, pointer, CurlOption.httpHeader, headerList))
  }

  func setBody() {
    set(CurlOption.post, 1)
    set(CurlOption.postFieldSize, offset: transfer.request.body.count)
    note(
      CurlOption.postFields,
      libcurl_easy_setopt_pointer(functions, pointer, CurlOption.postFields, body.baseAddress))
  }

  func setCallbacks() {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    set(CurlOption.errorBuffer, pointer: errorBuffer)
    set(CurlOption.headerData, pointer: context)
    set(CurlOption.writeData, pointer: context)
    note(
      CurlOption.headerFunction,
      libcurl_easy_setopt_data_callback(functions, pointer, CurlOption.headerFunction, receiveHeader))
    note(
      CurlOption.writeFunction,
      libcurl_easy_setopt_data_callback(functions, pointer, CurlOption.writeFunction, receiveBody))
    note(
      CurlOption.openSocketFunction,
      libcurl_easy_setopt_socket_callback(functions, pointer, CurlOption.openSocketFunction, openSocket))
    let code = libcurl_easy_setopt_prerequest_callback(
      functions, pointer, CurlOption.prerequestFunction, prepareToSend)
    guard code == CurlCode.ok else { return }
    set(CurlOption.prerequestData, pointer: context)
    tellsBeforeSending = true
  }

  private func set(_ option: Int32, pointer value: UnsafeMutableRawPointer) {
    note(option, libcurl_easy_setopt_pointer(functions, pointer, option, value))
  }

  private func note(_ option: Int32, _ code: Int32) {
    if code != CurlCode.ok { refusedOption = refusedOption ?? option }
  }

  /// A path set when libcurl was built.
  func path(_ info: Int32) -> String? {
    var value: UnsafePointer<CChar>?
    guard libcurl_easy_getinfo_string(functions, pointer, info, &value) == CurlCode.ok, let value else {
      return nil
    }
    return String(cString: value)
  }

  private func number(_ info: Int32) -> Int {
    var value = 0
    return libcurl_easy_getinfo_long(functions, pointer, info, &value) == CurlCode.ok ? value : 0
  }

  private func offset(_ info: Int32) -> Int64 {
    var value: Int64 = 0
    return libcurl_easy_getinfo_offset(functions, pointer, info, &value) == CurlCode.ok ? value : 0
  }
}
