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
        "account": {
          "description": "The account that the file is for: a key of another one is refused before the first request.",
          "type": "object",
          "additionalProperties": false, "minProperties": 1,
          "properties": {
            "issuerId": {
              "description": "The issuer ID of the team.",
              "$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._-]{1,64}$"
            },
            "keyId": {
              "description": "The ID of the one API key that is meant.",
              "$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._-]{1,64}$"
            }
          }
        },
        "variables": {
          "description": "What differs between places. Used as {name} in URLs and in templates' names; --var name=VALUE or STOREHOOKS_VAR_NAME replaces the default.",
          "type": "object",
          "propertyNames": {
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "not": {"pattern": "^(?:bundleId|appId|appName|webhookName)$"}
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
          "propertyNames": {"pattern": "^[A-Za-z0-9._-]{1,255}$"},
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
              "items": {"$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._*?-]{1,255}$"},
              "examples": [["com.example.sample.*"]]
            }
          }
        },
        "forget": {
          "description": "Apps that were handed over, by bundle ID or Apple ID: no longer managed, their webhooks left alone.",
          "type": "array",
          "items": {"$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._-]{1,255}$"}
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
            "ignore": {"$ref": "#/$defs/ignore"},
            "defaults": {
              "description": "Whether rules of 'defaults' may match the app.",
              "type": "boolean", "default": true
            }
          }
        },
        "defaultRule": {
          "description": "An app gets what all the rules that match it say; its own webhook of a name takes the default's place.",
          "type": "object",
          "additionalProperties": false, "required": ["apps", "use"],
          "properties": {
            "apps": {
              "description": "Patterns for bundle IDs; \"*\" is every app that the API key sees.",
              "minItems": 1, "$ref": "#/$defs/appPatterns", "examples": [["com.example.*"]]
            },
            "except": {
              "description": "Patterns for the apps that the rule doesn't match all the same.",
              "$ref": "#/$defs/appPatterns"
            },
            "use": {
              "description": "Templates that the apps get.",
              "type": "array", "uniqueItems": true, "minItems": 1, "maxItems": 10, "items": {"$ref": "#/$defs/text"}
            },
            "prune": {
              "description": "As in an app; of several rules the most careful wins: false, managed, true. By default managed.",
              "$ref": "#/$defs/prune"
            }
          }
        },
        "appPatterns": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/filledText", "pattern": "^[A-Za-z0-9._*?-]{1,255}$",
            "not": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[0-9]+$"}]}
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
            "enabled": {"$ref": "#/$defs/enabled"},
            "formerly": {
              "description": "Names that the webhook had before, the latest first: a live webhook of such a name is this one.",
              "type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/name"}
            }
          }
        },
        "variable": {
          "anyOf": [
            {"description": "The default.", "$ref": "#/$defs/text"},
            {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "default": {"description": "What it stands for unless something replaces it.", "$ref": "#/$defs/text"},
                "sensitive": {
                  "description": "Whether its value is never shown. It comes from STOREHOOKS_VAR_NAME only.",
                  "type": "boolean", "default": false
                }
              },
              "if": {"required": ["sensitive"], "properties": {"sensitive": {"const": true}}},
              "then": {"maxProperties": 1}
            }
          ]
        },
        "template": {
          "description": "A webhook that several apps share.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "name": {
              "description": "The webhook's name, if it isn't the key. May contain {bundleId}, {appId} and {appName}.",
              "$ref": "#/$defs/templateName"
            },
            "url": {"$ref": "#/$defs/url"},
            "events": {"$ref": "#/$defs/events"},
            "secret": {"$ref": "#/$defs/secret"},
            "enabled": {"$ref": "#/$defs/enabled"},
            "formerly": {
              "description": "Names that the webhook had before, the latest first. May contain placeholders, as 'name' may.",
              "type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/templateName"}
            }
          }
        },
        "templateName": {
          "$ref": "#/$defs/name",
          "pattern": "^(?:[^{}]|\\{\\{|\\}\\}|\\{[A-Za-z_][A-Za-z0-9_]*\\})*$",
          "not": {"type": "string", "pattern": "^(?:[^{}]|\\{\\{|\\}\\}|\\{[A-Za-z_][A-Za-z0-9_]*\\})*\\{webhookName\\}"}
        },
        "url": {
          "description": "Where events are delivered: absolute https, or http to a loopback host. May contain {bundleId}, {appId}, {appName}, {webhookName} and variables.",
          "type": "string",
          "anyOf": [
            {"pattern": "@URL@"},
            {
              "description": "A URL with variables.",
              "pattern": "^(?:[^{}]|\\{\\{|\\}\\}|\\{[A-Za-z_][A-Za-z0-9_]*\\})*$",
              "not": {"pattern": "^(?:[^{}]|\\{\\{|\\}\\}|\\{(?:bundleId|appId|appName|webhookName)\\})*$"}
            }
          ],
          "examples": ["https://hooks.example.com/asc/{bundleId}"]
        },
        "events": {
          "description": "Event types, event groups, and patterns in which * stands for any characters. Beside 'template', items may all begin with + or -, to change the template's.",
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
          "description": "Whether live webhooks that the file doesn't list are deleted; managed: only those that the state file records as Storehooks' own.",
          "anyOf": [{"type": "boolean"}, {"type": "string", "const": "managed"}], "default": true
        },
        "ignore": {
          "description": "Live webhooks that are never touched.",
          "$ref": "#/$defs/rules"
        },
        "rules": {
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
