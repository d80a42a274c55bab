/// The JSON Schema (2020-12) of what `plan`, `apply` and `drift` print with `--format json`, and of saved plans.
///
/// Later versions may add keys, so no object is closed. Each key has a description, because readers have nothing else
/// to go by.
package enum PlanSchema {
  package static let text = document.replacing(
    "@DEFINITIONS@", with: CommonSchema.definitions + ",\n" + definitions)

  private static let document = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Storehooks plan",
      "description": "What plan, apply and drift print with --format json. Later versions may add keys.",
      "type": "object",
      "required": ["formatVersion", "summary", "apps", "steps", "warnings", "errors", "requests"],
      "properties": {
        "formatVersion": {"description": "The version of this format.", "const": "1"},
        "summary": {
          "description": "The number of webhooks per action, of apps to forget, and of apps.",
          "type": "object",
          "required": ["create", "modify", "delete", "unchanged", "unmanaged", "forget", "apps"],
          "properties": {
            "create": {"description": "Webhooks to be created.", "$ref": "#/$defs/count"},
            "modify": {"description": "Webhooks to be changed.", "$ref": "#/$defs/count"},
            "delete": {"description": "Webhooks to be deleted.", "$ref": "#/$defs/count"},
            "unchanged": {"description": "Webhooks that are as the file says.", "$ref": "#/$defs/count"},
            "unmanaged": {"description": "Live webhooks that the file leaves alone.", "$ref": "#/$defs/count"},
            "forget": {"description": "Apps whose records apply drops.", "$ref": "#/$defs/count"},
            "apps": {"description": "Apps that were looked at.", "$ref": "#/$defs/count"},
            "notCompared": {
              "description": "The apps that weren't looked at because --base asks the same of them; of those that only defaults bring in, the ones on record.",
              "type": "integer", "minimum": 0
            }
          }
        },
        "apps": {"description": "The apps of the file, in its order.", "type": "array", "items": {"$ref": "#/$defs/app"}},
        "steps": {
          "description": "The calls; those of one app in the order in which apply makes them.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["step", "app", "action", "webhook", "webhookId"],
            "properties": {
              "step": {"description": "Its number, from 1.", "type": "integer", "minimum": 1},
              "app": {"description": "The app's bundle ID, or what the file calls it.", "type": "string"},
              "action": {"description": "What the call does.", "enum": ["create", "modify", "delete"]},
              "webhook": {"description": "The webhook's name.", "type": "string"},
              "webhookId": {"description": "The webhook's ID; null for a new one.", "$ref": "#/$defs/textOrNull"}
            }
          }
        },
        "defaultsCompared": {
          "description": "plan --base: apps that only defaults bring in weren't looked at, however many there are.",
          "const": false
        },
        "forget": {
          "description": "Apps that were handed over: apply drops their records.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["bundleId", "appId", "webhooks"],
            "properties": {
              "bundleId": {"description": "The app's bundle ID, if it is on record.", "$ref": "#/$defs/textOrNull"},
              "appId": {"description": "The app's Apple ID.", "type": "string"},
              "webhooks": {"description": "How many of its webhooks are on record.", "$ref": "#/$defs/count"}
            }
          }
        },
        "warnings": {
          "description": "What is probably not meant.", "type": "array", "items": {"$ref": "#/$defs/message"}
        },
        "notes": {
          "description": "What is worth knowing, in whole sentences.",
          "type": "array",
          "items": {"type": "string"}
        },
        "errors": {"description": "What failed.", "type": "array", "items": {"$ref": "#/$defs/message"}},
        "requests": {"description": "Requests to App Store Connect.", "$ref": "#/$defs/requests"},
        "results": {
          "description": "apply: the result of each call.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["step", "status", "webhookId", "error", "requests"],
            "properties": {
              "step": {"description": "The call's number in steps.", "type": "integer", "minimum": 1},
              "status": {"description": "What became of it.", "enum": ["applied", "failed", "skipped"]},
              "webhookId": {
                "description": "The webhook's ID; of a created one, the new one.", "$ref": "#/$defs/textOrNull"
              },
              "error": {"description": "Why it was not made; null if it was.", "$ref": "#/$defs/textOrNull"},
              "places": {
                "description": "The places in the file that a failed call's errors are about, if App Store Connect names them.",
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["key", "location"],
                  "properties": {
                    "key": {"description": "The key in the file.", "type": "string"},
                    "event": {"description": "The event type that is refused.", "type": "string"},
                    "location": {"description": "The place of the value.", "$ref": "#/$defs/location"}
                  }
                }
              },
              "requests": {"description": "How many requests it took.", "$ref": "#/$defs/count"}
            }
          }
        },
        "drift": {
          "description": "drift: how App Store Connect differs from the file.",
          "type": "object",
          "required": ["differences", "apps"],
          "properties": {
            "differences": {
              "description": "How many webhooks differ, and apps that are gone or not covered.", "$ref": "#/$defs/count"
            },
            "apps": {
              "description": "Apps in which something differs, or that nothing covers.",
              "type": "array", "items": {"$ref": "#/$defs/driftedApp"}
            }
          }
        },
        "verifications": {
          "description": "--verify and --ping: the result of each test event.",
          "type": "array",
          "items": {"$ref": "#/$defs/verification"}
        },
        "canary": {
          "description": "apply --canary: the apps that came first, and what they showed.",
          "type": "object",
          "required": ["apps", "result", "changed", "held"],
          "properties": {
            "apps": {"description": "The apps that came first.", "$ref": "#/$defs/titles"},
            "result": {
              "description": "Whether their calls were made and their test events arrived. untested: nothing that was created or changed there is enabled.",
              "enum": ["passed", "failed", "untested", "interrupted"]
            },
            "changed": {"description": "Those of them in which a call was made.", "$ref": "#/$defs/titles"},
            "held": {"description": "Apps that got no calls because the canary failed, or showed nothing.", "$ref": "#/$defs/titles"}
          }
        },
        "saved": {"description": "plan --out: what apply needs; not an interface.", "type": "object"}
      },
      "$defs": {
    @DEFINITIONS@
      }
    }

    """#
}
