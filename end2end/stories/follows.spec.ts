import type { Page } from "@playwright/test";
import { visit } from "../world/group.ts";
import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import { people } from "../world/past.ts";
import type { Server } from "../world/server.ts";
import { online } from "../world/talk.ts";

/** What is said of somebody on their page. */
function card(page: Page) {
  return page.getByRole("article");
}

/** The button that follows somebody, or ends that. */
function button(page: Page, name: string) {
  return page.getByRole("button", { name: new RegExp(`^Follow(ing)? ${name}$`) });
}

/** The rows of a list of followers, or of whom somebody follows. */
function rows(page: Page, list: "Followers" | "Following") {
  return page.getByRole("navigation", { name: list, exact: true }).getByRole("listitem");
}

async function follow(who: Person, whom: string, method: "put" | "delete" = "put"): Promise<number> {
  const answer = await who.context.request[method](`/api/accounts/${whom}/follow`, { headers: { Origin: who.origin } });
  return answer.status();
}

/** Has so many people follow somebody; `Person 1` first. */
async function crowd(server: Server, { handle }: Person, of: Person, count: number): Promise<void> {
  const handles = await people(server, of, count);
  await server.ask(`
    insert into follows (follower_id, followed_id)
      select f.id, a.id from unnest('{${handles}}'::text[]) with ordinality p(handle, place)
        join accounts f on f.handle = p.handle, accounts a where a.handle = '${handle}' order by p.place`);
}

test("SOC-1 SOC-2 who is followed is so at once on every screen of both, with the counts, until that is over", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await visit(ann.page, `/u/${bob.handle}`);
  await visit(bob.page, `/u/${bob.handle}`);
  const other = await ann.context.newPage();
  await visit(other, `/u/${bob.handle}`);
  await expect(bob.page.getByRole("button", { name: /Follow/ })).toHaveCount(0);
  await expect(button(ann.page, "Bob")).toHaveAttribute("aria-pressed", "false");
  await ann.page.bringToFront();
  await button(ann.page, "Bob").focus();
  await ann.page.keyboard.press("Enter");
  for (const page of [ann.page, other]) {
    await expect(button(page, "Bob")).toHaveText(/^Following/);
    await expect(button(page, "Bob")).toHaveAttribute("aria-pressed", "true");
  }
  await expect(button(ann.page, "Bob")).toBeFocused();
  for (const page of [ann.page, other, bob.page]) await expect(card(page)).toContainText("1 follower");

  const her = await bob.context.newPage();
  await visit(her, `/u/${ann.handle}`);
  await expect(card(her)).toContainText("Follows you");
  await expect(card(her)).toContainText("1 following");
  await button(her, "Ann").click();
  await expect(card(her)).toContainText("You follow each other");
  await expect(card(ann.page)).toContainText("You follow each other");
  await button(ann.page, "Bob").click();
  await expect(card(bob.page)).toContainText("0 followers");
  await expect(card(ann.page)).toContainText("Follows you");
  await expect(button(other, "Bob")).toHaveText(/^Follow /);
});

test("SOC-2 the lists say who follows whom, follow what happens, and lead on", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  expect(await follow(bob, ann.handle)).toBe(204);
  const { page } = ann;
  await visit(page, `/u/${ann.handle}`);
  await card(page).getByRole("link", { name: "1 follower" }).click();
  await expect(page.getByRole("heading", { name: "Followers of Ann" })).toBeVisible();
  await expect(rows(page, "Followers")).toHaveText([/Bob.*Follows you/s]);
  await accessible(page);
  expect(await follow(cleo, ann.handle)).toBe(204);
  await expect(rows(page, "Followers")).toHaveText([/Cleo/, /Bob/]);
  await expect(page.getByRole("link", { name: "Followers 2" })).toHaveAttribute("aria-current", "page");
  await button(page, "Cleo").click();
  await expect(rows(page, "Followers").first()).toContainText("You follow each other");
  expect(await follow(bob, ann.handle, "delete")).toBe(204);
  await expect(rows(page, "Followers")).toHaveText([/Cleo/]);

  await page.getByRole("link", { name: "Following 1" }).click();
  await expect(page.getByRole("heading", { name: "Followed by Ann" })).toBeVisible();
  await button(page, "Cleo").click();
  await expect(button(page, "Cleo")).toHaveText(/^Follow /);
  await expect(page.getByRole("link", { name: "Following 0" })).toBeVisible();
  await button(page, "Cleo").click();
  await rows(page, "Following").getByRole("link", { name: /Cleo/ }).click();
  await expect(card(page)).toContainText("1 follower");
});

