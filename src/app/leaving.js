// Whether something that was written waits to be sent is known to the program alone. Until it runs, a log-out waits for
// it; where it does not come for long, the person is asked.
{
  const root = document.documentElement;
  const isAlive = () => root.hasAttribute("data-alive");
  const alive = () =>
    new Promise((done) => {
      const end = () => {
        watch.disconnect();
        clearTimeout(patience);
        done(isAlive());
      };
      const watch = new MutationObserver(() => isAlive() && end());
      watch.observe(root, { attributeFilter: ["data-alive"] });
      const patience = setTimeout(end, 5_000);
    });
  const unknown =
    "Whether something that you wrote waits to be sent cannot be known now. Log out and lose it, if there is any?";
  let state = "idle";
  addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    if (state === "goes" || isAlive() || !form.getAttribute("action")?.includes("act=log_out")) return;
    event.preventDefault();
    if (state === "waits") return;
    state = "waits";
    if ((await alive()) || confirm(unknown)) {
      state = "goes";
      form.requestSubmit(submitter);
    }
    state = "idle";
  });
}
