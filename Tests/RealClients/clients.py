"""Public clients of App Store Connect against `storehooks simulate`: what they can do with apps and webhooks.

Nothing of theirs is changed but the address that they have built in.
"""

import json
import os
import sys

import requests

URL, KEY_ID, ISSUER_ID = (os.environ[name] for name in ("SIMULATOR_URL", "ASC_KEY_ID", "ASC_ISSUER_ID"))
with open(os.environ["ASC_KEY_PATH"], encoding="ascii") as file:
    KEY = file.read()
APP, BUNDLE_ID = "1000000001", "com.example.notes"


def expect(condition, what):
    if not condition:
        sys.exit(f"clients: {what}")


def use_asconnect():
    import asconnect
    from asconnect.httpclient import HttpClient

    HttpClient.generate_url = lambda _, endpoint: f"{URL}/v1/{endpoint}"
    client = asconnect.Client(key_id=KEY_ID, key_contents=KEY, issuer_id=ISSUER_ID)
    apps = list(client.app.get_all())
    expect(len(apps) > 1 and all(app.links.self_link.startswith(URL) for app in apps), "asconnect: all apps")
    app = client.app.get_from_bundle_id(BUNDLE_ID)
    expect(app.identifier == APP and app.attributes.is_or_ever_was_made_for_kids is False, "asconnect: an app")
    http = client.http_client
    webhook = {"type": "webhooks", "attributes": {"name": "asconnect", "secret": "an-example", "enabled": True,
        "url": "https://hooks.example.com/asconnect", "eventTypes": ["BUILD_UPLOAD_STATE_UPDATED"]},
        "relationships": {"app": {"data": {"type": "apps", "id": APP}}}}
    http.post(endpoint="webhooks", data={"data": webhook})
    listed = list(http.get(endpoint=f"apps/{APP}/webhooks", data_type=list[dict]))
    mine = [hook for hook in listed if hook["attributes"]["name"] == "asconnect"]
    expect(len(mine) == 1 and "secret" not in mine[0]["attributes"], "asconnect: a webhook")
    path = f"webhooks/{mine[0]['id']}"
    changed = http.patch(endpoint=path, data_type=dict,
        data={"data": {"type": "webhooks", "id": mine[0]["id"], "attributes": {"enabled": False}}})
    expect(changed["attributes"]["enabled"] is False, "asconnect: a change")
    expect(http.delete(endpoint=path).status_code == 204, "asconnect: a deletion")
    try:
        http.post(endpoint="webhooks", data={"data": {**webhook, "id": "1"}})
        expect(False, "asconnect: an ID that was taken")
    except asconnect.exceptions.AppStoreConnectError as error:
        expect("ENTITY_ERROR.UNEXPECTED_ID" in str(error.response.text), "asconnect: an error")
    return f"asconnect: {len(apps)} apps; a webhook created, changed, deleted"


def use_codemagic():
    from codemagic.apple import AppStoreConnectApiClient, AppStoreConnectApiError
    from codemagic.apple.app_store_connect.apps import Apps

    AppStoreConnectApiClient.API_URL = f"{URL}/v1"
    client = AppStoreConnectApiClient(KEY_ID, ISSUER_ID, KEY)
    apps = client.apps.list()
    expect([app.attributes.name for app in apps] == sorted(app.attributes.name for app in apps), "codemagic: order")
    found = client.apps.list(Apps.Filter(bundle_id=BUNDLE_ID))
    expect(APP in [app.id for app in found], "codemagic: a filter")
    app = client.apps.read(APP)
    expect(app.attributes.contentRightsDeclaration.value == "DOES_NOT_USE_THIRD_PARTY_CONTENT", "codemagic: an app")
    expect(app.relationships.builds.links.related == f"{URL}/v1/apps/{APP}/builds", "codemagic: a relationship")
    webhooks = client.paginate(f"{URL}/v1/apps/{APP}/webhooks", page_size=1)
    expect(len(webhooks) > 1 and webhooks[0]["type"] == "webhooks", "codemagic: webhooks, page by page")
    try:
        client.session.get(f"{URL}/v1/webhooks")
        expect(False, "codemagic: a list that Apple forbids")
    except AppStoreConnectApiError as error:
        expect("does not allow 'GET_COLLECTION'" in str(error), f"codemagic: {error}")
    return f"codemagic-cli-tools: {len(apps)} apps, {len(webhooks)} webhooks"


def use_appstore_cli():
    from appstore_cli import cli as appstore
    from click.testing import CliRunner

    appstore.API_HOST, appstore.BASE_URL = URL, f"{URL}/v1"
    def run(*arguments, succeeds=True):
        result = CliRunner().invoke(appstore.cli, ["--json", *arguments])
        expect((result.exit_code == 0) == succeeds, f"appstore {' '.join(arguments)}: {result.output}{result.exception}")
        return result.output

    expect(BUNDLE_ID in run("apps", "list"), "appstore: apps")
    webhook = "0f3c6a52-0000-4000-8000-000000000001"
    expect(json.loads(run("webhooks", "get", webhook))["data"]["id"] == webhook, "appstore: a webhook")
    expect('"renamed"' in run("webhooks", "update", webhook, "--name", "renamed"), "appstore: a change")
    # It sends empty attributes.
    run("webhook-pings", "create", "--webhook-id", webhook)
    event = {"app": APP, "eventType": "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED"}
    (delivery,) = requests.post(f"{URL}/simulator/events", json=event).json()["deliveryIds"]
    expect('"redelivery": true' in run("webhook-deliveries", "create", "--template-id", delivery), "appstore: again")
    # It sends event types as one text, which Apple refuses as well.
    expect("eventTypes" in run("webhooks", "create", "--name", "x", "--secret", "x", "--url", "https://hooks.example.com",
        "--enabled", "true", "--event-types", "BUILD_UPLOAD_STATE_UPDATED", "--app-id", APP, succeeds=False),
        "appstore: an error")
    run("webhooks", "delete", webhook, "--yes")
    run("webhooks", "get", webhook, succeeds=False)
    return "appstore-cli: apps; a webhook read, changed, tested, sent again, deleted"


for use in (use_asconnect, use_codemagic, use_appstore_cli):
    print(use())
