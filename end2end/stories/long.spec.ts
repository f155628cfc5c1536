import type { Locator, Page } from "@playwright/test";
import { pair } from "../world/fill.ts";
import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import type { Server } from "../world/server.ts";
import { copied } from "../world/store.ts";
import { log, online } from "../world/talk.ts";

/** Messages that were said, one each hour since 2026 began, by the clock of UTC. */
const MANY = 3_000;
/** Rows that may stand in the document. */
const MOST = 120;

/** As a page of the server tells times. */
const UTC = { timezoneId: "UTC" };

test("MSG-6 what is far from what is seen is let go of, loads again without a jump, and the newest is at hand offline", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann", UTC), await person("Bob", UTC)];
  const id = await long(server, ann, bob);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  await expect(words(page, MANY)).toBeInViewport();
  await copied(ann, `message ${MANY}`);
  await scroll(page, -2_000, MANY - 1_500);
  // Nothing is read any more: what comes now is what the browser keeps.
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(words(page, MANY)).toBeInViewport();
  await page.context().setOffline(false);
  await online(page);

  await page.goto(`/messages/${id}?at=${await named(ann, id, 1_000)}`);
  await alive(page);
  await online(page);
  const seen = await scroll(page, 700, 2_400);
  expect(Math.max(...seen.rows)).toBeLessThanOrEqual(MOST);
  for (const [place, number] of seen.lowest.entries()) {
    // A turn of the wheel is some fifteen rows.
    if (place > 0) expect(Math.abs(number - (seen.lowest[place - 1] as number)), `at ${number}`).toBeLessThan(100);
  }
});

test("MSG-6 an address leads to a message far above: on a page of the server, in an open conversation, and without JavaScript", async ({
  person,
  browser,
  server,
}) => {
  test.slow();
  const [ann, bob] = [await person("Ann", UTC), await person("Bob", UTC)];
  const id = await long(server, ann, bob);
  const { page } = ann;
  const [far, further] = [await named(ann, id, 1_500), await named(ann, id, 20)];
  await page.goto(`/messages/${id}?at=${far}`);
  await expect(words(page, 1_500)).toBeInViewport();
  await alive(page);
  await expect(page.locator(`[data-message='${far}']`)).toBeFocused();
  await expect(page).toHaveURL(`/messages/${id}`);
  await expect(words(page, 1_500)).toBeInViewport();
  await accessible(page);

  await lead(page, `/messages/${id}?at=${further}`);
  await expect(words(page, 20)).toBeInViewport();
  await expect(page.locator(`[data-message='${further}']`)).toBeFocused();
  await expect(page).toHaveURL(`/messages/${id}`);
  await page.getByRole("link", { name: "Newest" }).click();
  await expect(words(page, MANY)).toBeInViewport();
  await lead(page, `/messages/${id}?at=${id}`);
  await expect(page.getByText("That message is not in this conversation.")).toBeVisible();
  await expect(words(page, MANY)).toBeInViewport();

  const still = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  await still.addCookies(await ann.context.cookies());
  const plain = await still.newPage();
  await plain.goto(`/messages/${id}?at=${far}`);
  await expect(words(plain, 1_500)).toBeVisible();
  await expect(words(plain, MANY)).toHaveCount(0);
  await plain.locator("form[method=get] input[type=date]").fill("2026-02-01");
  await plain.getByRole("button", { name: "Go to day" }).click();
  await expect(words(plain, 31 * 24 + 1)).toBeVisible();
  await still.close();
});

