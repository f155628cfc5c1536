import type { Locator } from "@playwright/test";
import { pair, post } from "../world/fill.ts";
import { accessible, alive, expect, test } from "../world/index.ts";
import { editor, row, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test("QUA-7 the bar of a small phone has the whole name of each way", async ({ person }) => {
  const { page } = await person("Ann", { ...PHONE, viewport: { width: 320, height: 640 } });
  await page.goto("/");
  await alive(page);
  const names = page.getByRole("navigation", { name: "Main" }).locator("a:visible > .truncate");
  await expect(names).toHaveText(["Home", "Compose", "Notifications", "Messages", "Profile"]);
  const cut = await names.evaluateAll((all) => all.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent));
  expect(cut).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("QUA-7 the heading of a page stands at the same place, whatever can be done beside it", async ({ person }) => {
  const { page } = await person("Ann");
  const middles: number[] = [];
  for (const path of ["/", "/questions", "/tags", "/bookmarks", "/new", "/suggestions", "/notifications", "/about"]) {
    await page.goto(path);
    await alive(page);
    middles.push(Math.round(middle(await box(page.getByRole("heading", { level: 1 })))));
  }
  expect(new Set(middles).size, middles.join()).toBe(1);
});

test("MSG-1 on a phone the name of a page and what can be done there stand on one line", async ({ person }) => {
  const { page } = await person("Ann", PHONE);
  await page.goto("/messages/new");
  await alive(page);
  const heading = page.getByRole("heading", { level: 1, name: "New conversation" });
  const way = page.getByRole("link", { name: "New group" });
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    const [name, act] = [await box(heading), await box(way)];
    expect(name.height, "one line").toBeLessThan(30);
    expect(await heading.evaluate((heading) => heading.scrollWidth - heading.clientWidth), "of the whole name").toBe(0);
    expect(name.right).toBeLessThanOrEqual(act.left);
    expect(act.right).toBeLessThanOrEqual(width);
    expect(Math.min(act.width, act.height)).toBeGreaterThanOrEqual(44);
    expect(Math.abs(middle(name) - middle(act))).toBeLessThanOrEqual(1);
  }
  await way.click();
  await expect(page.getByRole("heading", { level: 1, name: "New group" })).toBeVisible();
  await page.getByRole("link", { name: "Back to new conversation" }).click();
  await expect(heading).toBeVisible();
});

test("QUA-7 the letters of a small face stand on one line, however wide they are", async ({ person }) => {
  const wim = await person("Wim", PHONE);
  await post(wim, "/api/me", { profile: { display_name: "Wim Wolf" } }, "patch");
  await post(wim, "/api/posts", { id: v7(), kind: "post", title: "A walk", body: "By the river." });
  await wim.page.goto("/");
  const letters = wim.page.getByRole("article").getByText("WW", { exact: true });
  await expect(letters).toBeVisible();
  const lines = letters.evaluate((face) => {
    const range = document.createRange();
    range.selectNodeContents(face);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
  expect(await lines).toBe(1);
});

test("MSG-5 QUA-7 on a phone the menu of a message is a sheet at the lower edge, whose last act is reached on a low screen too", async ({ person }) => {
  const [ann, bob] = [await person("Ann", PHONE), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await page.setViewportSize({ width: 390, height: 480 });
  for (const words of ["one", "two", "three", "four"]) {
    await say(page, words);
    await expect(row(bob.page, words)).toHaveCount(1);
  }
  await row(page, "three").getByRole("button", { name: "Message actions" }).tap();
  const menu = page.getByRole("menu");
  await expect(menu).toBeVisible();
  const sheet = page.getByRole("dialog", { name: /^Message actions/ });
  await expect(menu.getByRole("menuitem").first()).toBeFocused();
  const own = await box(sheet);
  expect([own.left, own.right, own.bottom]).toEqual([0, 390, 480]);
  expect(own.top).toBeGreaterThan(0);
  for (const act of await menu.getByRole("menuitem").all()) expect((await box(act)).height).toBeGreaterThanOrEqual(44);
  await accessible(page);
  for (const away of [() => page.touchscreen.tap(195, 10), () => page.keyboard.press("Escape"), () => sheet.getByRole("button", { name: "Cancel" }).tap()]) {
    await away();
    await expect(menu).toHaveCount(0);
    await expect(row(page, "three")).toBeFocused();
    await row(page, "three").getByRole("button", { name: "Message actions" }).tap();
    await expect(menu.getByRole("menuitem").first()).toBeFocused();
  }
  await menu.getByRole("menuitem", { name: "Delete" }).tap();
  await expect(menu).toHaveCount(0);
  const undo = page.getByRole("button", { name: "Undo" });
  expect((await box(undo)).height).toBeGreaterThanOrEqual(44);
  await undo.tap();
  await expect(row(page, "three")).toBeFocused();
});

test("MSG-5 QUA-7 a finger that rests on a message opens what can be done to it, and selects nothing", async ({ person }) => {
  const [ann, bob] = [await person("Ann", PHONE), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "where do we meet?");
  // Until then it moves, and its menu is not drawn.
  await expect(row(page, "where do we meet?")).toHaveAttribute("data-state", /sent|delivered|read/);
  await expect(row(page, "where do we meet?").getByRole("button", { name: "Message actions" })).toBeVisible();
  const words = await box(row(page, "where do we meet?").locator("[data-body]"));
  const [menu, finger] = [page.getByRole("menu"), await page.context().newCDPSession(page)];
  const down = (y: number) => ({ touchPoints: [{ x: words.left + 8, y }] });
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", ...down(middle(words)) });
  await expect(menu).toBeVisible();
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(menu.getByRole("menuitem", { name: "Forward" })).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe("");
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
});

test("MSG-6 on a phone the header leads to a day, too", async ({ person }) => {
  const [ann, bob] = [await person("Ann", PHONE), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await say(page, "hello");
  await page.getByRole("button", { name: "More", exact: true }).tap();
  await page.getByRole("menuitem", { name: "Go to a day" }).tap();
  await expect(page.getByRole("dialog", { name: "Go to a day" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More", exact: true }).tap();
  await page.getByRole("menuitem", { name: "Details" }).tap();
  await expect(page).toHaveURL(/\/details$/);
});

test("MSG-7 MSG-5 on a phone no button covers what was said, nor takes room from it", async ({ person }) => {
  const [ann, bob] = [await person("Ann", PHONE), await person("Bob")];
  const id = await pair(ann, bob);
  const tell = async (body: string) => (await post(ann, "/api/messages", { id: v7(), conversation_id: id, body })) as { id: string };
  await tell(`\`\`\`\n${"long ".repeat(40)}\n\`\`\``);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  const [code, copy] = [await box(page.getByRole("group", { name: "Code" })), await box(page.getByRole("button", { name: "Copy code" }))];
  expect(code.right).toBeLessThanOrEqual(copy.left);
  await say(page, "tee?");
  const bubble = row(page, "tee?").locator("[id^=said-]");
  await expect(row(page, "tee?")).toHaveAttribute("data-state", /sent|delivered/);
  const before = await box(bubble);
  await row(page, "tee?").getByRole("button", { name: "Message actions" }).tap();
  await page.getByRole("menuitem", { name: "Edit" }).tap();
  await editor(page).fill("tea?");
  await editor(page).press("Enter");
  await expect(row(page, "tea?").getByRole("button", { name: "edited" })).toBeVisible();
  expect((await box(row(page, "tea?").locator("[id^=said-]"))).height).toBe(before.height);
});

for (const width of [390, 1440]) {
  test(`MSG-1 the ways to filter the list stand on one line, and times at its edge (${width})`, async ({ person }) => {
    const [ann, bob] = [await person("Ann", { viewport: { width, height: 844 } }), await person("Bob")];
    const id = await pair(bob, ann);
    await post(bob, "/api/messages", { id: v7(), conversation_id: id, body: "hello" });
    const { page } = ann;
    await page.goto("/messages");
    await alive(page);
    const ways = page.getByRole("group", { name: "Show" }).getByRole("button");
    const tops = await ways.evaluateAll((ways) => ways.map((way) => way.getBoundingClientRect().top));
    expect(tops.length).toBeGreaterThan(3);
    expect(new Set(tops).size).toBe(1);
    const entry = page.getByRole("navigation", { name: "Conversations" }).getByRole("listitem");
    const [all, time] = [await box(entry), await box(entry.locator("time"))];
    expect(all.right - time.right).toBeLessThanOrEqual(16);
    await entry.hover();
    await entry.getByRole("button", { name: /^Options for/ }).click();
    await expect(page.getByRole("menuitem", { name: "Mute" })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Archived" }).click();
    await expect(page.getByRole("button", { name: "Archived" })).toBeInViewport({ ratio: 1 });
  });
}

test("ACC-9 on a phone a whole row switches, and the keys of an act stand on one line", async ({ person }) => {
  const { page } = await person("Ann", PHONE);
  await page.goto("/settings/keyboard");
  await alive(page);
  const choice = page.getByRole("switch", { name: "Enter sends" });
  const [row, label, sign] = [await box(page.locator("label").filter({ has: choice })), await box(page.getByText("Enter sends")), await box(choice)];
  expect(row.height).toBeGreaterThanOrEqual(44);
  expect(sign.right).toBe(row.right);
  expect(Math.abs(middle(sign) - middle(label))).toBeLessThanOrEqual(1);
  await expect(choice).toBeChecked();

  const acts = page.locator("dd");
  await expect(acts).toHaveCount(24);
  for (const act of await acts.all()) {
    const tops = await act.locator("kbd").evaluateAll((keys) => keys.map((key) => key.getBoundingClientRect().top));
    expect(tops.length).toBeGreaterThan(0);
    expect(new Set(tops).size).toBe(1);
  }

  await page.getByText("Otherwise Enter begins a new line.").click();
  await expect(choice).not.toBeChecked();
});

test("ACC-1 on a phone each fact of a session has a line of its own, and its button stands beside them", async ({ person }) => {
  const { page } = await person("Ann", PHONE);
  await page.goto("/settings/sessions");
  await alive(page);
  const session = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await expect(session).toHaveCount(1);
  const [active, began] = [await box(session.getByText(/^Active/)), await box(session.getByText(/^logged in/))];
  expect(began.top).toBeGreaterThanOrEqual(active.bottom);
  expect(began.left).toBe(active.left);
  const [all, button] = [await box(session), await box(session.getByRole("button", { name: "Log out" }))];
  expect(Math.max(active.right, began.right)).toBeLessThanOrEqual(button.left);
  expect(Math.abs(middle(all) - middle(button))).toBeLessThanOrEqual(1);
});

/** Where it stands on the screen. */
function box(element: Locator): Promise<DOMRect> {
  return element.evaluate((element) => element.getBoundingClientRect().toJSON());
}

function middle({ top, bottom }: DOMRect): number {
  return (top + bottom) / 2;
}
