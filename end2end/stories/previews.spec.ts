import { randomUUID } from "node:crypto";
import { createServer, type Server as Site } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator, Page } from "@playwright/test";
import { accessible, alive, expect, legible, test } from "../world/index.ts";
import { editor, insist, log, row, say, together } from "../world/talk.ts";

const PAGE = `<!doctype html><html><head><title>Plain</title>
  <meta property="og:title" content="How to make tea &amp; cake">
  <meta property="og:site_name" content="Leaves">
  <meta name="description" content="Water first, then patience.">
</head><body>behind</body></html>`;

let site: Site;
let address: string;
let asked: string[] = [];

test.beforeAll(async ({ server }) => {
  site = createServer((request, answer) => {
    const { pathname } = new URL(request.url ?? "/", address);
    asked.push(pathname);
    if (pathname === "/inside") return answer.writeHead(302, { Location: `${server.url}/about` }).end();
    if (pathname === "/endless") {
      answer.writeHead(200, { "Content-Type": "text/html" });
      const more = () => {
        while (answer.writable && answer.write("a".repeat(65_536)));
      };
      answer.on("drain", more).on("error", () => {});
      return more();
    }
    answer.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(PAGE);
  });
  await new Promise<void>((ready) => site.listen(0, "127.0.0.1", ready));
  const { port } = site.address() as AddressInfo;
  address = `http://127.0.0.1:${port}`;
  await server.kill();
  await server.run({ TERTULIA_LINK_PREVIEWS: "on", TERTULIA_LINK_PREVIEWS_ALLOW_PRIVATE: `127.0.0.1:${port}` });
});

test.beforeEach(() => {
  asked = [];
});

test.afterAll(async ({ server }) => {
  site.closeAllConnections();
  site.close();
  await server.kill();
  await server.run();
});

/** An address that was never asked for. */
function link(path: string): string {
  return `${address}${path}?${randomUUID()}`;
}

/** The card below a message. */
function card(page: Page, words: string): Locator {
  return row(page, words).locator("[data-preview]");
}

async function choose(page: Page, words: string, name: string): Promise<void> {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Message actions" }).click();
  await row(page, words).getByRole("menuitem", { name, exact: true }).click();
}

test("MSG-7 a link is shown with what its page is called, asked for by the server alone", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const foreign: string[] = [];
  for (const { page, origin } of [ann, bob]) {
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) foreign.push(request.url());
    });
  }
  const tea = link("/tea");
  await say(ann.page, `look: ${tea}`);
  for (const { page } of [ann, bob]) {
    await expect(card(page, "look")).toContainText("How to make tea & cake");
    await expect(card(page, "look")).toContainText("Leaves");
    await expect(card(page, "look")).toContainText("Water first, then patience.");
    await expect(card(page, "look")).toHaveAttribute("href", tea);
    await expect(card(page, "look")).toHaveAttribute("rel", /noopener noreferrer/);
  }
  await expect(row(bob.page, "look")).not.toContainText("edited");
  await accessible(bob.page);
  await legible(bob.page);
  expect(asked).toEqual(["/tea"]);
  expect(foreign).toEqual([]);
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await expect(card(bob.page, "look")).toContainText("How to make tea & cake");
});

test("MSG-7 a preview that comes in keeps the newest message in sight", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  for (let number = 1; number <= 20; number++) await say(ann.page, `line ${number}`);
  await say(ann.page, link("/sight"));
  await say(ann.page, "the last word");
  for (const { page } of [ann, bob]) {
    await expect(card(page, "/sight")).toBeVisible();
    await expect(row(page, "the last word")).toBeInViewport({ ratio: 1 });
  }
});

test("MSG-7 whoever said it removes its preview, for everybody and for good, also by keys", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, `one ${link("/one")}`);
  await say(ann.page, `two ${link("/two")}`);
  for (const { page } of [ann, bob]) for (const words of ["one", "two"]) await expect(card(page, words)).toBeVisible();
  await row(bob.page, "one").hover();
  await row(bob.page, "one").getByRole("button", { name: "Message actions" }).click();
  await expect(row(bob.page, "one").getByRole("menuitem", { name: "Remove preview" })).toHaveCount(0);
  await expect(bob.page.getByRole("button", { name: "Remove preview" })).toHaveCount(0);
  await row(ann.page, "one").getByRole("button", { name: "Remove preview" }).click();
  await row(ann.page, "two").press("Enter");
  // The menu takes the focus in the frame after it was drawn, from whatever has it by then.
  await expect(row(ann.page, "two").getByRole("menuitem").first()).toBeFocused();
  await row(ann.page, "two").getByRole("menuitem", { name: "Remove preview" }).press("Enter");
  await expect(row(ann.page, "two")).toBeFocused();
  for (const { page } of [ann, bob]) await expect(log(page).locator("[data-preview]")).toHaveCount(0);
});

test("MSG-7 SYN-8 without a network a preview goes at once, and for the others when it is back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, link("/offline"));
  for (const { page } of [ann, bob]) await expect(card(page, "/offline")).toBeVisible();
  await ann.context.setOffline(true);
  await choose(ann.page, "/offline", "Remove preview");
  await expect(card(ann.page, "/offline")).toHaveCount(0);
  await expect(card(bob.page, "/offline")).toBeVisible();
  await ann.context.setOffline(false);
  await expect(card(bob.page, "/offline")).toHaveCount(0, { timeout: 40_000 });
  await expect(card(ann.page, "/offline")).toHaveCount(0);
});

test("MSG-7 what a message leads to after an edit is what it shows, and a deleted one shows nothing", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, `look: ${link("/edit")}`);
  await expect(card(bob.page, "look")).toBeVisible();
  const edit = async (words: string) => {
    await choose(ann.page, "look", "Edit");
    await editor(ann.page).fill(words);
    await editor(ann.page).press("Enter");
  };
  await edit("look: nowhere");
  for (const { page } of [ann, bob]) await expect(card(page, "look")).toHaveCount(0);
  const again = link("/again");
  await edit(`look: ${again}`);
  for (const { page } of [ann, bob]) await expect(card(page, "look")).toHaveAttribute("href", again);
  await choose(ann.page, "look", "Delete");
  await insist(ann.page);
  await expect(row(bob.page, "Message deleted")).toHaveCount(1);
  for (const { page } of [ann, bob]) await expect(log(page).locator("[data-preview]")).toHaveCount(0);
});

test("MSG-7 a page without end, or one that leads to this machine, has no preview and nothing else happens", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(ann.page, `endless ${link("/endless")}`);
  await say(ann.page, `inside ${link("/inside")}`);
  await say(ann.page, `fine ${link("/fine")}`);
  await expect(card(bob.page, "fine")).toBeVisible();
  // All three are of one host, which is asked once a second, in whatever order they come to wait for that.
  await expect.poll(() => asked.toSorted()).toEqual(["/endless", "/fine", "/inside"]);
  for (const words of ["endless", "inside"]) await expect(card(bob.page, words)).toHaveCount(0);
});