test("MSG-6 one goes to a day, by keys and from where a day begins, and is told where nothing was said", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann", UTC), await person("Bob", UTC)];
  const id = await long(server, ann, bob);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  await expect(words(page, MANY)).toBeInViewport();

  await page.getByRole("button", { name: "Go to a day" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Go to a day" });
  const day = dialog.getByLabel("Day");
  await expect(day).toBeFocused();
  await expect(day).toHaveValue(/^2026-0[45]-\d\d$/);
  await accessible(page);
  await day.fill("2026-02-01");
  await day.press("Enter");
  await expect(dialog).toBeHidden();
  const first = 31 * 24 + 1;
  await expect(words(page, first)).toBeInViewport();
  await expect(log(page).getByText("1 February 2026", { exact: true })).toBeInViewport();
  await expect(page.locator("[data-message]:focus")).toContainText(`message ${first}`);

  await log(page).getByRole("link", { name: "1 February 2026", exact: true }).click();
  await expect(day).toHaveValue("2026-02-01");
  await day.fill("2025-06-01");
  await dialog.getByRole("button", { name: "Go", exact: true }).click();
  await expect(page.getByText("Nothing was said on 1 June 2025.")).toBeVisible();
  await expect(words(page, 1)).toBeInViewport();
  await page.getByRole("button", { name: "Go to a day" }).click();
  await day.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(words(page, 1)).toBeInViewport();
});

test("MSG-6 until the line before the unread messages was seen a pill leads to it, be it here or far away", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann", UTC), await person("Bob", UTC)];
  const id = await long(server, ann, bob);
  const { page } = bob;
  const marked = await bob.context.request.patch(`/api/messages/${await named(bob, id, 500)}/read`, { headers: { Origin: bob.origin } });
  expect(marked.ok(), await marked.text()).toBe(true);
  await page.goto(`/messages/${id}?at=${await named(bob, id, 2_500)}`);
  await alive(page);
  await online(page);
  await expect(words(page, 2_500)).toBeInViewport();
  await expect(log(page).getByText("New messages")).toHaveCount(0);
  const pill = page.getByRole("link", { name: "First unread" });
  await accessible(page);
  await pill.click();
  await expect(log(page).getByText("New messages")).toBeInViewport();
  await expect(words(page, 501)).toBeInViewport();
  await expect(pill).toHaveCount(0);
});

/** A conversation in which Ann has said much, hour by hour. */
async function long(server: Server, ann: Person, bob: Person): Promise<string> {
  const id = await pair(ann, bob);
  await past(server, ann, id, MANY);
  await server.ask(`
    set session_replication_role = replica;
    update messages set at = timestamptz '2026-01-01 00:00Z' + (seq - 1) * interval '1 hour' where conversation_id = '${id}'`);
  return id;
}

/** The id of a message, by its place. */
async function named(person: Person, id: string, seq: number): Promise<string> {
  const page = await person.context.request.get(`/api/conversations/${id}/messages?around=${seq}&limit=1`);
  return ((await page.json()) as { items: [{ id: string }] }).items[0].id;
}

function words(page: Page, number: number): Locator {
  return log(page).getByText(`message ${number}`, { exact: true });
}

/** Follows a link, as one of what was found is. */
async function lead(page: Page, href: string): Promise<void> {
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement("a"), { href, textContent: "There" });
    document.body.append(link);
    link.click();
    link.remove();
  }, href);
}

/** Turns the wheel until the message at the lower edge is past the one with this number; what was seen on the way. */
async function scroll(page: Page, step: number, until: number): Promise<{ rows: number[]; lowest: number[] }> {
  const seen = { rows: [] as number[], lowest: [] as number[] };
  await log(page).hover();
  await expect(async () => {
    for (let turns = 0; turns < 20; turns++) {
      await page.mouse.wheel(0, step);
      const [rows, lowest] = await page.evaluate(look);
      seen.rows.push(rows);
      // While a page is on its way there may be nothing at the very edge.
      if (lowest > 0) seen.lowest.push(lowest);
      if (step < 0 ? lowest <= until : lowest >= until) break;
    }
    const last = seen.lowest.at(-1) ?? 0;
    expect(step < 0 ? -last : last).toBeGreaterThanOrEqual(step < 0 ? -until : until);
  }).toPass({ timeout: 60_000 });
  return seen;
}

/** In the next frame, how many rows there are and the number of the lowest that is seen. */
async function look(): Promise<[number, number]> {
  await new Promise(requestAnimationFrame);
  const rows = [...document.querySelectorAll("[data-message]")];
  const edge = document.querySelector("[role=log]")?.getBoundingClientRect().bottom ?? 0;
  const lowest = rows.filter((row) => row.getBoundingClientRect().top < edge).at(-1);
  return [rows.length, Number(lowest?.textContent?.match(/message (\d+)/)?.[1] ?? 0)];
}
