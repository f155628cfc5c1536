import type { Page } from "@playwright/test";

/** What the browser keeps in a table of its account's database. */
export async function stored(page: Page, table: "operations" | "replicas"): Promise<string[]> {
  return page.evaluate(async (table) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
    const [found] = await indexedDB.databases();
    if (!found?.name) return [];
    const database = await answer(indexedDB.open(found.name));
    const texts = await answer<string[]>(database.transaction(table).objectStore(table).getAll());
    database.close();
    return texts;
  }, table);
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
