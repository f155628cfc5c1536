import type { Browser, Page } from "@playwright/test";
import { accessible, alive, expect, kept, type Person, test } from "../world/index.ts";
import { opened, published } from "../world/posts.ts";
import type { Server } from "../world/server.ts";
import { stored } from "../world/store.ts";

type Options = Parameters<Browser["newContext"]>[0];

async function follow(who: Person, whom: Person): Promise<void> {
  const answer = await who.context.request.put(`/api/accounts/${whom.handle}/follow`, { headers: { Origin: who.origin } });
  expect(answer.status()).toBe(204);
}

/** Has it be somebody's turn to be suggested people, before all others. */
async function suggest(server: Server, { handle }: Person): Promise<void> {
  await server.ask(`update suggestion_turns t set due = '2000-01-01' from accounts a where a.id = t.account_id and a.handle = '${handle}'`);
  await expect.poll(async () => {
    await server.ask("select suggest_next()");
    return server.ask(`select count(*) from suggestion_turns t join accounts a on a.id = t.account_id where a.handle = '${handle}' and t.due <= now()`);
  }).toEqual(["0"]);
}

/** Ann, and three people of whom she follows two, who follow the third. */
async function circle(person: (name: string, options?: Options) => Promise<Person>, options?: Options): Promise<Person[]> {
  const [ann, bob, cleo, dora] = [await person("Ann", options), await person("Bob"), await person("Cleo"), await person("Dora")];
  for (const [who, whom] of [[ann, bob], [ann, cleo], [bob, dora], [cleo, dora]]) await follow(who, whom);
  return [ann, bob, cleo, dora];
}

/** The rows of the suggestions on a page. */
function rows(page: Page) {
  return page.getByRole("list", { name: "Suggestions" }).getByRole("listitem");
}

/** What says that somebody is suggested no more, and offers to undo that. */
function offer(page: Page) {
  return page.getByText(/is not suggested any more\.$/).locator("..");
}

/** Somebody's row there: others of the same name may be suggested too. */
function of(page: Page, { handle }: Person) {
  return rows(page).filter({ has: page.locator(`[href="/u/${handle}"]`) });
}

test("SOC-3 beside Home stands whom one may want to follow and why, as soon as it is known, and on every screen", { tag: "@main" }, async ({ person, server }) => {
  const [ann, , , dora] = await circle(person);
  await suggest(server, ann);
  const page = await opened(ann, "/");
  await expect(rows(page).first()).toContainText("Dora");
  await expect(rows(page).first()).toContainText("Followed by 2 people you follow");
  await accessible(page);
  const eve = await person("Eve");
  await published(eve, { kind: "post", title: "A walk", tags: [`eves-${eve.handle.slice(-8)}`] });
  await published(ann, { kind: "post", title: "A walk", tags: [`eves-${eve.handle.slice(-8)}`] });
  await suggest(server, ann);
  await expect(rows(page).nth(1)).toContainText(`Writes about #eves-${eve.handle.slice(-8)}`);

  const other = await ann.context.newPage();
  await other.goto("/suggestions");
  await expect(rows(other).first()).toContainText("Dora");
  await page.bringToFront();
  await rows(page).first().getByRole("button", { name: "Do not suggest Dora" }).click();
  await offer(page).getByRole("button", { name: "Dismiss" }).click();
  for (const one of [page, other]) await expect(rows(one).first()).toContainText("Eve");
  await suggest(server, ann);
  await expect(rows(page).first()).toContainText("Eve");
  await rows(page).first().getByRole("button", { name: "Follow Eve" }).click();
  await expect(rows(other).first().getByRole("button", { name: "Following Eve" })).toBeVisible();
  const list = await ann.context.request.get("/api/suggestions");
  const handles = (await list.json()).items.map(({ account }: { account: { handle: string } }) => account.handle);
  expect(handles).not.toContain(dora.handle);
});

test("SOC-3 SYN-8 who is dismissed without a network is gone at once, and stays so", async ({ person, server }) => {
  const [ann, , , dora] = await circle(person);
  await suggest(server, ann);
  const page = await opened(ann, "/suggestions");
  await expect(rows(page).first()).toContainText("Dora");
  await ann.context.setOffline(true);
  await of(page, dora).getByRole("button", { name: "Do not suggest Dora" }).click();
  await expect(of(page, dora)).toHaveCount(0);
  await ann.context.setOffline(false);
  const dismissed = `select count(*) from dismissed_suggestions d join accounts a on a.id = d.account_id where a.handle = '${ann.handle}'`;
  await expect.poll(() => server.ask(dismissed), { timeout: 30_000 }).toEqual(["1"]);
  await page.reload();
  await expect(page.getByRole("heading", { name: "People to follow" })).toBeVisible();
  await expect(of(page, dora)).toHaveCount(0);
});

