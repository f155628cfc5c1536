import type { Locator, Page } from "@playwright/test";
import { accessible, expect, kept, legible, test, wear } from "../world/index.ts";
import { club, visit } from "../world/group.ts";
import { stored } from "../world/store.ts";
import { insist, log, row, say, together } from "../world/talk.ts";

/** Begins to take the message that holds these words elsewhere. */
async function forward(page: Page, words: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "Forward" }).click();
  await expect(question(page)).toBeVisible();
}

function question(page: Page): Locator {
  return page.getByRole("dialog", { name: "Forward this message" });
}

function choice(page: Page, name: string): Locator {
  return question(page).getByRole("checkbox", { name });
}

function send(page: Page): Locator {
  return question(page).getByRole("button", { name: "Forward" });
}

test("MSG-5 a message is taken to several conversations, found by name, and says there only that it was forwarded", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const group = await club(ann, cleo);
  const pair = await together(ann, cleo);
  await together(ann, bob);
  await say(bob.page, "the harvest is **in**");
  await expect(row(ann.page, "the harvest is in")).toHaveCount(1);
  const { page } = ann;
  await forward(page, "the harvest");
  await expect(send(page)).toBeDisabled();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await wear(page, "light");
    await accessible(page);
    await wear(page, "dark");
    await legible(page);
  }
  await question(page).getByRole("searchbox", { name: "Find a conversation" }).fill("club");
  await expect(choice(page, "Bob")).toHaveCount(0);
  await choice(page, "Book club").check();
  await question(page).getByRole("searchbox", { name: "Find a conversation" }).fill(cleo.handle);
  await choice(page, "Cleo").check();
  await expect(choice(page, "Book club")).toBeChecked();
  await expect(question(page).getByText("2 of at most 5 chosen")).toBeVisible();
  await send(page).click();
  await expect(question(page)).toBeHidden();
  await expect(page.getByText("Forwarded to 2 conversations.")).toBeVisible();
  await expect(row(page, "the harvest")).toBeFocused();

  for (const id of [group, pair]) {
    await visit(cleo.page, `/messages/${id}`);
    const taken = row(cleo.page, "the harvest is in");
    await expect(taken.locator("[data-forwarded]")).toHaveText("Forwarded");
    await expect(taken.locator("strong")).toHaveText("in");
    await expect(taken).toContainText("Ann said");
    await expect(log(cleo.page)).not.toContainText("Bob");
  }
  await accessible(cleo.page);
});

test("MSG-5 no more than five are chosen, and a name that nobody has finds none", async ({ person }) => {
  test.slow();
  const ann = await person("Ann");
  const others = await Promise.all(["Bob", "Cleo", "Dan", "Eve", "Fay", "Gil"].map((name) => person(name)));
  for (const other of others) {
    await together(ann, other);
    await say(ann.page, `hello ${other.name}`);
    await expect(row(ann.page, `hello ${other.name}`)).toHaveAttribute("data-state", /sent|delivered|read/);
  }
  const { page } = ann;
  await forward(page, "hello Gil");
  for (const name of ["Bob", "Cleo", "Dan", "Eve", "Fay"]) await choice(page, name).check();
  await expect(choice(page, "Gil")).toBeDisabled();
  await choice(page, "Bob").uncheck();
  await expect(choice(page, "Gil")).toBeEnabled();
  await question(page).getByRole("searchbox", { name: "Find a conversation" }).fill("nobody of this name");
  await expect(choice(page, "Gil")).toHaveCount(0);
  await expect(choice(page, "Cleo")).toBeChecked();
  await question(page).getByRole("button", { name: "Cancel" }).click();
  await expect(question(page)).toBeHidden();
  await expect(row(page, "hello Gil")).toHaveCount(1);
  await forward(page, "hello Gil");
  await expect(choice(page, "Cleo")).not.toBeChecked();
  await question(page).getByRole("searchbox", { name: "Find a conversation" }).fill("nobody of this name");
  await expect(question(page).getByText("No conversation of this name.")).toBeVisible();
  await accessible(page);
});

test("MSG-5 SYN-8 without a network a message is forwarded too, and goes out later", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const pair = await together(ann, cleo);
  await say(cleo.page, "well?");
  await together(ann, bob);
  await say(bob.page, "the harvest is in");
  await expect(row(ann.page, "the harvest")).toHaveCount(1);
  // What asks is fetched once the browser is idle: without a network it is had from what is kept.
  await kept(ann.page);
  await ann.context.setOffline(true);
  await forward(ann.page, "the harvest");
  await choice(ann.page, "Cleo").check();
  await expect(question(ann.page).getByText("Only what this device knows is here.")).toBeVisible();
  await send(ann.page).click();
  await expect(ann.page.getByText("Will be forwarded to Cleo once the server can be reached.")).toBeVisible();
  await visit(cleo.page, `/messages/${pair}`);
  await expect(row(cleo.page, "the harvest")).toHaveCount(0);
  await ann.context.setOffline(false);
  await expect(row(cleo.page, "the harvest").locator("[data-forwarded]")).toHaveText("Forwarded", { timeout: 40_000 });
  await expect.poll(() => stored(ann.page, "operations"), { timeout: 20_000 }).toEqual([]);
});

test("MSG-5 what is forwarded is a message of one's own: it is edited and deleted as any other", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(bob.page, "the harvest is in");
  await expect(row(ann.page, "the harvest")).toHaveCount(1);
  await forward(ann.page, "the harvest");
  await choice(ann.page, "Bob").check();
  await send(ann.page).click();
  const taken = row(bob.page, "Forwarded");
  await expect(taken).toHaveCount(1);
  await row(ann.page, "Forwarded").hover();
  await row(ann.page, "Forwarded").getByRole("button", { name: "Message actions" }).click();
  await row(ann.page, "Forwarded").getByRole("menuitem", { name: "Delete" }).click();
  await insist(ann.page);
  await expect(taken).toHaveCount(0);
  await expect(row(bob.page, "Message deleted")).toHaveCount(1);
  await expect(row(bob.page, "the harvest")).toHaveCount(1);
});

test("MSG-5 SOC-4 nothing is taken to somebody whom one blocked", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  await together(ann, bob);
  await together(ann, cleo);
  await say(cleo.page, "the harvest is in");
  await expect(row(ann.page, "the harvest")).toHaveCount(1);
  await forward(ann.page, "the harvest");
  await expect(choice(ann.page, "Bob")).toBeVisible();
  const answer = await ann.context.request.put(`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
  expect(answer.status()).toBe(204);
  await expect(choice(ann.page, "Bob")).toHaveCount(0);
  await expect(choice(ann.page, "Cleo")).toBeVisible();
});
