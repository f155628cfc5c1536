import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, type BrowserType, type Page, test as base } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "./server.ts";

/** As it comes, but what is asked for until it is so is asked for four times a second, and not once. */
export const expect = base.expect.configure({});
const { poll } = expect;
expect.poll = (actual, how) =>
  poll(actual, { intervals: [100, 200, 250], ...(typeof how === "string" ? { message: how } : how) });

/** Somebody with a browser of their own. */
export interface Person {
  handle: string;
  name: string;
  password: string;
  /** Where their browser finds the server. */
  origin: string;
  context: BrowserContext;
  page: Page;
  /** What else they look from; closed with theirs. */
  devices: BrowserContext[];
}

type PersonOptions = Parameters<Browser["newContext"]>[0];
type LastingOptions = Parameters<BrowserType["launchPersistentContext"]>[1];

interface Fixtures {
  watched: (name: string, page: Page) => void;
  person: (name: string, options?: PersonOptions) => Promise<Person>;
  lasting: (person: Person, options?: LastingOptions) => Promise<Person>;
  baseURL: string;
}

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      // Who takes no part in a story about requests takes what anybody writes.
      await server.ask("alter table tertulia.settings alter column message_requests set default false");
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),

  // A console error or a failed hydration of somebody's page fails the story.
  watched: async ({}, use) => {
    const wrong: string[] = [];
    await use((name, page) => {
      page.on("pageerror", ({ message }) => {
        // What Firefox says of a network that is away, and of what a worker fetched for a page that was left meanwhile, comes
        // as what a script has thrown does. Where the worker itself refuses, Firefox has other words.
        const ofNetwork =
          /^Firefox can’t establish a connection|^The connection to \S+ was interrupted|^Failed to load \S+ A ServiceWorker intercepted the request and encountered an unexpected error/;
        if (!ofNetwork.test(message)) wrong.push(`${name}: ${message}`);
      });
      page.on("console", (line) => {
        // What the browser itself says of a network that is away, or of an answer that is no success, is no error of the page.
        // Firefox says it too of what was on its way when the page was left.
        const ofNetwork = /net::ERR_|WebSocket connection|status of (4|5)\d\d|NetworkError when attempting to fetch|AbortError: The operation was aborted/;
        if (line.type() === "error" && !ofNetwork.test(line.text())) {
          wrong.push(`${name}: ${line.text()}`);
        }
      });
    });
    expect(wrong).toEqual([]);
  },

  // Makes an account and a signed-in browser for it.
  person: async ({ browser, browserName, server, watched }, use) => {
    const people: Person[] = [];
    await use(async (name, options) => {
      const handle = `${name.toLowerCase()}_${randomUUID().slice(0, 8)}`;
      const password = `${name} likes long walks 42`;
      const origin = options?.baseURL ?? server.url;
      const context = await browser.newContext({ ...options, baseURL: origin });
      const answer = await context.request.post("/api/accounts", {
        data: { handle, display_name: name, email: `${handle}@example.org`, password },
      });
      expect(answer.status(), await answer.text()).toBe(201);
      const { token } = await answer.json();
      await context.addCookies([
        {
          name: "__Host-tertulia",
          value: token,
          // Browsers keep Secure cookies for loopback over plain HTTP; the protocol of the tool wants them named as over HTTPS.
          url: server.url.replace("http:", "https:"),
          secure: true,
          httpOnly: true,
          sameSite: "Lax",
        },
      ]);
      if (browserName === "firefox") await context.addInitScript(sayErrorsInWords);
      const page = await context.newPage();
      watched(name, page);
      const person = { handle, name, password, origin, context, page, devices: [] };
      people.push(person);
      return person;
    });
    await Promise.all(people.flatMap(({ context, devices }) => [...devices, context]).map(leave));
  },

  // Gives somebody a browser with a folder of its own; once more, it is closed and opened anew with what it kept there.
  lasting: async ({ playwright, server, watched }, use) => {
    const folder = mkdtempSync(join(tmpdir(), "tertulia-browser-"));
    let context: BrowserContext | undefined;
    await use(async (person, options) => {
      const cookies = await person.context.cookies();
      await context?.close();
      context = await playwright.chromium.launchPersistentContext(folder, { baseURL: server.url, ...options });
      // That of a story names no time, and so ends with the browser; one of a log-in lasts.
      await context.addCookies(cookies);
      const page = context.pages()[0] ?? (await context.newPage());
      watched(person.name, page);
      return { ...person, context, page };
    });
    await context?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

/**
 * Closes a browser of somebody's. What it still intercepts is let go before: one of Firefox's that is closed with it leaves
 * all later ones without a cache, and where such a one is then without a network, its worker is not asked either.
 */
async function leave(context: BrowserContext): Promise<void> {
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
}

/** Has a page write an error to the console as words: what is an object there comes from Firefox without its message. */
function sayErrorsInWords(): void {
  const { error } = console;
  console.error = (...said: unknown[]) => error(...said.map((one) => (one instanceof Error ? String(one) : one)));
}

/** Waits until the page's own program has taken over from the server's HTML, or has drawn what the server would have. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { alive, shell } = document.documentElement.dataset;
    return alive === "yes" && !(shell && document.querySelector(".skeleton"));
  });
}

/**
 * Waits until its worker answers for a page that is open. What the page asks for in that very moment passes by what a story
 * intercepts: whoever intercepts waits for this first.
 */
export async function controlled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 40_000 }).toBe(true);
}

