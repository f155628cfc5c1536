// How soon a second visit is drawn from what the browser keeps, beside a first one. `make bench` runs it.
//
//     node second_visit.mjs keep ORIGIN TOKEN PROFILE COUNT
//     node second_visit.mjs first ORIGIN TOKEN PATH…
//     node second_visit.mjs second ORIGIN PROFILE PATH…
//
// `keep` is the first visit of a member with COUNT conversations: it opens them all and ends when the browser keeps the
// application, the list and each of them in the folder PROFILE; it prints how many rows the store has, and the bytes of
// their texts. `second` opens each PATH in that browser and fails where the worker's shell does not come, `first` in one
// that keeps nothing, for which the server draws. Both print of each visit when the wasm was ready, when the copies were read
// that the page is drawn from, if any were, and when the rows were drawn, in milliseconds since the navigation began, and the
// bytes that had come when the page answered.

import { chromium } from "@playwright/test";
import { CHROMIUM, WINDOW, logIn } from "./browser.mjs";

const [mode, origin, ...further] = process.argv.slice(2);
/** What has not come by then does not come; in milliseconds. */
const PATIENCE = 30_000;
const LIST = 'nav[aria-label="Conversations"]';
/** What scrolls, and its rows. */
const LISTED = [LIST, "li"];
const SAID = ["[role=log]", "[data-message]"];

console.log(JSON.stringify(await { keep, first, second }[mode](...further)));

async function keep(token, profile, count) {
  const context = await chromium.launchPersistentContext(profile, { ...CHROMIUM, ...WINDOW });
  try {
    await logIn(context, origin, token);
    const page = await context.newPage();
    await page.goto(`${origin}/messages`);
    await until("the page answers", () => page.evaluate(answers));
    await until("the application is kept", () => page.evaluate(keepsApplication));
    await until("the whole list is there", () => page.evaluate(readOn, [LIST, Number(count)]));
    const paths = await page.$$eval(`${LIST} li a`, (links) => links.map((link) => link.getAttribute("href")));
    const holds = async (rows) => {
      const { facts } = await page.evaluate(stored);
      return rows.every((row) => facts.some((fact) => fact.row === row));
    };
    const threads = [];
    for (const path of paths) {
      const thread = path.replace("/messages/", "threads/");
      await page.evaluate((link) => document.querySelector(link).click(), `${LIST} a[href="${path}"]`);
      await until(`${path} is kept`, () => holds([thread]));
      threads.push(thread);
    }
    await until("everything is kept", () => holds([...threads, "list/", "me/", "unread/", "drafts/"]));
    await until("the whole list is kept", async () => (await page.evaluate(stored)).listed === paths.length);
    const { facts } = await page.evaluate(stored);
    return { rows: facts.length, bytes: facts.reduce((sum, { bytes }) => sum + bytes, 0) };
  } finally {
    await context.close();
  }
}

async function first(token, ...paths) {
  const browser = await chromium.launch(CHROMIUM);
  try {
    const visits = [];
    for (const path of paths) {
      const context = await browser.newContext(WINDOW);
      await logIn(context, origin, token);
      visits.push(await visit(context, path, "server"));
      await context.close();
    }
    return visits;
  } finally {
    await browser.close();
  }
}

// Between two visits the worker is stopped, as the browser does some time after the last page was closed: what ran for one
// visit is no help to the next.
async function second(profile, ...paths) {
  const context = await chromium.launchPersistentContext(profile, { ...CHROMIUM, ...WINDOW });
  try {
    const [blank] = context.pages();
    const session = await context.newCDPSession(blank);
    await session.send("ServiceWorker.enable");
    const visits = [];
    for (const path of paths) {
      visits.push(await visit(context, path, "shell"));
      await session.send("ServiceWorker.stopAllWorkers");
    }
    return visits;
  } finally {
    await context.close();
  }
}

/** Opens a page until its rows are drawn and it answers, and closes it. */
async function visit(context, path, drawer) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const lists = path === "/messages" ? [LISTED] : [LISTED, SAID];
  await page.addInitScript(watch, { lists, patience: PATIENCE });
  await page.goto(origin + path, { waitUntil: "commit" });
  const { drawnBy, ...seen } = await page.evaluate(() => window.seen);
  if (drawnBy !== drawer) throw new Error(`${path} was drawn by the ${drawnBy}`);
  await page.close();
  return seen;
}

/** Asks again and again until it is so. */
async function until(what, isSo) {
  const deadline = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((pass) => setTimeout(pass, 50));
  }
}

