import Testing

@testable import AppStoreConnect

@Suite struct CredentialVariablesTests {
  /// They include everything that the loader reads, in all spellings, and nothing else, because programs may
  /// need the rest.
  @Test func nameWhatTheLoaderReads() {
    #expect(
      CredentialVariables.names == [
        "ASC_KEY_ID", "ASC_ISSUER_ID", "ASC_PRIVATE_KEY", "ASC_PRIVATE_KEY_PATH",
        "APP_STORE_CONNECT_API_KEY_PATH", "APP_STORE_CONNECT_API_KEY_KEY_ID",
        "APP_STORE_CONNECT_API_KEY_ISSUER_ID", "APP_STORE_CONNECT_API_KEY_KEY",
        "APP_STORE_CONNECT_API_KEY_IS_KEY_CONTENT_BASE64", "APP_STORE_CONNECT_API_KEY_KEY_FILEPATH",
        "APP_STORE_CONNECT_KEY_IDENTIFIER", "APP_STORE_CONNECT_ISSUER_ID", "APP_STORE_CONNECT_PRIVATE_KEY",
      ])
  }
}
