import type { Locator, Page } from "@playwright/test";
import { held, keepAsScripts, keepingNothing, refuse } from "../world/device.ts";
import { pair } from "../world/fill.ts";
import { accessible, alive, expect, kept, questions, stay, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { composer, online, row, say } from "../world/talk.ts";

/** What is loaded for messages alone. */
const PART = "**/split_messages_page*";

test("SYN-10 a page whose program could not be had begins anew by itself", async ({ person }) => {
  const { page } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  await keepAsScripts(page, "throw new Error('does not start')");
  await page.goto("/settings/profile", { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-shell", "yes");
  await expect(page.locator("html")).not.toHaveAttribute("data-alive");
  await keepAsScripts(page);
  await alive(page);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Ann");
});

test("SYN-4 SYN-8 where what makes a page live cannot be had at first, what is written leaves later, and a reload is offered", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  const driver = "**/split_driver*";
  let refused = 0;
  await page.route(driver, (route) => {
    refused ||= Date.now();
    return route.abort();
  });
  await page.goto(`/messages/${id}`);
  await alive(page);
  const notice = page.getByRole("status").filter({ hasText: "Reconnecting…" });
  await expect(notice).toBeVisible();
  expect(Date.now() - refused).toBeGreaterThan(2_900);
  await say(page, "before there was a connection");
  await expect(row(page, "before there was a connection")).toBeVisible();
  expect(await stay(page)).toBe("beforeunload");
  const reload = notice.getByRole("button", { name: "Reload" });
  await expect(reload).toBeVisible({ timeout: 20_000 });
  await accessible(page);
  const asked = page.waitForEvent("dialog");
  const click = reload.click();
  await (await asked).dismiss();
  await click;
  await page.unroute(driver);
  await online(page);
  await expect(reload).toHaveCount(0);
  await bob.page.goto(`/messages/${id}`);
  await expect(row(bob.page, "before there was a connection")).toHaveCount(1);
  await expect(row(page, "before there was a connection")).toHaveCount(1);
  await page.context().close();
});

test("SYN-8 what is typed before there is anything that would keep it is asked for on the way out, and kept from then on", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  const release = await held(page, "**/split_driver*");
  await page.goto(`/messages/${id}`);
  await alive(page);
  await composer(page).pressSequentially("half a thought");
  // Before typing has paused for long enough to be saved: until then the words stand in the field only.
  expect(await stay(page)).toBe("beforeunload");
  release();
  await online(page);
  await expect(composer(page)).toHaveValue("half a thought");
  const asked = questions(page);
  await expect.poll(() => stored(page, "replicas")).toContainEqual(expect.stringContaining("half a thought"));
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await page.reload();
  await alive(page);
  await expect(composer(page)).toHaveValue("half a thought");
  expect(asked).toEqual([]);
  await page.context().close();
});

test("SYN-7 who logs out where what makes a page live cannot be had is asked first, and nothing stays in the browser", async ({
  person,
  browser,
  server,
}) => {
  const page = await keepingNothing(browser, server.url, await person("Ann"));
  const stores = () => page.evaluate(async () => (await indexedDB.databases()).length);
  await page.goto("/messages");
  await alive(page);
  await expect.poll(stores).toBe(1);
  const other = await page.context().newPage();
  await other.goto("/about");
  await alive(other);
  const heard = await listen(other);
  await page.route("**/split_driver*", (route) => route.abort());
  await page.goto("/logout");
  await alive(page);
  const asked = page.waitForEvent("dialog");
  const click = page.getByRole("button", { name: "Log out" }).click();
  const dialog = await asked;
  expect(dialog.message()).toContain("cannot be known now");
  await dialog.dismiss();
  await click;
  await expect(page).toHaveURL(/\/logout/);
  expect(await stores()).toBe(1);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).not.toHaveURL(/\/logout/);
  // What another tab would still keep it keeps no longer.
  expect(await heard()).toBe("logged out");
  await expect.poll(stores).toBe(0);
  await page.context().close();
});

