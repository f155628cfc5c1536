import type { Page } from "@playwright/test";
import { tellOfNetwork } from "../world/background.ts";
import { alive, expect, kept, type Person, test } from "../world/index.ts";
import { endElsewhere } from "../world/session.ts";
import { keepUnsent, stored } from "../world/store.ts";
import { composer, log, row, said, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

const WORDS = ["one in the tunnel", "two in the tunnel"];
const ON_ITS_WAY = /sent|delivered|read/;

test("SYN-10 the browser's word that there is a network reaches an open page", async ({ person, server }) => {
  const { page } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  const heard = page.evaluate(
    () => new Promise((hear) => navigator.serviceWorker.addEventListener("message", (event) => hear(event.data), { once: true })),
  );
  expect(await tellOfNetwork(page, server.url)).toBe("done");
  expect(await heard).toBe("wake");
});

test("SYN-8 SYN-10 what was written in a tunnel is sent once there is a network although no page is open, and only once", async ({
  person,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const blank = await writeAndClose(ann);
  await ann.context.setOffline(false);
  expect(await tellOfNetwork(blank, server.url)).toBe("done");
  await expect.poll(() => said(bob.page)).toEqual(WORDS);
  // Opened again, the browser finds what it has sent by itself, and that it has.
  const page = await ann.context.newPage();
  await page.goto(`/messages/${id}`);
  await alive(page);
  for (const words of WORDS) await expect(row(page, words)).toHaveAttribute("data-state", ON_ITS_WAY);
  await expect.poll(() => stored(page, "operations")).toEqual([]);
  for (const one of [page, bob.page]) expect(await said(one)).toEqual(WORDS);
});

test("SYN-10 what cannot be sent in the background is tried again when the browser says so once more", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const blank = await writeAndClose(ann);
  await server.kill();
  await ann.context.setOffline(false);
  expect(await tellOfNetwork(blank, server.url)).toBe("again");
  await server.run();
  expect(await tellOfNetwork(blank, server.url)).toBe("done");
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(WORDS);
});

test("SYN-8 SYN-10 what was written goes out in the background for nobody else, and waits for its author's next log-in", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const blank = await writeAndClose(ann);
  const eve = await person("Eve");
  const own = await ann.context.cookies();
  // The browser is logged in to another account, and then to none.
  await ann.context.clearCookies();
  await ann.context.addCookies(await eve.context.cookies());
  await ann.context.setOffline(false);
  expect(await tellOfNetwork(blank, server.url)).toBe("done");
  await ann.context.clearCookies();
  await ann.context.addCookies(own);
  await endElsewhere(ann, browser, server.url);
  expect(await tellOfNetwork(blank, server.url)).toBe("done");
  await say(bob.page, "are you there?");
  await expect(row(bob.page, "are you there?")).toHaveAttribute("data-state", "sent");
  expect(await said(bob.page)).toEqual(["are you there?"]);
  const page = await ann.context.newPage();
  await page.goto("/login");
  await alive(page);
  await page.getByLabel(/Handle or e-mail/).fill(ann.handle);
  await page.getByLabel("Password", { exact: true }).fill(ann.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["are you there?", ...WORDS]);
});

test("SYN-8 SYN-10 what is refused in the background is left to the next page, and with it what was written after it", async ({
  person,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  // No page lets anybody write that.
  const nothing = { v: 1, kind: "message.send", id: v7(), object: `conversation:${id}`, body: { conversation_id: id, body: " " } };
  await kept(ann.page);
  await ann.context.setOffline(true);
  await keepUnsent(ann.page, nothing);
  const blank = await writeAndClose(ann);
  await ann.context.setOffline(false);
  expect(await tellOfNetwork(blank, server.url)).toBe("done");
  await say(bob.page, "are you there?");
  await expect(row(bob.page, "are you there?")).toHaveAttribute("data-state", "sent");
  expect(await said(bob.page)).toEqual(["are you there?"]);
  const page = await ann.context.newPage();
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(log(page).locator("[data-message][data-state=failed]")).toHaveCount(1);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["are you there?", ...WORDS]);
});

/** Writes without a network and closes every page of the application; a blank one, by which to reach the browser. */
async function writeAndClose({ page, context }: Person): Promise<Page> {
  await kept(page);
  await context.setOffline(true);
  for (const words of WORDS) {
    await say(page, words);
    await expect(row(page, words)).toHaveAttribute("data-state", "sending");
  }
  await expect(composer(page)).toHaveValue("");
  await expect.poll(() => stored(page, "operations")).toContainEqual(expect.stringContaining(WORDS[1]));
  const blank = await context.newPage();
  await page.close();
  return blank;
}
