import type { Locator, Page } from "@playwright/test";
import { pair, post } from "../world/fill.ts";
import { list, visit } from "../world/group.ts";
import { accessible, expect, type Person, test } from "../world/index.ts";
import { composer, log, row, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

test("MSG-1 QUA-7 Alt with an arrow leads from one conversation of the list to the next, and not past its ends", async ({ person }) => {
  const ann = await person("Ann");
  await greeted(ann, await person("Dan"), await person("Cleo"), await person("Bob"));
  const { page } = ann;
  await visit(page, "/messages");
  await expect(entries(page)).toHaveText([/Bob/, /Cleo/, /Dan/]);
  await expect(page.getByText("leads from one to the next")).toBeVisible();
  await page.keyboard.press("Alt+ArrowDown");
  await stands(page, "Bob");
  await composer(page).pressSequentially("half a thought");
  await page.keyboard.press("Alt+ArrowDown");
  await stands(page, "Cleo");
  await expect(composer(page)).toHaveValue("");
  await page.keyboard.press("Alt+ArrowDown");
  await stands(page, "Dan");
  await page.keyboard.press("Alt+ArrowDown");
  await stands(page, "Dan");
  await log(page).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await stands(page, "Cleo");
  await page.keyboard.press("Alt+ArrowUp");
  await stands(page, "Bob");
  await expect(composer(page)).toHaveValue("half a thought");
  await page.keyboard.press("Alt+ArrowUp");
  await stands(page, "Bob");
  await accessible(page);
});

test("MSG-1 QUA-7 what has to be answered first is not left by Alt with an arrow, and details are", async ({ person }) => {
  const ann = await person("Ann");
  await greeted(ann, await person("Cleo"), await person("Bob"));
  const { page } = ann;
  await visit(page, "/messages");
  await entries(page).first().click();
  await stands(page, "Bob");
  const message = row(page, "hello Bob");
  await message.hover();
  await message.getByRole("button", { name: "Message actions" }).click();
  await message.getByRole("menuitem", { name: "Info" }).click();
  const question = page.getByRole("dialog", { name: "Message info" });
  await expect(question).toBeVisible();
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Control+k");
  await expect(question).toBeVisible();
  await expect(current(page)).toContainText("Bob");
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  const { pathname } = new URL(page.url());
  await visit(page, `${pathname}/details`);
  await page.keyboard.press("Alt+ArrowDown");
  await stands(page, "Cleo");
});

test("MSG-1 QUA-7 Ctrl+K and ⌘+K lead from any page to the field that finds a conversation, and Escape to the list", async ({ person }) => {
  const ann = await person("Ann");
  await greeted(ann, await person("Cleo"), await person("Bob"));
  const { page } = ann;
  await visit(page, "/settings/appearance");
  await page.keyboard.press("Control+k");
  await expect(finder(page)).toBeFocused();
  await page.keyboard.type("cle");
  await expect(entries(page)).toHaveText([/Cleo/]);
  await accessible(page);
  await page.keyboard.press("Escape");
  await expect(finder(page)).toHaveValue("");
  await expect(entries(page)).toHaveText([/Bob/, /Cleo/]);
  await entries(page).first().click();
  await stands(page, "Bob");
  await composer(page).pressSequentially("half a thought");
  await page.keyboard.press("Meta+k");
  await expect(finder(page)).toBeFocused();
  await page.keyboard.type("nobody");
  await expect(page.getByText("Nobody of this name.")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("bob");
  await expect(finder(page)).toHaveValue("bob");
  await expect(composer(page)).toHaveValue("half a thought");
});

test("MSG-1 QUA-7 Enter opens what is found first, arrows lead through what is found, and Escape ends the search", async ({ person }) => {
  const ann = await person("Ann");
  await greeted(ann, await person("Cleo"), await person("Bob"));
  const { page } = ann;
  await visit(page, "/messages");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("cle");
  await expect(entries(page)).toHaveText([/Cleo/]);
  await page.keyboard.press("Enter");
  await stands(page, "Cleo");
  await page.keyboard.press("Control+k");
  // Both of them were greeted, and have an O in their names.
  await page.keyboard.type("o");
  await expect(entries(page)).toHaveText([/Bob/, /Cleo/]);
  for (const [key, place] of [["ArrowDown", 0], ["ArrowDown", 1], ["ArrowDown", 1], ["ArrowUp", 0]] as const) {
    await page.keyboard.press(key);
    await expect(entries(page).nth(place)).toBeFocused();
  }
  await page.keyboard.press("ArrowUp");
  await expect(finder(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await stands(page, "Bob");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect(finder(page)).toHaveValue("");
});

test("MSG-5 QUA-7 a key that is still held from what opened a question does not answer it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "to stay for now");
  const said = row(page, "to stay for now");
  await said.hover();
  await said.getByRole("button", { name: "Message actions" }).click();
  // A menu that opens gives the focus to its first act in the next frame, and would take it from any other.
  await expect(said.getByRole("menuitem").first()).toBeFocused();
  await said.getByRole("menuitem", { name: "React" }).focus();
  await page.keyboard.down("Enter");
  const question = page.getByRole("dialog", { name: "React to this message" });
  const answer = question.getByRole("group", { name: "Quick reactions" }).getByRole("button").first();
  await expect(answer).toBeFocused();
  for (let turn = 0; turn < 3; turn++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(answer).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expect(said.getByRole("list", { name: "Reactions" }).getByRole("button")).toHaveCount(1);
});

test("MSG-1 QUA-7 where a conversation fills the screen Ctrl+K leaves it for the list", async ({ person }) => {
  const ann = await person("Ann");
  await greeted(ann, await person("Bob"));
  const { page } = ann;
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, "/messages");
  await entries(page).first().click();
  await expect(row(page, "hello Bob")).toBeVisible();
  await expect(finder(page)).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(finder(page)).toBeFocused();
  await expect(page).toHaveURL(/\/messages$/);
});

/** Says hello to each of them, whom the list then has from the last to the first. */
async function greeted(person: Person, ...others: Person[]): Promise<void> {
  for (const other of others) {
    const id = await pair(person, other);
    await post(person, "/api/messages", { id: v7(), conversation_id: id, body: `hello ${other.name}` });
  }
}

function entries(page: Page): Locator {
  return list(page).getByRole("listitem").getByRole("link");
}

function current(page: Page): Locator {
  return list(page).locator("[aria-current=page]");
}

function finder(page: Page): Locator {
  return page.getByRole("searchbox", { name: "Search conversations" });
}

/** Waits until the conversation with somebody is open and one can write in it. */
async function stands(page: Page, name: string): Promise<void> {
  await expect(current(page)).toContainText(name);
  await expect(row(page, `hello ${name}`)).toBeVisible();
  await expect(composer(page)).toBeFocused();
}
