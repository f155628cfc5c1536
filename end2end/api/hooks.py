"""What Schemathesis is told of the world that it calls, and the check that is ours: nothing of others is ever answered.

What it makes up rarely names anything that exists. So a part of its calls gets ids of the caller's own things, and another
part those of other people's; which one follows from the call itself, so that the same call is the same again.
"""

import hashlib
import json
import os
import pathlib
import urllib.request

import schemathesis

WORLD = json.loads(pathlib.Path(os.environ["TERTULIA_WORLD"]).read_text())

# What exists by the collection that it is of: other people's, and the caller's, which grow as the calls make more.
FOREIGN = {name: list(ids) for name, ids in WORLD["foreign"].items()}
OWN = {name: list(ids) for name, ids in WORLD["own"].items()}

# Members of bodies, however deep, and parameters, that name something of a collection.
NAMES = {
    "conversation": "conversations",
    "conversation_id": "conversations",
    "message": "messages",
    "message_id": "messages",
    "reply_to": "messages",
    "thread": "messages",
}
PEOPLE = {"handle", "to", "with", "login"}
MOST = 40


def choices(case):
    """Bytes that follow from the call as it was made up."""
    made_up = [case.operation.label, case.path_parameters, case.query, case.body]
    return iter(hashlib.sha256(repr(made_up).encode()).digest() * 4)


def collection(path):
    """`conversations` of `/api/conversations/{id}`."""
    return path.removeprefix("/api/").split("/")[0]


def some_id(kind, choice):
    """An id of the caller's, or of somebody else's, or none, where what was made up is to stay."""
    known = (None, FOREIGN, OWN, OWN)[choice % 4]
    ids = known.get(kind) if known else None
    return ids[(choice // 4) % len(ids)] if ids else None


def named(value, name, of, choice):
    """What stands for a made-up value of this name."""
    if name in PEOPLE:
        person = WORLD["people"][choice % len(WORLD["people"])] if choice % 3 else None
        return [person] if person and isinstance(value, list) else person
    if name == "thread" and str(value).lower() in ("true", "false"):
        # Of a list it says which conversations are wanted.
        return None
    if name == "q":
        return WORLD["bait"] if choice % 2 else None
    if name == "emoji":
        return "👍" if choice % 2 else None
    return some_id(of if name == "id" else NAMES.get(name), choice)


def settle(values, of, bytes_):
    """Puts what exists in place of some of what was made up."""
    for name in list(values):
        known = named(values[name], name, of, next(bytes_))
        if known is not None:
            values[name] = known
        elif isinstance(values[name], dict):
            settle(values[name], of, bytes_)


def log_in():
    """A session that nothing else uses, of a person of whom nothing else is asked."""
    call = urllib.request.Request(
        f"{WORLD['url']}/api/sessions",
        json.dumps({"login": WORLD["guest"]["handle"], "password": WORLD["guest"]["password"]}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(call) as answer:
        return json.load(answer)["token"]


def credential(method, of):
    """A program's token, but for what takes a person. What ends sessions ends one of its own: the others are needed."""
    if of == "sessions" and method == "DELETE":
        return log_in()
    return WORLD["session" if of in ("sessions", "tokens") else "token"]


@schemathesis.hook
def before_call(context, case, kwargs):
    of, bytes_ = collection(case.path), choices(case)
    if isinstance(case.path_parameters, dict):
        settle(case.path_parameters, of, bytes_)
    if isinstance(case.query, dict):
        settle(case.query, of, bytes_)
    if isinstance(case.body, dict):
        settle(case.body, of, bytes_)
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {credential(case.method, of)}"}


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code != 201:
        return
    try:
        made = response.json()
    except ValueError:
        return
    thing = made.get("about", made) if isinstance(made, dict) else {}
    ids = OWN.setdefault(collection(case.path), [])
    if isinstance(thing.get("id"), str) and len(ids) < MOST:
        ids.append(thing["id"])


@schemathesis.check
def nothing_of_others(context, response, case):
    """What other people say and keep for themselves stands in no answer, nor in the words of a refusal."""
    answer = response.content + repr(response.headers).encode()
    for secret in WORLD["secrets"]:
        assert secret.encode() not in answer, f"an answer holds {secret!r}, which is other people's"
