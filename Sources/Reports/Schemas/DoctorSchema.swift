/// The JSON Schema (2020-12) of what `doctor` prints with `--format json`. As with plans, later versions may add keys.
package enum DoctorSchema {
  package static let text = document.replacing("@DEFINITIONS@", with: CommonSchema.definitions)

  private static let document = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Storehooks doctor",
      "description": "What doctor prints with --format json. Later versions may add keys and checks.",
      "type": "object",
      "required": ["formatVersion", "checks", "errors", "requests"],
      "properties": {
        "formatVersion": {"description": "The version of this format.", "const": "1"},
        "checks": {
          "description": "What was checked, in this order. What depends on a check that failed is left out.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["name", "status", "summary", "remedy"],
            "properties": {
              "name": {
                "description": "What the check is about; never changes.",
                "type": "string",
                "examples": [
                  "libraries", "file", "fleet", "credentials", "key", "key-file", "account", "dns", "proxy", "connection",
                  "tls", "answer", "clock", "token", "apps", "webhooks", "quota", "variables", "secrets", "state"
                ]
              },
              "status": {
                "description": "warn: a remark, such as on what only apply needs. fail: the exit code is 1.",
                "enum": ["pass", "warn", "fail"]
              },
              "summary": {"description": "What was found, for people.", "type": "string"},
              "remedy": {"description": "What to do about it; null if nothing.", "$ref": "#/$defs/textOrNull"}
            }
          }
        },
        "warnings": {
          "description": "What is probably not meant.", "type": "array", "items": {"$ref": "#/$defs/message"}
        },
        "errors": {
          "description": "Why nothing could be checked; empty if something was, because checks tell what failed.",
          "type": "array", "items": {"$ref": "#/$defs/message"}
        },
        "requests": {"description": "Requests to App Store Connect.", "$ref": "#/$defs/requests"}
      },
      "$defs": {
    @DEFINITIONS@
      }
    }

    """#
}
