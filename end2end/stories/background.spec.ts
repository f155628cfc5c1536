import type { Page } from "@playwright/test";
import { tellOfNetwork } from "../world/background.ts";
import { alive, expect, kept, type Person, test } from "../world/index.ts";
import { answer, published } from "../world/posts.ts";
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
  await wakeWith(ann, server.url, message(id, " "));
  await say(bob.page, "are you there?");
  await expect(row(bob.page, "are you there?")).toHaveAttribute("data-state", "sent");
  expect(await said(bob.page)).toEqual(["are you there?"]);
  const page = await ann.context.newPage();
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(log(page).locator("[data-message][data-state=failed]")).toHaveCount(1);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(["are you there?", ...WORDS]);
});

test("MSG-2 SYN-10 what was refused before goes out neither in the background nor from the next page until its author says so", async ({
  person,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await wakeWith(ann, server.url, { ...message(id, "refused before"), refused: { code: "forbidden" } });
  const page = await ann.context.newPage();
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect.poll(() => said(bob.page), { timeout: 40_000 }).toEqual(WORDS);
  const refused = row(page, "refused before");
  await expect(refused).toHaveAttribute("data-state", "failed");
  await page.reload();
  await alive(page);
  await expect(refused).toHaveAttribute("data-state", "failed");
  await refused.getByRole("button", { name: "Retry" }).click();
  await expect.poll(() => said(bob.page)).toEqual([...WORDS, "refused before"]);
});

test("SYN-8 SYN-10 a change of a message that is refused in the background holds up nothing that was written after it", async ({
  person,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  // The message is not there any more.
  const gone = v7();
  await wakeWith(
    ann,
    server.url,
    change("message.edit", id, gone, { body: "what it shall say" }),
    change("message.react", id, gone, { emoji: "👍", on: true }),
    change("message.pin", id, gone, { on: true }),
    change("message.delete", id, gone, {}),
  );
  await expect.poll(() => said(bob.page)).toEqual(WORDS);
});

test("SYN-10 a fault of the server holds up in the background what is said in the same place and nothing else, until the next try", async ({
  person,
  server,
}) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const id = await together(ann, eve);
  await together(ann, bob);
  await kept(ann.page);
  await ann.context.setOffline(true);
  const toEve = ["where it breaks", "and after it"];
  const names = [v7(), v7()].sort();
  for (const [place, words] of toEve.entries()) await keepUnsent(ann.page, message(id, words, names[place]));
  const blank = await writeAndClose(ann);
  await server.ask(`alter table tertulia.messages add constraint messages_break check (body <> '${toEve[0]}') not valid`);
  await ann.context.setOffline(false);
  expect(await tellOfNetwork(blank, server.url)).toBe("again");
  await expect.poll(() => said(bob.page)).toEqual(WORDS);
  await server.ask("alter table tertulia.messages drop constraint messages_break");
  expect(await tellOfNetwork(blank, server.url)).toBe("done");
  // In this order, so that what stood behind the fault did not go ahead; and to Bob nothing went twice.
  await expect.poll(() => said(eve.page)).toEqual(toEve);
  expect(await said(bob.page)).toEqual(WORDS);
});

test("SYN-8 SYN-10 a deletion of a page that ended without a word is sent in the background once it cannot be undone any more", async ({
  person,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  for (const words of ["at noon", "at one"]) await say(page, words);
  await expect(row(bob.page, "at one")).toHaveCount(1);
  const named = async (words: string) => (await row(page, words).getAttribute("data-message")) ?? "";
  const soon = undoable(change("message.delete", id, await named("at noon"), {}), Date.now() + 8_000);
  // As it looks where the clock was set back since.
  const late = undoable(change("message.delete", id, await named("at one"), {}), Date.now() + 3_600_000);
  await wakeWith(ann, server.url, soon, late);
  await expect.poll(() => said(bob.page)).toEqual(["Message deleted", "Message deleted", ...WORDS]);
});

test("SYN-8 SYN-10 COM-1 of edits in one thread that are sent in the background each lies over those of the same entry alone", async ({
  person,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const post = await published(ann);
  const reply = await answer(ann, post, "By the mill.");
  const names = [v7(), v7(), v7()].sort();
  const edit = (thing: "post" | "answer", entry: string, words: string) => ({
    ...{ v: 1, kind: `${thing}.edit`, id: names.shift() ?? "", object: `post:${post}`, expected_version: 1 },
    body: { [`${thing}_id`]: entry, body: words },
  });
  const edits = [edit("answer", reply, "Once."), edit("answer", reply, "Twice."), edit("post", post, "By the lake?")];
  await wakeWith(ann, server.url, ...edits);
  const { post: asked, answers } = await (await ann.context.request.get(`/api/posts/${post}`)).json();
  expect([asked.body, answers.items[0].body]).toEqual(["By the lake?", "Twice."]);
});

/** What a page keeps of a message that is still to be sent. */
function message(conversation: string, words: string, id = v7()): { id: string } & object {
  const body = { conversation_id: conversation, body: words };
  return { v: 1, kind: "message.send", id, object: `conversation:${conversation}`, body };
}

/** What a page keeps of what was done to a message and is still to be sent. */
function change(kind: string, conversation: string, message: string, what: object): { id: string } & object {
  const body = { conversation_id: conversation, message_id: message, seq: 1, ...what };
  return { v: 1, kind, id: v7(), object: `conversation:${conversation}`, body };
}

/** The same, of what can be undone until then. */
function undoable(operation: { id: string } & object, until: number): { id: string } & object {
  return { id: operation.id, held: { ...operation, postponed_until: until }, refused: true };
}

/** Has a browser without pages hear of the network where these wait, and behind them what was written in a tunnel. */
async function wakeWith(person: Person, url: string, ...waiting: ({ id: string } & object)[]): Promise<void> {
  await kept(person.page);
  await person.context.setOffline(true);
  for (const operation of waiting) await keepUnsent(person.page, operation);
  const blank = await writeAndClose(person);
  await person.context.setOffline(false);
  expect(await tellOfNetwork(blank, url)).toBe("done");
}

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
