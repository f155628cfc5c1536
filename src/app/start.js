// Starts the program of the shell (SYN-10). The program that serves this file writes SCRIPT and PROGRAM before it.
//
// Where a file of it cannot be had, or it does not start, the page is loaded anew as soon as there is a network, or in a
// moment; at most once a minute.
const [MOMENT, MINUTE, LAST] = [3_000, 60_000, "loaded anew"];

try {
  const { default: load, hydrate } = await import(SCRIPT);
  await load({ module_or_path: PROGRAM });
  hydrate();
} catch (trouble) {
  console.warn(trouble);
  const after = (time) => new Promise((pass) => setTimeout(pass, time));
  const network = new Promise((come) => addEventListener("online", come, { once: true }));
  const rest = Number(sessionStorage.getItem(LAST)) + MINUTE - Date.now();
  await Promise.all([Promise.race([network, after(MOMENT)]), after(rest)]);
  sessionStorage.setItem(LAST, Date.now());
  location.reload();
}
