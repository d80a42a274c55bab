"""The files that the benchmarks read: the same bytes each time."""

import json

EVENTS = [
    "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED",
    "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED",
    "BUILD_UPLOAD_STATE_UPDATED",
]
EXTRA_EVENT = "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED"


def bundle_id(app):
    return f"com.example.bench.app{app}"


def webhook(name, url, events):
    return (
        f"      {name}:\n"
        f"        url: {url}\n"
        f"        events: [{', '.join(events)}]\n"
        "        secret: { env: BENCH_SECRET }\n"
    )


def desired_state(apps, webhooks_of):
    """A desired-state file; `webhooks_of` gives the (name, URL, event types) of an app's webhooks."""
    parts = ["version: 1\napps:\n"]
    for app in range(1, apps + 1):
        parts.append(f"  {bundle_id(app)}:\n    webhooks:\n")
        parts += [webhook(*each) for each in webhooks_of(app)]
    return "".join(parts)


def live_webhooks(app, count=5):
    """What latency-server.c says that an app has."""
    return [
        (f"Hook {i}", f"https://hook-{i}.example.com/asc/{bundle_id(app)}", EVENTS) for i in range(count)
    ]


def unchanged(apps):
    """Apps that are as the file says; every second URL has a placeholder."""

    def webhooks(app):
        return [
            (name, url.replace(bundle_id(app), "{bundleId}") if i % 2 else url, events)
            for i, (name, url, events) in enumerate(live_webhooks(app))
        ]

    return desired_state(apps, webhooks)


def a_third_changed(apps):
    """Apps of which every third wants an event type more in each of its webhooks."""

    def webhooks(app):
        extra = [EXTRA_EVENT] if app % 3 == 0 else []
        return [(name, url, events + extra) for name, url, events in live_webhooks(app)]

    return desired_state(apps, webhooks)


def five_writes(apps):
    """Apps with three live webhooks that want two of them changed, one deleted and two created."""

    def webhooks(app):
        kept = [(name, url, events + [EXTRA_EVENT]) for name, url, events in live_webhooks(app, 2)]
        new = [(f"New {i}", f"https://new-{i}.example.com/asc", EVENTS) for i in range(2)]
        return kept + new

    return desired_state(apps, webhooks)


_TEMPLATES = "version: 1\ntemplates:\n" + "".join(
    webhook(name, f"https://hook-{i}.example.com/asc/{{bundleId}}", EVENTS).replace("      ", "  ", 1).replace("\n        ", "\n    ")
    for i, (name, _, _) in enumerate(live_webhooks(1))
)
_USE = "use: [" + ", ".join(name for name, _, _ in live_webhooks(1)) + "]"
_RULE = f'defaults:\n  - apps: ["com.example.bench.*"]\n    {_USE}\n'


def listed(apps):
    """Apps that are as the file says, each of which uses the same five templates."""
    return _TEMPLATES + "apps:\n" + "".join(f"  {bundle_id(app)}:\n    {_USE}\n" for app in range(1, apps + 1))


def one_rule():
    """The same for every app of the account."""
    return _TEMPLATES + _RULE + "apps: {}\n"


def listed_with_a_rule(apps):
    """The same with apps that a rule matches although they are listed."""
    return _TEMPLATES + _RULE + "apps:\n" + "".join(f"  {bundle_id(app)}: {{}}\n" for app in range(1, apps + 1))


def fleet(apps):
    """A fleet file that holds what latency-server.c says."""
    return json.dumps(
        {
            "apps": [
                {
                    "id": str(1_000_000_000 + app),
                    "bundleId": bundle_id(app),
                    "name": f"App {app}",
                    "webhooks": [
                        {
                            "id": f"{1_000_000_000 + app}-{i}",
                            "name": name,
                            "url": url,
                            "enabled": True,
                            "eventTypes": events,
                        }
                        for i, (name, url, events) in enumerate(live_webhooks(app))
                    ],
                }
                for app in range(1, apps + 1)
            ]
        }
    )


def empty_fleet(apps):
    """A fleet file of apps without webhooks."""
    return json.dumps(
        {
            "apps": [
                {"id": str(1_000_000_001 + app), "bundleId": f"com.example.app{app}", "name": f"App {app}", "webhooks": []}
                for app in range(apps)
            ]
        }
    )


def _listed(apps, secret):
    lines = ["version: 1", "apps:"]
    for app in range(apps):
        lines += [f"  com.example.app{app}:", "    webhooks:"]
        for number in range(5):
            lines.append(
                f'      Hook {number}: {{ url: "https://h{number}.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED],'
                f" secret: {{ env: {secret(app, number)} }} }}"
            )
    return "\n".join(lines) + "\n"


def creates(apps):
    """Five webhooks for each app of an empty fleet, with one secret for all."""
    return _listed(apps, lambda app, number: "BENCH_SECRET")


def own_secrets(apps):
    """Five webhooks for each app of an empty fleet, each with a secret of its own: S0, S1 and so on."""
    return _listed(apps, lambda app, number: f"S{app * 5 + number}")
