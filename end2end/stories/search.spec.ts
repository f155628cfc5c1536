import type { Locator, Page } from "@playwright/test";
import { fill, pair, post } from "../world/fill.ts";
import { club, visit } from "../world/group.ts";
import { accessible, expect, type Person, test } from "../world/index.ts";
import { tabTo } from "../world/keys.ts";
import { past } from "../world/past.ts";
import { field, hits, send } from "../world/search.ts";
import { log, row } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** Which messages are lit up from now on, one after the other. */
async function lights(page: Page): Promise<() => Promise<string[]>> {
  const lit = await page.evaluateHandle(() => {
    const lit: string[] = [];
    document.addEventListener("animationstart", ({ animationName, target }) => {
      if (animationName === "shown") lit.push((target as Element).textContent ?? "");
    });
    return lit;
  });
  return () => lit.jsonValue();
}

/** Types words letter by letter. The page itself does: no pause comes between two of them, however busy the machine is. */
async function typeQuickly(page: Page, words: string): Promise<void> {
  await field(page).evaluate(async (field: HTMLInputElement, words) => {
    for (let count = 1; count <= words.length; count++) {
      field.value = words.slice(0, count);
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise((next) => setTimeout(next));
    }
  }, words);
}

/** What is told to who does not see how many were found. */
function told(page: Page, words: string): Locator {
  return page.getByRole("status").filter({ hasText: words });
}

test("MSG-8 words are found in all conversations, marked, the newest first, and lead to their place", { tag: "@main" }, async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const [id, group] = [await pair(ann, bob), await club(bob, ann)];
  await send(bob, id, "A **lighthouse** on the far side");
  await past(server, bob, id, 300);
  await send(bob, group, "Who reads To the Lighthouse? <b>");
  const { page } = ann;
  await page.bringToFront();
  await visit(page, "/messages");
  await page.getByRole("searchbox", { name: "Search conversations" }).fill("lightho");
  await page.getByRole("link", { name: "Search messages for lightho" }).click();
  await expect(field(page)).toHaveValue("lightho");
  await expect(hits(page)).toHaveCount(2);
  await expect(hits(page).nth(0)).toContainText("Book club");
  await expect(hits(page).nth(0)).toContainText("Bob: Who reads To the Lighthouse? <b>");
  await expect(hits(page).nth(1)).toContainText("A lighthouse on the far side");
  await expect(hits(page).locator("mark")).toHaveText(["Lighthouse", "lighthouse"]);
  await accessible(page);

  const lit = await lights(page);
  await hits(page).nth(1).click();
  await expect(page).toHaveURL(`/messages/${id}`);
  await expect(row(page, "on the far side")).toBeFocused();
  await expect(row(page, "on the far side")).toBeInViewport();
  await expect.poll(lit).toContainEqual(expect.stringContaining("on the far side"));
  await expect(log(page).locator("[data-shown]")).toHaveCount(0);
  await expect(log(page).getByText("message 10", { exact: true })).toHaveCount(1);
  await expect(log(page).getByText("message 300", { exact: true })).toHaveCount(0);

  await page.goBack();
  await expect(field(page)).toHaveValue("lightho");
  await expect(hits(page)).toHaveCount(2);
  await expect(hits(page).nth(1)).toBeFocused();
});

test("MSG-8 what is typed into the field is still there when one comes back, and by keys alone one gets there", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  for (const body of ["tea at four", "tea at five", "coffee"]) await send(bob, id, body);
  const { page } = ann;
  await visit(page, "/messages/search");
  await expect(page.getByText("What was said?")).toBeVisible();
  await field(page).pressSequentially("tea a");
  await expect(hits(page)).toHaveCount(0);
  await field(page).pressSequentially("t");
  await expect(hits(page)).toHaveCount(2);
  await expect(told(page, "2 messages found.")).toBeAttached();
  await field(page).press("ArrowDown");
  await expect(hits(page).nth(0)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(field(page)).toBeFocused();
  await field(page).press("Enter");
  await page.keyboard.press("ArrowDown");
  await expect(hits(page).nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "tea at four")).toBeFocused();
  await page.goBack();
  await expect(field(page)).toHaveValue("tea at");
  await expect(hits(page)).toHaveCount(2);
  await field(page).fill("sugar");
  await expect(page.getByText("No message with these words.").first()).toBeVisible();
  await field(page).fill("");
  await expect(page.getByText("What was said?")).toBeVisible();
});

