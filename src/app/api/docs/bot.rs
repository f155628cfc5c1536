//! From a token to a bot that answers, in the steps of somebody who never saw the API. The program on the page is the one
//! of the source, which a story runs.

use leptos::prelude::*;

use super::inline;

/// The program.
const BOT: &str = include_str!("../../../../examples/ping_bot.mjs");

/// What stands between the introduction and the calls.
pub fn section(server: &str) -> impl IntoView + use<> {
    let run = format!("TERTULIA_URL={server} TERTULIA_TOKEN=ttp_… node ping_bot.mjs");
    let say = format!(
        "curl -X POST {server}/api/messages \\\n  -H 'Authorization: Bearer ttp_…' \\\n  -H 'Content-Type: application/json' \\\n  \
         -d '{{\"id\": \"0199b0c4-0000-7000-8000-00000000000a\", \"to\": \"ann\", \"body\": \"Hello!\"}}'"
    );
    let listen = format!("curl -N '{server}/events?topics=me' \\\n  -H 'Authorization: Bearer ttp_…'");
    view! {
        <section aria-labelledby="bot">
            <h2 id="bot" class="mt-16 scroll-mt-4 text-2xl font-bold tracking-tight">
                "From a token to a bot"
            </h2>
            <ol class="mt-4 list-decimal space-y-6 pl-6">
                <li>
                    "Give the bot an account of its own: sign up in the browser, or by " {inline("`POST /api/accounts`")}
                    ". What it says stands under that name."
                </li>
                <li>
                    "Logged in as the bot, make a token under "
                    <a href="/settings/tokens" class="text-accent underline">
                        "Settings, Tokens"
                    </a> " with the scopes " {inline("`read` and `write`")}
                    ". It is shown once: keep it like a password. Whoever loses it revokes it there."
                </li>
                <li>
                    "Say something. The id is a UUID of version 7 that you make, so that a call which is repeated says nothing twice."
                    {code(say)}
                </li>
                <li>
                    "Hear what is said to you, as it happens. Each event has a "
                    {inline("`position`: with `&position=…` you go on behind the last one that you have, without a gap.")}
                    {code(listen)}
                </li>
                <li>
                    "Both together are a bot. This one answers " {inline("`pong` to `ping`")}
                    ", and comes back by itself when the server was away. It needs Node 18 and nothing else." {code(run)}
                    {code(BOT.to_owned())}
                </li>
            </ol>
        </section>
    }
}

fn code(text: String) -> impl IntoView {
    view! {
        <pre tabindex="0" class="mt-2 overflow-x-auto rounded-control bg-raised p-3 font-mono text-xs">
            <code>{text}</code>
        </pre>
    }
}
