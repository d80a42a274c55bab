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

    # The account that this file is for: a key of another one is refused before the first request.
    # account: { issuerId: 57246542-96fe-1a63-e053-0824d011072a }

    # What differs between places, used as {name} in URLs and in templates' names. '--var host=...' or
    # STOREHOOKS_VAR_HOST replaces the default; a sensitive one comes from STOREHOOKS_VAR_ZAP alone and is never shown.
    # variables:
    #   host: hooks.example.com
    #   zap: { sensitive: true }

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
        # After renaming, its former names: the live webhook is renamed, not replaced.
        # formerly: [Old release bot]

    # Names for lists of event types; '*' matches any characters.
    # eventGroups:
    #   feedback: [BETA_FEEDBACK_*]
    #
    # The event types; 'storehooks events TYPE' shows what an event carries.
    \(eventTypes)

    # Webhooks of every app that a pattern matches, listed below or not. 'defaults: false' in an app opts out; then it
    # is pruned like those below.
    # defaults:
    #   - apps: ["com.example.*"]
    #     except: ["*.internal"]
    #     use: [Release bot]
    #     prune: managed   # deletes what Storehooks made and the file doesn't list any more

    # The apps, by bundle ID or Apple ID. Live webhooks of an app that stands here are deleted unless they are
    # listed; 'prune: false' keeps all of them, 'prune: managed' those that Storehooks didn't make, an 'ignore' rule
    # some.
    apps:
      com.example.app:
        use: [Release bot]
        # webhooks:
        #   Crash triage:
        #     url: https://triage.example.com/asc
        #     events: [feedback, BUILD_UPLOAD_STATE_UPDATED]
        #     secret: { env: CRASH_TRIAGE_SECRET }
        #     enabled: false
        #   Uploads:
        #     template: Release bot
        #     events: [+BUILD_UPLOAD_STATE_UPDATED]   # changes the template's events
        # ignore:
        #   - name: "Bitrise*"
        # prune: false

    # policy:
    #   prune: true        # whether webhooks that aren't listed are deleted
    #   maxDeletes: 10     # a plan with more deletes needs 'apply --allow-deletes N'
    #   maxChanges: 200    # a plan with more calls needs 'apply --allow-changes N'
    #   protect:           # live webhooks that are changed but never deleted
    #     - name: "Audit*"
    #   ignoreApps: [com.example.sample.*]   # apps that 'drift --all-apps' doesn't miss here

    # Apps that were handed over: no longer managed, their webhooks left alone.
    # forget: [com.example.tasks]

    """
}
