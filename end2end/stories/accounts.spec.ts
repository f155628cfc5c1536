import type { Locator } from "@playwright/test";
import { held } from "../world/device.ts";
import { post } from "../world/fill.ts";
import { accessible, alive, expect, kept, questions, stay, test } from "../world/index.ts";
import { back, online, row, say, there, together } from "../world/talk.ts";

test("ACC-1 somebody signs up, logs out and logs in again", { tag: "@main" }, async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto("/signup");
  await alive(page);
  await accessible(page);
  const handle = `ann_${Date.now()}`;
  await page.getByLabel("Handle").fill(handle);
  await page.getByLabel("Name", { exact: true }).fill("Ann Lee");
  await page.getByLabel("E-mail").fill(`${handle}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a walk by the sea 42");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/messages/);

  await page.goto("/settings/profile");
  await alive(page);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/logout$/);
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Log out");
  await page.goto("/messages");
  await expect(page).toHaveURL(/\/login/);

  await page.getByLabel(/Handle or e-mail/).fill(handle);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("a walk by the sea 42");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/messages/);
  await context.close();
});

test("ACC-1 what cannot be accepted is said next to its field, and what was typed stays", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto("/signup");
  await alive(page);
  await page.getByLabel("Handle").fill("admin");
  await page.getByLabel("Name", { exact: true }).fill("Ann Lee");
  await page.getByLabel("E-mail").fill("ann@example.org");
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Handle")).toHaveAccessibleDescription(/reserved/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Ann Lee");
  await context.close();
});

test("ACC-1 every mistake of a sign-up is said at once, beside its field, with and without JavaScript", async ({ browser, server }) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
    const page = await context.newPage();
    const field = (label: string): Locator => page.getByLabel(label, { exact: true });
    const send = () => page.getByRole("button", { name: "Create account" }).click();
    await page.goto("/signup");
    if (javaScriptEnabled) await alive(page);
    await field("Handle").fill("a-n-n");
    await field("E-mail").fill("ann");
    await field("Password").fill("short");
    await send();
    await expect(field("Name")).toHaveAccessibleDescription(/is needed/);
    await expect(field("Handle")).toHaveAccessibleDescription(/not allowed/);
    await expect(field("E-mail")).toHaveAccessibleDescription(/does not look right/);
    await expect(field("Password")).toHaveAccessibleDescription(/too short/);
    if (javaScriptEnabled) {
      await expect(field("Name")).toBeFocused();
      await accessible(page);
    }
    const handle = `ann_${Date.now()}`;
    await field("Name").fill("Ann");
    await field("Handle").fill(`@${handle}`);
    await field("E-mail").fill(`${handle}@example.org`);
    await field("Password").fill("a walk by the sea 42");
    await send();
    await expect(page).toHaveURL(/\/messages/);
    await expect(page.getByRole("link", { name: "Profile" })).toHaveAttribute("href", `/u/${handle}`);
    await context.close();
  }
});

test("ACC-1 a session is listed and can be revoked from another device", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const other = await browser.newContext({ baseURL: server.url });
  const answer = await other.request.post("/api/sessions", { data: { login: ann.handle, password: ann.password } });
  expect(answer.status()).toBe(201);
  const { token } = await answer.json();
  await ann.page.goto("/settings/sessions");
  await alive(ann.page);
  await accessible(ann.page);
  await ann.page.getByRole("button", { name: /Revoke/ }).first().click();
  await expect
    .poll(async () => (await other.request.get("/api/me", { headers: { Authorization: `Bearer ${token}` } })).status())
    .toBe(401);
  await other.close();
});

test("ACC-1 who has ended a session hears so and goes on at the next one", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const other = await browser.newContext({ baseURL: server.url });
  for (const _ of [1, 2]) {
    const answer = await other.request.post("/api/sessions", { data: { login: ann.handle, password: ann.password } });
    expect(answer.status()).toBe(201);
  }
  const page = ann.page;
  await page.goto("/settings/sessions");
  await alive(page);
  const revoke = page.getByRole("button", { name: /^Revoke/ });
  await expect(revoke).toHaveCount(2);
  await revoke.first().press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Session ended." })).toBeVisible();
  await expect(revoke).toHaveCount(1);
  await expect(revoke).toBeFocused();
  await revoke.press("Enter");
  await expect(revoke).toHaveCount(0);
  await expect(page.getByRole("list", { name: "Sessions" })).toBeFocused();
  await other.close();
});

test("ACC-9 the appearance that was chosen holds at once, after a reload and without a flash", { tag: "@main" }, async ({ person }) => {
  const ann = await person("Ann");
  await ann.page.goto("/settings/appearance");
  await alive(ann.page);
  await ann.page.getByText("Dark", { exact: true }).click();
  await expect(ann.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect
    .poll(async () => (await (await ann.context.request.get("/settings/appearance")).text()).includes('data-theme="dark"'))
    .toBe(true);
});

test("ACC-9 who hides it is not seen online, nor that they have read, until they show it again", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const own = async (path: string) => (await bob.context.request.get(path)).json();
  const choose = async (shown: boolean) => {
    await bob.page.getByRole("link", { name: "Settings" }).click();
    await bob.page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Privacy" }).click();
    for (const name of ["Show when I am online", "Send read receipts"]) {
      await bob.page.getByRole("switch", { name }).setChecked(shown);
    }
    await expect.poll(async () => (await own("/api/me")).settings).toMatchObject({ show_presence: shown, send_receipts: shown });
  };
  await say(bob.page, "Here I am");
  await expect(there(ann.page)).toHaveText("online");
  await say(ann.page, "I see you");
  await expect(row(ann.page, "I see you")).toHaveAttribute("data-state", "read");

  await choose(false);
  await expect(there(ann.page)).toHaveText(`@${bob.handle}`);
  await say(ann.page, "Are you still there?");
  await back(bob.page, /Ann/);
  await expect.poll(async () => (await own(`/api/conversations/${id}`)).unread).toBe(0);
  // Whatever was told of the reading was told before this.
  await say(bob.page, "Who knows");
  await expect(row(ann.page, "Who knows")).toBeVisible();
  await expect(row(ann.page, "Are you still there?")).toHaveAttribute("data-state", "delivered");
  await expect(there(ann.page)).toHaveText(`@${bob.handle}`);

  await choose(true);
  await expect(there(ann.page)).toHaveText("online");
  await say(ann.page, "Welcome back");
  await back(bob.page, /Ann/);
  await expect(row(ann.page, "Welcome back")).toHaveAttribute("data-state", "read");
});

test("ACC-2 a status set without a network is shown at once and stored when the network is back", async ({ person }) => {
  const ann = await person("Ann");
  await ann.page.goto("/settings/profile");
  await alive(ann.page);
  await kept(ann.page);
  await ann.context.setOffline(true);
  await ann.page.getByLabel("Status", { exact: true }).fill("on a train");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByText("Kept here until the server can be reached.")).toBeVisible();
  await ann.context.setOffline(false);
  await expect(ann.page.getByText("Profile saved.")).toBeVisible({ timeout: 30_000 });
  const profile = await (await ann.context.request.get(`/api/accounts/${ann.handle}`)).json();
  expect(profile.profile.status).toBe("on a train");
});

test("ACC-2 whatever people write about themselves, their page is no wider than a phone", async ({ person }) => {
  const ann = await person("Ann", { viewport: { width: 390, height: 844 } });
  const code = "x".repeat(200);
  await post(ann, "/api/me", {
    profile: {
      display_name: "W".repeat(80),
      status: "W".repeat(120),
      place: "W".repeat(60),
      pronouns: "W".repeat(40),
      links: [`https://${"w".repeat(60)}.example.org`],
      bio: `${"W".repeat(300)}\n\n- \`${code}\`\n\n> ${code}\n\n\`\`\`\n${code}\n\`\`\``,
    },
  }, "patch");
  await ann.page.goto(`/u/${ann.handle}`);
  await alive(ann.page);
  await expect(ann.page.getByRole("article")).toContainText(code);
  for (const width of [390, 320]) {
    await ann.page.setViewportSize({ width, height: 844 });
    const wide = await ann.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
    const inside = await ann.page.getByRole("article").evaluate((article) => article.scrollWidth - article.clientWidth);
    expect(inside).toBeLessThanOrEqual(0);
  }
  await accessible(ann.page);
});

