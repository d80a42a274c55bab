import Events

/// What `init` writes: a small file that is valid as it is, with everything else in comments.
enum StarterFile {
  private static let eventTypes = EventCatalogue.types.map { "#   \($0.type)\n#     \($0.summary)" }
    .joined(separator: "\n")

  static let text = """
    # Which App Store Connect webhooks every app should have.
    #
    #   storehooks validate    checks this file
    #   storehooks plan        shows what would change; needs none of the secrets
    #   storehooks apply       makes the changes after asking
    #   storehooks drift       reports, for example every night, what was changed by hand
    version: 1

    # Webhooks that several apps share. The key is the webhook's name in each app.
    templates:
      Release bot:
        # {bundleId}, {appId}, {appName} and {webhookName} are filled in for each app.
        url: https://hooks.example.com/asc/{bundleId}
        events: [APP_STORE_VERSION_APP_VERSION_STATE_UPDATED]
        # A secret is never written down here. It comes from an environment variable, a file or a command:
        secret: { env: RELEASE_BOT_SECRET }
        # secret: { file: secrets/release-bot.txt }
        # secret: { command: [op, read, "op://ci/release-bot/secret"] }

    # Names for lists of event types; '*' matches any characters.
    # eventGroups:
    #   feedback: [BETA_FEEDBACK_*]
    #
    # The event types; 'storehooks events TYPE' shows what an event carries.
    \(eventTypes)

    # The apps, by bundle ID or Apple ID. Live webhooks of an app that stands here are deleted unless they are
    # listed; 'prune: false' keeps all of them, an 'ignore' rule some.
    apps:
      com.example.app:
        use: [Release bot]
        # webhooks:
        #   Crash triage:
        #     url: https://triage.example.com/asc
        #     events: [feedback, BUILD_UPLOAD_STATE_UPDATED]
        #     secret: { env: CRASH_TRIAGE_SECRET }
        #     enabled: false
        # ignore:
        #   - name: "Bitrise*"
        # prune: false

    # policy:
    #   prune: true        # whether webhooks that aren't listed are deleted
    #   maxDeletes: 10     # a plan with more deletes needs 'apply --allow-deletes N'

    """
}