/** Waits until the device keeps the application, and knows whether somebody is logged in. */
export async function kept(page: Page, who: "member" | "nobody" = "member"): Promise<void> {
  const known = () =>
    page.evaluate(async () => {
      if (!navigator.serviceWorker.controller) return "nothing is kept yet";
      return (await (await caches.open("memory")).match("/member")) ? "member" : "nobody";
    });
  await expect.poll(known, { timeout: 40_000 }).toBe(who);
}

/** What axe asks of a page. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What of it depends on colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** Fails where axe finds anything on the page, or in the parts of it that a selector finds. */
export async function accessible(page: Page, parts?: string): Promise<void> {
  await findsNothing(page, (axe) => (parts ? axe.withTags(TAGS).include(parts) : axe.withTags(TAGS)));
}

/** Fails where axe finds anything on the page that depends on its colours. */
export async function legible(page: Page): Promise<void> {
  await findsNothing(page, (axe) => axe.withRules(COLOURS));
}

/** Has the device want a theme, and returns once no colour is on its way any more. */
export async function wear(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async () => {
    // In what is closed none comes to its end.
    const isSeen = (one: Animation) => (one.effect as KeyframeEffect).target?.checkVisibility();
    const colours = document.getAnimations().filter((one) => one instanceof CSSTransition && isSeen(one));
    await Promise.allSettled(colours.map((one) => one.finished));
  });
}

async function axeOf(page: Page): Promise<AxeBuilder> {
  // Half a megabyte of program, which is given to a page once.
  const hasIt = await page.evaluate(() => "axe" in window);
  return (
    new AxeBuilder({ page, axeSource: hasIt ? "undefined" : undefined })
      // What passed need not be told node by node; nothing of ours stands in a frame, so no page is opened to gather frames.
      .options({ resultTypes: ["violations"] })
      .setLegacyMode(true)
  );
}

async function findsNothing(page: Page, chosen: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  // What axe finds does not depend on the browser, each story that looks runs in Chromium too, and the process of a page of
  // Firefox now and then ends in the middle of it.
  if (page.context().browser()?.browserType().name() === "firefox") return;
  const found = await chosen(await axeOf(page)).analyze();
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
}

/** What the browser asks from now on, each with yes as the answer. */
export function questions(page: Page): string[] {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  return asked;
}

/** Reloads the page as its person does, who thinks better of it when they are asked; what asked them. */
export async function stay(page: Page): Promise<string> {
  const asked = page.waitForEvent("dialog");
  await page.evaluate(() => {
    setTimeout(() => location.reload());
  });
  const dialog = await asked;
  await dialog.dismiss();
  return dialog.type();
}
