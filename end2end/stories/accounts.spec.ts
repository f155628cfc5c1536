import { accessible, alive, expect, test } from "../world/index.ts";

test("ACC-1 somebody signs up, logs out and logs in again", async ({ browser, server }) => {
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

  await page.goto("/logout");
  await page.getByRole("button", { name: "Log out" }).click();
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

test("ACC-9 the appearance that was chosen holds at once, after a reload and without a flash", async ({ person }) => {
  const ann = await person("Ann");
  await ann.page.goto("/settings/appearance");
  await alive(ann.page);
  await ann.page.getByText("Dark", { exact: true }).click();
  await expect(ann.page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect
    .poll(async () => (await (await ann.context.request.get("/settings/appearance")).text()).includes('data-theme="dark"'))
    .toBe(true);
});

test("ACC-2 a status set without a network is shown at once and stored when the network is back", async ({ person }) => {
  const ann = await person("Ann");
  await ann.page.goto("/settings/profile");
  await alive(ann.page);
  await ann.context.setOffline(true);
  await ann.page.getByLabel("Status", { exact: true }).fill("on a train");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByText("Kept here until the server can be reached.")).toBeVisible();
  await ann.context.setOffline(false);
  await expect(ann.page.getByText("Profile saved.")).toBeVisible({ timeout: 30_000 });
  const profile = await (await ann.context.request.get(`/api/accounts/${ann.handle}`)).json();
  expect(profile.profile.status).toBe("on a train");
});