test("ACC-2 a profile says live that somebody is there, and of oneself nothing of it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, "Hello Bob");
  await expect(row(bob.page, "Hello Bob")).toBeVisible();
  await say(bob.page, "Hello Ann");
  await expect(row(ann.page, "Hello Ann")).toBeVisible();
  const card = ann.page.getByRole("article");
  await ann.page.goto(`/u/${bob.handle}`);
  await expect(card.locator("p").getByText("online", { exact: true })).toBeVisible();
  await bob.page.goto("about:blank");
  await expect(card.locator("p").getByText(/^last seen/)).toBeVisible();
  await expect(card).not.toContainText("online");

  await ann.page.goto(`/u/${ann.handle}`);
  await alive(ann.page);
  await online(ann.page);
  await expect(card).toContainText("Joined in");
  await expect(card).not.toContainText(/online|last seen/i);
});

test("ACC-2 a site may be typed without its https://, and the line that is no link is named", async ({ person }) => {
  const ann = await person("Ann");
  const page = ann.page;
  await page.goto("/settings/profile");
  await alive(page);
  await page.getByLabel("Links").fill("example.org/ann\n\njavascript:alert(1)");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Links")).toHaveAccessibleDescription(/Line 3 .* begins with https:\/\//);
  await expect(page.getByLabel("Links")).toBeFocused();
  await page.getByLabel("Links").fill("example.org/ann");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  await page.goto(`/u/${ann.handle}`);
  await expect(page.getByRole("link", { name: "example.org/ann" })).toHaveAttribute("href", "https://example.org/ann");
});