test("SOC-2 COM-7 a long list goes on as one scrolls, and Back brings what was read of it", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await crowd(server, bob, ann, 45);
  const { page } = ann;
  await visit(page, `/u/${bob.handle}/followers`);
  const list = page.getByRole("navigation", { name: "Followers", exact: true });
  await expect(rows(page, "Followers").first()).toContainText("Person 45");
  await list.hover();
  await expect(async () => {
    await page.mouse.wheel(0, 800);
    await expect(rows(page, "Followers")).toHaveCount(45, { timeout: 200 });
  }).toPass();
  const last = list.getByRole("link", { name: /^Person 1\b/ });
  await last.click();
  await expect(card(page)).toContainText("1 following");
  await page.goBack();
  await expect(rows(page, "Followers")).toHaveCount(45);
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();
});

test("SOC-1 SYN-8 somebody who is followed without a network is followed once the network is back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await visit(ann.page, `/u/${bob.handle}`);
  await ann.context.setOffline(true);
  await button(ann.page, "Bob").click();
  await expect(button(ann.page, "Bob")).toHaveText(/^Following/);
  await expect(card(ann.page)).toContainText("1 follower");
  const followers = async () => (await (await bob.context.request.get(`/api/accounts/${bob.handle}/followers`)).json()).total;
  expect(await followers()).toBe(0);
  await ann.context.setOffline(false);
  await expect.poll(followers, { timeout: 30_000 }).toBe(1);
  await online(ann.page);
  await expect(button(ann.page, "Bob")).toHaveText(/^Following/);
  await expect(card(ann.page)).toContainText("1 follower");
});

test("SOC-1 SOC-4 who cannot be followed any more is not, and a notice says so", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await visit(ann.page, `/u/${bob.handle}`);
  await ann.context.setOffline(true);
  await button(ann.page, "Bob").click();
  await expect(button(ann.page, "Bob")).toHaveText(/^Following/);
  const answer = await bob.context.request.put(`/api/accounts/${ann.handle}/block`, { headers: { Origin: bob.origin } });
  expect(answer.status()).toBe(204);
  await ann.context.setOffline(false);
  await expect(ann.page.getByText("Bob was not followed.")).toBeVisible({ timeout: 30_000 });
  expect(await follow(ann, bob.handle)).toBe(404);
});

test("SOC-1 SOC-2 COM-7 without JavaScript people are followed by forms, lists go on by links, and a visitor is led to log in", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  await crowd(server, bob, ann, 25);
  const { page } = ann;
  await page.goto(`/u/${bob.handle}`);
  await expect(card(page)).toContainText("25 followers");
  await button(page, "Bob").click();
  await expect(button(page, "Bob")).toHaveText(/^Following/);
  await card(page).getByRole("link", { name: "26 followers" }).click();
  await expect(rows(page, "Followers")).toHaveCount(20);
  await expect(rows(page, "Followers").first()).toContainText("Ann");
  await page.getByRole("link", { name: "More people" }).click();
  await expect(rows(page, "Followers")).toHaveCount(6);
  await page.getByRole("link", { name: "To the beginning" }).click();
  await button(page, "Person 25").click();
  await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}/followers$`));
  await expect(button(page, "Person 25")).toHaveText(/^Following/);
  await page.getByRole("link", { name: /^Following \d/ }).click();
  await expect(page.getByText("Nobody yet")).toBeVisible();

  const visitor = await (await browser.newContext({ baseURL: server.url })).newPage();
  await visitor.goto(`/u/${bob.handle}/followers`);
  await alive(visitor);
  await expect(rows(visitor, "Followers")).toHaveCount(20);
  await accessible(visitor);
  await visitor.goto(`/u/${bob.handle}`);
  await expect(card(visitor)).toContainText("26 followers");
  await visitor.getByRole("link", { name: "Follow Bob" }).click();
  await expect(visitor).toHaveURL(`${server.url}/login?next=/u/${bob.handle}`);
  await visitor.context().close();
});
