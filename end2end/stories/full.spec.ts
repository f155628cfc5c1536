import { pair } from "../world/fill.ts";
import { alive, controlled, expect, type Person, stay, test } from "../world/index.ts";
import { full, laterVersion } from "../world/store.ts";
import { device, lockless } from "../world/tabs.ts";
import { composer, online, row, said, say } from "../world/talk.ts";

const OPERATIONS = "**/rpc/operations";
const TOLD = "This browser does not keep what you write.";

test("SYN-7 SYN-8 where the disk is full, it is told once that what waits is in the page alone, and nothing of it is lost", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await full(ann.page, ["operations"]);
  const { page } = ann;
  await meet(ann, bob);
  await online(page);
  await controlled(page);
  await page.route(OPERATIONS, (route) => route.abort());
  const words = ["one in the tunnel", "two in the tunnel"];
  for (const word of words) {
    await say(page, word);
    await expect(row(page, word)).toHaveAttribute("data-state", "sending");
  }
  await expect(page.getByText(TOLD)).toHaveCount(1);
  expect(await stay(page)).toBe("beforeunload");
  await page.unroute(OPERATIONS);
  for (const word of words) await expect(row(bob.page, word)).toHaveCount(1, { timeout: 40_000 });
  expect(await said(bob.page)).toEqual(words);
});

test("SYN-7 where there is no room for copies it is told once, and everything works without them", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await full(ann.page, ["replicas", "facts"]);
  await meet(ann, bob);
  await expect(ann.page.getByText(TOLD)).toHaveCount(1);
  await talks(ann, bob);
});

test("SYN-7 a store that cannot be opened is told once, and everything works without it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { account } = await (await ann.context.request.get("/api/me")).json();
  // It is there before any program of this version has run here.
  const still = await ann.context.newPage();
  await still.route("**/*.js", (route) => route.abort());
  await still.goto("/about");
  await laterVersion(still, account.id);
  await still.close();
  await meet(ann, bob);
  await expect(ann.page.getByText(TOLD)).toHaveCount(1);
  await talks(ann, bob);
});

test("SYN-7 SYN-8 what is written before the browser has given the page its place among the tabs leaves also where nothing can be kept", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await full(ann.page, ["operations"]);
  await lockless(ann.page);
  await meet(ann, bob);
  await say(ann.page, "hello all the same");
  await expect(row(bob.page, "hello all the same")).toHaveCount(1);
});

/** Opens the conversation of two people; the first one's page comes last, as what it tells goes by. */
async function meet(ann: Person, bob: Person): Promise<void> {
  const id = await pair(bob, ann);
  for (const { page } of [bob, ann]) {
    await page.goto(`/messages/${id}`);
    await alive(page);
  }
}

/** What is said and written reaches the other one and another device, and what was told is not told again. */
async function talks(ann: Person, bob: Person): Promise<void> {
  const { page } = ann;
  await say(page, "hello all the same");
  await expect(row(bob.page, "hello all the same")).toHaveCount(1);
  await say(bob.page, "hello yourself");
  await expect(row(page, "hello yourself")).toHaveCount(1);
  expect(await page.getByText(TOLD).count()).toBeLessThan(2);
  await composer(page).pressSequentially("half a thought");
  const second = await device(ann);
  await expect(composer(second)).toHaveValue("half a thought");
  expect(await said(second)).toEqual(["hello all the same", "hello yourself"]);
}
