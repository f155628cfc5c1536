// The service worker (SYN-10): keeps the application, so that it opens at once and without a network.
//
// The program that serves this file writes BUILD before it: what its build is called (version), the files that it is made
// of (lasting: named by what is in them; others: not), the folder of the package, the areas that are a member's own, and
// the version of what tabs say to each other (speech), by which the lock of who leads them is called.
// What is kept is that, and the shell: a document that is the same for everybody and draws its page itself. Nothing that
// anybody wrote is ever kept here, and nothing that was drawn for anybody.
//
// A version is kept whole, in a cache of its own, before it takes over. Who has a page of an earlier one open goes on with
// the files of that one, and its cache goes when the last such page has gone.

const OURS = "build ";
const CACHE = OURS + BUILD.version;
const SHELL = `/shell?version=${BUILD.version}`;

// What is remembered from version to version: whether somebody is logged in here, and whose pages hold an old cache.
const MEMORY = "memory";
const MEMBER = "/member";
const holders = (cache) => `/holders/${encodeURIComponent(cache)}`;

// How long pages are asked for again until a newer version has taken over, in milliseconds.
const PATIENCE = 10_000;

// The status of a server that starts, stops or has no database.
const AWAY = 503;

// The answers that change, for programs alone: not so much as looked at.
const UNTOUCHED = ["/api/", "/rpc/", "/ws", "/events"];

addEventListener("install", (event) => event.waitUntil(keep()));

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});

addEventListener("message", (event) => event.waitUntil(hear(String(event.data), event.source)));

// The browser says that there is a network, where a page had asked for that. Where this fails, it says so once more later.
addEventListener("sync", (event) => event.waitUntil(sendWhatWaits()));

// --- A version comes ------------------------------------------------------------------------------

// All of it or nothing: where a file cannot be had, or there is no room, the version before stays. A shell of another
// version, which a server that was just exchanged would send, cannot be had.
async function keep() {
  const anew = [SHELL, ...BUILD.others].map((path) => new Request(path, { cache: "no-cache", credentials: "omit" }));
  const cache = await caches.open(CACHE);
  await cache.addAll([...BUILD.lasting, ...anew]);
}

async function takeOver() {
  // Where it was here before, or came only in part, pages were held to need it that are none of it.
  const memory = await caches.open(MEMORY);
  await memory.delete(holders(CACHE));
  // Nothing goes yet: a page that was just answered with the version before is not among those that are open.
  await tidy({ letsGo: false });
  await clients.claim();
}

// Notes which pages need the caches of earlier versions, and lets go of those that none needs any more. Every page that
// is open when an earlier version is first seen here may be one of it; a version that is on its way is left alone.
async function tidy({ letsGo } = { letsGo: true }) {
  if (registration.installing || registration.waiting) return;
  const open = (await clients.matchAll({ includeUncontrolled: true })).map((client) => client.id);
  const memory = await caches.open(MEMORY);
  for (const cache of await others()) {
    const known = await memory.match(holders(cache));
    const left = (known ? await known.json() : open).filter((id) => open.includes(id));
    if (left.length > 0 || !letsGo) {
      await memory.put(holders(cache), Response.json(left));
    } else {
      await Promise.all([caches.delete(cache), memory.delete(holders(cache))]);
    }
  }
}

// The page came while its version was left, and needs the cache of that one as well as those that were open then.
async function hold(cache, id) {
  const memory = await caches.open(MEMORY);
  const known = await memory.match(holders(cache));
  if (known) await memory.put(holders(cache), Response.json([...(await known.json()), id]));
}

// The caches of other versions.
async function others() {
  return (await caches.keys()).filter((cache) => cache.startsWith(OURS) && cache !== CACHE);
}

// --- A page asks ----------------------------------------------------------------------------------

// What to answer; nothing where the browser asks the server itself.
function answerTo(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return undefined;
  if (UNTOUCHED.some((beginning) => pathname.startsWith(beginning))) return undefined;
  if (request.mode === "navigate") return page(request, pathname);
  if (BUILD.others.includes(pathname)) return changing(request);
  if (pathname.startsWith(BUILD.folder)) return lasting(request);
  return undefined;
}

