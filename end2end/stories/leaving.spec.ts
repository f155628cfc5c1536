import { typeAndGo } from "../world/begun.ts";
import { keepingNothing } from "../world/device.ts";
import { pair } from "../world/fill.ts";
import { accessible, alive, expect, kept, test } from "../world/index.ts";
import { holding, places } from "../world/remains.ts";
import { copied, stored } from "../world/store.ts";
import { another } from "../world/tabs.ts";
import { composer, row, say, together } from "../world/talk.ts";

test("SYN-7 SYN-10 who logs out leaves nothing behind in any storage of the browser, and no more than a visitor does", { tag: "@main" }, async ({
  person,
  browser,
  server,
}) => {
  // Names that stand nowhere in the program itself.
  const [ann, bob] = [await person("Quintilla"), await person("Wendelin")];
  const id = await together(ann, bob);
  const { page, context } = ann;
  const second = await another(ann);
  await say(page, "between you and me");
  await expect(row(bob.page, "between you and me")).toHaveCount(1);
  await composer(page).pressSequentially("half a thought");
  await copied(ann, "between you and me");
  await expect.poll(async () => (await stored(page, "replicas")).join()).toContain("half a thought");
  await page.goto(`/u/${bob.handle}`);
  await alive(page);
  await page.goto("/settings/appearance");
  await alive(page);
  await page.getByText("Dark", { exact: true }).click();
  const me = async () => (await context.request.get("/api/me")).json();
  await expect.poll(async () => (await me()).settings.appearance).toBe("dark");
  await expect.poll(() => stored(page, "operations")).toEqual([]);

  await page.goto("/new");
  await alive(page);
  await typeAndGo(page, "a last word", "/settings/appearance");

  const token = (await context.cookies()).find(({ name }) => name.startsWith("__Host-"))?.value ?? "";
  expect(token).not.toBe("");
  const names = [ann, bob].flatMap(({ handle, name }) => [handle, name]);
  const words = [(await me()).account.id, id, token, ...names, "between you and me", "half a thought", "a last word"];
  expect(await holding(page, ["a last word"])).toContain("localStorage");
  const found = await holding(page, words);
  for (const place of ["replicas of tertulia:", "localStorage", "cookie"]) expect(found.join()).toContain(place);

  await page.goto("/logout");
  await alive(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/$/);
  await alive(page);
  await kept(page, "nobody");
  // What a page puts away when it goes is there only now.
  await second.reload();
  await expect(second).toHaveURL(/\/login\?next=/);
  await alive(second);

  const stranger = await browser.newContext({ baseURL: server.url });
  const visitor = await stranger.newPage();
  for (const one of [page, visitor]) {
    for (const path of ["/about", "/"]) {
      await one.goto(path);
      await alive(one);
    }
    await kept(one, "nobody");
  }
  await expect.poll(() => places(page)).toEqual(await places(visitor));
  for (const tab of [page, second]) expect(await holding(tab, words)).toEqual([]);
  await stranger.close();
});

test("SYN-7 COM-7 what a page was left with is gone from a tab that was elsewhere at the log-out, with the next page in it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "between you and me");
  const tab = await another(ann);
  await expect(row(tab, "between you and me")).toBeVisible();
  // How the list of messages stands is known once it is drawn.
  await tab.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const left = () => tab.evaluate(() => JSON.stringify({ ...sessionStorage }));
  // A page of the same site in which the program does not run.
  await tab.goto("/robots.txt");
  expect(await left()).toContain(id);
  await ann.page.goto("/logout");
  await alive(ann.page);
  await ann.page.getByRole("button", { name: "Log out" }).click();
  await expect(ann.page).toHaveURL(/\/$/);
  expect(await left()).toContain(id);
  await tab.goto("/about");
  await alive(tab);
  expect(await left()).not.toContain(id);
});

test("SYN-7 a visitor's page that the browser has at hand takes away nothing of who has logged in since, and is theirs again", async ({
  person,
  browser,
  server,
}) => {
  const ann = await person("Ann");
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: "block" });
  const page = await context.newPage();
  const drawn = await context.request.get("/about");
  await page.goto("/about");
  await alive(page);
  await expect(page.getByRole("link", { name: "Log in" }).first()).toBeVisible();
  await page.goto("/robots.txt");
  await context.addCookies(await ann.context.cookies());
  const second = await context.newPage();
  await second.goto("/messages");
  await alive(second);
  const lives = () => second.evaluate(() => localStorage.getItem("tertulia:account"));
  await expect.poll(() => stored(second, "replicas")).not.toEqual([]);
  const account = await lives();
  expect(account).not.toBe(null);
  // As a browser does by itself where it has kept the answer.
  await page.route("**/about", (route) => route.fulfill({ response: drawn }), { times: 1 });
  await page.goBack();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ })).toBeVisible();
  await alive(page);
  expect(await lives()).toBe(account);
  expect(await stored(second, "replicas")).not.toEqual([]);
  await context.close();
});