test("MSG-8 QUA-7 Ctrl+K leads from any page to the field from which messages are found, and back to it, by keys alone", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await send(bob, id, "tea at four");
  const { page } = ann;
  const { keyboard } = page;
  const finder = page.getByRole("searchbox", { name: "Search conversations" });
  await visit(page, "/settings/appearance");
  await keyboard.press("Control+k");
  await expect(finder).toBeFocused();
  await keyboard.type("tea");
  await tabTo(page.getByRole("link", { name: "Search messages for tea" }));
  await keyboard.press("Enter");
  await expect(field(page)).toBeFocused();
  await expect(hits(page)).toHaveCount(1);
  await keyboard.press("Control+k");
  await expect(finder).toBeFocused();
  await expect(finder).toHaveValue("tea");
  await field(page).press("Enter");
  await expect(hits(page).first()).toBeFocused();
  await keyboard.press("Enter");
  await expect(row(page, "tea at four")).toBeFocused();
  await expect(page).toHaveURL(`/messages/${id}`);
});

test("MSG-8 a conversation is searched by itself, on a phone too, and what was not typed yet is not asked", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { viewport: { width: 390, height: 844 } }), await person("Bob")];
  const [id, group] = [await pair(ann, bob), await club(bob, ann)];
  await send(bob, id, "tea here");
  await send(bob, group, "tea there");
  const { page } = ann;
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/rpc/search_messages")) asked.push(request.postData() ?? "");
  });
  await visit(page, `/messages/${id}`);
  await page.getByRole("link", { name: "Search in this conversation" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Search in this conversation");
  await typeQuickly(page, "tea");
  await expect(hits(page)).toHaveCount(1);
  await expect(hits(page)).toContainText("tea here");
  expect(asked.filter((body) => !body.includes('"tea"'))).toEqual([]);
  await accessible(page);
  await page.getByRole("link", { name: "Search all conversations" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Search messages");
  await expect(hits(page)).toHaveCount(2);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Search in this conversation");
  await expect(hits(page)).toHaveCount(1);
  await page.getByRole("link", { name: "Back to the conversation" }).click();
  await expect(row(page, "tea here")).toBeVisible();
});

test("MSG-8 many are found page by page, and where one was among them one is again", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await fill(bob, id, 70, "tea");
  const { page } = ann;
  await visit(page, "/messages/search?words=tea");
  await expect(hits(page).first()).toContainText("tea 70");
  await expect(async () => {
    await hits(page).last().scrollIntoViewIfNeeded();
    await expect(hits(page)).toHaveCount(70, { timeout: 500 });
  }).toPass();
  const far = hits(page).filter({ hasText: "tea 3" }).last();
  await far.click();
  await expect(row(page, "tea 3").first()).toBeVisible();
  await page.goBack();
  await expect(hits(page)).toHaveCount(70);
  await expect(far).toBeInViewport();
});

test("MSG-8 MSG-5 what was deleted or said otherwise is not found, and nobody finds what was said where they are not", async ({ person }) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const group = await club(ann, bob, eve);
  for (const body of ["secret one", "secret two"]) await send(ann, group, body);
  const found = async (who: Person) => {
    const answer = await who.context.request.get("/api/search?in=messages&q=secret");
    return ((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
  };
  const [two, one] = await found(eve);
  expect(await found(eve)).toHaveLength(2);
  await post(ann, `/api/messages/${one}`, { body: "open one" }, "patch");
  expect(await found(eve)).toEqual([two]);
  await visit(eve.page, "/messages/search?words=secret");
  await expect(hits(eve.page)).toHaveCount(1);
  const removed = await ann.context.request.delete(`/api/conversations/${group}/participants/${eve.handle}`, { headers: { Origin: ann.origin } });
  expect(removed.status()).toBe(204);
  expect(await found(eve)).toEqual([]);
  expect(await found(bob)).toEqual([two]);
  await field(eve.page).fill("secret tw");
  await expect(hits(eve.page)).toHaveCount(0);
  const within = await eve.context.request.get(`/api/search?in=messages&q=secret&conversation=${group}`);
  expect(within.status()).toBe(404);
});

test("MSG-8 without JavaScript the field is a form, and what was found leads to its place", async ({ person, server }) => {
  const [eva, bob] = [await person("Eva", { javaScriptEnabled: false }), await person("Bob")];
  const id = await pair(bob, eva);
  await send(bob, id, "A lighthouse on the far side");
  await past(server, bob, id, 100);
  const { page } = eva;
  await page.goto("/messages?q=lighthouse");
  await page.getByRole("link", { name: "Search messages for lighthouse" }).click();
  await expect(hits(page)).toHaveCount(1);
  await field(page).fill("far side");
  await field(page).press("Enter");
  await expect(page).toHaveURL(/\/messages\/search\?words=far(\+|%20)side$/);
  await expect(hits(page)).toContainText("A lighthouse on the far side");
  await hits(page).click();
  await expect(log(page).getByText("A lighthouse on the far side")).toBeInViewport();
  await page.goto(`/messages/search?words=message`);
  await expect(hits(page)).toHaveCount(30);
  const before = await hits(page).allTextContents();
  await page.getByRole("link", { name: "More messages" }).click();
  await expect(hits(page).first()).not.toHaveText(before[0] ?? "");
  expect((await hits(page).allTextContents()).filter((words) => before.includes(words))).toEqual([]);
});

test("MSG-8 QUA-7 for who wants no motion what one went to is lit up as long, and does not fade", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { reducedMotion: "reduce" }), await person("Bob")];
  const id = await pair(ann, bob);
  await send(bob, id, "A lighthouse on the far side");
  const { page } = ann;
  await visit(page, "/messages/search?words=lighthouse");
  await hits(page).first().click();
  const lit = () =>
    page.evaluate(() => {
      const all = document.getAnimations().filter((one) => (one as CSSAnimation).animationName === "shown");
      const effects = all.map((one) => one.effect as KeyframeEffect);
      return effects.map((effect) => [effect.getTiming().duration, effect.getKeyframes()[0]?.easing.startsWith("step")]);
    });
  await expect.poll(lit).toEqual([[1_800, true]]);
  await expect(log(page).locator("[data-shown]")).toHaveCount(0);
});

test("MSG-8 MSG-5 what was said in a thread is found in its conversation and leads there", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const root = (await post(ann, "/api/messages", { id: v7(), conversation_id: id, body: "where do we meet?" })) as { id: string };
  await post(bob, "/api/messages", { id: v7(), thread: root.id, body: "by the lighthouse" });
  const { page } = ann;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/search?in=${id}&words=lighthouse`);
  await expect(hits(page)).toHaveCount(1);
  await expect(hits(page)).toContainText("In a thread: by the lighthouse");
  await hits(page).click();
  await expect(page).toHaveURL(`/messages/${id}/thread/${root.id}`);
  await expect(page.getByRole("log", { name: "Replies" }).locator("[data-message]")).toBeFocused();
  await expect(page.getByRole("log", { name: "Messages" })).toContainText("where do we meet?");
  await visit(page, "/messages/search?words=lighthouse");
  await expect(hits(page)).toContainText("Thread: where do we meet?");
});
