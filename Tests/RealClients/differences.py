"""What schemathesis is told beside Apple's document: a key, and where the simulator differs on purpose.

docs/simulator.md has the same list in words.
"""

import os
import time

import jwt
import schemathesis


@schemathesis.auth()
class Key:
    def get(self, case, context):
        with open(os.environ["ASC_KEY_PATH"], encoding="ascii") as file:
            key = file.read()
        now = int(time.time())
        claims = {"iss": os.environ["ASC_ISSUER_ID"], "iat": now, "exp": now + 1200, "aud": "appstoreconnect-v1"}
        return jwt.encode(claims, key, algorithm="ES256", headers={"kid": os.environ["ASC_KEY_ID"]})

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


def differ(parameter):
    """The document says that these are numbers, texts and lists, and no more."""
    schema, name = parameter["schema"], parameter["name"]
    if name == "limit":
        schema["minimum"] = 1
        return
    schema["minItems"] = 1
    if name.startswith("filter[createdDate"):
        schema["items"]["pattern"] = "^20[0-9]{2}-0[1-9]-1[0-9]T1[0-9]:00:00Z$"
    elif "enum" not in schema["items"]:
        schema["items"]["pattern"] = "^[^,]+$"


@schemathesis.hook
def before_load_schema(context, document):
    for path in document["paths"].values():
        for method in path.keys() & {"get", "post", "patch"}:
            operation = path[method]
            for parameter in operation.get("parameters", []):
                differ(parameter)
            if "requestBody" in operation:
                # A body of another type than application/json.
                operation["responses"]["415"] = operation["responses"]["400"]
    schemas = document["components"]["schemas"]
    requests = [schemas[name]["properties"]["data"]["properties"] for name in ("WebhookCreateRequest", "WebhookUpdateRequest")]
    for request in requests:
        attributes = request["attributes"]["properties"]
        attributes["name"]["pattern"] = attributes["secret"]["pattern"] = "[^ ]"
        attributes["eventTypes"]["minItems"] = 1
        attributes["url"]["pattern"] = "^https://[a-z]{1,9}[.]example/$"
    # An app that is there.
    requests[0]["relationships"]["properties"]["app"]["properties"]["data"]["properties"]["id"]["enum"] = ["1000000001"]
