import type { Browser, Page } from "@playwright/test";
import { fill, pair } from "../world/fill.ts";
import { alive, expect, kept, type Person, test } from "../world/index.ts";
import { copied, stored } from "../world/store.ts";
import { another } from "../world/tabs.ts";
import { back, composer, online, row, said, say } from "../world/talk.ts";

const OPERATIONS = "**/rpc/operations";
/** More messages than a screen shows, and no more than a conversation is opened with. */
const MANY = 45;
const BEFORE = "before the tunnel";
const WORDS = ["one in the tunnel", "two in the tunnel", "three in the tunnel"];
const DRAFT = "half a thought";
const STATUS = "in a tunnel";
/** Every kind of operation that there is. */
const KINDS = ["conversation.mark", "draft.save", "message.send", "profile.change", "settings.change"];

test("SYN-7 SYN-8 SYN-10 an act of every kind that was done without a network arrives once and in order, over a reload and the end of the browser", async ({
  person,
  lasting,
  browser,
}) => {
  test.slow();
  const [ann, bob, eve] = [await lasting(await person("Ann")), await person("Bob"), await person("Eve")];
  const places = await begin(ann, bob, eve);
  await ann.context.setOffline(true);
  await act(ann.page);
  const { page, context } = await lasting(ann, { offline: true });
  await page.goto(`/messages/${places.spoken}`);
  await alive(page);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  for (const words of WORDS) await expect(row(page, words)).toHaveAttribute("data-state", "sending");
  await expect(composer(page)).toHaveValue(DRAFT);
  await context.setOffline(false);
  await arrived(page, bob, browser, places);
  expect(await said(page)).toEqual(await said(bob.page));
});

test("SYN-8 of what was done without a network all arrives once and in order although the server is killed while it is sent", async ({
  person,
  browser,
  server,
}) => {
  test.slow();
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const places = await begin(ann, bob, eve);
  const { page, context } = ann;
  await context.setOffline(true);
  await act(page);
  let killed = () => {};
  const isKilled = new Promise<void>((go) => (killed = go));
  const first = new RegExp(`message\\.send.*${WORDS[0]}`);
  let isApplied = false;
  await page.route(OPERATIONS, async (route) => {
    if (isApplied || !first.test(route.request().postData() ?? "")) return route.continue();
    isApplied = true;
    // The server has stored it, and its answer is lost.
    const headers = { ...route.request().headers(), origin: server.url };
    expect((await route.fetch({ headers })).status()).toBe(200);
    await server.kill();
    await route.abort();
    killed();
  });
  await context.setOffline(false);
  await isKilled;
  await server.run();
  await arrived(page, bob, browser, places);
  expect(await said(page)).toEqual(await said(bob.page));
});

test("SYN-8 SYN-11 what two tabs did without a network arrives once and in order although both were closed meanwhile", { tag: "@main" }, async ({
  person,
  browser,
}) => {
  test.slow();
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const places = await begin(ann, bob, eve);
  const { page: first, context } = ann;
  const second = await another(ann);
  await online(second);
  // What it has not loaded yet comes from what the device keeps.
  await kept(second);
  await context.setOffline(true);
  await changeProfile(first);
  await changeSettings(second);
  await readAll(first);
  for (const tab of [first, second]) await back(tab, /Bob/);
  for (const [place, words] of WORDS.entries()) {
    const [here, there] = place % 2 ? [second, first] : [first, second];
    await say(here, words);
    await expect(row(there, words)).toHaveAttribute("data-state", "sending");
  }
  await composer(second).pressSequentially(DRAFT);
  await waits(second);
  for (const tab of [first, second]) await tab.close();
  await context.setOffline(false);
  const page = await context.newPage();
  await page.goto("/settings/appearance");
  await alive(page);
  await arrived(page, bob, browser, places);
});

/** A conversation in which somebody speaks, and one of which they have read but the beginning. */
interface Places {
  spoken: string;
  unread: string;
}

/** Has somebody look at both and then stand before their profile; the browser keeps all of it. */
async function begin(ann: Person, bob: Person, eve: Person): Promise<Places> {
  const places = { spoken: await pair(bob, ann), unread: await pair(eve, ann) };
  await fill(bob, places.spoken, 1, BEFORE);
  await fill(eve, places.unread, MANY);
  await bob.page.goto(`/messages/${places.spoken}`);
  await alive(bob.page);
  await online(bob.page);
  const { page } = ann;
  for (const [id, words] of [[places.unread, `message ${MANY}`], [places.spoken, BEFORE]]) {
    await page.goto(`/messages/${id}`);
    await alive(page);
    await online(page);
    await copied(ann, words);
  }
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByLabel("Status", { exact: true })).toBeVisible();
  return places;
}

/** Does something of each kind, after a reload of the whole application. */
async function act(page: Page): Promise<void> {
  await changeProfile(page);
  await page.reload();
  await alive(page);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await changeSettings(page);
  await readAll(page);
  await back(page, /Bob/);
  for (const words of WORDS) {
    await say(page, words);
    await expect(row(page, words)).toHaveAttribute("data-state", "sending");
  }
  await composer(page).pressSequentially(DRAFT);
  await waits(page);
}

/** Changes the profile, whose form stands there. */
async function changeProfile(page: Page): Promise<void> {
  await page.getByLabel("Status", { exact: true }).fill(STATUS);
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining(STATUS));
}

/** Changes settings, from the page of any. */
async function changeSettings(page: Page): Promise<void> {
  const ways = page.getByRole("navigation", { name: "Settings" });
  await ways.getByRole("link", { name: "Appearance" }).click();
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await ways.getByRole("link", { name: "Privacy" }).click();
  await page.getByRole("switch", { name: "Show when I am online" }).click();
}

/** Looks at all that was unread. */
async function readAll(page: Page): Promise<void> {
  // Nothing is read in a window that is not in front.
  await page.bringToFront();
  await back(page, /Eve/);
  await page.getByRole("link", { name: /new messages/ }).click();
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining(`"read":${MANY}`));
}

/** Waits until the browser keeps something of each kind for the server. */
async function waits(page: Page): Promise<void> {
  const kinds = async () => (await stored(page, "operations")).map((text) => (JSON.parse(text) as { kind: string }).kind);
  await expect.poll(async () => [...new Set(await kinds())].sort()).toEqual(KINDS);
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining(DRAFT));
}

/** Waits until nothing has to be sent any more: the other one has it, and another device, once and in order. */
async function arrived(page: Page, bob: Person, browser: Browser, { spoken, unread }: Places): Promise<void> {
  await expect.poll(() => stored(page, "operations"), { timeout: 40_000 }).toEqual([]);
  const all = [`${BEFORE} 1`, ...WORDS];
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(all);
  const device = await browser.newContext({ baseURL: new URL(page.url()).origin });
  await device.addCookies(await page.context().cookies());
  const ask = async (path: string) => (await device.request.get(path)).json();
  expect(await ask("/api/me")).toMatchObject({
    profile: { status: STATUS },
    settings: { appearance: "dark", show_presence: false },
  });
  expect(await ask(`/api/conversations/${unread}`)).toMatchObject({ unread: 0 });
  const there = await device.newPage();
  await there.goto(`/messages/${spoken}`);
  await alive(there);
  await expect(composer(there)).toHaveValue(DRAFT);
  expect(await said(there)).toEqual(all);
  await device.close();
}
