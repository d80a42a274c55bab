"""Reads what 'storehooks plan' reads, as a script with requests and a thread pool would: the yardstick for CPU time.

requests-pool.py URL APPS CONCURRENCY
"""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import requests

url, apps, concurrency = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
local = threading.local()


def get(path, **parameters):
    if not hasattr(local, "session"):
        local.session = requests.Session()
    answer = local.session.get(url + path, params=parameters, timeout=30)
    answer.raise_for_status()
    return answer.json()["data"]


def find(numbers):
    ids = ",".join(f"com.example.bench.app{number}" for number in numbers)
    return get("/v1/apps", **{"filter[bundleId]": ids, "fields[apps]": "bundleId,name", "limit": 200})


def webhooks(app):
    return get(f"/v1/apps/{app['id']}/webhooks", limit=200)


with ThreadPoolExecutor(concurrency) as pool:
    batches = [range(start, min(start + 100, apps + 1)) for start in range(1, apps + 1, 100)]
    found = [app for batch in pool.map(find, batches) for app in batch]
    read = sum(len(answer) for answer in pool.map(webhooks, found))
print(f"{len(found)} apps, {read} webhooks")
