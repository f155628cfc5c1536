"""Calls everything that the description of the API names, and says how many of its calls hold what it promises.

The program is the real one, on a database of its own with people in it. Schemathesis makes calls up from the description,
and what is answered is compared with it; `hooks.py` beside this adds that nothing of other people is ever answered.
"""

import json
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).parent
PASSWORD = "seven tall lamps by the sea"
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "missing_required_header",
    "nothing_of_others",
]
# What ends by itself within four minutes on two cores.
EXAMPLES = os.environ.get("TERTULIA_EXAMPLES", "60")


def call(url, token, method, path, body=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "null")


def new_id():
    """A UUID of version 7."""
    bits = (time.time_ns() // 1_000_000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=bits))


def joined(url, handle, email):
    account = {"handle": handle, "display_name": handle.title(), "email": email, "password": PASSWORD}
    return call(url, None, "POST", "/api/accounts", account)["token"]


def lent(url, session, name):
    """A personal access token of somebody who is logged in."""
    return call(url, session, "POST", "/api/tokens", {"name": name, "scopes": ["read", "write"], "expires_in_days": 1})


def talk(url, token, handles, words, name=None):
    """A conversation in which something was said, edited, answered and deleted; its id, and those of its messages."""
    opened = {"id": new_id(), "with": handles} | ({"name": name} if name else {})
    conversation = call(url, token, "POST", "/api/conversations", opened)["id"]
    messages = []
    for text in (words, f"{words} once more", f"{words} and gone"):
        message = {"id": new_id(), "conversation_id": conversation, "body": text}
        if messages:
            message["reply_to"] = messages[0]
        messages.append(call(url, token, "POST", "/api/messages", message)["id"])
    call(url, token, "PATCH", f"/api/messages/{messages[1]}", {"body": f"{words}, edited"})
    call(url, token, "PUT", f"/api/messages/{messages[0]}/reactions/%F0%9F%91%8D")
    call(url, token, "DELETE", f"/api/messages/{messages[2]}")
    return conversation, messages


def later(url, token, conversation, words):
    """The id of a message that waits for next month."""
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 30 * 86_400))
    scheduled = {"id": new_id(), "conversation_id": conversation, "body": words, "at": at}
    return call(url, token, "POST", "/api/scheduled", scheduled)["id"]


def world(url):
    """Ann and Bob talk about what is nobody else's; Eve, who calls, talks to Ann about the weather."""
    canary = f"canary{uuid.uuid4().hex}"
    bait = "lighthouse"
    ann = joined(url, "ann", f"{canary}@example.org")
    joined(url, "bob", f"bob-{canary}@example.org")
    eve = joined(url, "eve", "eve@example.org")
    joined(url, "dora", "dora@example.org")
    foreign = [
        talk(url, ann, ["bob"], f"{bait} {canary}"),
        talk(url, ann, ["bob", "dora"], f"{bait} {canary}", name=f"{bait} {canary}"),
    ]
    call(url, ann, "PATCH", f"/api/conversations/{foreign[1][0]}", {"subject": {"words": f"{bait} {canary}"}})
    own = [
        talk(url, eve, ["ann"], f"{bait} in the rain"),
        talk(url, eve, ["bob", "ann"], f"{bait} in the sun", name="Weather"),
    ]

    def ids(talks):
        return {
            "conversations": [conversation for conversation, _ in talks],
            "messages": [message for _, messages in talks for message in messages],
        }

    sessions = call(url, ann, "GET", "/api/sessions")["items"]
    return {
        "url": url,
        "session": eve,
        "token": lent(url, eve, "Caller")["token"],
        "secrets": [canary],
        "bait": bait,
        "people": ["ann", "bob", "eve", "dora"],
        "guest": {"handle": "dora", "password": PASSWORD},
        "own": ids(own) | {"scheduled": [later(url, eve, own[0][0], f"{bait} at night")]},
        "foreign": ids(foreign)
        | {
            "sessions": [session["id"] for session in sessions],
            "scheduled": [later(url, ann, foreign[0][0], f"{bait} {canary}")],
            "tokens": [lent(url, ann, f"{bait} {canary}")["about"]["id"]],
        },
    }


def started(folder):
    """The program, and its address once it listens."""
    environment = os.environ | {
        "PORT": "0",
        "HOST": "127.0.0.1",
        "TERTULIA_DATA": str(folder / "data"),
        "TERTULIA_RATE_LIMITS": "off",
        # What is made up may hold a link.
        "TERTULIA_LINK_PREVIEWS": "off",
    }
    environment.pop("DATABASE_URL", None)
    with open(folder / "server.log", "w") as log:
        command = [os.environ["TERTULIA_PROGRAM"], "serve"]
        program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    for line in program.stdout:
        if line.startswith("Listening on "):
            # What it says later would fill the pipe, and it would wait for somebody to read it.
            threading.Thread(target=program.stdout.read, daemon=True).start()
            return program, line.removeprefix("Listening on ").strip()
    sys.exit((folder / "server.log").read_text()[-4000:] or "the program ended before it listened")


def tested(url, folder):
    """Runs Schemathesis; how many tests of its passed, and how many did not."""
    known = folder / "world.json"
    known.write_text(json.dumps(world(url)))
    report = folder / "report.xml"
    command = [
        pathlib.Path(sys.executable).with_name("schemathesis"), "run", f"{url}/api/openapi.json", "--url", url,
        "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES,
        "--generation-deterministic", "--workers", "1",
        "--request-timeout", "30", "--continue-on-failure", "--no-color",
        # They end with the connection that they open, and the fuzzing would wait for that: the tests of `live` have them.
        "--exclude-path", "/ws", "--exclude-path", "/events",
        "--report", "junit", "--report-junit-path", report,
    ]
    hooked = os.environ | {
        "SCHEMATHESIS_HOOKS": "hooks",
        "TERTULIA_WORLD": str(known),
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([str(part) for part in command], env=hooked, cwd=folder)
    # Whoever lost their log-in on the way was refused everything since.
    call(url, json.loads(known.read_text())["token"], "GET", "/api/me")
    tests = list(xml.etree.ElementTree.parse(report).iter("testcase"))
    failed = sum(1 for test in tests if test.find("failure") is not None or test.find("error") is not None)
    # It may have given up for a reason of its own.
    failed += done.returncode != 0 and failed == 0
    return len(tests) - failed, failed


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        program, url = started(folder)
        try:
            passed, failed = tested(url, folder)
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(timeout=60)
        if failed:
            print((folder / "server.log").read_text()[-4000:])
    # As .ci/tally counts.
    print(f"  {passed} passed")
    print(f"  {failed} failed")
    sys.exit(failed > 0 or passed == 0)


if __name__ == "__main__":
    main()
