import type { Locator, Page } from "@playwright/test";
import { post } from "../world/fill.ts";
import { expect, type Person, test } from "../world/index.ts";
import { answer, comment, opened, published, remark } from "../world/posts.ts";
import { answers, bring, LONG, painted, top } from "../world/still.ts";

/** What one reads of a thread, far below its question and a first answer. */
interface Reading {
  ann: Person;
  page: Page;
  question: string;
  /** The answer above the one that is read, and that. */
  above: string;
  answer: string;
  read: (paragraph: number) => Locator;
}

/** A question and three answers of Ann's, the second of which Bob reads. */
async function reading(person: (name: string) => Promise<Person>): Promise<Reading> {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const question = await published(ann, { body: LONG });
  const above = await answer(ann, question, "Along the bridge.");
  const second = await answer(ann, question, LONG);
  await answer(ann, question, `By the mill.\n\n${LONG}\n\n${LONG}`);
  const page = await opened(bob, `/p/${question}?sort=oldest`);
  const read = (paragraph: number) => answers(page).nth(1).getByText(`Paragraph ${paragraph} of many.`);
  return { ann, page, question, above, answer: second, read };
}

/** Has the question say something else, longer by so many paragraphs; returns once it is shown. */
async function reworded({ ann, page, question }: Reading, number: number): Promise<void> {
  const more = Array.from({ length: number }, (_, place) => `And ${place} more.`).join("\n\n");
  await post(ann, `/api/posts/${question}`, { body: `${LONG}\n\n${more}\n\nVersion ${number}.` }, "patch");
  await expect(page.getByText(`Version ${number}.`, { exact: true })).toHaveCount(1);
}

test("COM-3 COM-1 comments and edits that come one right after the other above what is read do not move it", async ({ person }) => {
  const thread = await reading(person);
  const { ann, page, question, above, read } = thread;
  const before = await bring(read(9));
  for (let number = 1; number <= 10; number++) {
    await remark(ann, above, `Remark ${number}`);
    await comment(ann, question, `Comment ${number}`);
  }
  for (let number = 1; number <= 10; number++) {
    await post(ann, `/api/posts/${question}`, { body: `${LONG}\n\n${"One more.\n\n".repeat(number)}` }, "patch");
  }
  await reworded(thread, 20);
  await painted(page);
  expect(await top(read(9))).toBe(before);
  await post(ann, `/api/posts/${question}`, { body: "Short by now." }, "patch");
  await expect(page.getByText("Short by now.")).toHaveCount(1);
  await painted(page);
  expect(await top(read(9))).toBe(before);
});

test("COM-3 COM-1 what comes above while one scrolls moves what is read no further than one scrolls", async ({ person }) => {
  const thread = await reading(person);
  const { ann, page, above, read } = thread;
  const before = await bring(read(9));
  await page.evaluate(() => {
    const told = window as unknown as { asked: number; turn: number };
    told.asked = 0;
    told.turn = window.setInterval(() => {
      window.scrollBy(0, 2);
      told.asked += 2;
    }, 16);
  });
  for (let number = 1; number <= 6; number++) {
    await remark(ann, above, `Remark ${number}`);
    await reworded(thread, number * 3);
  }
  const asked = await page.evaluate(() => {
    const told = window as unknown as { asked: number; turn: number };
    window.clearInterval(told.turn);
    return told.asked;
  });
  await painted(page);
  expect(await top(read(9))).toBe(before - asked);
});

test("COM-3 COM-2 a paragraph that is read stays where it is while others come before it in its answer, and go", async ({ person }) => {
  const { ann, page, answer, read } = await reading(person);
  const says = (body: string) => post(ann, `/api/answers/${answer}`, { body }, "patch");
  const first = answers(page).nth(1).getByText("Before all three.");
  // Further down the next answer is seen too.
  for (const paragraph of [9, 27]) {
    const before = await bring(read(paragraph));
    await says(`Before all three.\n\nBefore two.\n\nBefore the one.\n\n${LONG}`);
    await expect(first).toHaveCount(1);
    await painted(page);
    expect(await top(read(paragraph))).toBe(before);
    await says(LONG);
    await expect(first).toHaveCount(0);
    await painted(page);
    expect(await top(read(paragraph))).toBe(before);
  }
});
