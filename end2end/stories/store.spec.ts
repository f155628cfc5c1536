import type { Locator, Page } from "@playwright/test";
import { pair } from "../world/fill.ts";
import { alive, expect, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { endElsewhere } from "../world/session.ts";
import { copied, firstVersion, stored } from "../world/store.ts";
import { composer, log, online, row, said, say, there, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

const CALLS = "**/rpc/**";
const ON_ITS_WAY = /sent|delivered|read/;

function list(page: Page): Locator {
  return page.getByRole("navigation", { name: "Conversations" });
}

/** Roles, names and texts, without how long ago something was. */
async function drawn(part: Locator): Promise<string> {
  return (await part.ariaSnapshot()).replace(/\b(now|\d+ min|\d+ h)\b/g, "…");
}

/** The buttons that open what can be done to messages. */
function menus(page: Page): Locator {
  return log(page).getByRole("button", { name: /^Message actions/ });
}

test("SYN-7 SYN-10 a second visit without a network draws the list and the conversation, as the server drew them", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(bob.page, "are you there?");
  await expect(row(ann.page, "are you there?")).toBeVisible();
  await say(ann.page, "where else");
  await expect(row(ann.page, "where else")).toHaveAttribute("data-state", "read");
  await bob.page.close();
  await expect(there(ann.page)).not.toContainText("online", { ignoreCase: true });

  // A browser that keeps nothing, for which the server draws.
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: "block" });
  await context.addCookies(await ann.context.cookies());
  const first = await context.newPage();
  await first.goto(`/messages/${id}`);
  await expect(first.locator("html")).not.toHaveAttribute("data-shell");
  await alive(first);
  await expect(row(first, "where else")).toBeVisible();
  // The browser draws what can be done to a message once it has a moment.
  await expect(menus(first)).toHaveCount(2);
  const [served, listed] = [await drawn(log(first)), await drawn(list(first))];
  await context.close();

  const { page } = ann;
  await copied(ann, "where else");
  await ann.context.setOffline(true);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(page.locator("html")).toHaveAttribute("data-shell", "yes");
  await expect(row(page, "where else")).toBeVisible();
  await expect(menus(page)).toHaveCount(2);
  expect(await drawn(log(page))).toBe(served);
  expect(await drawn(list(page))).toBe(listed);
  await page.goto("/messages");
  await alive(page);
  await expect(list(page).getByRole("link", { name: /Bob/ })).toContainText("where else");
});

test("SYN-7 a second visit is drawn before anything was answered, and then brought up to date where it stands", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  await say(bob.page, "seen before");
  await expect(row(page, "seen before")).toBeVisible();
  await copied(ann, "seen before");
  await page.goto("/about");
  await alive(page);
  await say(bob.page, "said meanwhile");
  await expect(row(bob.page, "said meanwhile")).toHaveAttribute("data-state", ON_ITS_WAY);

  const waiting: (() => void)[] = [];
  let holds = true;
  await page.route(CALLS, async (route) => {
    if (holds) await new Promise<void>((go) => waiting.push(go));
    await route.continue().catch(() => undefined);
  });
  await page.routeWebSocket("**/ws", async (socket) => {
    // It opens for the page when this is over: what the page says before would be lost.
    if (holds) await new Promise<void>((go) => waiting.push(go));
    socket.connectToServer();
  });
  await page.goto(`/messages/${id}`);
  await expect(row(page, "seen before")).toBeVisible();
  await expect(list(page).getByRole("link", { name: /Bob/ })).toContainText("seen before");
  await expect(row(page, "said meanwhile")).toHaveCount(0);
  holds = false;
  waiting.forEach((go) => go());
  await expect(row(page, "said meanwhile")).toHaveCount(1);
  await expect(log(page).getByText("New messages")).toBeVisible();
  await expect(list(page).getByRole("link", { name: /Bob/ })).toContainText("said meanwhile");
  expect(await said(page)).toEqual(["seen before", "said meanwhile"]);
});

test("SYN-7 SYN-8 SYN-10 three messages that were written without a network, over a reload, arrive once and in order", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  await say(page, "before the tunnel");
  await expect(row(bob.page, "before the tunnel")).toHaveCount(1);
  await expect(row(page, "before the tunnel")).toHaveAttribute("data-state", ON_ITS_WAY);
  await copied(ann, "before the tunnel");
  await context.setOffline(true);
  await page.reload();
  await alive(page);
  await expect(row(page, "before the tunnel")).toBeVisible();
  const words = ["one in the tunnel", "two in the tunnel", "three in the tunnel"];
  for (const word of words) {
    await say(page, word);
    await expect(row(page, word)).toHaveAttribute("data-state", "sending");
  }
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("three in the tunnel");
  await page.reload();
  await alive(page);
  for (const word of words) await expect(row(page, word)).toHaveAttribute("data-state", "sending");
  await context.setOffline(false);
  for (const word of words) {
    await expect(row(bob.page, word)).toHaveCount(1, { timeout: 40_000 });
    await expect(row(page, word)).toHaveAttribute("data-state", ON_ITS_WAY);
  }
  const all = ["before the tunnel", ...words];
  expect(await said(page)).toEqual(all);
  expect(await said(bob.page)).toEqual(all);
});

