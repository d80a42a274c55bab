/// The JSON Schema (2020-12) of what `plan`, `apply` and `drift` print with `--format json`, and of saved plans.
///
/// Objects may get further keys in later versions, so none is closed.
package enum PlanSchema {
  package static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Storehooks plan",
      "description": "What plan, apply and drift print with --format json. Later versions may add keys.",
      "type": "object",
      "required": ["formatVersion", "summary", "apps", "steps", "warnings", "errors", "requests"],
      "properties": {
        "formatVersion": {"const": "1"},
        "summary": {
          "description": "The number of webhooks per action, of apps to forget, and of apps.",
          "type": "object",
          "required": ["create", "modify", "delete", "unchanged", "unmanaged", "forget", "apps"],
          "properties": {
            "create": {"$ref": "#/$defs/count"}, "modify": {"$ref": "#/$defs/count"},
            "delete": {"$ref": "#/$defs/count"}, "unchanged": {"$ref": "#/$defs/count"},
            "unmanaged": {"$ref": "#/$defs/count"}, "forget": {"$ref": "#/$defs/count"},
            "apps": {"$ref": "#/$defs/count"},
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
              "step": {"type": "integer", "minimum": 1},
              "app": {"type": "string"},
              "action": {"enum": ["create", "modify", "delete"]},
              "webhook": {"type": "string"},
              "webhookId": {"$ref": "#/$defs/textOrNull"}
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
              "bundleId": {"$ref": "#/$defs/textOrNull"}, "appId": {"type": "string"},
              "webhooks": {"description": "How many of its webhooks are on record.", "$ref": "#/$defs/count"}
            }
          }
        },
        "warnings": {"type": "array", "items": {"$ref": "#/$defs/message"}},
        "notes": {
          "description": "Notes on apps that weren't compared.",
          "type": "array",
          "items": {"type": "string"}
        },
        "errors": {"type": "array", "items": {"$ref": "#/$defs/message"}},
        "requests": {
          "description": "Requests that the run made, and how many are left this hour.",
          "type": "object",
          "required": ["made", "remaining"],
          "properties": {"made": {"$ref": "#/$defs/count"}, "remaining": {"type": ["integer", "null"]}}
        },
        "results": {
          "description": "apply: the result of each call.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["step", "status", "webhookId", "error", "requests"],
            "properties": {
              "step": {"type": "integer", "minimum": 1},
              "status": {"enum": ["applied", "failed", "skipped"]},
              "webhookId": {"$ref": "#/$defs/textOrNull"},
              "error": {"$ref": "#/$defs/textOrNull"},
              "places": {
                "description": "The places in the file that a failed call's errors are about, if App Store Connect names them.",
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["key", "location"],
                  "properties": {
                    "key": {"type": "string"},
                    "event": {"type": "string"},
                    "location": {"$ref": "#/$defs/location"}
                  }
                }
              },
              "requests": {"$ref": "#/$defs/count"}
            }
          }
        },
        "drift": {
          "description": "drift: how App Store Connect differs from the file.",
          "type": "object",
          "required": ["differences", "apps"],
          "properties": {
            "differences": {"$ref": "#/$defs/count"},
            "apps": {"type": "array", "items": {"$ref": "#/$defs/driftedApp"}}
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
            "apps": {"$ref": "#/$defs/titles"},
            "result": {
              "description": "untested: nothing that was created or changed there is enabled.",
              "enum": ["passed", "failed", "untested", "interrupted"]
            },
            "changed": {"description": "Those of them in which a call was made.", "$ref": "#/$defs/titles"},
            "held": {"description": "Apps that got no calls because the canary failed, or showed nothing.", "$ref": "#/$defs/titles"}
          }
        },
        "saved": {"description": "plan --out: what apply needs; not an interface.", "type": "object"}
      },
      "$defs": {
        "count": {"type": "integer", "minimum": 0},
        "textOrNull": {"type": ["string", "null"]},
        "titles": {"description": "Apps by their bundle IDs.", "type": "array", "items": {"type": "string"}},
        "value": {
          "description": "A text, a truth value, event types, or null if there is none. For a secret: its source.",
          "type": ["string", "boolean", "array", "null"], "items": {"type": "string"}
        },
        "location": {
          "type": ["object", "null"],
          "required": ["file", "line", "column"],
          "properties": {
            "file": {"type": "string"},
            "line": {"type": "integer", "minimum": 1},
            "column": {"type": "integer", "minimum": 1}
          }
        },
        "message": {
          "type": "object",
          "required": ["severity", "message", "remedy", "location"],
          "properties": {
            "severity": {"enum": ["error", "warning"]},
            "message": {"type": "string"},
            "remedy": {"$ref": "#/$defs/textOrNull"},
            "location": {"$ref": "#/$defs/location"}
          }
        },
        "app": {
          "type": "object",
          "required": ["bundleId", "appId", "name", "coveredBy", "webhooks"],
          "properties": {
            "bundleId": {"$ref": "#/$defs/textOrNull"},
            "appId": {"$ref": "#/$defs/textOrNull"},
            "name": {"$ref": "#/$defs/textOrNull"},
            "coveredBy": {"$ref": "#/$defs/coverage"},
            "webhooks": {"type": "array", "items": {"$ref": "#/$defs/webhook"}},
            "gaps": {
              "description": "Events that go undelivered for a while, because no order of the calls avoids it.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["url", "event", "fromStep", "untilStep"],
                "properties": {
                  "url": {"type": "string"}, "event": {"type": "string"},
                  "fromStep": {"type": "integer"}, "untilStep": {"type": "integer"}
                }
              }
            },
            "error": {"description": "Why there is no plan for the app.", "type": "string"}
          }
        },
        "webhook": {
          "type": "object",
          "required": ["action", "name", "webhookId", "changes", "secret", "location", "reason"],
          "properties": {
            "action": {"enum": ["create", "modify", "delete", "unchanged", "unmanaged"]},
            "name": {"type": "string"},
            "webhookId": {"$ref": "#/$defs/textOrNull"},
            "changes": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["field", "before", "after"],
                "properties": {
                  "field": {"$ref": "#/$defs/field"},
                  "before": {"$ref": "#/$defs/value"}, "after": {"$ref": "#/$defs/value"}
                }
              }
            },
            "secret": {"enum": ["unchanged", "changed", "unknown", "set", null]},
            "secretReason": {
              "description": "Why the secret is unknown, or counts as changed although its source may not have changed.",
              "type": "string"
            },
            "location": {"$ref": "#/$defs/location"},
            "reason": {"$ref": "#/$defs/textOrNull"}
          }
        },
        "coverage": {
          "description": "Whether the file lists the app, or only a default covers it; null if neither.",
          "enum": ["listed", "defaults", null]
        },
        "field": {"enum": ["name", "url", "events", "enabled", "secret"]},
        "driftedApp": {
          "type": "object",
          "required": ["bundleId", "appId", "name", "standing", "coveredBy", "covered", "gone", "differences", "location"],
          "properties": {
            "bundleId": {"$ref": "#/$defs/textOrNull"},
            "appId": {"$ref": "#/$defs/textOrNull"},
            "name": {"$ref": "#/$defs/textOrNull"},
            "standing": {
              "description": "left: no longer in the file, but in the state file.",
              "enum": ["listed", "left", "unlisted"]
            },
            "coveredBy": {"$ref": "#/$defs/coverage"},
            "covered": {"description": "Whether the file or a default covers the app.", "type": "boolean"},
            "gone": {"description": "Whether the API key no longer sees the app.", "type": "boolean"},
            "renamedFrom": {
              "description": "The bundle ID that a default matched; none matches the new one.", "type": "string"
            },
            "differences": {"type": "array", "items": {"$ref": "#/$defs/difference"}},
            "location": {"$ref": "#/$defs/location"},
            "error": {"description": "Why the app could not be compared.", "type": "string"}
          }
        },
        "difference": {
          "type": "object",
          "required": ["kind", "webhook", "webhookId", "url", "enabled", "fields", "location", "origin"],
          "properties": {
            "kind": {"enum": ["missing", "changed", "additional"]},
            "webhook": {"type": "string"},
            "webhookId": {"$ref": "#/$defs/textOrNull"},
            "url": {"type": "string"},
            "enabled": {"type": "boolean"},
            "events": {"type": "array", "items": {"type": "string"}},
            "fields": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["field", "live", "file"],
                "properties": {
                  "field": {"$ref": "#/$defs/field"},
                  "live": {"$ref": "#/$defs/value"}, "file": {"$ref": "#/$defs/value"}
                }
              }
            },
            "location": {"$ref": "#/$defs/location"},
            "origin": {"$ref": "#/$defs/textOrNull"}
          }
        },
        "verification": {
          "type": "object",
          "required": ["app", "appId", "webhook", "webhookId", "url", "status", "reason", "times", "delivery"],
          "properties": {
            "app": {"$ref": "#/$defs/textOrNull"},
            "appId": {"$ref": "#/$defs/textOrNull"},
            "webhook": {"type": "string"},
            "webhookId": {"type": "string"},
            "url": {"type": "string"},
            "status": {
              "enum": ["succeeded", "failed", "pending", "missing", "sent", "error", "skipped", "interrupted"]
            },
            "reason": {"$ref": "#/$defs/textOrNull"},
            "times": {"description": "How often the test event may have been sent.", "$ref": "#/$defs/count"},
            "delivery": {"description": "The delivery, in the form of deliveries --format json.", "type": ["object", "null"]},
            "withheld": {"description": "Whether the answer is not shown because it contains the secret.", "type": "boolean"}
          }
        }
      }
    }

    """#
}
