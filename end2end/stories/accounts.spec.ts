import type { Locator } from "@playwright/test";
import { accessible, alive, expect, test } from "../world/index.ts";
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
  await expect(page).toHaveURL(`${server.url}/`);
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Who to follow" })).toBeVisible();

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
  await expect(page).toHaveURL(/\/messages$/);
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
    await expect(page).toHaveURL(`${server.url}/`);
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

test("ACC-1 the list of sessions is read once after one of them has ended, here or elsewhere", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const other = await browser.newContext({ baseURL: server.url });
  const login = async () => {
    const answer = await other.request.post("/api/sessions", { data: { login: ann.handle, password: ann.password } });
    expect(answer.status()).toBe(201);
    return ((await answer.json()) as { token: string }).token;
  };
  await login();
  const page = ann.page;
  let [readings, news] = [0, 0];
  page.on("request", (request) => {
    if (request.url().includes("/rpc/list_sessions")) readings += 1;
  });
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      if (payload.toString().includes("session.revoked")) news += 1;
    });
  });
  const elsewhere = await login();
  await page.goto("/settings/sessions");
  await alive(page);
  await online(page);
  const revoke = page.getByRole("button", { name: /^Revoke/ });
  await expect(revoke).toHaveCount(2);
  const before = readings;
  // The last that was seen stands first: the other one is ended here.
  await revoke.last().click();
  await expect(revoke).toHaveCount(1);
  await expect.poll(() => news).toBeGreaterThan(0);
  const headers = { Authorization: `Bearer ${elsewhere}` };
  expect((await other.request.delete("/api/sessions/current", { headers })).status()).toBe(204);
  await expect(revoke).toHaveCount(0);
  expect(readings - before).toBe(2);
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
