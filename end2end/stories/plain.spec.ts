import { expect, test } from "../world/index.ts";

test("ACC-1 MSG-2 without JavaScript one signs up, finds somebody, writes and reads", async ({ person, browser, server }) => {
  const bob = await person("Bob");
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  const handle = `eva_${Date.now()}`;
  await page.goto("/signup");
  await page.getByLabel("Handle").fill(handle);
  await page.getByLabel("Name", { exact: true }).fill("Eva");
  await page.getByLabel("E-mail").fill(`${handle}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText(/too short/)).toBeVisible();
  await expect(page.getByLabel("Handle")).toHaveValue(handle);
  await page.getByLabel("Password", { exact: true }).fill("a walk by the sea 42");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/messages/);

  await page.goto("/messages/new");
  await page.getByRole("searchbox", { name: /find/i }).fill(bob.handle);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: new RegExp(bob.handle) }).click();
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Written by a form");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("log")).toContainText("Written by a form");

  await page.goto("/logout");
  await page.getByRole("button", { name: "Log out" }).click();
  await page.goto("/login?next=/messages");
  await page.getByLabel(/Handle or e-mail/).fill(handle);
  await page.getByLabel("Password", { exact: true }).fill("a walk by the sea 42");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/messages$/);
  await expect(page.getByRole("link", { name: /Bob/ })).toContainText("Written by a form");
  await context.close();
});
