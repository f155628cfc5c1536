// How smoothly a long history scrolls: opens a conversation in Chromium, turns the wheel up to its first
// message and back, and prints the time between frames, in milliseconds, and the most rows that stood in the
// document. `make bench` runs it on a history that it has made.
//
//     node scroll.mjs ORIGIN TOKEN CONVERSATION FIRST LAST
//
// FIRST and LAST are words of the first and the last message, by which it knows that it is there.

import { chromium } from "@playwright/test";
import { CHROMIUM, WINDOW, logIn } from "./browser.mjs";

const [origin, token, conversation, first, last] = process.argv.slice(2);
/** Pixels a turn, and milliseconds between turns: as fast as a wheel that spins freely. */
const STEP = 400;
const PAUSE = 16;
/** Whoever is not there by then is stuck. */
const PATIENCE = 120_000;

const browser = await chromium.launch(CHROMIUM);
try {
  const context = await browser.newContext(WINDOW);
  await logIn(context, origin, token);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`${origin}/messages/${conversation}`);
  await page.waitForFunction(() => document.documentElement.dataset.alive === "yes");
  await page.getByRole("log").hover();
  await page.locator("[data-body]", { hasText: last }).waitFor();
  const up = await turn(page, -STEP, first);
  const down = await turn(page, STEP, last);
  console.log(JSON.stringify({ up, down }));
} finally {
  await browser.close();
}

/** Turns the wheel until the words are seen. */
async function turn(page, step, words) {
  await page.evaluate(watch);
  const deadline = Date.now() + PATIENCE;
  for (let turns = 0; ; turns++) {
    await page.mouse.wheel(0, step);
    await new Promise((done) => setTimeout(done, PAUSE));
    if (turns % 20 === 0 && (await page.evaluate(sees, words))) break;
    if (Date.now() > deadline) throw new Error(`"${words}" was not reached`);
  }
  return page.evaluate(() => window.watched());
}

/** Notes when each frame begins, and how many rows there are. */
function watch() {
  const frames = [];
  let [rows, before, watching] = [0, 0, true];
  const frame = (now) => {
    if (before) frames.push(now - before);
    before = now;
    rows = Math.max(rows, document.querySelectorAll("[data-message]").length);
    if (watching) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.watched = () => {
    watching = false;
    return { frames, rows };
  };
}

/** Whether the words stand within the log's own frame. */
function sees(words) {
  const log = document.querySelector("[role=log]").getBoundingClientRect();
  return [...document.querySelectorAll("[data-body]")].some((body) => {
    const { top, bottom } = body.getBoundingClientRect();
    return body.textContent.startsWith(words) && bottom > log.top && top < log.bottom;
  });
}
