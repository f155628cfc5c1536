// Reads what the page of this address is drawn from while the program is on its way (SYN-7): copies of whose browser this is,
// as `resident` has it, under the names that features give them. The program takes each once, and reads what is not among them
// itself. The program that serves this file writes VERSION, COPIES and COOKIE before it.
{
  const [, area, ...names] = location.pathname.split("/");
  const rows = ["me/", "unread/", "drafts/", "own/", "bell/"];
  if (area === "messages") rows.push("list/");
  if (area === "notifications") rows.push("notifications/");
  if (area === "bookmarks") rows.push("feeds/posts Bookmarks");
  if (area === "suggestions") rows.push("suggestions/own");
  // A conversation, and the thread that stands beside it.
  for (const name of names.filter((name) => /^[\da-f-]{36}$/.test(name))) rows.push(`threads/${name}`, `older/${name}`);

  const resident = () => {
    const account = localStorage.getItem("tertulia:account");
    return document.cookie.split("; ").includes(`${COOKIE}=${account}`) && account;
  };

  const answer = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = (event) => {
        event.preventDefault();
        fail(request.error);
      };
    });

  const read = async (database) => {
    const opening = indexedDB.open(database, VERSION);
    // One that is not there, or is of an earlier version, is left as it is: making it is the program's.
    opening.onupgradeneeded = () => opening.transaction.abort();
    const store = await answer(opening);
    try {
      const copies = store.transaction(COPIES).objectStore(COPIES);
      return await Promise.all(rows.map((row) => answer(copies.get(row))));
    } finally {
      store.close();
    }
  };

  try {
    const account = resident();
    if (account) {
      const database = `tertulia:${account}`;
      // A row that is not there is null. What could not be read is undefined: the program tries again, and says so.
      const texts = read(database).catch(() => undefined);
      const each = rows.map((row, place) => [row, texts.then((all) => all && (all[place] ?? null))]);
      globalThis.readAhead = { [database]: Object.fromEntries(each) };
    }
  } catch {
    // A browser that keeps nothing has nothing to read.
  }
}
