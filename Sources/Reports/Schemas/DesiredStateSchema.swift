import Events

/// The JSON Schema (2020-12) of a desired-state file, for editors and CI.
///
/// It accepts whatever the reader accepts, and refuses what is plainly wrong without other files, in which templates
/// and event groups can be. Scalars follow YAML: where the reader takes text as written, `1e3` and `no` are text, too.
package enum DesiredStateSchema {
  package static var text: String {
    template.replacing("@DEFINITIONS@", with: definitions).replacing("@EVENTS@", with: events)
      .replacing("@URL@", with: urlPattern.replacing("\\", with: "\\\\"))
  }

  /// Not an enumeration: editors show the description of the matching value, some of them in Markdown.
  private static var events: String {
    EventCatalogue.types.map { event in
      let carried = event.carries.map { carried in
        #"\n- \#(carried.names.map { "`\($0)`" }.joined(separator: ", ")): \#(carried.says)"#
      }
      let markdown = #"**\#(event.group.rawValue):** \#(event.summary)\n\#(carried.joined())"#
      return
        #"{"const": "\#(event.type)", "description": "\#(event.summary)", "markdownDescription": "\#(markdown)"}"#
    }.joined(separator: ",\n        ")
  }

  private static let template = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Storehooks desired state",
      "description": "Which webhooks every app should have in App Store Connect.",
      "type": "object",
      "required": ["version"],
      "additionalProperties": false,
      "defaultSnippets": [
        {
          "label": "webhooks.yaml", "description": "A template, and an app that uses it",
          "body": {
            "version": 1,
            "templates": {
              "${1:release-bot}": {
                "url": "https://${2:hooks.example.com}/asc/{bundleId}",
                "events": ["${3:APP_STORE_VERSION_APP_VERSION_STATE_UPDATED}"],
                "secret": {"env": "${4:RELEASE_BOT_SECRET}"}
              }
            },
            "apps": {"${5:com.example.notes}": {"use": ["${1:release-bot}"]}}
          }
        }
      ],
      "properties": {
        "version": {
          "description": "The version of this format: 1.",
          "type": "integer", "const": 1
        },
        "account": {
          "description": "The account that the file is for: a key of another one is refused before the first request.",
          "type": "object",
          "additionalProperties": false, "minProperties": 1,
          "properties": {
            "issuerId": {
              "description": "The issuer ID of the team.",
              "$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._-]{1,64}$",
              "patternErrorMessage": "Up to 64 letters, digits, periods, hyphens and underscores."
            },
            "keyId": {
              "description": "The ID of the one API key that is meant.",
              "$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._-]{1,64}$",
              "patternErrorMessage": "Up to 64 letters, digits, periods, hyphens and underscores."
            }
          }
        },
        "variables": {
          "description": "What differs between places. Used as {name} in URLs and in templates' names; --var name=VALUE or STOREHOOKS_VAR_NAME replaces the default.",
          "type": "object",
          "propertyNames": {
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
            "patternErrorMessage": "A name has letters, digits and underscores, and begins with no digit.",
            "not": {"pattern": "^(?:bundleId|appId|appName|webhookName)$"}
          },
          "additionalProperties": {"$ref": "#/$defs/variable"}
        },
        "templates": {
          "description": "Webhooks that several apps share. The key is the webhook's name, unless 'name' says otherwise.",
          "type": "object",
          "additionalProperties": {"$ref": "#/$defs/template"}
        },
        "eventGroups": {
          "description": "Names for lists of event types.",
          "type": "object",
          "propertyNames": {
            "minLength": 1, "not": {"anyOf": [{"$ref": "#/$defs/eventType"}, {"pattern": "\\*"}]}
          },
          "additionalProperties": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/groupedEvent"}}
        },
        "apps": {
          "description": "The apps. The key is the bundle ID, or the numeric Apple ID of the app.",
          "type": "object",
          "propertyNames": {
            "pattern": "^[A-Za-z0-9._-]{1,255}$",
            "patternErrorMessage": "An app is named by its bundle ID, such as com.example.notes, or its numeric Apple ID."
          },
          "additionalProperties": {"$ref": "#/$defs/app"}
        },
        "defaults": {
          "description": "Webhooks of every app whose bundle ID a rule matches, listed under 'apps' or not.",
          "type": "array",
          "items": {"$ref": "#/$defs/defaultRule"}
        },
        "policy": {
          "description": "Rules for all apps.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "prune": {"$ref": "#/$defs/prune"},
            "maxDeletes": {
              "description": "How many webhooks a plan may delete without --allow-deletes.",
              "type": "integer", "minimum": 0, "default": 10
            },
            "maxChanges": {
              "description": "How many calls a plan may make without --allow-changes; without it, any number.",
              "type": "integer", "minimum": 0
            },
            "ignore": {"$ref": "#/$defs/ignore"},
            "protect": {
              "description": "Live webhooks that are changed but never deleted.",
              "$ref": "#/$defs/rules"
            },
            "ignoreApps": {
              "description": "Patterns of bundle IDs: apps that 'drift --all-apps' doesn't miss in the file.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._*?-]{1,255}$",
                "patternErrorMessage": "A pattern of bundle IDs, such as com.example.sample.*."
              },
              "examples": [["com.example.sample.*"]]
            }
          }
        },
        "forget": {
          "description": "Apps that were handed over, by bundle ID or Apple ID: no longer managed, their webhooks left alone.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._-]{1,255}$",
            "patternErrorMessage": "A bundle ID, such as com.example.notes, or a numeric Apple ID."
          }
        },
        "allowUnknownEvents": {
          "description": "Whether to accept event types that this version of Storehooks doesn't know.",
          "type": "boolean", "default": false
        }
      },
      "if": {"required": ["allowUnknownEvents"], "properties": {"allowUnknownEvents": {"const": true}}},
      "else": {
        "properties": {
          "eventGroups": {
            "additionalProperties": {
              "items": {"anyOf": [{"$ref": "#/$defs/eventType"}, {"$ref": "#/$defs/eventPattern"}]}
            }
          }
        }
      },
      "$defs": {
    @DEFINITIONS@
      }
    }

    """#
}
