// Has the browser fetch side by side what the page of this address is made of (SYN-10): the program would ask for it later,
// one thing after another. The program that serves this file writes PARTS before it.
{
  const [, area] = location.pathname.split("/");
  for (const href of Object.hasOwn(PARTS, area) ? PARTS[area] : []) {
    const link = document.createElement("link");
    document.head.append(Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  }
}