test("ACC-2 who leaves with something typed in the profile is asked first, and nobody else is", async ({ person }) => {
  const ann = await person("Ann");
  const page = ann.page;
  await page.goto("/settings/profile");
  await alive(page);
  const place = page.getByLabel("Place");
  await place.pressSequentially("Lugo");
  expect(await stay(page)).toBe("beforeunload");
  await expect(place).toHaveValue("Lugo");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  const asked = questions(page);
  await page.reload();
  await alive(page);
  await expect(place).toHaveValue("Lugo");
  expect(asked).toEqual([]);
});

test("ACC-2 what is typed in the profile and not saved stands there again after a look elsewhere, until it is given up", async ({ person }) => {
  const ann = await person("Ann");
  const page = ann.page;
  await page.goto("/settings/profile");
  await alive(page);
  const ways = page.getByRole("navigation", { name: "Settings" });
  const [place, status] = [page.getByLabel("Place"), page.getByLabel("Status", { exact: true })];
  await place.pressSequentially("Lugo");
  await ways.getByRole("link", { name: "Privacy" }).click();
  await expect(page.getByRole("heading", { name: "Privacy" })).toBeVisible();
  expect(await stay(page)).toBe("beforeunload");
  await ways.getByRole("link", { name: "Profile" }).click();
  await expect(place).toHaveValue("Lugo");
  await status.pressSequentially("away");
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Privacy" })).toBeVisible();
  await page.goForward();
  await expect(place).toHaveValue("Lugo");
  await expect(status).toHaveValue("away");
  await expect(page.getByText("Not saved yet.")).toBeVisible();

  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(place).toHaveValue("");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeFocused();
  await expect(page.getByText("Not saved yet.")).toHaveCount(0);
  const asked = questions(page);
  await page.reload();
  await alive(page);
  expect(asked).toEqual([]);
});

test("ACC-2 what is given up goes out of every field of the profile, and what is typed while what is stored is read stays", async ({
  person,
}) => {
  const { page } = await person("Ann");
  await page.goto("/settings/profile");
  await alive(page);
  const field = (name: string) => page.getByLabel(name, { exact: true });
  await field("Place").fill("Lugo");
  await field("About you").fill("Walks a lot.");
  await field("Show the status").selectOption("For an hour");
  const release = await held(page, "**/rpc/read_own");
  const asked = page.waitForRequest("**/rpc/read_own");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await asked;
  await field("Pronouns").fill("she/her");
  release();
  for (const name of ["Place", "About you", "Show the status"]) await expect(field(name)).toHaveValue("");
  await expect(field("Pronouns")).toHaveValue("she/her");
  await expect(page.getByText("Not saved yet.")).toBeVisible();
});
