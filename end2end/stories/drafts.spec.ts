import type { Locator, Page } from "@playwright/test";
import { accessible, alive, controlled, expect, questions, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { another, device } from "../world/tabs.ts";
import { composer, online, row, together } from "../world/talk.ts";

const OPERATIONS = "**/rpc/operations";

/** What another device has written, beside what is written here. */
function other(page: Page): Locator {
  return page.getByRole("status").filter({ hasText: "Also written elsewhere" });
}

/** A conversation in the list. */
function entry(page: Page, name: RegExp): Locator {
  return page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name });
}

/** Returns once the server has everything that was done here. */
async function settled(page: Page): Promise<void> {
  await expect.poll(() => stored(page, "operations"), { timeout: 20_000 }).toEqual([]);
}

/** Writes something that is not sent, until the server keeps it. */
async function write(page: Page, words: string): Promise<void> {
  const saved = page.waitForResponse((answer) => answer.ok() && (answer.request().postData() ?? "").includes(`"body":"${words}"`));
  await composer(page).pressSequentially(words);
  await saved;
}

test("SYN-11 MSG-1 what is written on one device stands in the field and in the list of the other", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const second = await device(ann);
  await online(second);
  await composer(ann.page).pressSequentially("half a thought");
  await expect(composer(second)).toHaveValue("half a thought");
  await composer(second).pressSequentially(" more");
  await expect(composer(ann.page)).toHaveValue("half a thought more");
  await second.goto("/messages");
  await expect(entry(second, /Bob/)).toContainText("Draft: half a thought more");
  await expect(composer(bob.page)).toHaveValue("");
});

test("SYN-11 what is sent is no draft any more on any device, nor in another tab", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const [tab, second] = [await another(ann), await device(ann)];
  await online(second);
  await composer(ann.page).pressSequentially("good morning");
  for (const page of [tab, second]) await expect(composer(page)).toHaveValue("good morning");
  await composer(ann.page).press("Enter");
  await expect(row(bob.page, "good morning")).toHaveCount(1);
  for (const page of [ann.page, tab, second]) await expect(composer(page)).toHaveValue("");
  await settled(ann.page);
  await second.reload();
  await alive(second);
  await expect(row(second, "good morning")).toHaveCount(1);
  await expect(composer(second)).toHaveValue("");
  await expect(other(second)).toHaveCount(0);
});

test("SYN-7 SYN-8 half a message outlives a reload while the server cannot be reached, and nobody is asked", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const page = ann.page;
  await controlled(page);
  await page.route(OPERATIONS, (route) => route.abort());
  await composer(page).pressSequentially("half a thought");
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining("half a thought"));
  const asked = questions(page);
  await page.reload();
  await alive(page);
  await expect(composer(page)).toHaveValue("half a thought");
  await page.unroute(OPERATIONS);
  const second = await device(ann);
  await expect(composer(second)).toHaveValue("half a thought", { timeout: 40_000 });
  expect(asked).toEqual([]);
});

test("SYN-7 MSG-1 half a message is kept where one goes back out of its field, to the list or to another page", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await page.goto("/settings/appearance");
  await alive(page);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click();
  await entry(page, /Bob/).click();
  await composer(page).pressSequentially("half a thought");
  await page.goBack();
  await expect(composer(page)).toHaveCount(0);
  await expect(entry(page, /Bob/)).toContainText("Draft: half a thought");
  await page.goForward();
  await expect(composer(page)).toHaveValue("half a thought");
  await composer(page).press("End");
  await composer(page).pressSequentially(" more");
  await page.evaluate(() => history.go(-2));
  await expect(page).toHaveURL(/\/settings\/appearance$/);
  await expect(composer(page)).toHaveCount(0);
  const second = await device(ann);
  await second.goto("/messages");
  await expect(entry(second, /Bob/)).toContainText("Draft: half a thought more");
});

test("SYN-8 SYN-11 of what two devices wrote without a network both stay, and the person decides", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const [first, second] = [ann.page, await device(ann)];
  await online(second);
  for (const [page, words] of [[first, "half a thought"], [second, "half an hour"]] as const) {
    await page.context().setOffline(true);
    await composer(page).pressSequentially(words);
    await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining(words));
  }
  await first.context().setOffline(false);
  await settled(first);
  const place = await composer(second).boundingBox();
  await second.context().setOffline(false);
  await expect(other(second)).toContainText("half a thought", { timeout: 40_000 });
  expect(await composer(second).boundingBox()).toEqual(place);
  await accessible(second);
  await expect(composer(second)).toHaveValue("half an hour");
  await expect(composer(first)).toHaveValue("half a thought");

  await second.reload();
  await alive(second);
  await expect(composer(second)).toHaveValue("half an hour");
  await expect(other(second)).toContainText("half a thought");
  await second.getByRole("button", { name: "Add it" }).click();
  await expect(other(second)).toHaveCount(0);
  for (const page of [first, second]) await expect(composer(page)).toHaveValue("half an hour\nhalf a thought");
  await settled(second);
});

test("SYN-11 words of another device that are discarded are gone on both, and one's own stay", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const [first, second] = [ann.page, await device(ann)];
  await second.context().setOffline(true);
  await composer(second).pressSequentially("half an hour");
  await expect.poll(() => stored(second, "operations")).toContainEqual(expect.stringContaining("half an hour"));
  await write(first, "half a thought");
  await second.context().setOffline(false);
  await expect(other(second)).toContainText("half a thought", { timeout: 40_000 });
  await second.getByRole("button", { name: "Discard it" }).click();
  await expect(other(second)).toHaveCount(0);
  for (const page of [first, second]) await expect(composer(page)).toHaveValue("half an hour");
});

test("SYN-7 who logs out leaves no draft in the browser, and finds it again on the next log-in", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const page = ann.page;
  await write(page, "half a thought");
  await settled(page);
  await page.goto("/logout");
  await alive(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).not.toHaveURL(/\/logout/);
  // Where something has it open for long, the page that one comes to sees to it.
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await page.goto(`/login?next=/messages/${id}`);
  await alive(page);
  await page.getByLabel(/handle or e-mail/i).fill(ann.handle);
  await page.getByLabel("Password", { exact: true }).fill(ann.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`));
  await alive(page);
  await expect(composer(page)).toHaveValue("half a thought");
});

test("SYN-8 words that the server has no place for stay in their field, which says so", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  const refusal = { status: 404, contentType: "application/problem+json", body: JSON.stringify({ code: "missing" }) };
  await controlled(page);
  await page.route(OPERATIONS, (route) => {
    const isDraft = route.request().postData()?.includes("draft.save");
    return isDraft ? route.fulfill(refusal) : route.continue();
  });
  await composer(page).pressSequentially("half a thought");
  await expect(page.getByText("What you write here is not kept.")).toBeVisible();
  await expect(composer(page)).toHaveValue("half a thought");
  await accessible(page);
  await page.unroute(OPERATIONS);
  await composer(page).pressSequentially(" more");
  await expect(page.getByText("What you write here is not kept.")).toHaveCount(0);
  const second = await device(ann);
  await expect(composer(second)).toHaveValue("half a thought more");
});
