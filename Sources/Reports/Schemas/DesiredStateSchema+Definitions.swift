extension DesiredStateSchema {
  static let definitions = #"""
        "text": {"type": ["string", "number", "boolean"]},
        "filledText": {"type": ["string", "number", "boolean"], "minLength": 1},
        "name": {
          "type": ["string", "number", "boolean"],
          "minLength": 1, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
          "patternErrorMessage": "A name has no line breaks or control characters.",
          "not": {"pattern": "^ *$", "type": "string"}
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
          "defaultSnippets": [
            {
              "label": "rule", "description": "Templates for every app whose bundle ID matches",
              "body": {"apps": ["${1:com.example.*}"], "use": ["${2:release-bot}"]}
            }
          ],
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
            "patternErrorMessage": "A pattern of bundle IDs, such as com.example.*.",
            "not": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[0-9]+$"}]}
          }
        },
        "webhook": {
          "description": "A webhook: 'url', 'events' and 'secret', or a 'template' that provides what is missing.",
          "type": "object",
          "additionalProperties": false,
          "defaultSnippets": [
            {
              "label": "webhook", "description": "A webhook of this app alone",
              "body": {
                "url": "https://${1:hooks.example.com}/asc/{bundleId}",
                "events": ["${2:APP_STORE_VERSION_APP_VERSION_STATE_UPDATED}"],
                "secret": {"env": "${3:RELEASE_BOT_SECRET}"}
              }
            },
            {
              "label": "webhook from a template", "description": "A template with some keys replaced",
              "body": {"template": "${1:release-bot}", "url": "https://${2:hooks.example.com}/asc"}
            }
          ],
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
          "description": "What a variable stands for.",
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
          "defaultSnippets": [
            {
              "label": "template", "description": "A webhook that several apps share",
              "body": {
                "url": "https://${1:hooks.example.com}/asc/{bundleId}",
                "events": ["${2:APP_STORE_VERSION_APP_VERSION_STATE_UPDATED}"],
                "secret": {"env": "${3:RELEASE_BOT_SECRET}"}
              }
            }
          ],
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
          "patternErrorMessage": "In a name, {...} is a placeholder or a variable; {{ and }} are braces.",
          "not": {"type": "string", "pattern": "^(?:[^{}]|\\{\\{|\\}\\}|\\{[A-Za-z_][A-Za-z0-9_]*\\})*\\{webhookName\\}"}
        },
        "url": {
          "description": "Where events are delivered: absolute https, or http to a loopback host. May contain {bundleId}, {appId}, {appName}, {webhookName} and variables.",
          "type": "string",
          "anyOf": [
            {
              "pattern": "@URL@",
              "patternErrorMessage": "A URL is absolute and https, or http to a loopback host, such as https://hooks.example.com/asc/{bundleId}."
            },
            {
              "description": "A URL with variables.",
              "pattern": "^(?:[^{}]|\\{\\{|\\}\\}|\\{[A-Za-z_][A-Za-z0-9_]*\\})*$",
              "patternErrorMessage": "In a URL, {...} is a placeholder or a variable; {{ and }} are braces.",
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
          "type": "string", "pattern": "\\*",
          "patternErrorMessage": "No known event type; in a pattern, * stands for any characters."
        },
        "groupedEvent": {
          "anyOf": [
            {"$ref": "#/$defs/eventType"}, {"$ref": "#/$defs/eventPattern"},
            {
              "type": "string", "pattern": "^[A-Z][A-Z0-9_]*$",
              "patternErrorMessage": "An event type has capital letters, digits and underscores."
            }
          ]
        },
        "secret": {
          "description": "Where the secret comes from: exactly one source, never the secret itself.",
          "type": "object",
          "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
          "defaultSnippets": [
            {"label": "env", "description": "From an environment variable", "body": {"env": "${1:RELEASE_BOT_SECRET}"}},
            {"label": "file", "description": "From a file", "body": {"file": "${1:secrets/release-bot.txt}"}},
            {
              "label": "command", "description": "From a program",
              "body": {"command": ["${1:op}", "${2:read}", "${3:op://ci/asc/secret}"]}
            }
          ],
          "properties": {
            "env": {
              "description": "The environment variable that holds it.",
              "type": ["string", "boolean"], "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
              "patternErrorMessage": "The name of an environment variable, such as RELEASE_BOT_SECRET; never the secret itself."
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
    """#
}
