import type { Locator, Page } from "@playwright/test";
import { pair, post } from "../world/fill.ts";
import { list, visit } from "../world/group.ts";
import { accessible, expect, type Person, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { composer, log, row, said, say } from "../world/talk.ts";
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
  await message.getByRole("menuitem", { name: "Delete" }).click();
  const question = page.getByRole("dialog", { name: "Delete this message?" });
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

test("QUA-7 MSG-6 each message that comes is read out, and nothing of the history on the way to it", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, ann, id, 150);
  await post(bob, `/api/conversations/${id}/read-all`, undefined, "patch");
  const { page } = bob;
  await visit(page, `/messages/${id}`);
  const [first, last] = ["message 1", "message 150"].map((words) => log(page).getByText(words, { exact: true }));
  await expect(last).toBeInViewport();
  await listen(page);
  await log(page).focus();
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(first).toBeInViewport({ timeout: 500 });
  }).toPass();
  // Who is elsewhere hears how much is new.
  await post(ann, "/api/messages", { id: v7(), conversation_id: id, body: "while he reads" });
  await expect(page.getByRole("status").filter({ hasText: /^1 new message$/ })).toBeAttached();
  await page.keyboard.press("End");
  await expect(row(page, "while he reads")).toBeInViewport();
  await expect(log(page)).toHaveAttribute("aria-live", "polite");
  expect(await heard(page)).toEqual([]);

  await post(ann, "/api/messages", { id: v7(), conversation_id: id, body: "and now" });
  await expect(row(page, "and now")).toBeInViewport();
  await say(page, "both of them");
  await expect(row(page, "both of them")).toHaveAttribute("data-state", /sent|delivered|read/);
  await expect.poll(() => heard(page)).toEqual(expect.arrayContaining(["and now", "both of them"]));
});

test("MSG-2 MSG-3 QUA-7 a message that others come before stays one node from its first sight on, and is read out once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  const { page } = bob;
  await visit(page, `/messages/${id}`);
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await page.route("**/rpc/operations", async (route) => {
    if (route.request().postData()?.includes("message.send")) await held;
    await route.continue();
  });
  await listen(page);
  await say(page, "as I was saying");
  const mine = row(page, "as I was saying");
  await expect(mine).toHaveAttribute("data-state", "sending");
  await mine.evaluate((node) => ((node as HTMLElement & { mark?: boolean }).mark = true));
  await post(ann, "/api/messages", { id: v7(), conversation_id: id, body: "before that" });
  await expect.poll(() => said(page)).toEqual(["before that", "as I was saying"]);
  release();
  await expect(mine).toHaveAttribute("data-state", /sent|delivered|read/);
  expect(await mine.evaluate((node) => (node as HTMLElement & { mark?: boolean }).mark)).toBe(true);
  await expect.poll(() => said(page)).toEqual(["before that", "as I was saying"]);
  expect(await heard(page)).toEqual(["as I was saying", "before that"]);
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

/** Notes which messages come into the log while it is read out. */
async function listen(page: Page): Promise<void> {
  await log(page).evaluate((log) => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const within = (node: Node) =>
      node instanceof Element ? [...(node.matches("[data-message]") ? [node] : []), ...node.querySelectorAll("[data-message]")] : [];
    new MutationObserver((changes) => {
      const rows = changes.flatMap(({ addedNodes }) => [...addedNodes].flatMap(within));
      const words = rows.map((row) => row.querySelector("[data-body]")?.textContent?.trim() ?? "");
      // What has changed is told once it has been laid out.
      requestAnimationFrame(() => {
        if (log.getAttribute("aria-live") === "polite") heard.push(...words);
      });
    }).observe(log, { childList: true, subtree: true });
  });
}

function heard(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}
