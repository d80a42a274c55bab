import Testing

@testable import Planning
@testable import Reconciler

/// The bytes of a state file.
@Suite struct StateFormTests {
  @Test func theFormIsFixed() throws {
    let digits = String(repeating: "ab", count: 32)
    var state = try StateFileTests.state(try StateFileTests.webhooks())
    state.record(
      AppFiles(
        listed: "teams/a.yaml", rules: [.init(file: "fleet.yaml", apps: ["com.example.*", "org.*"])],
        policy: ["a.yaml", "../policy.yaml"], defaults: ["fleet.yaml"]), ofApp: "10", bundleId: nil)
    state.record(applied: "2026-11-28T03:10:56Z", ofApp: "10")
    state.record(AppFiles(listed: "-"), ofApp: "3", bundleId: nil)
    var dear = try #require(state[webhookId: "a"])
    dear.iterations = 1001
    state.record(dear)
    #expect(
      String(decoding: state.encoded(), as: UTF8.self) == #"""
        {
          "api": "api.appstoreconnect.apple.com",
          "apps": [
            {
              "appId": "10",
              "applied": "2026-11-28T03:10:56Z",
              "bundleId": "com.example.notes",
              "files": {
                "defaults": [
                  "fleet.yaml"
                ],
                "listed": "teams/a.yaml",
                "policy": [
                  "a.yaml",
                  "../policy.yaml"
                ],
                "rules": [
                  {
                    "apps": [
                      "com.example.*",
                      "org.*"
                    ],
                    "file": "fleet.yaml"
                  }
                ]
              },
              "webhooks": [
                {
                  "fingerprint": "\#(digits)",
                  "iterations": 1001,
                  "name": "Release bot",
                  "webhookId": "a"
                },
                {
                  "name": "Büro \"7\" \\ \u001b[31m\u000a🎉/",
                  "webhookId": "b"
                }
              ]
            },
            {
              "appId": "2",
              "bundleId": "com.example.maps",
              "webhooks": [
                {
                  "name": "",
                  "webhookId": "0"
                }
              ]
            },
            {
              "appId": "3",
              "files": {
                "listed": "-"
              },
              "webhooks": []
            }
          ],
          "fingerprint": {
            "algorithm": "PBKDF2-HMAC-SHA256",
            "iterations": 1000,
            "salt": "07070707070707070707070707070707"
          },
          "formatVersion": 2,
          "issuer": "69a6de70-aaaa"
        }

        """#)
    #expect(try StateFile(path: "x").decode(state.encoded()) == state)
    #expect(
      String(decoding: try StateFileTests.state(issuer: nil, []).encoded(), as: UTF8.self) == #"""
        {
          "api": "api.appstoreconnect.apple.com",
          "apps": [],
          "fingerprint": {
            "algorithm": "PBKDF2-HMAC-SHA256",
            "iterations": 1000,
            "salt": "07070707070707070707070707070707"
          },
          "formatVersion": 2
        }

        """#)
  }
}
