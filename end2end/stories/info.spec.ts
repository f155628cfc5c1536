import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, kept, legible, test, wear } from "../world/index.ts";
import { club, visit } from "../world/group.ts";
import { refuse } from "../world/device.ts";
import { row, say, together } from "../world/talk.ts";

/** Asks how far the message that holds these words came. */
async function ask(page: Page, words: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name: "Info" }).click();
  await expect(answer(page)).toBeVisible();
}

function answer(page: Page): Locator {
  return page.getByRole("dialog", { name: "Message info" });
}

/** What is told of somebody. */
function told(page: Page, name: string): Locator {
  return answer(page).getByRole("list", { name: "Whom it reached" }).getByRole("listitem").filter({ hasText: name });
}

/** The acts that are offered for a message. */
async function offered(page: Page, words: string): Promise<string[]> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await expect(row(page, words).getByRole("menu")).toBeVisible();
  const acts = await row(page, words).getByRole("menuitem").allInnerTexts();
  await page.keyboard.press("Escape");
  return acts;
}

test("MSG-5 of one's own message each step is told with its time and how long it took, live", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await bob.page.goto("/about");
  // The worker is there once the browser keeps what there is.
  await kept(bob.page);
  await bob.context.setOffline(true);
  await say(ann.page, "tea?");
  await expect(row(ann.page, "tea?")).toHaveAttribute("data-state", "sent");
  await ask(ann.page, "tea?");
  await expect(answer(ann.page)).toContainText(/Stored.*\d+(\.\d)? (ms|s) after sending/);
  await expect(told(ann.page, "Bob")).toContainText("Not delivered yet");
  for (const width of [1440, 390]) {
    await ann.page.setViewportSize({ width, height: 844 });
    const steps = answer(ann.page).locator("dl").first().locator("div");
    const lines = await steps.evaluateAll((steps) => steps.map(({ children: [name, when] }) => when.getBoundingClientRect().top - name.getBoundingClientRect().top));
    expect(Math.max(...lines.map(Math.abs)), "what is told of a step begins beside its name").toBeLessThan(8);
    await wear(ann.page, "light");
    await accessible(ann.page);
    await wear(ann.page, "dark");
    await legible(ann.page);
  }
  await bob.context.setOffline(false);
  await visit(bob.page, `/messages/${id}`);
  await expect(told(ann.page, "Bob")).toContainText(/Delivered.*\d+(\.\d)? (ms|s) after storing/, { timeout: 20_000 });
  await bob.page.bringToFront();
  await expect(told(ann.page, "Bob")).toContainText(/Read.*\d+(\.\d)? (ms|s) after delivery/);
  await accessible(ann.page);
  await ann.page.keyboard.press("Escape");
  await expect(answer(ann.page)).toBeHidden();
});

test("MSG-5 it is offered for what one said oneself and is stored, and for nothing else", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "tea?");
  await expect(row(bob.page, "tea?")).toHaveCount(1);
  // He may have it before she hears that it is stored.
  await expect(row(ann.page, "tea?")).toHaveAttribute("data-state", /sent|delivered|read/);
  expect(await offered(ann.page, "tea?")).toContain("Info");
  expect(await offered(bob.page, "tea?")).not.toContain("Info");
  // What asks is fetched once the browser is idle: without a network it is had from what is kept.
  await kept(ann.page);
  await ann.context.setOffline(true);
  await say(ann.page, "said in a tunnel");
  expect(await offered(ann.page, "in a tunnel")).not.toContain("Info");
  await ask(ann.page, "tea?");
  await expect(answer(ann.page).getByRole("alert")).toBeVisible();
  await ann.context.setOffline(false);
  await expect(told(ann.page, "Bob")).toBeVisible({ timeout: 40_000 });
});

test("MSG-5 in a group it is told by whom", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  for (const { page } of [ann, bob]) await visit(page, `/messages/${id}`);
  await say(ann.page, "chapter three");
  await expect(row(bob.page, "chapter three")).toHaveCount(1);
  await bob.page.bringToFront();
  await ask(ann.page, "chapter three");
  await expect(told(ann.page, "Bob")).toContainText("Read");
  await expect(told(ann.page, "Cleo")).toContainText("Not delivered yet");
  await expect(answer(ann.page).getByRole("listitem")).toHaveCount(2);
  await visit(cleo.page, `/messages/${id}`);
  await expect(told(ann.page, "Cleo")).toContainText("Delivered", { timeout: 20_000 });
});

test("MSG-5 ACC-9 who sends no receipts gives no time of reading, and gets none", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await bob.page.goto("/settings/privacy");
  await alive(bob.page);
  await bob.page.getByRole("switch", { name: "Send read receipts" }).click();
  const settings = async () => (await (await bob.context.request.get("/api/me")).json()).settings;
  await expect.poll(settings).toMatchObject({ send_receipts: false });
  await visit(bob.page, `/messages/${id}`);
  await say(ann.page, "tea?");
  await expect(row(bob.page, "tea?")).toHaveCount(1);
  await bob.page.bringToFront();
  await say(bob.page, "yes");
  await expect(row(ann.page, "yes")).toHaveCount(1);
  await ask(ann.page, "tea?");
  await expect(told(ann.page, "Bob")).toContainText("Delivered");
  await expect(told(ann.page, "Bob")).not.toContainText("Read");
  await ann.page.bringToFront();
  await ask(bob.page, "yes");
  await expect(answer(bob.page)).toContainText("you are not told what others read either");
  await expect(told(bob.page, "Ann")).not.toContainText("Read");
});

test("MSG-5 QUA-7 who tries again keeps the focus, while nothing can be read and once it is there", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "tea?");
  await expect(row(page, "tea?")).toHaveAttribute("data-state", /sent|delivered|read/);
  const tries = await refuse(page, "**/rpc/read_info");
  await ask(page, "tea?");
  const again = answer(page).getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  const before = tries();
  await again.press("Enter");
  await expect.poll(tries).toBeGreaterThan(before);
  await expect(again).toBeFocused();
  await page.unroute("**/rpc/read_info");
  await page.keyboard.press("Enter");
  await expect(told(page, "Bob")).toBeVisible();
  await expect(answer(page).locator(":focus")).toHaveCount(1);
});
