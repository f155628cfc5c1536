import type { Locator } from "@playwright/test";
import { accessible, alive, expect, test } from "../world/index.ts";
import { tabTo } from "../world/keys.ts";
import { published } from "../world/posts.ts";
import { composer, row, together } from "../world/talk.ts";

test("QUA-7 what a finger presses is at least 44 pixels wide and high", async ({ person }) => {
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const [ann, bob] = [await person("Ann", options), await person("Bob")];
  const id = await together(ann, bob);
  const post = await published(bob, { kind: "post", title: "By the river" });
  const { page } = ann;
  expect(await page.evaluate(() => matchMedia("(pointer: coarse)").matches)).toBe(true);
  const button = (name: RegExp) => page.getByRole("button", { name });
  const targets: [string, Locator[]][] = [
    ["/messages", [button(/^All$/), button(/^Unread/), button(/^Archived$/), page.getByRole("searchbox"), page.getByRole("link", { name: "New conversation" }).first()]],
    [`/messages/${id}`, [button(/^Send$/)]],
    [`/u/${bob.handle}`, [button(/^Message$/)]],
    [`/u/${ann.handle}`, [page.getByRole("link", { name: "Edit profile" })]],
    ["/settings/sessions", [button(/^Log out$/)]],
    [`/p/${post}`, [page.getByRole("main").getByRole("link", { name: "Bob", exact: true })]],
  ];
  for (const [path, pressed] of targets) {
    await page.goto(path);
    await alive(page);
    for (const target of pressed) {
      await expect(target).toBeVisible();
      const { width = 0, height = 0 } = (await target.boundingBox()) ?? {};
      expect(Math.min(width, height), `${path}: ${target}`).toBeGreaterThanOrEqual(44);
    }
  }
});