// A member's own areas are drawn on the device, with a network or without. All else comes from the server; where that
// cannot be reached, or is away for a moment, the shell says so.
async function page(request, pathname) {
  if (await givesWay()) return new Response("", { headers: { Refresh: "0" } });
  const isOwn = BUILD.areas.some((area) => pathname === area || pathname.startsWith(`${area}/`));
  const drawnHere = isOwn ? await ifKept(theMember().then((member) => member && shell(member))) : undefined;
  return drawnHere ?? fromServer(request);
}

async function fromServer(request) {
  const answer = await fetch(request).catch(() => undefined);
  if (answer && answer.status !== AWAY) return answer;
  return (await ifKept(theMember().then(shell))) ?? answer ?? Response.error();
}

// Whether the page is to be asked for again, because a newer version waits that takes nobody's page by taking over now.
// No page needs to have started for that: this version may be the one that cannot. Where the newer one does not come in
// time, this one answers after all.
let wayGivenSince;
async function givesWay() {
  if (!registration.waiting || (await clients.matchAll()).length > 1) return false;
  registration.waiting.postMessage("activate");
  wayGivenSince ??= Date.now();
  return Date.now() - wayGivenSince < PATIENCE;
}

// What is kept; nothing where it cannot be read, be the storage damaged or closed: the server may still be there.
function ifKept(answer) {
  return answer.catch(() => undefined);
}

// The shell, in the colours that the member has chosen.
async function shell(member) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(SHELL);
  if (!kept || !member?.theme) return kept;
  const headers = new Headers(kept.headers);
  headers.delete("content-length");
  const text = await kept.text();
  return new Response(text.replace("<html", `<html data-theme="${member.theme}"`), { headers });
}

async function lasting(request) {
  return (await ifKept(ofAnyVersion(request.url))) ?? fetch(request);
}

// This version's file, or that of another one: a page of an earlier version finds its own.
async function ofAnyVersion(url) {
  const own = await caches.match(url, { cacheName: CACHE, ignoreVary: true });
  if (own) return own;
  const found = (await others()).map((cacheName) => caches.match(url, { cacheName, ignoreVary: true }));
  return (await Promise.all(found)).find((file) => file);
}

async function changing(request) {
  try {
    return await fetch(request);
  } catch {
    const kept = caches.match(request.url, { cacheName: CACHE, ignoreVary: true });
    return (await ifKept(kept)) ?? Response.error();
  }
}

// --- A page tells ---------------------------------------------------------------------------------

async function hear(words, source) {
  const [word, value] = words.split(" ");
  switch (word) {
    // Its person wants this version.
    case "activate":
      return skipWaiting();
    // Of which version it is: one of this very version came from the server, and needs no other worker.
    case "page":
      if (value === BUILD.version) return skipWaiting();
      source.postMessage("other");
      return hold(OURS + value, source.id);
    // Nobody answers for it: it was on its way while this version took over.
    case "alone":
      return clients.claim();
    // Somebody is logged in, and may have chosen a theme.
    case "member":
      await remember({ theme: ["light", "dark"].find((theme) => theme === value) });
      return tidy();
    case "nobody":
      await remember(undefined);
      return tidy();
    // Something can be undone there, in a browser that does not say by itself when there is a network.
    case "waits":
      return sendWhatWaits();
  }
}

async function remember(member) {
  const memory = await caches.open(MEMORY);
  await (member ? memory.put(MEMBER, Response.json(member)) : memory.delete(MEMBER));
}

// Who is logged in here, as far as is known: not who that is.
async function theMember() {
  const memory = await caches.open(MEMORY);
  return (await memory.match(MEMBER))?.json();
}

// --- There is a network ---------------------------------------------------------------------------

// What waits to be sent is the pages', as long as one is open. Whether one is still shows once nothing can be undone any more:
// a page that is not seen may be ended without a word, and somebody may come back to undo.
async function sendWhatWaits() {
  await untilDecided();
  const pages = await clients.matchAll({ includeUncontrolled: true });
  if (pages.length === 0) return sendAll();
  for (const page of pages) page.postMessage("wake");
}
