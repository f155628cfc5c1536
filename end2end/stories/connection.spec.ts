import type { Locator, Page } from "@playwright/test";
import { fill, pair } from "../world/fill.ts";
import { accessible, alive, controlled, expect, kept, type Person, test } from "../world/index.ts";
import { endElsewhere } from "../world/session.ts";
import { composer, log, online, row, say, together } from "../world/talk.ts";

test("ACC-1 SYN-5 who was logged out elsewhere is told so, and finds the way back to the page", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const page = ann.page;
  await page.goto("/settings/appearance");
  await alive(page);
  await online(page);
  await endElsewhere(ann, browser, server.url);
  await expect(notice(page)).toContainText("You have been logged out.");
  await expect(page.getByRole("button", { name: "Connection: logged out" })).toBeVisible();
  await accessible(page);
  await comeBack(ann);
  await expect(page).toHaveURL(/\/settings\/appearance$/);
});

test("ACC-1 SYN-8 who was logged out elsewhere leaves nothing to read on the screen, and finds what was not sent", async ({ person, browser, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const page = ann.page;
  await say(bob.page, "between us");
  await expect(row(page, "between us")).toBeVisible();
  await controlled(page);
  await ann.context.route("**/rpc/operations", (route) => route.abort());
  await say(page, "still on its way");
  await expect(row(page, "still on its way")).toHaveAttribute("data-state", "sending");
  await endElsewhere(ann, browser, server.url);
  await expect(notice(page)).toContainText("You have been logged out.");
  await expect(page.getByRole("heading", { level: 1, name: "You are logged out" })).toBeFocused();
  await expect(page.getByText(/between us|still on its way|Bob/)).toHaveCount(0);
  await expect(page).not.toHaveTitle(/Bob/);
  await accessible(page);
  await ann.context.unroute("**/rpc/operations");
  await comeBack(ann);
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`));
  await expect(row(page, "between us")).toBeVisible();
  for (const screen of [page, bob.page]) {
    await expect(row(screen, "still on its way")).toHaveCount(1, { timeout: 40_000 });
  }
});

test("ACC-1 a page left open over another log-in reads nothing of theirs, and says that it is logged out", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const page = ann.page;
  await page.goto("/settings/appearance");
  await alive(page);
  await online(page);
  const [{ name, value }] = await bob.context.cookies();
  const url = new URL(page.url()).origin.replace("http:", "https:");
  await ann.context.addCookies([{ name, value, url, secure: true, httpOnly: true, sameSite: "Lax" }]);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Profile" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Log in first." })).toBeVisible();
  await expect(notice(page)).toContainText("You have been logged out.");
});

test("SYN-5 the figures of the connection are copied for a report, and selected where the browser lends no clipboard", async ({ person }) => {
  const { page, context } = await person("Ann");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/settings/appearance");
  await alive(page);
  await online(page);
  await page.getByRole("button", { name: "Connection: online" }).click();
  await expect(page.getByRole("region", { name: "Connection" })).toContainText(/Round trip\d+ ms/);
  const copy = page.getByRole("button", { name: "Copy for a report" });
  await copy.click();
  await expect(page.getByText("Copied", { exact: true })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Version: \d+\.\d+\.\d+\nConnected by: WebSocket\nRound trip: \d+ ms\nReconnects: 0\nClock offset: [+-]\d+ ms\nPosition: /);
  await accessible(page);

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  });
  await copy.click();
  await expect(page.getByText(/^Selected\. /)).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toContain("WebSocket");
});

test("SYN-5 without a network the panel says how long the way took last and when something came, and not that it takes so long", async ({ person }) => {
  const { page, context } = await person("Ann");
  await page.goto("/settings/appearance");
  await alive(page);
  await online(page);
  await page.getByText("Dark", { exact: true }).click();
  await page.getByRole("button", { name: "Connection: online" }).click();
  const panel = page.getByRole("region", { name: "Connection" });
  await expect(panel).toContainText(/Round trip\d+ ms/);
  await expect(panel).toContainText(/Last event\d{1,2} [A-Z][a-z]+, \d\d:\d\d/);
  await context.setOffline(true);
  await expect(page.getByRole("button", { name: "Connection: offline" })).toBeVisible({ timeout: 40_000 });
  await expect(panel).toContainText(/Round trip– \(last \d+ ms\)/);
  await expect(panel).toContainText("Connected by–");
  await context.setOffline(false);
  await expect(panel).toContainText(/Round trip\d+ ms/, { timeout: 40_000 });
});

test("SYN-4 what could not be read is read by itself when the server is back, and the focus stays in its place", async ({ person, server }) => {
  const page = (await person("Ann")).page;
  await page.goto("/settings/appearance");
  await alive(page);
  await online(page);
  let tries = 0;
  await controlled(page);
  await page.route("**/rpc/list_sessions", (route) => {
    tries += 1;
    return route.abort();
  });
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Sessions" }).click();
  const again = page.getByRole("button", { name: "Try again" });
  await again.press("Enter");
  await expect.poll(() => tries).toBeGreaterThan(1);
  await expect(again).toBeFocused();

  await server.kill();
  await expect(page.getByRole("button", { name: /^Connection: (re)?connecting$/ })).toBeVisible();
  await page.unroute("**/rpc/list_sessions");
  await server.run();
  await expect(page.getByText("This device")).toBeVisible({ timeout: 40_000 });
  await expect(again).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
});

test("SYN-5 a notice takes a line of its own: it covers nothing, and the newest message stays where it was", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await fill(bob, id, 30);
  const page = ann.page;
  const newest = log(page).locator("[data-message]").last();
  await expect(newest).toBeInViewport();
  const field = await box(composer(page));
  await ann.context.setOffline(true);
  await expect(notice(page)).toBeVisible({ timeout: 40_000 });
  for (const part of [page.locator("section header"), page.getByRole("searchbox", { name: "Search conversations" }), newest]) {
    expect(overlap(await box(notice(page)), await box(part))).toBe(false);
  }
  await expect(newest).toBeInViewport();
  expect(await box(composer(page))).toEqual(field);
  await ann.context.setOffline(false);
  await expect(notice(page)).toHaveCount(0, { timeout: 40_000 });
});

test("ACC-2 what is said of a saved profile does not lie on the button that saved it", async ({ person }) => {
  const page = (await person("Ann")).page;
  for (const size of [{ width: 1280, height: 720 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(size);
    await page.goto("/settings/profile");
    await alive(page);
    await online(page);
    await page.getByLabel("Status", { exact: true }).fill(`seen at ${size.width}`);
    const save = page.getByRole("button", { name: "Save" });
    await save.click();
    const words = page.getByText("Profile saved.");
    await expect(words).toBeVisible();
    expect(overlap(await box(words.locator("..")), await box(save)), `at ${size.width}`).toBe(false);
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`QUA-7 what is said for a moment lies on no field and not on the bar (${colorScheme})`, async ({ person }) => {
    const [ann, bob] = [await person("Ann", { colorScheme }), await person("Bob")];
    const id = await pair(ann, bob);
    const page = ann.page;
    // Such a browser is told something on each page that is loaded.
    await page.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
    const apart = async (part: Locator, where: string) => {
      const said = page.getByText("This browser does not keep what you write.").locator("..");
      await expect(said).toBeVisible();
      expect(overlap(await box(said), await box(part)), where).toBe(false);
    };
    for (const width of [390, 1024, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto("/messages");
      await alive(page);
      await apart(page.getByRole("navigation", { name: "Main" }), `the bar at ${width}`);
      await apart(page.getByRole("searchbox", { name: "Search conversations" }), `the list at ${width}`);
      await page.goto("/messages/new");
      await alive(page);
      await apart(page.getByRole("searchbox", { name: "Find people" }), `the people at ${width}`);
      await page.goto(`/messages/${id}`);
      await alive(page);
      await composer(page).fill("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight");
      await apart(composer(page), `the composer at ${width}`);
      await composer(page).fill("");
    }
  });
}

test("SYN-5 without JavaScript nothing is said of a connection that there is not", async ({ person }) => {
  const page = (await person("Ann", { javaScriptEnabled: false })).page;
  await page.goto("/settings/privacy");
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(page.getByText("connecting").filter({ visible: true })).toHaveCount(0);
});

test("SYN-10 a public page that a server which starts does not have yet is drawn on the device", async ({ person }) => {
  const { page, context } = await person("Ann");
  await page.goto("/about");
  await alive(page);
  await kept(page);
  await context.route("**/about", (route) => route.fulfill({ status: 503, contentType: "text/html", body: "not yet" }));
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1, name: "About Tertulia" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-shell", "yes");
});

test("QUA-7 SYN-5 on a phone the bar has five ways, a fifth of it each where no name is cut by that, and settings tell how the connection is", async ({ person }) => {
  const { page, context } = await person("Ann");
  await page.goto("/settings/appearance");
  await alive(page);
  await online(page);
  // A worker that could not be had would be an error of the page.
  await kept(page);
  const bar = page.getByRole("navigation", { name: "Main" });
  const sign = (state: string) => page.getByRole("button", { name: `Connection: ${state}`, exact: true });
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    const ways = async () => Promise.all((await bar.locator("a:visible, button:visible").all()).map(box));
    const before = await ways();
    expect(before).toHaveLength(5);
    if (width === 390) for (const way of before) expect(Math.abs(way.width - width / 5)).toBeLessThan(1);
    const cut = () => bar.locator("a:visible span.truncate").evaluateAll((names) => names.filter((name) => name.scrollWidth > name.clientWidth + 1).length);
    expect(await cut(), "names that are cut").toBe(0);
    await context.setOffline(true);
    await expect(sign("offline")).toBeVisible({ timeout: 40_000 });
    expect(await ways()).toEqual(before);
    await context.setOffline(false);
    await expect(sign("online")).toBeVisible({ timeout: 40_000 });
    await sign("online").click();
    const figures = page.getByText("Round trip");
    await expect(figures).toBeInViewport();
    const panel = await box(figures);
    expect(panel.x).toBeGreaterThanOrEqual(0);
    await page.keyboard.press("Escape");
  }
});

test("QUA-7 in forced colours the mark and what is chosen are still seen", async ({ person }) => {
  const page = (await person("Ann")).page;
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/messages");
  await alive(page);
  const mark = page.getByRole("link", { name: "Tertulia" }).locator("span").first();
  expect(await mark.evaluate((node) => getComputedStyle(node).backgroundImage)).toContain("gradient");
  const way = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ });
  for (const chosen of [way, page.getByRole("button", { name: "All", exact: true })]) {
    expect(await chosen.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe("solid");
  }
});

test("QUA-7 after a link that is gone the focus is on the heading of its page", async ({ person }) => {
  const ann = await person("Ann");
  await ann.page.goto(`/u/${ann.handle}`);
  await alive(ann.page);
  await ann.page.getByRole("link", { name: "Edit profile" }).press("Enter");
  await expect(ann.page.getByRole("heading", { level: 1, name: "Profile" })).toBeFocused();
});

/** Follows the notice to log in again. */
async function comeBack({ page, handle, password }: Person): Promise<void> {
  await notice(page).getByRole("link", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel(/Handle or e-mail/).fill(handle);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** What the page says of its connection. */
function notice(page: Page): Locator {
  return page.getByRole("status").filter({ hasText: /Offline|Reconnecting|logged out/ });
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function box(part: Locator): Promise<Box> {
  const found = await part.boundingBox();
  if (!found) throw new Error("it is not drawn");
  return found;
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height
  );
}
