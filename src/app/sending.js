// What the service worker sends in the background (SYN-10): what was done without a network, where no page is open to send
// it when there is one again.
//
// It posts what a page would, in the order in which things were done. All rows stay where they are: a page that is opened
// later sends them once more, which changes nothing, hears so, and forgets them. What was refused, here or in a page before,
// waits for that page too, with all that was done to the same thing since: it is for the person to decide. Where that would
// have changed a message, or deleted what was published, what was said since goes on without it. What met a fault of the
// server waits in the same way for the next try.

// Each account has a database of this name and its id, and there a table of what the server has not confirmed.
const DATABASE = "tertulia:";
const UNCONFIRMED = "operations";
const DOOR = "/rpc/operations";

// How long an answer may take, in milliseconds.
const ANSWERED_WITHIN = 20_000;

// For how long anything can be undone at most, in milliseconds: where more is left of that, the clock was set back.
const UNDOABLE_FOR = 10_000;

// What the server says where it takes nothing now and may take the same later; and where it broke over this one thing.
const LATER = ["slow", "offline"];
const FAULT = "fault";

// What changes one message, or leaves nothing of what was published: nothing that is said after it depends on that.
const PASSED = [
  ...["message.edit", "message.delete", "message.react", "message.pin", "message.unpreview"],
  ...["post.delete", "answer.delete", "comment.delete"],
];

// What was just done is in the store by then, in milliseconds: it is asked for at once, as the page may end at once.
const STORED_WITHIN = 1_000;

let sending;

// Fails where something is left that may be sent later: then the browser tries again. Whoever asks while something is sent
// hears what becomes of that.
function sendAll() {
  sending ??= sendFromAll().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function sendFromAll() {
  for (const { name } of await indexedDB.databases()) {
    if (name.startsWith(DATABASE)) await inPlaceOfPages(name, (robbed) => sendFrom(name, robbed));
  }
}

// Waits until nothing can be undone any more. What cannot be read holds up nobody.
async function untilDecided() {
  await new Promise((go) => setTimeout(go, STORED_WITHIN));
  const now = Date.now();
  const isHeld = (until) => until > now && until <= now + UNDOABLE_FOR;
  const held = (await undoableUntil().catch(() => [])).filter(isHeld);
  if (held.length === 0) return;
  await new Promise((go) => setTimeout(go, Math.max(...held) - now));
  await untilDecided();
}

async function undoableUntil() {
  const names = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith(DATABASE));
  const waiting = await Promise.all(names.map(unconfirmed));
  return waiting.flat().map(({ postponed_until }) => postponed_until ?? 0);
}

// Has the lead of the account's tabs meanwhile, unless one of them has it. A page that is opened takes it by force where
// this lasts: then nothing further is sent from here.
async function inPlaceOfPages(database, send) {
  const robbed = new AbortController();
  const lead = `${database}:${BUILD.speech}`;
  try {
    await navigator.locks.request(lead, { ifAvailable: true }, (lock) => lock && send(robbed.signal));
  } finally {
    robbed.abort();
  }
}

// One after the other, until the server says that the account is not logged in here. What is about something that was
// refused, or met a fault, waits with it. Where there was a fault this fails, once all others are sent.
async function sendFrom(database, robbed) {
  const account = database.slice(DATABASE.length);
  const operations = await unconfirmed(database);
  const replaced = new Set(operations.flatMap((operation) => operation.instead_of ?? []));
  const held = new Set();
  const versions = new Map();
  let isBroken = false;
  for (const operation of operations.filter(({ id }) => !replaced.has(id))) {
    const { id, kind, object, body, refused } = operation;
    const waits = refused || [object, ...Object.values(body)].some((one) => held.has(one));
    const { ok, status, said } = waits ? { ok: false } : await post(account, over(versions, operation), robbed);
    if (status === 401) return;
    const broke = !ok && said?.code === FAULT;
    if (ok) note(versions, operation, said);
    else if (broke || !PASSED.includes(kind)) held.add(object).add(id);
    else held.add(id);
    isBroken ||= broke;
  }
  if (isBroken) throw new Error(`${DOOR} met a fault`);
}

// A change that waited behind another one of the same thing was made over that, not over the version before; what has come
// since nobody has seen here. What was held back is so no longer.
function over(versions, { instead_of, postponed_until, ...operation }) {
  const version = versions.get(changed(operation));
  const isOver = version && operation.expected_version !== undefined;
  return isOver ? { ...operation, expected_version: version } : operation;
}

function note(versions, operation, said) {
  const isOwn = said.body === undefined || said.body === operation.body.body;
  if (isOwn) versions.set(changed(operation), said.version);
}

// What a change is made to, and how, as a page tells it: all of a thread is one object, and each entry in it has versions of
// its own.
function changed({ kind, object, body }) {
  const [thing] = kind.split(".");
  return JSON.stringify([kind, object, body[`${thing}_id`]]);
}

// What our server says; an error where it was not reached, or may take the same later. Somebody on the way who answers in
// its place does so without JSON, or without a code.
async function post(account, operation, robbed) {
  const answer = await fetch(DOOR, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, application/problem+json",
      "Tertulia-Account": account,
    },
    body: JSON.stringify(operation),
    signal: AbortSignal.any([robbed, AbortSignal.timeout(ANSWERED_WITHIN)]),
  });
  const said = await answer.json();
  const { ok, status } = answer;
  if (!ok && (!said.code || LATER.includes(said.code))) throw new Error(`${DOOR} answered ${status}`);
  return { ok, status, said };
}

// What waits in a database, in the order in which it was done: rows stand under names that are given in it.
async function unconfirmed(name) {
  const database = await opened(name);
  try {
    if (!database.objectStoreNames.contains(UNCONFIRMED)) return [];
    const texts = await done(database.transaction(UNCONFIRMED).objectStore(UNCONFIRMED).getAll());
    // What can be undone stands one level further in.
    return texts.map((text) => JSON.parse(text)).map((row) => row.held ?? row);
  } finally {
    database.close();
  }
}

// A database that has gone since it was listed is not made anew, and whoever wipes it does not wait for this.
async function opened(name) {
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => opening.transaction.abort();
  const database = await done(opening);
  database.onversionchange = () => database.close();
  return database;
}

function done(request) {
  return new Promise((settle, fail) => {
    request.onsuccess = () => settle(request.result);
    request.onerror = () => fail(request.error);
  });
}
