import { fill, pair } from "../world/fill.ts";
import { alive, expect, kept, test } from "../world/index.ts";
import { leads, refuse, still } from "../world/left.ts";
import { crowd, past, people } from "../world/past.ts";
import { stored } from "../world/store.ts";
import { back, composer, log, online, row } from "../world/talk.ts";

/** What reads a list, a history, or people. */
const READS = /\/rpc\/(list_conversations|read_conversation|read_history|find_people)/;
const LISTS = /\/rpc\/(list_conversations|read_conversation)/;
/** More conversations than one page of the list holds; the newest is with `Person 1`. */
const MANY = 40;
/** Where tab and browser keep how each page was left. */
const STORED = "tertulia:entries";

test("COM-7 Back, Forward and a reload bring the conversations as they were left: the rows, the place and the focus", async ({ person, server }) => {
  test.setTimeout(180_000);
  const ann = await person("Ann");
  const { page } = ann;
  await crowd(server, ann, MANY);
  const list = page.getByRole("navigation", { name: "Conversations" });
  const entries = list.getByRole("link", { name: /Person/ });
  const chosen = list.getByRole("link", { name: "Person 36" });
  const top = () => list.evaluate((list) => list.scrollTop);
  for (const viewport of [{ width: 1280, height: 720 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(viewport);
    await page.goto("/messages");
    await alive(page);
    await online(page);
    await kept(page);
    await list.hover();
    await expect(async () => {
      await page.mouse.wheel(0, 800);
      await expect(entries).toHaveCount(MANY, { timeout: 200 });
    }).toPass();
    await expect.poll(async () => (await stored(page, "replicas")).join()).toContain(`Person ${MANY}`);
    await chosen.scrollIntoViewIfNeeded();
    const [ways, place] = [await leads(entries), await top()];
    expect(place).toBeGreaterThan(500);
    const isAsItWas = async () => {
      await expect(chosen).toBeFocused();
      await expect.poll(async () => Math.abs((await top()) - place)).toBeLessThan(2);
      await expect(chosen).toBeInViewport();
      expect(await leads(entries)).toEqual(ways);
    };

    await chosen.click();
    await expect(composer(page)).toBeFocused();
    // A history that was drawn may still be read to its end.
    const asked = await refuse(page, LISTS);
    await page.goBack();
    await expect(page).toHaveURL(/\/messages$/);
    await isAsItWas();
    await page.goForward();
    await expect(composer(page)).toBeFocused();
    await page.goBack();
    await isAsItWas();
    expect(asked).toEqual([]);
    await page.reload();
    await alive(page);
    await isAsItWas();
    await page.unroute(LISTS);
  }
});

test("COM-7 MSG-1 Back to the list finds what one was looking at in it, and a link finds all of it", async ({ person }) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  await fill(bob, await pair(bob, ann), 1, "from bob");
  await fill(ann, await pair(ann, eve), 1, "to eve");
  const { page } = ann;
  const list = page.getByRole("navigation", { name: "Conversations" });
  const filter = page.getByRole("button", { name: /^Unread/ });
  await page.goto("/messages");
  await alive(page);
  await online(page);
  const read = page.waitForResponse(READS);
  await filter.click();
  await read;
  await expect(list.getByRole("link", { name: /Bob/ })).toBeVisible();
  await expect(list.getByRole("link", { name: /Eve/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings/);
  const asked = await refuse(page, READS);
  await page.goBack();
  await expect(filter).toHaveAttribute("aria-pressed", "true");
  await expect(list.getByRole("link", { name: /Bob/ })).toBeVisible();
  await expect(list.getByRole("link", { name: /Eve/ })).toHaveCount(0);
  expect(asked).toEqual([]);
  await page.unroute(READS);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click();
  await expect(page.getByRole("button", { name: "All" })).toHaveAttribute("aria-pressed", "true");
  await expect(list.getByRole("link", { name: /Eve/ })).toBeVisible();
});

test("COM-7 a history stands where it was left, after a look elsewhere, whatever was said meanwhile, and after a reload", async ({ person, server }) => {
  test.setTimeout(180_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, ann, id, 250);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  await kept(page);
  const seen = row(page, "message 100").first();
  // By the first row that is drawn.
  const isBefore = async () => Number(/\d+/.exec((await log(page).locator("[data-body]").first().textContent()) ?? "")) > 100;
  const about = page.locator("header").getByRole("link", { name: /Bob/ });
  await log(page).hover();
  // Where frames are few, one of them may go past it.
  for (let turn = 0; turn < 400 && !(await seen.count()); turn++) {
    await page.mouse.wheel(0, (await isBefore()) ? -300 : 300);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await seen.scrollIntoViewIfNeeded();
  await expect(log(page).getByText("This is where you began.")).toBeAttached();
  const place = await still(seen);
  const isAsItWas = async () => {
    await expect(seen).toBeInViewport();
    await expect.poll(async () => Math.abs((await still(seen)) - place)).toBeLessThan(2);
    await expect(about).toBeFocused();
  };
  const lookElsewhere = async () => {
    await about.click();
    await expect(page).toHaveURL(new RegExp(`/u/${bob.handle}$`));
    await expect(page.getByRole("button", { name: "Message" })).toBeVisible();
  };

  await lookElsewhere();
  const asked = await refuse(page, READS);
  await page.goBack();
  await isAsItWas();
  await page.goForward();
  await expect(page.getByRole("button", { name: "Message" })).toBeVisible();
  await page.goBack();
  await isAsItWas();
  expect(asked).toEqual([]);
  await page.unroute(READS);

  await lookElsewhere();
  await fill(bob, id, 1, "meanwhile");
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /1 unread/ })).toBeAttached();
  await page.goBack();
  await isAsItWas();
  await expect(page.getByRole("link", { name: "1 new message" })).toBeVisible();
  await expect(page.getByRole("link", { name: "First unread" }), "one way to one message").toHaveCount(0);
  await expect.poll(async () => (await stored(page, "replicas")).join()).toContain("meanwhile 1");

  await refuse(page, READS);
  await page.reload();
  await alive(page);
  await isAsItWas();
  await page.unroute(READS);

  // Whoever follows a link comes to what is new.
  await back(page, /Bob/);
  await expect(row(page, "meanwhile 1")).toBeInViewport();
});

test("COM-7 MSG-1 who was found stands there again, with the words, the place and the focus, and is gone once one logs out", async ({ person, server }) => {
  test.setTimeout(120_000);
  const ann = await person("Ann");
  const { page } = ann;
  const word = `Wanda${Date.now()}`;
  await people(server, ann, 20, word);
  await page.goto("/messages/new");
  await alive(page);
  await kept(page);
  const field = page.getByRole("searchbox", { name: "Find people" });
  const found = page.getByRole("list", { name: "People" });
  const hits = found.getByRole("button");
  const top = () => found.evaluate((found) => found.parentElement!.scrollTop);
  await field.fill(word);
  await expect(hits).toHaveCount(20);
  const chosen = hits.nth(16);
  await chosen.scrollIntoViewIfNeeded();
  const [place, names] = [await top(), await hits.allInnerTexts()];
  expect(place).toBeGreaterThan(100);
  const isAsItWas = async () => {
    await expect(field).toHaveValue(word);
    await expect(chosen).toBeFocused();
    await expect.poll(async () => Math.abs((await top()) - place)).toBeLessThan(2);
    expect(await hits.allInnerTexts()).toEqual(names);
  };

  await chosen.click();
  await expect(composer(page)).toBeFocused();
  const asked = await refuse(page, READS);
  await page.goBack();
  await isAsItWas();
  await page.reload();
  await alive(page);
  await isAsItWas();
  expect(asked.filter((name) => name === "find_people")).toEqual([]);
  await page.unroute(READS);

  const left = () => page.evaluate((name) => sessionStorage.getItem(name), STORED);
  expect(await left()).toContain(word);
  await page.goto("/logout");
  await alive(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).not.toHaveURL(/\/logout/);
  await alive(page);
  expect((await left()) ?? "").not.toContain(word);
});
