import type { Page } from "@playwright/test";
import { post } from "../world/fill.ts";
import { club, visit } from "../world/group.ts";
import { accessible, alive, expect, test } from "../world/index.ts";
import { v7 } from "../world/uuid.ts";
import { composer, log, row, said, say, together } from "../world/talk.ts";

const RICH = "Let's **really** *go*, ~~maybe~~ at `8:00`:\n\n- bread\n- wine\n\n> by the sea\n\nhttps://example.org/a_b.";

/** What the signs of `RICH` say. */
async function isRich(page: Page): Promise<void> {
  const it = row(page, "really");
  for (const [element, words] of [["strong", "really"], ["em", "go"], ["s", "maybe"], ["code", "8:00"], ["blockquote", "by the sea"]]) {
    await expect(it.locator(`[data-body] ${element}`)).toHaveText(words);
  }
  await expect(it.locator("[data-body] li")).toHaveText(["bread", "wine"]);
  const link = it.getByRole("link", { name: "https://example.org/a_b" });
  await expect(link).toHaveAttribute("href", "https://example.org/a_b");
  await expect(link).toHaveAttribute("rel", "nofollow ugc noopener noreferrer");
}

test("MSG-7 both see what signs say, the list has the words alone, and without JavaScript it is the same", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob", { javaScriptEnabled: false })];
  const { id } = (await post(ann, "/api/conversations", { with: [bob.handle] })) as { id: string };
  await ann.page.goto(`/messages/${id}`);
  await alive(ann.page);
  await say(ann.page, RICH);
  await isRich(ann.page);
  await accessible(ann.page);
  const entry = ann.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ });
  await expect(entry).toContainText("Let's really go, maybe at 8:00: • bread • wine by the sea");
  await expect(row(ann.page, "really")).toHaveAttribute("data-state", "sent");
  await bob.page.goto(`/messages/${id}`);
  await isRich(bob.page);
});

test("MSG-7 all in a group see what signs say, live", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  for (const { page } of [ann, bob, cleo]) await visit(page, `/messages/${id}`);
  await say(ann.page, RICH);
  for (const { page } of [ann, bob, cleo]) await isRich(page);
});

test("MSG-5 MSG-7 what is quoted stands in one line, without its signs", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const asked = v7();
  await post(ann, "/api/messages", { id: asked, conversation_id: id, body: RICH });
  await post(bob, "/api/messages", { id: v7(), conversation_id: id, body: "yes", reply_to: asked });
  for (const { page } of [ann, bob]) {
    const quote = log(page).locator("[data-quote]");
    await expect(quote).toContainText("Let's really go, maybe at 8:00: • bread • wine by the sea https://example.org/a_b.");
    await expect(quote.locator("strong, em, s, li, a")).toHaveCount(0);
  }
});

test("MSG-7 what could do harm is shown to both as it was typed", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const harmful = "<script>document.title = 'taken'</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))";
  await say(ann.page, harmful);
  for (const page of [ann.page, bob.page]) {
    await expect.poll(() => said(page)).toEqual([harmful]);
  }
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  for (const page of [ann.page, bob.page]) {
    await expect.poll(() => said(page)).toEqual([harmful]);
    await expect(log(page).locator("[data-body]").locator("script, img, a")).toHaveCount(0);
    expect(await page.title()).not.toContain("taken");
  }
});

test("MSG-7 without a network a message shows at once what its signs say, and its node stays", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await ann.context.setOffline(true);
  await say(ann.page, "back **soon**");
  const mine = row(ann.page, "back soon");
  await expect(mine.locator("strong")).toHaveText("soon");
  await expect(mine).toHaveAttribute("data-state", "sending");
  await mine.evaluate((node) => ((node as HTMLElement & { mark?: boolean }).mark = true));
  await ann.context.setOffline(false);
  await expect(row(bob.page, "back soon").locator("strong")).toHaveText("soon");
  await expect(mine).not.toHaveAttribute("data-state", "sending");
  expect(await mine.evaluate((node) => (node as HTMLElement & { mark?: boolean }).mark)).toBe(true);
});

test("MSG-7 code scrolls in its own box, by keys too, and is copied as it was written", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await bob.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const code = `let line = "${"long ".repeat(60)}";\n  let *two*;`;
  await post(ann, "/api/messages", { id: v7(), conversation_id: id, body: `\`\`\`rust\n${code}\n\`\`\`` });
  const box = bob.page.getByRole("group", { name: "Code, rust" });
  await expect(box).toHaveText(code, { useInnerText: true });
  const before = await log(bob.page).evaluate((list) => list.scrollWidth - list.clientWidth);
  expect(before, "the conversation is no wider than its place").toBeLessThanOrEqual(0);
  await box.focus();
  await bob.page.keyboard.press("ArrowRight");
  await expect.poll(() => box.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  await accessible(bob.page);
  await bob.page.getByRole("button", { name: "Copy code" }).click();
  await expect(bob.page.getByText("Copied", { exact: true })).toBeVisible();
  expect(await bob.page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});

test("MSG-7 whoever writes on a desk sees which signs there are", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const hint = ann.page.getByText("**strong**");
  await composer(ann.page).focus();
  await expect(hint).toBeVisible();
  await composer(ann.page).blur();
  await expect(hint).toBeHidden();
});
