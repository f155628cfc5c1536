import type { Page } from "@playwright/test";
import { fill, pair, post } from "../world/fill.ts";
import { accessible, alive, expect, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { composer, log, together } from "../world/talk.ts";

test("ACC-1 MSG-2 without JavaScript one signs up, finds somebody, writes and reads", async ({ person, browser, server }) => {
  const bob = await person("Bob");
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  const handle = `eva_${Date.now()}`;
  await page.goto("/signup");
  await page.getByLabel("Handle").fill(handle);
  await page.getByLabel("Name", { exact: true }).fill("Eva");
  await page.getByLabel("E-mail").fill("x");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText(/too short/)).toBeVisible();
  await expect(page.getByLabel("Handle")).toHaveValue(handle);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Eva");
  const email = page.getByLabel("E-mail");
  await expect(email).toHaveValue("x");
  await expect(email).toHaveAccessibleDescription(/does not look right/);
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveValue("");
  await expect(page.getByRole("button", { name: "Show password" })).toHaveCount(0);
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(password).toHaveAccessibleDescription(/too short/);
  expect(page.url()).toBe(`${server.url}/signup?act=sign_up`);
  await email.fill(`${handle}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill("a walk by the sea 42");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(`${server.url}/`);

  await page.goto("/messages/new");
  await page.getByRole("searchbox", { name: /find/i }).fill(bob.handle);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/messages/new?who=${bob.handle}`);
  await expect(page.getByRole("searchbox", { name: "Search conversations" })).toHaveValue("");
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

/** Posts the form of a page once more, as a second click does. */
async function postAgain(page: Page, url: string, form: Record<string, string>): Promise<number> {
  const origin = new URL(page.url()).origin;
  const answer = await page.context().request.post(url, {
    form,
    headers: { Accept: "text/html", Origin: origin },
    maxRedirects: 0,
  });
  return answer.status();
}

test("MSG-2 without JavaScript a form sent twice is one message, and a refused text comes back", async ({ person, server }) => {
  const ann = await person("Ann", { javaScriptEnabled: false });
  const bob = await person("Bob");
  const opened = await ann.context.request.post("/api/conversations", {
    data: { with: [bob.handle] },
    headers: { Origin: server.url },
  });
  const { id } = await opened.json();
  const page = ann.page;
  await page.goto(`/messages/${id}`);
  const name = page.locator("input[name=id]");
  const first = await name.inputValue();
  await composer(page).fill("Said once\non two lines");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(log(page)).toContainText("Said once");
  expect(await name.inputValue()).not.toBe(first);
  const form = { conversation_id: id, id: first, body: "Said once\r\non two lines" };
  expect(await postAgain(page, `/messages/${id}?act=send_message`, form)).toBe(303);
  await page.reload();
  await expect(log(page).locator("[data-message]")).toHaveCount(1);

  const long = `<b>${"long ".repeat(2_100)}</textarea>`;
  await composer(page).fill(long);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(composer(page)).toHaveValue(long);
  await expect(composer(page)).toHaveAccessibleDescription(/too long/);
  await expect(composer(page)).toHaveAttribute("aria-invalid", "true");
  expect(page.url()).toBe(`${server.url}/messages/${id}?act=send_message`);
  await composer(page).fill("Said shorter");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(log(page).locator("[data-message]")).toHaveCount(2);
});

test("MSG-1 MSG-6 without JavaScript a long conversation is read to its end, page by page", async ({ person, server }) => {
  const [eva, bob] = [await person("Eva", { javaScriptEnabled: false }), await person("Bob")];
  const id = await pair(bob, eva);
  await past(server, bob, id, 70);
  const page = eva.page;
  const words = log(page).locator("[data-body]");
  const way = (name: string) => page.getByRole("link", { name });
  const mark = page.getByRole("button", { name: "Mark as read" });
  const unread = async () => ((await (await eva.context.request.get(`/api/conversations/${id}`)).json()) as { unread: number }).unread;

  await page.goto(`/messages/${id}`);
  await expect(words).toHaveCount(50);
  await expect(words.last()).toHaveText("message 50");
  await way("Newer messages").click();
  await expect(words).toHaveCount(20);
  await expect(words.last()).toHaveText("message 70");
  await expect(way("Newer messages")).toHaveCount(0);
  await way("Older messages").click();
  await expect(words).toHaveCount(50);
  await expect(words.first()).toHaveText("message 1");
  await way("To the newest").click();
  await expect(words.first()).toHaveText("message 21");
  await expect(words.last()).toHaveText("message 70");
  expect(await unread(), "looking changes nothing").toBe(70);

  await page.goto(`/messages/${id}`);
  await mark.click();
  await expect(words.last()).toHaveText("message 70");
  expect(await unread()).toBe(20);
  await mark.click();
  await expect(mark).toHaveCount(0);
  expect(await unread()).toBe(0);

  await past(server, bob, id, 60, "more");
  await page.goto(`/messages/${id}`);
  await expect(words.last()).toHaveText("more 34");
  await composer(page).fill("I have seen it all");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(words.last()).toHaveText("I have seen it all");
  await expect(mark).toHaveCount(0);
  expect(await unread()).toBe(0);
});

test("MSG-1 MSG-5 without JavaScript the list names the day of the last word, and what was edited says so and offers nothing", async ({ person }) => {
  const [eva, bob] = [await person("Eva", { javaScriptEnabled: false }), await person("Bob")];
  const id = await pair(bob, eva);
  await fill(bob, id, 1);
  const page = eva.page;
  await page.goto(`/messages/${id}`);
  const message = log(page).locator("[data-message]");
  await expect(message).toContainText("message 1");
  await expect(message).not.toContainText("edited");
  await post(bob, `/api/messages/${await message.getAttribute("data-message")}`, { body: "message one" }, "patch");
  await page.reload();
  await expect(message).toContainText("message one");
  await expect(message.getByText("edited", { exact: true })).toBeVisible();
  await expect(message.getByRole("button")).toHaveCount(0);
  const said = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Bob/ }).locator("time");
  await expect(said).toHaveText(/^\d{1,2} [A-Z][a-z]+ 20\d\d$/);
  await expect(said).toHaveAttribute("title", / UTC$/);
});

