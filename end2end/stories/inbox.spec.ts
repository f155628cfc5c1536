import type { Browser, Page } from "@playwright/test";
import { fill, pair, post } from "../world/fill.ts";
import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import { crowd } from "../world/past.ts";
import { online } from "../world/talk.ts";

/** More conversations than one page of the list holds; the newest is with `Person 1`. */
const MANY = 95;

test("MSG-1 the list goes on as one scrolls, each conversation once and without a jump", async ({ person, server, browser }) => {
  test.setTimeout(180_000);
  const ann = await person("Ann");
  await crowd(server, ann, MANY);
  await ann.page.goto("/messages");
  await alive(ann.page);
  await online(ann.page);
  const entries = list(ann.page).getByRole("link", { name: /Person/ });
  await expect(entries).toHaveCount(30);
  await list(ann.page).hover();
  for (let turn = 0; turn < 200 && (await entries.count()) < MANY; turn++) {
    await ann.page.mouse.wheel(0, 800);
    await ann.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect(entries).toHaveCount(MANY);
  const names = await entries.locator(".font-semibold > bdi").allInnerTexts();
  expect(new Set(names).size).toBe(MANY);
  await expect(list(ann.page).getByRole("link", { name: "More conversations" })).toHaveCount(0);

  // Somebody far down is found by name on a fresh page.
  await ann.page.goto("/messages");
  await alive(ann.page);
  const search = ann.page.getByRole("searchbox", { name: "Search conversations" });
  await search.fill(`Person ${MANY}`);
  await expect(entries).toHaveCount(1);
  await search.press("Escape");
  await expect(search).toHaveValue("");
  await expect(entries.first()).toBeFocused();

  await withoutScript(browser, server.url, ann, async (page) => {
    const plain = list(page).getByRole("link", { name: /Person/ });
    const found: string[] = [];
    await page.goto("/messages");
    for (;;) {
      found.push(...(await plain.locator(".font-semibold > bdi").allInnerTexts()));
      const more = list(page).getByRole("link", { name: "More conversations" });
      if (!(await more.count())) break;
      await more.click();
      await page.waitForLoadState();
    }
    expect(found).toEqual(names);
  });
});

test("MSG-1 the list goes on also for whoever jumps to its end and stays there", async ({ person, server }) => {
  const ann = await person("Ann");
  await crowd(server, ann, MANY);
  await ann.page.goto("/messages");
  await alive(ann.page);
  await online(ann.page);
  const entries = list(ann.page).getByRole("link", { name: /Person/ });
  await expect(async () => {
    await list(ann.page).evaluate((list) => list.scrollTo({ top: list.scrollHeight, behavior: "instant" }));
    await expect(entries).toHaveCount(MANY, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
});

test("MSG-1 what is archived leaves the list, is found under its filter, and comes back with the next word", async ({
  person,
  server,
  browser,
}) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const [first, second] = [await pair(bob, ann), await pair(eve, ann)];
  await fill(bob, first, 1, "from bob");
  await fill(eve, second, 1, "from eve");
  await ann.page.goto("/messages");
  await alive(ann.page);
  await online(ann.page);
  const entry = (name: RegExp) => list(ann.page).getByRole("link", { name });
  await post(ann, `/api/conversations/${first}`, { archived: true, muted: true }, "patch");
  await expect(entry(/Bob/)).toHaveCount(0);
  await expect(entry(/Eve/)).toBeVisible();
  await ann.page.getByRole("button", { name: "Archived" }).click();
  await expect(entry(/Bob/)).toBeVisible();
  await expect(entry(/Bob/)).toHaveAccessibleName(/Archived.*Muted/);
  await expect(entry(/Eve/)).toHaveCount(0);
  await accessible(ann.page);
  await withoutScript(browser, server.url, ann, async (page) => {
    await page.goto("/messages");
    await expect(list(page).getByRole("link", { name: /Bob/ })).toHaveCount(0);
    await page.getByRole("button", { name: "Archived" }).click();
    await expect(list(page).getByRole("link", { name: /Bob/ })).toBeVisible();
  });
  await fill(bob, first, 1, "are you there");
  await expect(entry(/Bob/)).toHaveCount(0);
  await ann.page.getByRole("button", { name: "All" }).click();
  await expect(entry(/Bob/)).toContainText("are you there 1");
});

function list(page: Page) {
  return page.getByRole("navigation", { name: "Conversations" });
}

async function withoutScript(browser: Browser, url: string, person: Person, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false });
  await context.addCookies(await person.context.cookies());
  await look(await context.newPage());
  await context.close();
}
