import type { Page } from "@playwright/test";
import { expect, kept, type Person } from "./index.ts";

/** What the browser keeps in a table of its account's database. */
export async function stored(page: Page, table: "operations" | "replicas"): Promise<string[]> {
  return read(page, table, "getAll");
}

/** The names of what the browser keeps copies of, as `collection/key`. */
export async function copies(page: Page): Promise<string[]> {
  return read(page, "replicas", "getAllKeys");
}

/** All rows of a table of the account's database, or their keys; nothing where there is no database. */
async function read(page: Page, table: string, what: "getAll" | "getAllKeys"): Promise<string[]> {
  return page.evaluate(
    async ([table, what]) => {
      const answer = <T>(request: IDBRequest<T>) =>
        new Promise<T>((done, fail) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => fail(request.error);
        });
      const [found] = await indexedDB.databases();
      if (!found?.name) return [];
      const opening = indexedDB.open(found.name);
      let isGone = false;
      // It went away since it was listed, and none is made in its place.
      opening.onupgradeneeded = () => {
        isGone = true;
        opening.transaction?.abort();
      };
      const database = await answer(opening).catch((error: unknown) => {
        if (isGone) return undefined;
        throw error;
      });
      if (!database) return [];
      const kept = database.transaction(table).objectStore(table);
      const rows: unknown[] = await (what === "getAll" ? answer(kept.getAll()) : answer(kept.getAllKeys()));
      database.close();
      return rows.map(String);
    },
    [table, what] as const,
  );
}

/** Has the browser keep something that was done as what is still to be sent. */
export async function keepUnsent(page: Page, operation: { id: string } & object): Promise<void> {
  await page.evaluate(
    async ([id, text]) => {
      const [found] = await indexedDB.databases();
      await new Promise<void>((done, fail) => {
        const opening = indexedDB.open(found?.name ?? "");
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction("operations", "readwrite");
          writing.objectStore("operations").put(text, id);
          writing.onerror = () => fail(writing.error);
          writing.oncomplete = () => {
            database.close();
            done();
          };
        };
      });
    },
    [operation.id, JSON.stringify(operation)],
  );
}

/** What lasts has the largest number of 64 bits, which no number of this language is. */
const LASTS = "9223372036854775807";

/** Since when a row stands still that a person writes in, of which this is the one with that number. */
export function writtenAt(number: number): string {
  return String(4_611_686_018_427_387_903n + BigInt(number));
}

/** Has the browser keep a row that no page can read anew. */
export async function keepRow(page: Page, row: string, snapshot: object, stirred = LASTS): Promise<void> {
  await page.evaluate(
    async ([row, text, stirred]) => {
      const [found] = await indexedDB.databases();
      await new Promise<void>((done, fail) => {
        const opening = indexedDB.open(found?.name ?? "");
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction(["replicas", "facts"], "readwrite");
          writing.objectStore("replicas").put(text, row);
          const fact = `{"row":${JSON.stringify(row)},"stirred":${stirred},"bytes":${text.length},"spare":false}`;
          writing.objectStore("facts").put(fact, row);
          writing.onerror = () => fail(writing.error);
          writing.oncomplete = () => {
            database.close();
            done();
          };
        };
      });
    },
    [row, JSON.stringify(snapshot), stirred],
  );
}

/** Waits until the browser keeps the conversation with these words in it, the list, and who looks at them. */
export async function copied(person: Person, words: string): Promise<void> {
  await kept(person.page);
  const holds = async (part: RegExp) => (await stored(person.page, "replicas")).some((text) => part.test(text));
  await expect.poll(() => holds(new RegExp(`"seq":.*${words}`))).toBe(true);
  await expect.poll(() => holds(new RegExp(`"items":.*${words}`))).toBe(true);
  await expect.poll(() => holds(/^(?!.*"profile":).*"settings":/)).toBe(true);
}

/** Makes the database of an account as the first version of the program made it, with this in it. */
export async function firstVersion(page: Page, account: string, operation: { id: string }): Promise<void> {
  await page.evaluate(
    async ([account, id, text]) =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open(`tertulia:${account}`, 1);
        opening.onerror = () => fail(opening.error);
        opening.onupgradeneeded = () => opening.result.createObjectStore("operations");
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction("operations", "readwrite");
          writing.objectStore("operations").put(text, id);
          writing.onerror = () => fail(writing.error);
          writing.oncomplete = () => {
            database.close();
            done();
          };
        };
      }),
    [account, operation.id, JSON.stringify(operation)],
  );
}

/** Makes the database of an account as a later version of the program would, which this one cannot open. */
export async function laterVersion(page: Page, account: string): Promise<void> {
  await page.evaluate(
    (name) =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open(name, 1_000);
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          opening.result.close();
          done();
        };
      }),
    `tertulia:${account}`,
  );
}

/** Has a page that is not opened yet find the disk full for these tables: each transaction that adds to them is undone. */
export async function full(page: Page, tables: string[]): Promise<void> {
  await page.addInitScript((tables) => {
    const { put } = IDBObjectStore.prototype;
    const { commit } = IDBTransaction.prototype;
    const added = new WeakMap<IDBTransaction, IDBRequest>();
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...row) {
      const request = Reflect.apply(put, this, row);
      if (tables.includes(this.name)) added.set(this.transaction, request);
      return request;
    };
    IDBTransaction.prototype.commit = function (this: IDBTransaction) {
      const request = added.get(this);
      if (!request) return Reflect.apply(commit, this, []);
      request.addEventListener("success", () => this.abort());
    };
  }, tables);
}