// --- What runs in the page, and knows nothing of what stands around it here ---------------------------

function answers() {
  return document.documentElement.dataset.alive === "yes";
}

/** Whether the application is kept, and for a member. */
async function keepsApplication() {
  return !!navigator.serviceWorker.controller && !!(await (await caches.open("memory")).match("/member"));
}

/** Goes down to where the list ends so far; whether it has so many rows. */
function readOn([name, count]) {
  const list = document.querySelector(name);
  list.scrollTo({ top: list.scrollHeight, behavior: "instant" });
  return list.querySelectorAll("li").length >= count;
}

/** What there is to know of each row of the store, and how many conversations the kept list has. */
async function stored() {
  const answer = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  const [found] = await indexedDB.databases();
  if (!found) return { facts: [], listed: 0 };
  const database = await answer(indexedDB.open(found.name));
  const reading = database.transaction(["facts", "replicas"]);
  const asked = [reading.objectStore("facts").getAll(), reading.objectStore("replicas").get("list/")];
  const [facts, list] = await Promise.all(asked.map(answer));
  database.close();
  return { facts: facts.map((fact) => JSON.parse(fact)), listed: list ? JSON.parse(list).data.items.length : 0 };
}

/** Before anything of the page runs: has `seen` tell how it came, once its rows are drawn and it answers. */
function watch({ lists, patience }) {
  /** How far from the edge of what is seen a first or last row may end, in pixels. */
  const EDGE = 24;

  // The first part of the program is the first to be made; all others need it.
  let ready;
  for (const way of ["instantiateStreaming", "instantiate"]) {
    const make = WebAssembly[way];
    WebAssembly[way] = async (...given) => {
      const made = await make.apply(WebAssembly, given);
      ready ??= performance.now();
      return made;
    };
  }

  // Who reads the copies that the page is drawn from closes the database then, the first to do so.
  let copies;
  const { close } = IDBDatabase.prototype;
  IDBDatabase.prototype.close = function () {
    copies ??= performance.now();
    return Reflect.apply(close, this, []);
  };

  const isFull = ([list, row]) => {
    const box = document.querySelector(list)?.getBoundingClientRect();
    const rows = document.querySelectorAll(`${list} ${row}`);
    if (!box?.height || !rows.length) return false;
    const [top, bottom] = [rows[0].getBoundingClientRect().top, rows[rows.length - 1].getBoundingClientRect().bottom];
    return top <= box.top + EDGE && bottom >= box.bottom - EDGE;
  };
  const drawn = new Promise((tell) => {
    const look = () => {
      if (!lists.every(isFull)) return requestAnimationFrame(look);
      // What is posted while a frame is made comes after it was drawn; in a common task it would come after whatever else the
      // page does then, such as drawing the rows that nobody sees yet.
      scheduler.postTask(() => tell(performance.now()), { priority: "user-blocking" });
    };
    const rows = new MutationObserver(() => {
      if (!lists.every(([list, row]) => document.querySelector(`${list} ${row}`))) return;
      rows.disconnect();
      requestAnimationFrame(look);
    });
    rows.observe(document, { childList: true, subtree: true });
  });
  const alive = new Promise((tell) => {
    const root = new MutationObserver(() => {
      if (document.documentElement?.dataset.alive === "yes") tell(performance.now());
    });
    root.observe(document, { attributes: true, attributeFilter: ["data-alive"], subtree: true });
  });

  // What the browser fetches ahead for other pages, when it has nothing better to do, is no part of this one.
  const loaded = (until) => {
    const [navigation] = performance.getEntriesByType("navigation");
    const files = performance.getEntriesByType("resource").filter(({ responseEnd }) => responseEnd <= until);
    const links = Array.from(document.querySelectorAll("link:not([rel=prefetch])"), ({ href }) => href);
    const asked = files.filter(({ initiatorType }) => initiatorType !== "link").map(({ name }) => name);
    const needed = new Set([...links, ...asked]);
    const all = [navigation, ...files.filter(({ name }) => needed.has(name))];
    return all.reduce((sum, { transferSize }) => sum + transferSize, 0);
  };
  const seen = Promise.all([drawn, alive]).then(([rows, answered]) => {
    const drawnBy = document.documentElement.dataset.shell === "yes" ? "shell" : "server";
    return { ready, copies, rows, bytes: loaded(answered), drawnBy };
  });
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`no rows, or no answer, at ${location.pathname}`)), patience);
  });
  window.seen = Promise.race([seen, late]);
}
