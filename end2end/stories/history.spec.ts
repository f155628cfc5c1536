import { alive, expect, type Person, test } from "../world/index.ts";
import { log, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** Messages, and how many of them are on the way at a time. */
const HISTORY = 10_000;
const LANES = 32;
/** Rows that may stand in the document. */
const MOST = 120;

test("MSG-6 a history of ten thousand keeps the document small and scrolls to its first message", async ({ person }) => {
  test.setTimeout(300_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await bob.page.goto("/about");
  await fill(ann, id);
  await ann.page.goto(`/messages/${id}`);
  await alive(ann.page);
  const rows = log(ann.page).locator("[data-message]");
  await expect(rows.last()).toContainText(`message ${HISTORY}`);
  const first = log(ann.page).getByText("message 1", { exact: true });
  await log(ann.page).hover();
  while (!(await first.count())) {
    await ann.page.mouse.wheel(0, -3000);
    await ann.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await rows.count()).toBeLessThanOrEqual(MOST);
  }
  await expect(first).toBeVisible();
});

/** Writes them all by the API: the first and the last in their places, the others as they come. */
async function fill(ann: Person, id: string): Promise<void> {
  const origin = new URL(ann.page.url()).origin;
  const [session] = await ann.context.cookies(origin.replace("http:", "https:"));
  const headers = { Authorization: `Bearer ${session.value}`, "Content-Type": "application/json" };
  const write = async (number: number) => {
    const body = JSON.stringify({ id: v7(), conversation_id: id, body: `message ${number}` });
    const answer = await fetch(`${origin}/api/messages`, { method: "POST", headers, body });
    expect(answer.status, await answer.text()).toBe(201);
  };
  await write(1);
  let next = 2;
  const lane = async () => {
    while (next < HISTORY) await write(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await write(HISTORY);
}
