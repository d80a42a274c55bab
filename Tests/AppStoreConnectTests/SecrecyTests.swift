import Cryptography
import HTTPTransport
import Testing

@testable import AppStoreConnect

/// A canary stands for each secret, and must not appear in anything that can be shown.
struct SecrecyTests {
  private static func shows(_ value: Any, _ canary: String) -> Bool {
    var dumped = ""
    dump(value, to: &dumped)
    return [String(describing: value), String(reflecting: value), "\(value)", dumped].contains {
      $0.contains(canary)
    }
  }

  static let echoes = [
    #"{"errors":[{"status":"409","code":"C","title":"T","detail":"'canary-secret' is bad"}]}"#,
    #"{"errors":[{"status":"409","code":"canary-secret","title":"canary-secret","id":"canary-secret"}]}"#,
    #"{"errors":[{"status":"canary-secret","code":"C","title":"T","source":{"parameter":"canary-secret"}}]}"#,
    #"{"errors":[{"status":"409","code":"C","title":"T","source":{"pointer":"canary-secret"}}]}"#,
    #"{"errors":[{"status":"409","code":"C","title":"T","links":{"about":"canary-secret"}}]}"#,
    #"{"errors":[{"status":"409","code":"C","title":"T","links":{"associated":"canary-secret"}}]}"#,
    #"{"errors":[{"status":"409","code":"C","title":"T","meta":{"associatedErrors":{"a":[{"status":"1","#
      + #""code":"C","title":"canary-secret"}]}}}]}"#,
    #"{"errors":[{"status":"409","code":"C","title":"T","meta":{"associatedErrors":{"canary-secret":[]}}}]}"#,
    "<html>canary-secret canary-token",
  ]

  @Test(arguments: echoes)
  func errorsDoNotRepeatTheSecretOfARequest(body: String) async {
    let transport = ScriptedTransport(.json(body, status: 409), .json(body, status: 409))
    let client = Client(transport: transport, tokens: AnswerTests.Tokens(), retries: .none)
    let create = WebhookCreateRequest.Attributes(
      enabled: true, eventTypes: [], name: "n", secret: Secret("canary-secret"), url: "https://example.com")
    let errors = [
      await failure { () async throws(ClientError) in
        _ = try await client.createWebhook(appId: "1", create, known: [])
      },
      await failure { () async throws(ClientError) in
        _ = try await client.updateWebhook(id: "w", .init(secret: Secret("canary-secret")))
      },
    ]
    for error in errors {
      guard case .api(let answer) = error else {
        Issue.record("no API error")
        continue
      }
      #expect(answer.status == 409)
      #expect(!Self.shows(answer, "canary"))
      #expect(!Self.shows(ClientError.api(answer), "canary"))
    }
    #expect(!Self.shows(transport.requests, "canary"))
    #expect(!Self.shows(create, "canary"))
    #expect(!Self.shows(WebhookCreateRequest(appId: "1", attributes: create), "canary"))
  }

  @Test func textsWithoutTheSecretAreKept() async {
    let body = #"{"errors":[{"status":"409","code":"C","title":"T","detail":"too short: canary-secret"}]}"#
    let transport = ScriptedTransport(.json(body, status: 409))
    let error = await failure { () async throws(ClientError) in
      _ = try await Client(transport).updateWebhook(id: "w", .init(secret: Secret("canary-secret")))
    }
    #expect(
      error?.description
        == "PATCH /v1/webhooks/w: 409 T: (withheld: it repeats a secret) [C]; it conflicts with the app's "
        + "current webhooks: plan again; an app can have ten webhooks")
  }

  @Test func credentialsAndTokensDoNotShowTheKey() throws {
    let key = try P256SigningKey.generate()
    let pem = try #require(key.exportPEM().exposedText)
    let line = try #require(pem.split(separator: "\n").dropFirst().first).description
    let source = CredentialSource(
      kind: .options, keyIdName: "--key-id", issuerIdName: "--issuer-id", privateKeyName: "--private-key")
    let credentials = Credentials(keyId: "K", issuerId: nil, privateKey: key, source: source)
    #expect(!Self.shows(credentials, line))
    #expect(credentials.description == "key K from option --private-key")
    let tokens = TokenSource(credentials: credentials)
    let token = try tokens.token()
    let text = try #require(token.exposedText)
    #expect(!Self.shows(tokens, line) && !Self.shows(tokens, text) && !Self.shows(token, text))
    let client = Client(transport: ScriptedTransport(), tokens: tokens)
    #expect(!Self.shows(client, line) && !Self.shows(client, text))
  }

  @Test func credentialErrorsDoNotShowTheirText() throws {
    let broken = "-----BEGIN PRIVATE KEY-----\ncanarycanary\n-----END PRIVATE KEY-----"
    let json = #"{"key_id":"K","key":"canary","issuer_id":"canary canary"}"#
    let cases: [([String: String], String?)] = [
      (["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": "canary"], nil),
      (["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": broken], nil),
      (["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY": "canary", "ASC_PRIVATE_KEY_PATH": "canary"], nil),
      (["ASC_PRIVATE_KEY": "canary"], nil), (["APP_STORE_CONNECT_PRIVATE_KEY": "canary"], nil),
      (["APP_STORE_CONNECT_API_KEY_PATH": "k.json"], json),
      (["APP_STORE_CONNECT_API_KEY_PATH": "k.json"], #"{"key":"canary""#),
      (["APP_STORE_CONNECT_API_KEY_PATH": "k.json"], #"{"key":"canary"}"#),
      (["APP_STORE_CONNECT_API_KEY_PATH": "k.json"], #"{"key":["canary"]}"#),
      (["ASC_KEY_ID": "K", "ASC_PRIVATE_KEY_PATH": "k.p8"], broken),
    ]
    for (environment, text) in cases {
      let files = CredentialFiles { _ throws(CredentialFiles.Failure) in
        CredentialFiles.Contents(bytes: Secret(text ?? ""))
      }
      let error = #expect(throws: CredentialError.self) {
        try Credentials.load(options: CredentialOptions(), environment: environment, files: files)
      }
      if let error { #expect(!Self.shows(error, "canary")) }
    }
  }
}