test("SOC-3 SYN-8 QUA-7 who dismisses somebody by keys goes on at the next row, and can have them back for a while", async ({ person, server }) => {
  const [ann, , , dora] = await circle(person);
  const eve = await person("Eve");
  for (const who of [eve, ann]) await published(who, { kind: "post", title: "A walk", tags: [`eves-${eve.handle.slice(-8)}`] });
  await suggest(server, ann);
  const page = await opened(ann, "/suggestions");
  const hers = of(page, dora);
  await expect(rows(page).nth(1)).toContainText("Eve");
  await hers.getByRole("button", { name: "Do not suggest Dora" }).focus();
  await page.keyboard.press("Enter");
  await expect(hers).toHaveCount(0);
  await expect(of(page, eve).getByRole("button", { name: "Do not suggest Eve" })).toBeFocused();
  await offer(page).getByRole("button", { name: "Undo" }).click();
  await expect(rows(page).first()).toContainText("Dora");
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await page.reload();
  await expect(rows(page).first()).toContainText("Dora");
});

test("SOC-3 SYN-7 SYN-10 who was suggested still is in a new tab without a network, but for whom one dismisses there", async ({ person, server }) => {
  const [ann, , , dora] = await circle(person);
  await suggest(server, ann);
  const page = await opened(ann, "/suggestions");
  await expect(rows(page).first()).toContainText("Dora");
  const isKept = (text: string) => text.includes('"followed_by"') && text.includes("Dora");
  await expect.poll(async () => (await stored(page, "replicas")).some(isKept)).toBe(true);
  await kept(page);
  await ann.context.setOffline(true);
  const another = await ann.context.newPage();
  await another.goto("/suggestions");
  await alive(another);
  await expect(rows(another).first()).toContainText("Dora");
  await of(another, dora).getByRole("button", { name: "Do not suggest Dora" }).click();
  await expect(of(another, dora)).toHaveCount(0);
  await expect.poll(async () => (await stored(another, "operations")).length).toBe(1);
  await another.reload();
  await alive(another);
  await expect(another.getByRole("heading", { name: "People to follow" })).toBeVisible();
  await expect(of(another, dora)).toHaveCount(0);
});

test("SOC-3 COM-6 on a phone Home leads to people to follow", async ({ person, server }) => {
  const ann = await person("Ann", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const bob = await person("Bob");
  await published(bob, { kind: "post", title: "By the river" });
  await suggest(server, ann);
  const page = await opened(ann, "/");
  await expect(page.getByRole("list", { name: "Suggestions" })).toBeHidden();
  await page.getByRole("link", { name: "Find people to follow" }).tap();
  await expect(page.getByRole("heading", { level: 1, name: "People to follow" })).toBeVisible();
  await expect(rows(page).first()).toContainText(/Wrote something lately|Followed by \d+ (person|people)(?! you)/);
  await accessible(page);
});

test("SOC-3 who is new finds people to follow at once, and why", { tag: "@main" }, async ({ person }) => {
  const [bob, cleo, dora] = [await person("Bob"), await person("Cleo"), await person("Dora")];
  for (const who of [bob, cleo]) await follow(who, dora);
  await follow(bob, cleo);
  const ann = await person("Ann");
  const page = await opened(ann, "/");
  const reasons = /Followed by \d+ (person|people)(?! you)/;
  await expect(rows(page).first()).toContainText(reasons);
  await expect(page.getByText("Nobody for now")).toHaveCount(0);
  const first = (await rows(page).first().getByRole("link").getAttribute("href")) ?? "";
  const high = (await rows(page).first().boundingBox())?.height;
  await rows(page).first().getByRole("button", { name: /^Follow/ }).click();
  await expect(rows(page).first().getByRole("button", { name: /^Following/ })).toBeVisible();
  expect((await rows(page).first().boundingBox())?.height).toBe(high);
  const followed = async () => (await (await ann.context.request.get(`/api/accounts/${ann.handle}/following`)).json()).total;
  await expect.poll(followed).toBe(1);
  await page.reload();
  await expect(rows(page).first()).toContainText(reasons);
  await expect(rows(page).first().getByRole("link")).not.toHaveAttribute("href", first);
});

test("SOC-3 without JavaScript people are dismissed and followed by forms", async ({ person, server }) => {
  const [ann, , , dora] = await circle(person, { javaScriptEnabled: false });
  await suggest(server, ann);
  const { page } = ann;
  await page.goto("/suggestions");
  await of(page, dora).getByRole("button", { name: "Do not suggest Dora" }).click();
  await expect(page).toHaveURL(/\/suggestions$/);
  await expect(of(page, dora)).toHaveCount(0);
});
