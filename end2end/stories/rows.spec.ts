import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, test, type Person } from "../world/index.ts";
import { pair } from "../world/fill.ts";
import { tabTo } from "../world/keys.ts";
import { past } from "../world/past.ts";
import { composer, insist, log, online, row, said, say, together } from "../world/talk.ts";

/** The group of these people, looked at by all of them. */
async function group(owner: Person, ...others: Person[]): Promise<string> {
  const answer = await owner.context.request.post("/api/conversations", {
    data: { name: "Book club", with: others.map((other) => other.handle) },
    headers: { Origin: owner.origin },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const id: string = (await answer.json()).id;
  for (const { page } of [owner, ...others]) {
    await page.goto(`/messages/${id}`);
    await alive(page);
    await online(page);
  }
  return id;
}

/** What is said of a message beside its words. */
function acts(page: Page, words: string): Locator {
  return row(page, words).getByRole("button", { name: "Message actions" });
}

test("MSG-5 Tab stops once at the messages, arrows lead from one to the next, and Enter opens what can be done", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, ann, id, 60);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  await online(page);
  const message = (number: number) => log(page).locator("[data-message]").filter({ has: page.getByText(`message ${number}`, { exact: true }) });
  await expect(message(60)).toBeInViewport();
  await expect(acts(page, "message 60")).toHaveCount(1);
  const stops = log(page).locator("[data-message]").locator("a, button, [tabindex]").and(page.locator(":not([tabindex='-1'])"));
  await expect(stops).toHaveCount(0);
  await composer(page).focus();
  await tabTo(log(page), "Shift+Tab");

  const { keyboard } = page;
  await keyboard.press("ArrowUp");
  await expect(message(60)).toBeFocused();
  for (let number = 59; number > 35; number -= 1) {
    await keyboard.press("ArrowUp");
    await expect(message(number)).toBeFocused();
    await expect(message(number)).toBeInViewport();
  }
  await keyboard.press("ArrowDown");
  await expect(message(37)).toBeFocused();
  await keyboard.press("End");
  await expect(log(page)).toBeFocused();
  await expect(message(60)).toBeInViewport();

  await keyboard.press("ArrowUp");
  await expect(message(60)).toBeFocused();
  await accessible(page);
  for (const key of ["Enter", "Space", "ContextMenu"]) {
    await keyboard.press(key);
    await expect(message(60).getByRole("menuitem").first(), key).toBeFocused();
    await keyboard.press("Escape");
    await expect(message(60).getByRole("menu"), key).toHaveCount(0);
    await expect(message(60), key).toBeFocused();
  }
  await keyboard.press("Tab");
  await expect(composer(page)).toBeFocused();
});

test("MSG-5 what can be done to a message is called by whose it is and when it was said", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "hello");
  await say(bob.page, "good morning");
  await expect(row(ann.page, "good morning")).toHaveCount(1);
  await expect(acts(ann.page, "hello")).toHaveAccessibleName(/^Message actions: You, .*\d:\d\d/);
  await expect(acts(ann.page, "good morning")).toHaveAccessibleName(/^Message actions: Bob, .*\d:\d\d/);
  await expect(row(ann.page, "good morning")).toHaveAccessibleName(/^Bob said good morning/);
});

test("MSG-5 MSG-1 who runs a group deletes what somebody else said there, and says so again", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  await group(ann, bob, cleo);
  await say(bob.page, "buy my book");
  for (const { page } of [ann, cleo]) await expect(row(page, "buy my book")).toHaveCount(1);
  await row(cleo.page, "buy my book").hover();
  await acts(cleo.page, "buy my book").click();
  await expect(row(cleo.page, "buy my book").getByRole("menuitem")).toHaveText(["Reply", "Reply in thread", "React", "Forward", "Pin", "Copy text", "Turn into a question or an answer…", "Report…"]);

  const { page } = ann;
  await row(page, "buy my book").hover();
  await acts(page, "buy my book").click();
  await expect(row(page, "buy my book").getByRole("menuitem")).toHaveText(["Reply", "Reply in thread", "React", "Forward", "Pin", "Copy text", "Turn into a question or an answer…", "Report…", "Delete"]);
  await row(page, "buy my book").getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("status").getByText("Deleted for everybody, what Bob said.")).toBeVisible();
  await accessible(page);
  await insist(page);
  for (const one of [ann, bob, cleo]) await expect.poll(() => said(one.page)).toEqual(["Message deleted"]);
});

test("MSG-1 a message of who has left still says whose it is", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await group(ann, bob, cleo);
  await say(cleo.page, "farewell");
  await expect(row(ann.page, "farewell")).toContainText("Cleo");
  const left = await cleo.context.request.delete(`/api/conversations/${id}/participants/${cleo.handle}`, {
    headers: { Origin: cleo.origin },
  });
  expect(left.status()).toBe(204);
  await expect(ann.page.getByText("2 people")).toBeVisible();
  await expect(row(ann.page, "farewell")).toHaveAccessibleName(/^Cleo said farewell/);
  await bob.page.goto("/settings/profile");
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect(row(bob.page, "farewell")).toHaveAccessibleName(/^Cleo said farewell/);
});
