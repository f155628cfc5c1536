import type { Locator, Page } from "@playwright/test";
import { club, visit } from "../world/group.ts";
import { accessible, alive, expect, kept, test, type Person } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { another, device } from "../world/tabs.ts";
import { composer, log, row, said, say, together } from "../world/talk.ts";

function line(page: Page, words: string): Locator {
  return page.getByRole("button", { name: words });
}

function list(page: Page): Locator {
  return page.getByRole("dialog", { name: "Scheduled messages" });
}

/** Has words sent later, at one of the moments that are offered. */
async function later(page: Page, words: string, moment: RegExp): Promise<void> {
  await composer(page).fill(words);
  await page.getByRole("button", { name: "Send later" }).click();
  await page.getByRole("menuitem", { name: moment }).click();
}

/** A moment in the field for one, in this browser's own zone. */
function inField(page: Page, minutes: number): Promise<string> {
  return page.evaluate((minutes) => {
    const at = new Date(Date.now() + minutes * 60_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, minutes);
}

/** Schedules by the API, for so many milliseconds from now. */
async function schedule(person: Person, conversation: string, body: string, millis: number): Promise<void> {
  const id = await person.page.evaluate(() => {
    const time = Date.now().toString(16).padStart(12, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
  });
  const answer = await person.context.request.post("/api/scheduled", {
    data: { id, conversation_id: conversation, body, at: new Date(Date.now() + millis).toISOString() },
    headers: { Origin: person.origin },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

test("MSG-9 a message is scheduled, listed on all tabs and devices, edited, and sent at once when one says so", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const [tab, phone] = [await another(ann), await device(ann)];
  await ann.page.bringToFront();
  await later(ann.page, "good morning", /^Tomorrow morning, 09:00$/);
  await expect(composer(ann.page)).toHaveValue("");
  await expect(composer(ann.page)).toBeFocused();
  for (const page of [ann.page, tab, phone]) {
    await expect(line(page, "1 message scheduled")).toBeVisible();
  }
  await expect(line(bob.page, "1 message scheduled")).toHaveCount(0);
  expect(await said(ann.page)).toEqual([]);
  await accessible(ann.page);

  await line(phone, "1 message scheduled").click();
  await expect(list(phone)).toContainText("good morning");
  await accessible(phone);
  await list(phone).getByRole("button", { name: "Edit" }).click();
  await list(phone).getByRole("textbox", { name: "What it says" }).fill("good evening");
  await list(phone).getByLabel("Time").fill(await inField(phone, 90));
  await list(phone).getByRole("button", { name: "Save" }).click();
  await line(ann.page, "1 message scheduled").click();
  await expect(list(ann.page)).toContainText("good evening");

  await list(ann.page).getByRole("button", { name: "Send now" }).click();
  await expect(row(bob.page, "good evening")).toHaveCount(1);
  await expect(row(ann.page, "good evening")).toHaveCount(1);
  for (const page of [ann.page, tab, phone]) {
    await expect(line(page, "1 message scheduled")).toHaveCount(0);
    await expect(list(page)).toBeHidden();
  }
});

test("MSG-9 SYN-7 SYN-10 what is scheduled stands there without a network after a reload, as it was last known, and can be taken back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page, context } = ann;
  await later(page, "good morning", /^Tomorrow morning/);
  await expect(line(page, "1 message scheduled")).toBeVisible();
  await kept(page);
  const isKept = (text: string) => /"body":"good morning".*"state":"waiting"/.test(text);
  await expect.poll(async () => (await stored(page, "replicas")).some(isKept)).toBe(true);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  await context.setOffline(true);
  await page.reload();
  await alive(page);
  await line(page, "1 message scheduled").click();
  await expect(list(page)).toContainText("good morning");
  await list(page).getByRole("button", { name: "Do not send" }).click();
  await expect(line(page, "1 message scheduled")).toHaveCount(0);
  await context.setOffline(false);
  const waiting = async () => (await (await context.request.get("/api/scheduled")).json()).items;
  await expect.poll(waiting, { timeout: 40_000 }).toEqual([]);
});

test("MSG-9 the server sends it when its time comes, also when nobody of its author's is there", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await schedule(ann, id, "at its time", 1_500);
  await ann.page.goto("about:blank");
  await expect(row(bob.page, "at its time")).toHaveCount(1);
});

test("MSG-9 what is scheduled in a group is said to all in it, and none but its author knows of it before", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  for (const { page } of [ann, bob, cleo]) await visit(page, `/messages/${id}`);
  await schedule(ann, id, "good morning", 3_600_000);
  await expect(line(ann.page, "1 message scheduled")).toBeVisible();
  for (const { page } of [bob, cleo]) {
    await page.reload();
    await expect(composer(page)).toBeVisible();
    await expect(line(page, "1 message scheduled")).toHaveCount(0);
  }
  await line(ann.page, "1 message scheduled").click();
  await list(ann.page).getByRole("button", { name: "Send now" }).click();
  for (const { page } of [ann, bob, cleo]) await expect(row(page, "good morning")).toHaveCount(1);
});

test("MSG-9 any time can be picked by keyboard, one that has passed is refused with a reason, and what was cancelled comes back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await composer(ann.page).fill("tea?");
  await ann.page.getByRole("button", { name: "Send later" }).focus();
  await ann.page.keyboard.press("ArrowDown");
  await ann.page.keyboard.press("End");
  await expect(ann.page.getByRole("menuitem", { name: "Pick a time…" })).toBeFocused();
  await ann.page.keyboard.press("Enter");
  const dialog = ann.page.getByRole("dialog", { name: "Send later" });
  await dialog.getByLabel("Time").fill(await inField(ann.page, -60));
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("The time has passed.");
  await accessible(ann.page);
  await dialog.getByLabel("Time").fill(await inField(ann.page, 120));
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog).toBeHidden();
  await expect(composer(ann.page)).toBeFocused();

  await line(ann.page, "1 message scheduled").click();
  await list(ann.page).getByRole("button", { name: "Do not send" }).click();
  await expect(line(ann.page, "1 message scheduled")).toHaveCount(0);
  await ann.page.getByRole("button", { name: "Undo" }).click();
  await line(ann.page, "1 message scheduled").click();
  await expect(list(ann.page)).toContainText("tea?");
});