test("QUA-7 MSG-1 the keyboard alone signs up, chooses settings, finds a person, writes, comes back, logs out and in again", { tag: "@main" }, async ({
  person,
  browser,
  server,
}) => {
  const bob = await person("Bob");
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const { keyboard } = page;
  const way = (name: string | RegExp) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });
  const setting = (name: string) => page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name });
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const [handle, password] = [`ann_${Date.now()}`, "a walk by the sea 42"];

  await page.goto("/signup");
  await alive(page);
  await expect(field("Name")).toBeFocused();
  for (const [name, words] of [["Name", "Ann"], ["Handle", handle], ["E-mail", `${handle}@example.org`], ["Password", password]]) {
    await tabTo(field(name));
    await keyboard.type(words);
  }
  await keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/`);
  await alive(page);

  await tabTo(way("Settings"));
  await keyboard.press("Enter");
  await tabTo(setting("Appearance"));
  await keyboard.press("Enter");
  await tabTo(page.getByRole("radio", { name: "As the device" }));
  for (const theme of ["light", "dark"]) {
    await keyboard.press("ArrowDown");
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
  }
  await tabTo(setting("Privacy"), "Shift+Tab");
  await keyboard.press("Enter");
  const presence = page.getByRole("switch", { name: "Show when I am online" });
  await tabTo(presence);
  await keyboard.press("Space");
  await expect(presence).not.toBeChecked();

  const sign = page.getByRole("button", { name: "Connection: online" });
  const figures = page.getByRole("region", { name: "Connection" });
  await tabTo(sign, "Shift+Tab");
  await keyboard.press("Enter");
  await expect(figures).toBeVisible();
  await tabTo(figures.getByRole("button", { name: "Copy for a report" }));
  await keyboard.press("Escape");
  await expect(figures).toHaveCount(0);
  await expect(sign).toBeFocused();

  await tabTo(way(/^Messages/), "Shift+Tab");
  await keyboard.press("Enter");
  await tabTo(page.getByRole("link", { name: "New conversation" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("searchbox", { name: "Find people" })).toBeFocused();
  await keyboard.type(bob.handle);
  await expect(page.getByRole("status").filter({ hasText: "1 person found." })).toBeAttached();
  await keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: new RegExp(bob.handle) })).toBeFocused();
  await keyboard.press("Enter");
  await expect(composer(page)).toBeFocused();
  await keyboard.type("by keys alone");
  await keyboard.press("Enter");
  await expect(row(page, "by keys alone")).toHaveAttribute("data-state", /sent|delivered/);
  await expect(composer(page)).toBeFocused();

  // Where the list is a screen of its own.
  await page.setViewportSize({ width: 390, height: 844 });
  await tabTo(page.getByRole("link", { name: "Back to conversations" }), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Messages", exact: true })).toBeFocused();
  const entry = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ });
  await tabTo(entry);
  await expect(entry).toContainText("by keys alone");

  // The way to the settings is one's own profile here.
  await tabTo(way("Profile"), "Shift+Tab");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Ann" })).toBeVisible();
  await tabTo(page.getByRole("main").getByRole("link", { name: "Settings" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeFocused();
  await tabTo(setting("Log out"), "Shift+Tab");
  await keyboard.press("Enter");
  await tabTo(page.getByRole("button", { name: "Log out" }));
  await keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/`);
  await alive(page);
  await tabTo(page.getByRole("link", { name: "Log in" }));
  await keyboard.press("Enter");
  await expect(page.locator("main :focus, main:focus")).toHaveCount(1);
  for (const [name, words] of [["Handle or e-mail", handle], ["Password", password]]) {
    await tabTo(field(name));
    await keyboard.type(words);
  }
  await keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/`);
  await alive(page);
  await tabTo(way(/^Messages/));
  await keyboard.press("Enter");
  await expect(entry).toBeVisible();
  await context.close();
});

for (const theme of ["light", "dark"]) {
  test(`QUA-7 dialog, sheet, menu, tabs and tooltip obey the keys, and the focus comes back (${theme})`, async ({ person }) => {
    const { page } = await person("Ann", { reducedMotion: "reduce" });
    const { keyboard } = page;
    await page.goto("/dev/gallery");
    await alive(page);
    const half = page.getByRole("region", { name: theme, exact: true });
    const button = (name: string) => half.getByRole("button", { name, exact: true });

    // In a sheet with nothing to do the way out is all there is.
    for (const [name, first] of [["Dialog", "Cancel"], ["Sheet", "Close"]] as const) {
      const dialog = page.getByRole("dialog", { name: `A ${theme} ${name.toLowerCase()}` });
      await button(name).press("Enter");
      await expect(dialog).toBeVisible();
      await expect(dialog.getByRole("button", { name: first })).toBeFocused();
      await accessible(page, "dialog[open]");
      await keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(button(name)).toBeFocused();
    }

    const menu = half.getByRole("menu", { name: "More", exact: true });
    await button("More").press("Enter");
    await expect(menu).toBeVisible();
    await expect(button("More")).toHaveAttribute("aria-expanded", "true");
    await accessible(page, `section[aria-label=${theme}] [role=menu]`);
    const steps = [["Home", "Pin"], ["ArrowDown", "Mute"], ["End", "Delete"], ["ArrowDown", "Pin"], ["ArrowUp", "Delete"]];
    for (const [key, choice] of steps) {
      await keyboard.press(key);
      await expect(menu.getByRole("menuitem", { name: choice })).toBeFocused();
    }
    await keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(button("More")).toBeFocused();
    await keyboard.press("ArrowDown");
    await expect(menu.getByRole("menuitem", { name: "Pin" })).toBeFocused();
    await keyboard.press("Enter");
    await expect(page.getByRole("status").filter({ hasText: "Pin" })).toBeVisible();
    await expect(menu).toBeHidden();
    await expect(button("More")).toBeFocused();

    const [tab, panel] = [(name: string) => half.getByRole("tab", { name }), half.getByRole("tabpanel")];
    await tab("Profile").press("ArrowRight");
    await expect(tab("Appearance")).toBeFocused();
    await expect(panel).toHaveAccessibleName("Appearance");
    await keyboard.press("End");
    await expect(panel).toHaveText("Panel 3");
    await keyboard.press("ArrowRight");
    await expect(tab("Profile")).toBeFocused();
    await expect(panel).toHaveText("Panel 1");
    await keyboard.press("Tab");
    await expect(panel).toBeFocused();
    await keyboard.press("Shift+Tab");
    await expect(tab("Profile")).toBeFocused();

    const word = half.getByRole("tooltip");
    await button("Send").first().press("Tab");
    await expect(button("Point at me")).toBeFocused();
    await expect(word).toHaveCSS("opacity", "1");
    await accessible(page, `section[aria-label=${theme}] [role=tooltip]`);
    await keyboard.press("Escape");
    await expect(word).toBeHidden();
    await expect(button("Point at me")).toBeFocused();
  });
}