test("MSG-2 a page that came back with a refused form comes alive where it stands", async ({ person }) => {
  const ann = await person("Ann");
  const bob = await person("Bob");
  const url = await together(ann, bob).then((id) => `/messages/${id}`);
  const page = ann.page;
  const field = composer(page);
  // As a form posts it that was sent before the page was alive: its program has heard of no key, and keeps no draft.
  const refused = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().includes("act="));
  await field.evaluate((field) => {
    const { form } = Object.assign(field as HTMLTextAreaElement, { value: "x".repeat(10_001) });
    form?.submit();
  });
  expect((await refused).status()).toBe(422);
  await page.waitForURL(/act=/);
  await alive(page);
  await expect(field).toHaveValue("x".repeat(10_001));
  await expect(field).toHaveAccessibleDescription(/too long/);
  await field.fill("Shorter now");
  await field.press("Enter");
  await expect(log(page)).toContainText("Shorter now");
  await expect(field).toHaveValue("");
  await page.goto("/messages");
  await page.goto(url);
  await expect(field).toHaveValue("");
});

test("ACC-2 a status ends when one wants it to, with and without JavaScript", async ({ person }) => {
  const ann = await person("Ann", { javaScriptEnabled: false });
  await ann.page.goto("/settings/profile");
  await ann.page.getByLabel("Status", { exact: true }).fill("At lunch");
  await ann.page.getByLabel("Show the status").selectOption("For an hour");
  await ann.page.getByLabel("Links").fill("no link");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByLabel("Links")).toHaveAccessibleDescription(/^Line 1 does not look right: a link has no spaces/);
  await expect(ann.page.getByLabel("Show the status")).toHaveValue("60");
  await ann.page.getByLabel("Links").fill("");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByText("Saved.")).toBeVisible();
  await expect(ann.page.getByLabel("Show the status").locator("option:checked")).toHaveText(/^Until .*\d\d:\d\d UTC$/);
  await ann.page.goto(`/u/${ann.handle}`);
  await expect(ann.page.getByText("At lunch")).toBeVisible();

  const bob = await person("Bob");
  await bob.page.goto("/settings/profile");
  await alive(bob.page);
  await bob.page.getByLabel("Status", { exact: true }).fill("Away");
  await bob.page.getByLabel("Show the status").selectOption("For a week");
  await bob.page.getByRole("button", { name: "Save" }).click();
  // By the clock on Bob's wall, which needs no name.
  await expect(bob.page.getByLabel("Show the status").locator("option:checked")).toHaveText(/^Until .*\d\d:\d\d$/);
  await bob.page.getByRole("button", { name: "Save" }).click();
  await expect(bob.page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  await accessible(bob.page);
});