test("MSG-9 while others are scheduled too, what was cancelled can be had back at once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await later(ann.page, "tea?", /^Tomorrow morning/);
  await later(ann.page, "cake?", /^Tomorrow morning/);
  await line(ann.page, "2 messages scheduled").click();
  await list(ann.page).getByRole("listitem").filter({ hasText: "tea?" }).getByRole("button", { name: "Do not send" }).click();
  await expect(list(ann.page).getByRole("listitem")).toHaveText([/cake\?/]);
  await list(ann.page).getByRole("button", { name: "Undo" }).click();
  await expect(list(ann.page).getByRole("listitem")).toHaveText([/cake\?/, /tea\?/]);
});

test("MSG-9 QUA-7 where nothing is written no time is asked for and nothing sent, which is said, nor is one asked for in a conversation that one comes to later", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  const dialog = page.getByRole("dialog", { name: "Send later" });
  for (const moment of [/^Tomorrow morning/, /^Pick a time…$/]) {
    await later(page, "", moment);
    await expect(composer(page)).toBeFocused();
    await expect(composer(page)).toHaveAccessibleDescription("Write something first.");
    await expect(dialog).toBeHidden();
    await composer(page).fill("t");
    await expect(composer(page)).toHaveAccessibleDescription("");
  }
  await composer(page).fill("");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveAccessibleDescription("Write something first.");
  await page.getByRole("link", { name: "New conversation" }).first().click();
  await expect(page.getByRole("heading", { name: "New conversation" })).toBeVisible();
  await page.goBack();
  await later(page, "tea?", /^Pick a time…$/);
  await expect(dialog).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("heading", { name: "New conversation" })).toBeVisible();
  await page.goBack();
  await expect(composer(page)).toHaveValue("tea?");
  await expect(dialog).toBeHidden();
});

test("MSG-9 SYN-8 without a network it is scheduled when the network is back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const phone = await device(ann);
  await ann.context.setOffline(true);
  await later(ann.page, "from the train", /^In an hour/);
  await expect(line(ann.page, "1 message scheduled")).toBeVisible();
  await expect(line(phone, "1 message scheduled")).toHaveCount(0);
  await ann.context.setOffline(false);
  await expect(line(phone, "1 message scheduled")).toBeVisible();
});

