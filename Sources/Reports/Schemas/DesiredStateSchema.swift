import Events

/// The JSON Schema (2020-12) of a desired-state file, for editors and CI.
///
/// It accepts whatever the reader accepts, and refuses what can be seen without reading other files: names of
/// templates and event groups can stand in another one. Scalars follow YAML: where the reader takes a text as
/// it is written, `1e3` and `no` are texts, too.
package enum DesiredStateSchema {
  package static var text: String {
    // Not an enumeration: editors show the description of what a value matches.
    let events = EventCatalogue.types.map { event in
      #"{"const": "\#(event.type)", "description": "\#(event.summary)"}"#
    }.joined(separator: ",\n        ")
    return template.replacing("@EVENTS@", with: events)
      .replacing("@URL@", with: urlPattern.replacing("\\", with: "\\\\"))
  }

  /// What ``WebhookURL`` accepts once placeholders are replaced, in a form that every dialect of regular
  /// expressions has.
  ///
  /// An Apple ID is a number, so `{appId}` can stand wherever a digit can.
  private static let urlPattern: String = {
    let placeholder = #"\{(?:bundleId|appId|appName|webhookName)\}"#
    let digit = #"(?:[0-9]|\{appId\})"#
    let outer = "(?:[A-Za-z0-9_]|\(placeholder))"
    let inner = "(?:[A-Za-z0-9_-]|\(placeholder))"
    let label = "\(outer)(?:\(inner)*\(outer))?"
    let hexadecimal = "(?:[0-9A-Fa-f:.]|\(placeholder))*"
    let host = #"(?:\#(label)(?:\.\#(label))*\.?|\[\#(hexadecimal):\#(hexadecimal)\])"#
    let one = #"(?:1|\{appId\})"#
    let loopback =
      #"(?:[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|\[::\#(one)\]|\#(one)27(?:\.\#(digit)+){3})"#
    func digits(to last: Int) -> String { #"(?:[0-\#(last)]|\{appId\})"# }
    let high = "6553\(digits(to: 5))|655\(digits(to: 2))\(digit)|65\(digits(to: 4))\(digit){2}"
    let port = "0*(?:\(high)|6\(digits(to: 4))\(digit){3}|\(digits(to: 5))\(digit){4}|\(digit){0,4})"
    let character =
      #"(?:[!$&-;=?-\[\]_a-z~]|%(?:[0-9A-Fa-f]|\{appId\}){2}|\#(placeholder))"#
    return
      "^[Hh][Tt][Tt][Pp](?:[Ss]://\(host)|://\(loopback))(?::\(port))?(?:[/?]\(character)*)?$"
  }()

  private static let template = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Storehooks desired state",
      "description": "Which webhooks every app should have in App Store Connect.",
      "type": "object",
      "required": ["version"],
      "additionalProperties": false,
      "properties": {
        "version": {
          "description": "The version of this format: 1.",
          "type": "integer", "const": 1
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
          "propertyNames": {"pattern": "^[A-Za-z0-9._-]{1,255}$"},
          "additionalProperties": {"$ref": "#/$defs/app"}
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
            "ignore": {"$ref": "#/$defs/ignore"}
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
        "text": {"type": ["string", "number", "boolean"]},
        "filledText": {"type": ["string", "number", "boolean"], "minLength": 1},
        "name": {
          "type": ["string", "number", "boolean"],
          "minLength": 1, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$", "not": {"pattern": "^ *$", "type": "string"}
        },
        "app": {
          "description": "The webhooks of one app.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "use": {
              "description": "Templates that the app uses; the order does not matter.",
              "type": "array", "uniqueItems": true, "maxItems": 10, "items": {"$ref": "#/$defs/text"}
            },
            "webhooks": {
              "description": "Webhooks of this app alone; at most ten, including those of 'use'. The key is the webhook's name.",
              "type": "object",
              "maxProperties": 10,
              "propertyNames": {"$ref": "#/$defs/name"},
              "additionalProperties": {"$ref": "#/$defs/webhook"}
            },
            "prune": {"$ref": "#/$defs/prune"},
            "ignore": {"$ref": "#/$defs/ignore"}
          }
        },
        "webhook": {
          "description": "A webhook: 'url', 'events' and 'secret', or a 'template' that provides what is missing.",
          "type": "object",
          "additionalProperties": false,
          "anyOf": [{"required": ["url", "events", "secret"]}, {"required": ["template"]}],
          "properties": {
            "template": {
              "description": "A template; keys beside it replace the template's.",
              "$ref": "#/$defs/filledText"
            },
            "url": {"$ref": "#/$defs/url"},
            "events": {"$ref": "#/$defs/events"},
            "secret": {"$ref": "#/$defs/secret"},
            "enabled": {"$ref": "#/$defs/enabled"}
          }
        },
        "template": {
          "description": "A webhook that several apps share.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "name": {
              "description": "The webhook's name, if it isn't the key. May contain {bundleId}, {appId} and {appName}.",
              "$ref": "#/$defs/name", "pattern": "^(?:[^{}]|\\{\\{|\\}\\}|\\{(?:bundleId|appId|appName)\\})*$"
            },
            "url": {"$ref": "#/$defs/url"},
            "events": {"$ref": "#/$defs/events"},
            "secret": {"$ref": "#/$defs/secret"},
            "enabled": {"$ref": "#/$defs/enabled"}
          }
        },
        "url": {
          "description": "Where events are delivered: absolute https, or http to a loopback host. May contain {bundleId}, {appId}, {appName} and {webhookName}.",
          "type": "string",
          "pattern": "@URL@",
          "examples": ["https://hooks.example.com/asc/{bundleId}"]
        },
        "events": {
          "description": "Event types, event groups, and patterns in which * stands for any characters.",
          "type": "array", "minItems": 1,
          "items": {"anyOf": [{"$ref": "#/$defs/eventType"}, {"$ref": "#/$defs/filledText"}]}
        },
        "eventType": {
          "title": "Event type",
          "anyOf": [
            @EVENTS@
          ]
        },
        "eventPattern": {
          "title": "Pattern of event types",
          "type": "string", "pattern": "\\*"
        },
        "groupedEvent": {
          "anyOf": [
            {"$ref": "#/$defs/eventType"}, {"$ref": "#/$defs/eventPattern"},
            {"type": "string", "pattern": "^[A-Z][A-Z0-9_]*$"}
          ]
        },
        "secret": {
          "description": "Where the secret comes from: exactly one source, never the secret itself.",
          "type": "object",
          "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
          "properties": {
            "env": {
              "description": "The environment variable that holds it.",
              "type": ["string", "boolean"], "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"
            },
            "file": {
              "description": "The file that holds it, relative to this one. One newline at its end is dropped.",
              "$ref": "#/$defs/filledText"
            },
            "command": {
              "description": "A program that prints it, and its arguments. Runs without a shell.",
              "type": "array", "minItems": 1,
              "prefixItems": [{"$ref": "#/$defs/filledText"}], "items": {"$ref": "#/$defs/text"},
              "examples": [["op", "read", "op://ci/asc/secret"]]
            }
          }
        },
        "enabled": {
          "description": "Whether events are delivered.",
          "type": "boolean", "default": true
        },
        "prune": {
          "description": "Whether live webhooks that the file doesn't list are deleted.",
          "type": "boolean", "default": true
        },
        "ignore": {
          "description": "Live webhooks that are never touched.",
          "type": "array",
          "items": {
            "description": "With both keys, both must match.",
            "type": "object",
            "additionalProperties": false, "minProperties": 1,
            "properties": {
              "name": {
                "description": "A pattern for the webhook's name, in which * stands for any characters.",
                "$ref": "#/$defs/filledText"
              },
              "url": {
                "description": "A pattern for the webhook's URL.",
                "$ref": "#/$defs/filledText"
              }
            }
          }
        }
      }
    }

    """#
}
