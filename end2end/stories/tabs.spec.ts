import type { Page } from "@playwright/test";
import { speakAsAnotherBuild } from "../world/device.ts";
import { alive, controlled, expect, questions, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { another } from "../world/tabs.ts";
import { composer, log, online, row, said, say, together } from "../world/talk.ts";

const OPERATIONS = "**/rpc/operations";
const ON_ITS_WAY = /sent|delivered|read/;

/** Counts the live connections that a page opens from now on. */
async function sockets(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const Socket = WebSocket;
    let count = 0;
    window.WebSocket = class extends Socket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        document.documentElement.dataset.sockets = String(++count);
      }
    };
  });
  return async () => Number((await page.locator("html").getAttribute("data-sockets")) ?? 0);
}

test("SYN-1 SYN-11 one tab of a browser has the connection; when it is closed the next one takes over", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const second = await ann.context.newPage();
  const opened = await sockets(second);
  await second.goto(ann.page.url());
  await alive(second);
  await online(second);
  expect(await opened()).toBe(0);

  await say(bob.page, "to both of you");
  for (const page of [ann.page, second]) await expect(row(page, "to both of you")).toHaveCount(1);
  await say(second, "from the second");
  await expect(row(ann.page, "from the second")).toHaveCount(1);
  await expect(row(bob.page, "from the second")).toHaveCount(1);

  await ann.page.close();
  await say(bob.page, "and now to you");
  await expect(row(second, "and now to you")).toHaveCount(1);
  await expect.poll(opened).toBe(1);
  expect(await said(second)).toEqual(["to both of you", "from the second", "and now to you"]);
});

test("SYN-1 when the tab that has the connection crashes the next one takes over", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const second = await ann.context.newPage();
  const opened = await sockets(second);
  await second.goto(ann.page.url());
  await alive(second);
  await online(second);
  expect(await opened()).toBe(0);
  const crashed = ann.page.waitForEvent("crash");
  const session = await ann.context.newCDPSession(ann.page);
  // Nobody is left to answer that.
  session.send("Page.crash").catch(() => undefined);
  await crashed;
  await expect.poll(opened).toBe(1);
  await say(bob.page, "and now to you");
  await expect(row(second, "and now to you")).toHaveCount(1);
  await say(second, "here I am");
  await expect(row(bob.page, "here I am")).toHaveCount(1);
});

test("SYN-8 SYN-11 what waits in one tab is shown in the other, and arrives once", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const second = await another(ann);
  await ann.context.setOffline(true);
  await say(ann.page, "from the first");
  await say(second, "from the second");
  for (const page of [ann.page, second]) {
    for (const words of ["from the first", "from the second"]) {
      await expect(row(page, words)).toHaveAttribute("data-state", "sending");
    }
  }
  await ann.context.setOffline(false);
  await expect(log(bob.page).locator("[data-message]")).toHaveCount(2, { timeout: 40_000 });
  expect(await said(bob.page)).toEqual(["from the first", "from the second"]);
  for (const page of [ann.page, second]) await expect(row(page, "from the second")).toHaveAttribute("data-state", ON_ITS_WAY);
});

test("SYN-8 what was written without a network is sent although every page was closed meanwhile", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await ann.context.setOffline(true);
  for (const words of ["one", "two", "three"]) {
    await say(ann.page, words);
    await expect(row(ann.page, words)).toHaveAttribute("data-state", "sending");
  }
  await expect.poll(async () => (await stored(ann.page, "operations")).length).toBeGreaterThanOrEqual(3);
  await ann.page.close();
  await ann.context.setOffline(false);
  const page = await ann.context.newPage();
  await page.goto("/settings");
  await expect(log(bob.page).locator("[data-message]")).toHaveCount(3, { timeout: 40_000 });
  expect(await said(bob.page)).toEqual(["one", "two", "three"]);
  await page.goto(`/messages/${id}`);
  await alive(page);
  // What the browser kept is older.
  await expect.poll(() => said(page)).toEqual(["one", "two", "three"]);
});

test("SYN-8 what waits to be sent outlives a reload, and nobody is asked", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const page = ann.page;
  await controlled(page);
  await page.route(OPERATIONS, (route) => route.abort());
  await say(page, "not sent yet");
  await expect(row(page, "not sent yet")).toHaveAttribute("data-state", "sending");
  const asked = questions(page);
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining("not sent yet"));
  await page.reload();
  await alive(page);
  await expect(row(page, "not sent yet")).toHaveAttribute("data-state", "sending");
  await page.unroute(OPERATIONS);
  await expect(row(bob.page, "not sent yet")).toHaveCount(1, { timeout: 40_000 });
  await expect(row(page, "not sent yet")).toHaveAttribute("data-state", ON_ITS_WAY);
  expect(asked).toEqual([]);
});

test("SYN-7 who logs out leaves nothing in the browser and its tabs, and is asked where something was not sent", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const page = ann.page;
  await controlled(page);
  await ann.context.route(OPERATIONS, (route) => route.abort());
  const second = await ann.context.newPage();
  await speakAsAnotherBuild(second);
  await second.goto(`/messages/${id}`);
  await alive(second);
  await say(second, "not sent either");
  await expect.poll(() => stored(second, "operations")).toContainEqual(expect.stringContaining("not sent either"));
  await page.bringToFront();
  await say(page, "never sent");
  await expect(row(page, "never sent")).toHaveAttribute("data-state", "sending");
  const stores = () => page.evaluate(async () => (await indexedDB.databases()).length);
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining("never sent"));
  await page.goto("/logout");
  await alive(page);
  const asked = page.waitForEvent("dialog");
  const click = page.getByRole("button", { name: "Log out" }).click();
  await (await asked).dismiss();
  await click;
  await expect(page).toHaveURL(/\/logout/);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).not.toHaveURL(/\/logout/);
  // Gone only once no tab has it open any more.
  await expect.poll(stores).toBe(0);
});

test("SYN-7 who presses Log out again while it is asked whether the server answers is logged out once", async ({ person }) => {
  const { page, context } = await person("Ann");
  await page.goto("/logout");
  await alive(page);
  await controlled(page);
  let [asked, posted] = [0, 0];
  let answer = () => {};
  const pressedTwice = new Promise<void>((resolve) => (answer = resolve));
  await context.route("**/api/me", async (route) => {
    asked += 1;
    await pressedTwice;
    await route.continue();
  });
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("act=log_out")) posted += 1;
  });
  const leave = page.getByRole("button", { name: "Log out" });
  await leave.click();
  await leave.click();
  answer();
  await expect(page).toHaveURL(/\/$/);
  expect([asked, posted]).toEqual([1, 1]);
});

test("SYN-7 a browser without a store says so once, and everything else works", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await ann.page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
  // It is told for a moment only, while the other page is still on its way.
  const told = expect(ann.page.getByText("This browser does not keep what you write.")).toHaveCount(1, { timeout: 40_000 });
  await Promise.all([together(ann, bob), told]);
  await say(ann.page, "hello all the same");
  await expect(row(bob.page, "hello all the same")).toHaveCount(1);
  await expect(composer(ann.page)).toHaveValue("");
});
