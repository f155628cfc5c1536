// How a very long history is got through: opens a conversation in Chromium, turns the wheel up and down, with the whole of
// the machine and with a quarter of it, goes to days and to messages, and prints the time between frames and the times of the
// jumps, in milliseconds, the most rows that stood in the document, and the memory, in bytes. `make bench` runs it on a
// history that it has made.
//
//     node scroll.mjs ORIGIN TOKEN CONVERSATION LAST
//
// LAST is the place of the last message.

import { chromium } from "@playwright/test";
import { CHROMIUM, WINDOW, logIn } from "./browser.mjs";

const [origin, token, conversation, last] = process.argv.slice(2);
/** Pixels a turn, and milliseconds between turns: as fast as a wheel that spins freely. */
const STEP = 400;
const PAUSE = 16;
/** Milliseconds that the wheel turns one way; as long as fills all that is held of a history, many times. */
const UP = 20_000;
const DOWN = 10_000;
/** Places that are gone to. */
const JUMPS = 10;
/** Whoever is not there by then is stuck. */
const PATIENCE = 60_000;

const browser = await chromium.launch(CHROMIUM);
try {
  const context = await browser.newContext({ ...WINDOW, timezoneId: "UTC" });
  await logIn(context, origin, token);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(noteMemories);
  await page.goto(`${origin}/messages/${conversation}`);
  await page.waitForFunction(() => document.documentElement.dataset.alive === "yes");
  await page.getByRole("log").hover();
  await page.locator("[data-body]", { hasText: `message ${last},` }).waitFor();
  const tools = await context.newCDPSession(page);
  // Before any is measured as much is held as ever is.
  await turn(page, -STEP, UP / 4);
  const before = await memory(page, tools);
  const up = await turn(page, -STEP, UP);
  const down = await turn(page, STEP, DOWN);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const slowed = await turn(page, -STEP, UP);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const places = Array.from({ length: 2 * JUMPS }, (_, place) => Math.round(((place + 0.5) * last) / (2 * JUMPS)));
  // There and back, so that none is at hand already.
  const [far, near] = [places.filter((_, place) => place % 2), places.filter((_, place) => place % 2 === 0).reverse()];
  const [days, messages] = [[], []];
  for (let jump = 0; jump < JUMPS; jump++) {
    days.push(await toDay(page, context, far[jump]));
    messages.push(await toMessage(page, context, near[jump]));
  }
  const after = await memory(page, tools);
  console.log(JSON.stringify({ up, down, slowed, days, messages, before, after }));
} finally {
  await browser.close();
}

/** Turns the wheel for so many milliseconds. */
async function turn(page, step, time) {
  await page.evaluate(watch);
  const deadline = Date.now() + time;
  while (Date.now() < deadline) {
    await page.mouse.wheel(0, step);
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  return page.evaluate(() => window.watched());
}

/** Notes when each frame begins, how many rows there are, and how many messages were passed. */
function watch() {
  const frames = [];
  let [rows, before, watching] = [0, 0, true];
  const place = () => Number(document.querySelector("[data-body]")?.textContent.match(/message (\d+),/)?.[1] ?? 0);
  const first = place();
  const frame = (now) => {
    if (before) frames.push(now - before);
    before = now;
    rows = Math.max(rows, document.querySelectorAll("[data-message]").length);
    if (watching) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.watched = () => {
    watching = false;
    return { frames, rows, passed: Math.abs(place() - first) };
  };
}

/** Notes what memory the page's own program has. */
function noteMemories() {
  window.memories = new Set();
  for (const way of ["instantiate", "instantiateStreaming"]) {
    const make = WebAssembly[way].bind(WebAssembly);
    WebAssembly[way] = async (...all) => {
      const made = await make(...all);
      for (const part of Object.values((made.instance ?? made).exports)) {
        if (part instanceof WebAssembly.Memory) window.memories.add(part);
      }
      return made;
    };
  }
}

/** What is in use once the garbage is gone: of the page's script, and of its own program. */
async function memory(page, tools) {
  await tools.send("HeapProfiler.collectGarbage");
  const { usedSize: script } = await tools.send("Runtime.getHeapUsage");
  const program = await page.evaluate(() => [...window.memories].reduce((sum, one) => sum + one.buffer.byteLength, 0));
  if (!program) throw new Error("the program's memory was not found");
  return { script, program };
}

/** The message at a place of the history. */
async function found(context, query) {
  const answer = await context.request.get(`${origin}/api/conversations/${conversation}/messages?limit=1&${query}`);
  return (await answer.json()).items[0];
}

/** Goes to the day on which the message at this place was said; how long it takes until the first of that day is seen. */
async function toDay(page, context, place) {
  const day = (await found(context, `around=${place}`)).at.slice(0, 10);
  const { id } = await found(context, `at=${day}T00:00:00Z`);
  await page.getByRole("button", { name: "Go to a day" }).click();
  await page.locator("dialog[open] input[type=date]").fill(day);
  return page.evaluate(arrive, { id, act: "submit" });
}

/** Follows a link to the message at this place, as one of what a search has found; how long it takes until it is seen. */
async function toMessage(page, context, place) {
  const { id } = await found(context, `around=${place}`);
  return page.evaluate(arrive, { id, act: `${origin}/messages/${conversation}?at=${id}` });
}

/** Acts, and waits for the frame in which the message stands within the log's own. */
async function arrive({ id, act }) {
  const log = document.querySelector("[role=log]").getBoundingClientRect();
  const began = performance.now();
  if (act === "submit") {
    document.querySelector("dialog[open] form").requestSubmit();
  } else {
    const link = Object.assign(document.createElement("a"), { href: act });
    document.body.append(link);
    link.click();
    link.remove();
  }
  for (;;) {
    await new Promise(requestAnimationFrame);
    const row = document.querySelector(`[data-message='${id}']`)?.getBoundingClientRect();
    const taken = performance.now() - began;
    if (row && row.top >= log.top && row.bottom <= log.bottom) return taken;
    if (taken > 10_000) throw new Error(`${id} was not reached`);
  }
}
