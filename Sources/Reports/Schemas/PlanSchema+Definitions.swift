extension PlanSchema {
  static let definitions = #"""
        "titles": {"description": "Apps by their bundle IDs.", "type": "array", "items": {"type": "string"}},
        "value": {
          "description": "A text, a truth value, event types, or null if there is none. For a secret: its source.",
          "type": ["string", "boolean", "array", "null"], "items": {"type": "string"}
        },
        "app": {
          "type": "object",
          "required": ["bundleId", "appId", "name", "coveredBy", "webhooks"],
          "properties": {
            "bundleId": {"description": "The app's bundle ID, if it is known.", "$ref": "#/$defs/textOrNull"},
            "appId": {"description": "The app's Apple ID, if it is known.", "$ref": "#/$defs/textOrNull"},
            "name": {"description": "The app's name in App Store Connect, if it was read.", "$ref": "#/$defs/textOrNull"},
            "coveredBy": {"description": "What brings the app in.", "$ref": "#/$defs/coverage"},
            "webhooks": {
              "description": "Those to be changed, in the order of their calls; then the others.",
              "type": "array", "items": {"$ref": "#/$defs/webhook"}
            },
            "gaps": {
              "description": "Events that go undelivered for a while, because no order of the calls avoids it.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["url", "event", "fromStep", "untilStep"],
                "properties": {
                  "url": {"description": "The URL that doesn't get the event.", "type": "string"},
                  "event": {"description": "The event type.", "type": "string"},
                  "fromStep": {"description": "The call after which it isn't delivered.", "type": "integer"},
                  "untilStep": {"description": "The call after which it is again.", "type": "integer"}
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
            "action": {
              "description": "What becomes of it. unmanaged: it is live, the file doesn't list it, and it stays.",
              "enum": ["create", "modify", "delete", "unchanged", "unmanaged"]
            },
            "name": {"description": "Its name after the calls.", "type": "string"},
            "webhookId": {"description": "Its ID; null for a new one.", "$ref": "#/$defs/textOrNull"},
            "changes": {
              "description": "What the calls change; empty for one that stays as it is.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["field", "before", "after"],
                "properties": {
                  "field": {"description": "Which field.", "$ref": "#/$defs/field"},
                  "before": {"description": "What is live.", "$ref": "#/$defs/value"},
                  "after": {"description": "What the file says.", "$ref": "#/$defs/value"}
                }
              }
            },
            "secret": {
              "description": "What is known of its secret, which can't be read back; null for a webhook that isn't the file's.",
              "enum": ["unchanged", "changed", "unknown", "set", null]
            },
            "secretReason": {
              "description": "Why the secret is unknown, or counts as changed although its source may not have changed.",
              "type": "string"
            },
            "location": {"description": "Where the file lists it.", "$ref": "#/$defs/location"},
            "reason": {"description": "Why this becomes of it, if that needs saying.", "$ref": "#/$defs/textOrNull"}
          }
        },
        "coverage": {
          "description": "Whether the file lists the app, or only a default covers it; null if neither.",
          "enum": ["listed", "defaults", null]
        },
        "field": {"description": "A field of a webhook.", "enum": ["name", "url", "events", "enabled", "secret"]},
        "driftedApp": {
          "type": "object",
          "required": ["bundleId", "appId", "name", "standing", "coveredBy", "covered", "gone", "differences", "location"],
          "properties": {
            "bundleId": {"description": "The app's bundle ID, if it is known.", "$ref": "#/$defs/textOrNull"},
            "appId": {"description": "The app's Apple ID, if it is known.", "$ref": "#/$defs/textOrNull"},
            "name": {"description": "The app's name in App Store Connect, if it was read.", "$ref": "#/$defs/textOrNull"},
            "standing": {
              "description": "left: no longer in the file, but in the state file.",
              "enum": ["listed", "left", "unlisted"]
            },
            "coveredBy": {"description": "What brings the app in.", "$ref": "#/$defs/coverage"},
            "covered": {"description": "Whether the file or a default covers the app.", "type": "boolean"},
            "gone": {"description": "Whether the API key no longer sees the app.", "type": "boolean"},
            "renamedFrom": {
              "description": "The bundle ID that a default matched; none matches the new one.", "type": "string"
            },
            "differences": {
              "description": "The webhooks that differ.", "type": "array", "items": {"$ref": "#/$defs/difference"}
            },
            "location": {"description": "Where the file lists the app.", "$ref": "#/$defs/location"},
            "error": {"description": "Why the app could not be compared.", "type": "string"}
          }
        },
        "difference": {
          "type": "object",
          "required": ["kind", "webhook", "webhookId", "url", "enabled", "fields", "location", "origin"],
          "properties": {
            "kind": {
              "description": "missing: not live; changed: not as the file says; additional: not in the file.",
              "enum": ["missing", "changed", "additional"]
            },
            "webhook": {"description": "The file's name for it; of an additional one the live name.", "type": "string"},
            "webhookId": {"description": "Its ID; null for a missing one.", "$ref": "#/$defs/textOrNull"},
            "url": {"description": "The file's URL; of an additional one the live one.", "type": "string"},
            "enabled": {"description": "Whether it is enabled; of a missing one, whether it should be.", "type": "boolean"},
            "events": {
              "description": "What an additional one delivers, or a missing one should.",
              "type": "array", "items": {"type": "string"}
            },
            "fields": {
              "description": "What differs of a changed one.",
              "type": "array",
              "items": {
                "type": "object",
                "required": ["field", "live", "file"],
                "properties": {
                  "field": {"description": "Which field.", "$ref": "#/$defs/field"},
                  "live": {"description": "What App Store Connect has.", "$ref": "#/$defs/value"},
                  "file": {"description": "What the file says.", "$ref": "#/$defs/value"}
                }
              }
            },
            "location": {"description": "Where the file lists it.", "$ref": "#/$defs/location"},
            "origin": {"description": "How the difference came about, as far as the state file shows it.", "$ref": "#/$defs/textOrNull"}
          }
        },
        "verification": {
          "type": "object",
          "required": ["app", "appId", "webhook", "webhookId", "url", "status", "reason", "times", "delivery"],
          "properties": {
            "app": {"description": "The app's bundle ID.", "$ref": "#/$defs/textOrNull"},
            "appId": {"description": "The app's Apple ID.", "$ref": "#/$defs/textOrNull"},
            "webhook": {"description": "The webhook's name.", "type": "string"},
            "webhookId": {"description": "The webhook's ID.", "type": "string"},
            "url": {"description": "Where the test event was sent.", "type": "string"},
            "status": {
              "description": "What became of the test event. skipped: the webhook is disabled; sent: it wasn't waited for.",
              "enum": ["succeeded", "failed", "pending", "missing", "sent", "error", "skipped", "interrupted"]
            },
            "reason": {"description": "Why it didn't arrive; null if it did.", "$ref": "#/$defs/textOrNull"},
            "times": {"description": "How often the test event may have been sent.", "$ref": "#/$defs/count"},
            "delivery": {"description": "The delivery, in the form of deliveries --format json.", "type": ["object", "null"]},
            "withheld": {"description": "Whether the answer is not shown because it contains the secret.", "type": "boolean"}
          }
        }
    """#
}