const OPERATIONS = "**/rpc/operations";
const PROGRAM = "**/pkg/*.wasm";

test("SYN-7 a log-out that no program sees is asked about, and what was never sent goes with it", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  const unsent = async () => (await stored(page, "operations")).join();
  await page.route(OPERATIONS, (route) => route.abort());
  await page.goto(`/messages/${id}`);
  await alive(page);
  await say(page, "never sent");
  await expect.poll(unsent).toContain("never sent");

  await page.route(PROGRAM, (route) => route.abort());
  await page.goto("/logout");
  const button = page.getByRole("button", { name: "Log out" });
  const asked = page.waitForEvent("dialog");
  const click = button.click();
  const dialog = await asked;
  expect(dialog.message()).toContain("cannot be known now");
  await dialog.dismiss();
  await click;
  await expect(page).toHaveURL(/\/logout/);
  page.once("dialog", (dialog) => dialog.accept());
  await button.click();
  await expect(page).toHaveURL(/\/$/);
  expect(await unsent()).toContain("never sent");
  await page.unroute(PROGRAM);
  await page.goto("/about");
  await alive(page);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).not.toContain("tertulia:gone");
  expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("tertulia-left");
  await page.context().close();
});

test("SYN-7 a log-out before the page is alive waits until it can be asked about what was never sent", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const page = await keepingNothing(browser, server.url, ann);
  const unsent = async () => (await stored(page, "operations")).join();
  await page.route(OPERATIONS, (route) => route.abort());
  await page.goto(`/messages/${id}`);
  await alive(page);
  await say(page, "never sent");
  await expect.poll(unsent).toContain("never sent");

  const waiting: (() => void)[] = [];
  let holds = true;
  await page.route(PROGRAM, async (route) => {
    if (holds) await new Promise<void>((go) => waiting.push(go));
    await route.continue();
  });
  await page.goto("/logout", { waitUntil: "commit" });
  await expect.poll(() => waiting.length).toBeGreaterThan(0);
  const asked = page.waitForEvent("dialog");
  const click = page.getByRole("button", { name: "Log out" }).click();
  holds = false;
  waiting.forEach((go) => go());
  const dialog = await asked;
  expect(dialog.message()).toContain("has not been sent yet");
  await dialog.dismiss();
  await click;
  await expect(page).toHaveURL(/\/logout/);
  expect(await unsent()).toContain("never sent");
  await page.context().close();
});

test("SYN-7 who logs out without a network is told that it cannot be, loses nothing, and can once it is back", async ({ person }) => {
  const { page, context } = await person("Ann");
  const stores = () => page.evaluate(async () => (await indexedDB.databases()).length);
  await page.goto("/settings/profile");
  await alive(page);
  await kept(page);
  await expect.poll(stores).toBe(1);
  const refusal = page.getByRole("alert").filter({ hasText: "The server cannot be reached right now." });
  const leave = page.getByRole("button", { name: "Log out", exact: true });
  const list = page.getByRole("navigation", { name: "Settings" });
  await list.getByRole("link", { name: "Sessions" }).click();
  await expect(leave).toBeVisible();
  await context.setOffline(true);
  await leave.click();
  await expect(refusal).toContainText("You stay logged in. Nothing that you wrote waits to be sent.");
  await expect(page).toHaveURL(/\/settings\/sessions$/);
  await list.getByRole("link", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/logout$/);
  await leave.click();
  await expect(refusal).toBeVisible();
  await accessible(page);
  await expect(page).toHaveURL(/\/logout$/);
  expect(await stores()).toBe(1);
  await context.setOffline(false);
  // It is there and cannot do it, or a network that wants a log-in of its own answers in its place.
  const welcome = { contentType: "text/html", body: "<h1>Welcome to our network</h1>" };
  for (const answered of [{ status: 503 }, { status: 200, ...welcome }, { status: 403, ...welcome }]) {
    await context.route("**/api/me", (route) => route.fulfill(answered));
    const answer = page.waitForResponse("**/api/me");
    await leave.click();
    await answer;
    await expect(refusal).toBeVisible();
    await expect(page).toHaveURL(/\/logout$/);
    expect(await stores()).toBe(1);
    await context.unroute("**/api/me");
  }
  await leave.click();
  await expect(page).toHaveURL(/\/$/);
  await expect.poll(stores).toBe(0);
});

test("SYN-7 who wants to log out without a network is told that what they wrote waits, and it is sent once it can be", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  await kept(page);
  await context.setOffline(true);
  await say(page, "on its way");
  await expect(row(page, "on its way")).toHaveAttribute("data-state", "sending");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("on its way");
  // Another page of theirs finds it in the store.
  await page.goto("/settings/appearance");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The server cannot be reached right now." })).toContainText("what you wrote waits here");
  await expect(page).toHaveURL(/\/logout$/);
  await context.setOffline(false);
  await expect(row(bob.page, "on its way")).toHaveCount(1, { timeout: 40_000 });
});