test("SYN-7 what the first version of the store holds is sent by this one", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const { page } = ann;
  const { account } = await (await ann.context.request.get("/api/me")).json();
  // The store is made before any program of this version has run here.
  const still = await ann.context.newPage();
  await still.route("**/*.js", (route) => route.abort());
  await still.goto("/about");
  const body = { conversation_id: id, body: "from the first version" };
  await firstVersion(still, account.id, { v: 1, kind: "message.send", id: v7(), object: `conversation:${id}`, body } as { id: string });
  await still.close();
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  await expect(row(bob.page, "from the first version")).toHaveCount(1, { timeout: 40_000 });
  await expect(row(page, "from the first version")).toHaveCount(1);
  const version = () => page.evaluate(async () => (await indexedDB.databases()).map((database) => database.version));
  expect(await version()).toEqual([2]);
  await expect.poll(async () => (await stored(page, "operations")).length).toBe(0);
});

test("SYN-7 what a page has read is kept as soon as it is drawn, also where one does not stay", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page } = ann;
  // What is put off for half a second never comes, as on a page that is left before.
  await page.addInitScript(() => {
    const later = window.setTimeout;
    window.setTimeout = ((act: TimerHandler, wait?: number, ...rest: unknown[]) =>
      wait === 500 ? 0 : later(act, wait, ...rest)) as typeof window.setTimeout;
  });
  await page.goto(`/u/${bob.handle}`);
  await alive(page);
  const isKept = (text: string) => text.includes('"profile":') && text.includes(bob.handle);
  await expect.poll(async () => (await stored(page, "replicas")).some(isKept)).toBe(true);
});

test("SYN-7 who logs out leaves no copy behind, and the next one is shown nothing of it", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  await say(page, "between you and me");
  await expect(row(bob.page, "between you and me")).toHaveCount(1);
  await copied(ann, "between you and me");
  await page.goto("/logout");
  await alive(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).not.toHaveURL(/\/logout/);
  await alive(page);
  const left = () => page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length]);
  await expect.poll(left).toEqual([0, 0]);
  await page.goto(`/messages/${id}`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await expect(page.getByText("between you and me")).toHaveCount(0);
});

test("SYN-7 whose log-in ended elsewhere is led to log in, and their copies go", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  await say(page, "between you and me");
  await expect(row(bob.page, "between you and me")).toHaveCount(1);
  await copied(ann, "between you and me");
  await page.goto("/about");
  await endElsewhere(ann, browser, server.url);
  await page.goto(`/messages/${id}`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await alive(page);
  await expect.poll(async () => (await stored(page, "replicas")).join()).not.toContain("between you and me");
});

test("SYN-7 ACC-1 a page that stays for what would be lost shows nothing of whose log-in has ended", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  await say(page, "between you and me");
  await expect(row(bob.page, "between you and me")).toHaveCount(1);
  await copied(ann, "between you and me");
  // No page of theirs hears of it.
  await page.goto("about:blank");
  await endElsewhere(ann, browser, server.url);
  let answer = () => {};
  const answered = new Promise<void>((go) => (answer = go));
  await page.route(CALLS, async (route) => {
    await answered;
    await route.continue().catch(() => undefined);
  });
  // No connection says so.
  await page.routeWebSocket("**/ws", () => undefined);
  await page.goto(`/messages/${id}`);
  await expect(row(page, "between you and me")).toBeVisible();
  await composer(page).fill("too long to be kept ".repeat(1_001));
  answer();
  await expect(page.getByRole("heading", { level: 1, name: "You are logged out" })).toBeVisible();
  await expect(page.getByText(/between you and me|too long to be kept|Bob/)).toHaveCount(0);
  await expect.poll(async () => (await stored(page, "replicas")).join()).not.toContain("between you and me");
});

test("SYN-7 a conversation that one is out of is drawn no longer once the server has said so, and no copy of it stays", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  await say(page, "between you and me");
  await expect(row(bob.page, "between you and me")).toHaveCount(1);
  await copied(ann, "between you and me");
  await page.goto("/about");
  const missing = { status: 404, contentType: "application/json", body: JSON.stringify({ code: "missing" }) };
  await page.route("**/rpc/read_conversation*", (route) => route.fulfill(missing));
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(row(page, "between you and me")).toHaveCount(0);
  await expect(composer(page)).toHaveCount(0);
  await expect.poll(async () => (await stored(page, "replicas")).join()).not.toMatch(/"seq":.*between you and me/);
});

test("SYN-7 after a log-in that no page saw nothing of the one before is drawn, not for a moment", async ({ person }) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const id = await together(ann, bob);
  const { page } = ann;
  await say(page, "between you and me");
  await expect(row(bob.page, "between you and me")).toHaveCount(1);
  await copied(ann, "between you and me");
  await page.goto("/about");
  await eve.page.goto("/messages");
  await alive(eve.page);
  // As a form brings them that is sent without the program.
  await ann.context.addCookies(await eve.context.cookies());
  await page.addInitScript(() => {
    const look = () => {
      if (document.body?.textContent?.includes("between you and me")) document.documentElement.dataset.leaked = "yes";
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(page.locator("html")).toHaveAttribute("data-shell", "yes");
  await expect(page.locator("html")).not.toHaveAttribute("data-leaked", "yes");
  await expect(page.getByText("between you and me")).toHaveCount(0);
});

test("SYN-7 of a long conversation the newest messages are kept, and older ones come when there is a network", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, bob, id, 130);
  const { page, context } = ann;
  await page.goto(`/messages/${id}?newest`);
  await alive(page);
  await online(page);
  await expect(row(page, "message 130")).toBeVisible();
  await copied(ann, "message 130");
  await expect.poll(async () => (await stored(page, "replicas")).join()).toContain('"read_seq":130');
  await context.setOffline(true);
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(row(page, "message 130")).toBeVisible();
  await context.setOffline(false);
  await online(page);
  await expect(composer(page)).toBeVisible();
  await log(page).evaluate((log) => log.scrollTo({ top: -log.scrollHeight }));
  await expect(row(page, "message 70").first()).toBeAttached({ timeout: 20_000 });
});
