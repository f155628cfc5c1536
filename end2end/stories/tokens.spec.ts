import type { Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import type { Server } from "../world/server.ts";
import { v7 } from "../world/uuid.ts";

/** The token that the page shows. */
const shown = (page: Page) => page.getByRole("region", { name: "New token" }).getByRole("definition");
const list = (page: Page) => page.getByRole("list", { name: "Tokens" }).getByRole("listitem");

async function make(page: Page, name: string, scopes: string[]): Promise<string> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  for (const scope of ["Read", "Write"]) {
    await page.getByRole("switch", { name: scope, exact: true }).setChecked(scopes.includes(scope));
  }
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByRole("region", { name: "New token" })).toContainText(name);
  return (await shown(page).textContent())!;
}

/** What the API answers to a call with this token. */
async function call(server: Server, token: string, method: string, path: string, body?: object): Promise<Response> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  return fetch(server.url + path, { method, headers, body: body && JSON.stringify(body) });
}

const status = async (...asked: Parameters<typeof call>) => (await call(...asked)).status;

test("ACC-10 a token is made, shown once, used as its scopes say, and revoked", async ({ person, server }) => {
  const { page } = await person("Ann");
  await page.goto("/settings/tokens");
  await alive(page);
  await expect(page.getByRole("heading", { name: "No tokens" })).toBeVisible();
  await accessible(page);
  const token = await make(page, "Reader", ["Read"]);
  expect(token).toMatch(/^ttp_[\w-]{43}$/);
  await expect(page.getByRole("region", { name: "New token" })).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
  await accessible(page);
  await expect(list(page)).toHaveText([/Reader.*read · ends .*Never used/]);
  expect(await status(server, token, "GET", "/api/me")).toBe(200);
  const refused = await call(server, token, "POST", "/api/messages", { id: v7(), to: "nobody", body: "hi" });
  expect([refused.status, (await refused.json()).rule]).toEqual([403, "insufficient_scope"]);
  expect(await status(server, token, "POST", "/api/tokens", { name: "another", scopes: ["read"] })).toBe(403);
  expect(await status(server, token, "DELETE", "/api/sessions")).toBe(403);

  await page.reload();
  await alive(page);
  await expect(page.getByText(token)).toHaveCount(0);
  await expect(list(page)).toHaveText([/Last used/]);
  await page.getByRole("button", { name: "Revoke Reader" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Token revoked." })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No tokens" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  expect(await status(server, token, "GET", "/api/me")).toBe(401);
});

test("ACC-10 a form for a token says what is wrong, and who is no administrator is not offered their rights", async ({ person }) => {
  // Whoever signs up first runs the place.
  await person("Root");
  const { page } = await person("Ann");
  await page.goto("/settings/tokens");
  await alive(page);
  await expect(page.getByRole("switch")).toHaveCount(2);
  await page.getByRole("switch", { name: "Read", exact: true }).uncheck();
  await page.getByRole("button", { name: "Make token" }).click();
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(/The name is needed/);
  await expect(page.getByRole("alert").filter({ hasText: "What it may do is needed." })).toBeVisible();
  await expect(page.getByRole("region", { name: "New token" })).toHaveCount(0);
});

test("ACC-10 what is made or revoked on one device is seen on the other", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  await ann.page.goto("/settings/tokens");
  await alive(ann.page);
  const other = await browser.newContext({ baseURL: server.url });
  const entry = await other.request.post("/api/sessions", { data: { login: ann.handle, password: ann.password } });
  const { token: session } = await entry.json();
  const made = await call(server, session, "POST", "/api/tokens", { name: "Elsewhere", scopes: ["read", "write"] });
  await expect(list(ann.page)).toHaveText([/Elsewhere.*read, write · no end/]);
  const { about } = await made.json();
  expect(await status(server, session, "DELETE", `/api/tokens/${about.id}`)).toBe(204);
  await expect(ann.page.getByRole("heading", { name: "No tokens" })).toBeVisible();
  await other.close();
});

test("ACC-10 without JavaScript a token is made, shown once and revoked", async ({ person, server }) => {
  const { page } = await person("Ann", { javaScriptEnabled: false });
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/The name is needed/);
  const token = await make(page, "Plain bot", ["Read", "Write"]);
  expect(await status(server, token, "GET", "/api/me")).toBe(200);
  await page.goto("/settings/tokens");
  await expect(page.getByText(token)).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke Plain bot" }).click();
  await expect(page.getByRole("heading", { name: "No tokens" })).toBeVisible();
  expect(await status(server, token, "GET", "/api/me")).toBe(401);
});

/** Logs in and makes a token, as the reference tells somebody who never saw the API. */
async function lent(server: Server, { handle, password }: Person): Promise<{ session: string; token: string }> {
  const entry = await fetch(`${server.url}/api/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ login: handle, password }),
  });
  const { token: session } = await entry.json();
  const made = await call(server, session, "POST", "/api/tokens", { name: "Ping bot", scopes: ["read", "write"] });
  return { session, token: (await made.json()).token };
}

/** Starts the bot of the source; what it has said so far. */
function started(server: Server, token: string): { bot: ChildProcess; said: string[] } {
  const bot = spawn(process.execPath, [join(import.meta.dirname, "../../examples/ping_bot.mjs")], {
    env: { PATH: process.env.PATH, TERTULIA_URL: server.url, TERTULIA_TOKEN: token },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [bot.stdout!, bot.stderr!]) stream.on("data", (text) => said.push(String(text)));
  return { bot, said };
}

test("MSG-13 ACC-10 the bot of the reference answers once to each ping, also after the server was killed and came back", async ({ person, server }) => {
  const [ann, owner] = [await person("Ann"), await person("Bot")];
  const { token } = await lent(server, owner);
  const { session: anns } = await lent(server, ann);
  const { bot, said } = started(server, token);
  try {
    await expect.poll(() => said.join("")).toContain(`Listening as @${owner.handle}`);
    const say = (body: string) => call(server, anns, "POST", "/api/messages", { id: v7(), to: owner.handle, body });
    const first = await say("ping");
    expect(first.status).toBe(201);
    const { conversation_id: id } = await first.json();
    const words = async () => {
      const page = await (await call(server, anns, "GET", `/api/conversations/${id}/messages`)).json();
      return page.items.map((message: { body: string }) => message.body).reverse();
    };
    await expect.poll(words).toEqual(["ping", "pong"]);
    await say("no question");
    await say("Ping");
    await expect.poll(words).toEqual(["ping", "pong", "no question", "Ping", "pong"]);

    // The last one is stored; whether the bot has heard of it when the server dies nobody knows.
    await say("ping");
    await server.kill();
    await server.run();
    await say("ping");
    await expect.poll(async () => (await words()).filter((body: string) => body === "pong").length, { timeout: 30_000 }).toBe(4);
    await say("no question");
    expect((await words()).filter((body: string) => body === "pong")).toHaveLength(4);
  } finally {
    bot.kill();
  }
});

test("ACC-10 SYN-2 a bot whose token is revoked ends", async ({ person, server }) => {
  const owner = await person("Bot");
  const { session, token } = await lent(server, owner);
  const { bot, said } = started(server, token);
  try {
    await expect.poll(() => said.join("")).toContain("Listening");
    const { items } = await (await call(server, session, "GET", "/api/tokens")).json();
    expect(await status(server, session, "DELETE", `/api/tokens/${items[0].id}`)).toBe(204);
    await expect.poll(() => bot.exitCode).toBe(1);
    // What it said last may be read only after it has ended.
    await expect.poll(() => said.join("")).toContain("sign_in");
  } finally {
    bot.kill();
  }
});
