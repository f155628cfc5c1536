// How soon what is done in one tab is shown in another and on another device, and how soon the next tab has a connection when
// the one that has it crashes; in Chromium. `make bench` runs it.
//
//     node tabs.mjs ORIGIN TOKEN CHANGES CRASHES
//
// It changes the theme CHANGES times in the tab that has the connection, and as often for a device, and lets CRASHES tabs
// crash. It prints three lists of milliseconds: `tab` and `device` from the click to the other document in its new colours,
// `crash` from the tab's end to the welcome of the next one's connection.

import { chromium } from "@playwright/test";
import { CHROMIUM, WINDOW, logIn } from "./browser.mjs";

const [origin, token, changes, crashes] = process.argv.slice(2);
/** What has not come by then does not come; in milliseconds. */
const PATIENCE = 30_000;

const browser = await chromium.launch(CHROMIUM);
try {
  const [context, elsewhere] = [await begin(), await begin()];
  let [leader, follower] = [await open(context), await open(context)];
  const device = await open(elsewhere);
  const tab = await agreed(leader, follower);
  const across = await agreed(leader, device);
  const crash = [];
  for (let count = 0; count < Number(crashes); count++) {
    crash.push(await takenOver(context, leader, follower));
    [leader, follower] = [follower, await open(context)];
  }
  console.log(JSON.stringify({ tab, device: across, crash }));
} finally {
  await browser.close();
}

async function begin() {
  const context = await browser.newContext(WINDOW);
  await logIn(context, origin, token);
  return context;
}

/** A page of settings that hears what there is to hear. */
async function open(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(watch);
  await page.goto(`${origin}/settings/appearance`);
  await page.waitForFunction(() => document.documentElement.dataset.alive === "yes");
  await page.getByRole("button", { name: "Connection: online", includeHidden: true }).first().waitFor({ state: "attached" });
  return page;
}

async function agreed(from, to) {
  const times = [];
  // What was changed last may still be on its way there.
  const theme = await from.evaluate(() => document.documentElement.dataset.theme);
  await to.waitForFunction((theme) => document.documentElement.dataset.theme === theme, theme);
  for (let count = 0; count < Number(changes); count++) {
    const name = count % 2 ? "Light" : "Dark";
    await to.evaluate(expectTheme, [name.toLowerCase(), PATIENCE]);
    const clicked = await from.getByText(name, { exact: true }).evaluate(click);
    times.push((await to.evaluate(() => window.shown)) - clicked);
  }
  return times;
}

async function takenOver(context, leader, follower) {
  const session = await context.newCDPSession(leader);
  const crashed = leader.waitForEvent("crash");
  const ended = Date.now();
  // Nobody is left to answer that.
  session.send("Page.crash").catch(() => {});
  await crashed;
  return (await follower.evaluate(() => window.welcomed)) - ended;
}

// --- What runs in the page, and knows nothing of what stands around it here ---------------------------

/** Before anything of the page runs: has `welcomed` tell when its first connection was. */
function watch() {
  const Socket = WebSocket;
  window.welcomed = new Promise((tell) => {
    window.WebSocket = class extends Socket {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", () => tell(performance.timeOrigin + performance.now()), { once: true });
      }
    };
  });
}

/** Has `shown` tell when the document is in the colours of a theme in which it is not now. */
function expectTheme([theme, patience]) {
  const root = document.documentElement;
  window.shown = new Promise((tell, fail) => {
    if (root.dataset.theme === theme) fail(new Error(`it is ${theme} already`));
    setTimeout(() => fail(new Error(`it did not get ${theme}`)), patience);
    new MutationObserver((_, colours) => {
      if (root.dataset.theme !== theme) return;
      colours.disconnect();
      tell(performance.timeOrigin + performance.now());
    }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  });
  // Whoever asks for it hears of a failure.
  window.shown.catch(() => {});
}

/** Clicks it, and says when. */
function click(element) {
  const now = performance.timeOrigin + performance.now();
  element.click();
  return now;
}