test("MSG-9 who was removed from the group meanwhile is told so beside the list, and keeps the words", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const made = await ann.context.request.post("/api/conversations", {
    data: { with: [bob.handle], name: "Book club" },
    headers: { Origin: ann.origin },
  });
  const group = (await made.json()).id;
  await schedule(bob, group, "for the club", 3_000);
  const removed = await ann.context.request.delete(`/api/conversations/${group}/participants/${bob.handle}`, {
    headers: { Origin: ann.origin },
  });
  expect(removed.status()).toBe(204);
  await line(bob.page, "1 message could not be sent").click();
  await expect(list(bob.page)).toContainText("for the club");
  await expect(list(bob.page).getByRole("alert")).toContainText("Could not be sent: you are not in the conversation any more");
  await accessible(bob.page);
  await list(bob.page).getByRole("button", { name: "Do not send" }).click();
  await expect(line(bob.page, "1 message could not be sent")).toHaveCount(0);
  await say(bob.page, "still here");
  await expect(log(ann.page)).toContainText("still here");
});

test("MSG-9 SOC-4 who may not write to the other one any more is told so beside the list, and keeps the words", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await schedule(bob, id, "are you there?", 3_000);
  const blocked = await ann.context.request.put(`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
  expect(blocked.status()).toBe(204);
  await line(bob.page, "1 message could not be sent to Ann").click();
  await expect(list(bob.page).getByRole("listitem")).toContainText("Ann");
  await expect(list(bob.page)).toContainText("are you there?");
  await expect(list(bob.page).getByRole("alert")).toHaveText("Could not be sent: you cannot write to this person.");
});

test("MSG-9 SOC-4 what is scheduled for somebody who takes no words any more is refused at once, and stands in the field again", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const blocked = await ann.context.request.put(`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
  expect(blocked.status()).toBe(204);
  await later(bob.page, "are you there?", /^Tomorrow morning/);
  await expect(bob.page.getByText("The message was not scheduled; its words stand in the field again. You cannot write to this person.")).toBeVisible();
  await expect(composer(bob.page)).toHaveValue("are you there?");
  await expect(line(bob.page, "1 message scheduled")).toHaveCount(0);
});

test("MSG-9 QUA-7 who wants sent at once what was sent meanwhile is told so calmly, inside the list that is open", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await later(ann.page, "good morning", /^Tomorrow morning/);
  // As late as can be: until its time has come its button is found and pressed.
  await schedule(ann, id, "see you soon", 10_000);
  await line(ann.page, "2 messages scheduled").click();
  await ann.context.setOffline(true);
  await list(ann.page).getByRole("listitem").filter({ hasText: "see you soon" }).getByRole("button", { name: "Send now" }).click();
  await expect(row(bob.page, "see you soon")).toHaveCount(1, { timeout: 20_000 });
  await ann.context.setOffline(false);
  const told = list(ann.page).getByText("The message was sent already");
  await expect(told).toBeVisible({ timeout: 30_000 });
  await list(ann.page).getByRole("button", { name: "Dismiss" }).click();
  await expect(told).toBeHidden();
  await expect(list(ann.page)).toContainText("good morning");
  await expect(row(bob.page, "see you soon")).toHaveCount(1);
});

test("MSG-9 MSG-5 a time is picked for an answer in a thread, and nothing of it stands in the conversation beside", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(bob.page, "where do we meet?");
  await expect(row(ann.page, "where do we meet?")).toHaveCount(1);
  const root = await row(ann.page, "where do we meet?").getAttribute("data-message");
  const { page } = ann;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}/thread/${root}`);
  const thread = page.getByRole("region", { name: "Thread" });
  await thread.getByRole("textbox", { name: "Reply", exact: true }).fill("by the river");
  await thread.getByRole("button", { name: "Send later" }).click();
  await page.getByRole("menuitem", { name: "Pick a time…" }).click();
  await expect(page.getByRole("dialog", { name: "Send later" })).toHaveCount(1);
  await page.getByRole("dialog", { name: "Send later" }).getByRole("button", { name: "Schedule" }).click();
  await expect(thread.getByRole("button", { name: "1 message scheduled" })).toBeVisible();
  await expect(page.getByRole("button", { name: "1 message scheduled" })).toHaveCount(1);
  await expect(thread.getByRole("textbox", { name: "Reply", exact: true })).toHaveValue("");
});
