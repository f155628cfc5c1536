import type { Page } from "@playwright/test";

/** Where the browser keeps any of these words: in a table, a cache, a note or a cookie. */
export async function holding(page: Page, words: string[]): Promise<string[]> {
  const found = await page.evaluate(async (words) => {
    const found: string[] = [];
    const look = (place: string, text: string) => {
      if (words.some((word) => text.includes(word))) found.push(place);
    };
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    for (const { name = "" } of await indexedDB.databases()) {
      look(name, name);
      const database = await answer(indexedDB.open(name));
      for (const table of Array.from(database.objectStoreNames)) {
        const rows = database.transaction(table).objectStore(table);
        look(`${table} of ${name}`, JSON.stringify([await answer(rows.getAllKeys()), await answer(rows.getAll())]));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const kept = await cache.match(request);
        look(`${request.url} of ${name}`, `${request.url} ${JSON.stringify([...(kept?.headers ?? [])])} ${await kept?.text()}`);
      }
    }
    look("localStorage", JSON.stringify({ ...localStorage }));
    look("sessionStorage", JSON.stringify({ ...sessionStorage }));
    return found;
  }, words);
  const cookies = await page.context().cookies();
  const named = cookies.filter(({ value }) => words.some((word) => value.includes(word)));
  return [...found, ...named.map(({ name }) => `cookie ${name}`)];
}

/** The names of all places in which the browser keeps something. */
export async function places(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => {
    const found = (await indexedDB.databases()).map(({ name }) => `database ${name}`);
    for (const name of await caches.keys()) {
      const kept = await (await caches.open(name)).keys();
      found.push(...kept.map(({ url }) => `${new URL(url).pathname} of ${name}`));
    }
    for (const notes of [localStorage, sessionStorage]) found.push(...Object.keys(notes).map((name) => `note ${name}`));
    return found;
  });
  const cookies = await page.context().cookies();
  return [...found, ...cookies.map(({ name }) => `cookie ${name}`)].sort();
}