test("SYN-4 a page of the server whose program cannot be had at first stands there, and comes alive when it can", async ({
  person,
  browser,
  server,
}) => {
  const ann = await person("Ann");
  const page = await keepingNothing(browser, server.url, ann);
  const tries = await refuse(page, PART);
  await page.goto("/messages");
  await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
  await expect.poll(tries).toBeGreaterThan(1);
  await expect(page.locator("[data-alive]")).toHaveCount(0);
  await page.unroute(PART);
  await alive(page);
  await online(page);
  await page.context().close();
});

test("SYN-10 where a part of the program cannot be had, what is being written stays and a reload is offered", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  // A server that has another version meanwhile.
  const page = await keepingNothing(browser, server.url, ann);
  const gone = "**/split_settings_page*";
  await page.route(gone, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto(`/messages/${id}`);
  await alive(page);
  await composer(page).fill("half a thought");
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(lost(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();
  await accessible(page);
  await page.goBack();
  await expect(composer(page)).toHaveValue("half a thought");
  await page.unroute(gone);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("navigation", { name: "Settings" })).toBeVisible();
  await page.context().close();
});

test("SYN-10 a part of the program that could not be had is tried again at each click that leads there, when one asks, and by itself", async ({
  person,
  browser,
  server,
}) => {
  const page = await keepingNothing(browser, server.url, await person("Ann"));
  const tries = await refuse(page, PART);
  await page.goto("/about");
  await alive(page);
  await online(page);
  await messages(page).click();
  await expect(lost(page)).toBeVisible();
  await accessible(page);
  const again = page.getByRole("button", { name: "Try again" });
  // By itself it is tried ever less often: too seldom for this.
  for (const way of [messages(page), again, messages(page), again, messages(page)]) {
    await expect(again).not.toHaveAttribute("aria-busy");
    const before = tries();
    await way.click();
    await expect.poll(tries).toBeGreaterThan(before);
  }
  await expect(lost(page)).toBeVisible();
  await again.focus();
  await page.unroute(PART);
  const heading = page.getByRole("heading", { level: 1, name: "Messages" });
  await expect(heading).toBeVisible({ timeout: 30_000 });
  await expect(heading, "what had the focus is gone").toBeFocused();
  await expect(page).toHaveTitle(/^Messages/);
  await expect(lost(page)).toHaveCount(0);
  await page.context().close();
});

test("SYN-10 a part of the program that could not be had is tried again when there is a network, and comes when the server is back", async ({
  person,
  browser,
  server,
}) => {
  const page = await keepingNothing(browser, server.url, await person("Ann"));
  const context = page.context();
  const tries = await refuse(page, PART);
  await page.goto("/about");
  await alive(page);
  await online(page);
  await context.setOffline(true);
  await messages(page).click();
  await expect(lost(page)).toBeVisible();
  // By itself it is tried ever less often: too seldom for this.
  for (let time = 0; time < 5; time += 1) {
    const before = tries();
    await context.setOffline(false);
    await expect.poll(tries).toBeGreaterThan(before);
    await context.setOffline(true);
  }
  await server.kill();
  await context.setOffline(false);
  await page.unroute(PART);
  await expect(lost(page)).toBeVisible();
  await server.run();
  await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible({ timeout: 30_000 });
  await online(page);
  await context.close();
});

/** The way to messages that stands on every page. */
function messages(page: Page): Locator {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ });
}

/** What stands in the place of a page that could not be loaded. */
function lost(page: Page): Locator {
  return page.getByRole("heading", { level: 1, name: "This page could not be loaded" });
}

/** What a tab hears first, from now on, where tabs of all builds say that their person has logged out. */
async function listen(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(async () => {
    const [account] = await indexedDB.databases();
    const channel = new BroadcastChannel(`${account?.name}:log-out`);
    const heard = new Promise((hear) => channel.addEventListener("message", ({ data }) => hear(data)));
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { heard: Promise<string> }).heard);
}
