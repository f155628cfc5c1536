//! What the head of a public page tells those who link to it and find it.

#[cfg(feature = "ssr")]
use http::uri::Authority;
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Script};
use serde_json::{Value, json};

use crate::{
    features::{
        accounts::model::Account,
        posts::{
            component::title,
            model::{Answer, Entry, place_address},
            state::Talk,
        },
    },
    shared::markdown::plain,
};

#[cfg(feature = "ssr")]
use crate::server::config::is_loopback;

/// Characters of a description.
const DESCRIPTION: usize = 160;
/// Bytes of a text that it is looked for in.
const READ: usize = 8_000;

/// The one address of a page, whatever else leads to it.
#[component]
pub(super) fn Canonical(
    /// From the root on.
    path: Signal<String>,
) -> impl IntoView {
    let origin = origin();
    let href = path.with_untracked(|path| format!("{origin}{path}"));
    view! { <Link rel="canonical" href /> }
}

/// What a thread is about, for who shows a link to it and for who finds questions with their answers.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn About(
    /// The thread as it was read.
    talk: Talk,
) -> impl IntoView {
    let (origin, post) = (origin(), &talk.post);
    let (title, words) = (title(post), description(&post.body));
    let part = |cursor: Option<&str>| format!("{origin}{}", talk.part_address(cursor));
    let address = match &talk.start {
        Some(start) => part(Some(&start.cursor)),
        // In whatever order they stand, the first answers are those of one page.
        None => format!("{origin}{}", post.address()),
    };
    let before = talk.start.as_ref().map(|start| part(start.before.as_deref()));
    let next = talk.next.as_deref().map(|next| part(Some(next)));
    let structured = (post.is_question() && !post.is_deleted()).then(|| {
        // In a script nothing is escaped but what would end it.
        let text = question(&talk, &origin).to_string().replace('<', "\\u003c");
        view! { <Script type_="application/ld+json">{text}</Script> }
    });
    view! {
        <Link rel="canonical" href=address.clone() />
        {before.map(|href| view! { <Link rel="prev" href /> })}
        {next.map(|href| view! { <Link rel="next" href /> })}
        <Meta name="description" content=words.clone() />
        <Meta property="og:type" content="article" />
        <Meta property="og:site_name" content="Tertulia" />
        <Meta property="og:title" content=title />
        <Meta property="og:description" content=words />
        <Meta property="og:url" content=address />
        {structured}
    }
}

/// The beginning of what a text says, without signs of markdown.
fn description(body: &str) -> String {
    plain(&body[..body.floor_char_boundary(READ)]).chars().take(DESCRIPTION).collect()
}

/// A question as schema.org has it.
fn question(talk: &Talk, origin: &str) -> Value {
    let post = &talk.post;
    let told = |answer: &Answer| {
        json!({
            "@type": "Answer",
            "text": plain(&answer.body),
            "upvoteCount": answer.score,
            "datePublished": answer.at,
            "url": format!("{origin}{}", place_address(post.id, post.title.as_deref(), Entry::Answer(answer.id))),
            "author": person(&answer.author, origin),
        })
    };
    let standing = || talk.answers.iter().filter(|answer| !answer.is_deleted());
    let suggested: Vec<_> = standing().filter(|answer| !answer.accepted).map(told).collect();
    let mut question = json!({
        "@type": "Question",
        "name": title(post),
        "text": plain(&post.body),
        "answerCount": post.answers,
        "upvoteCount": post.score,
        "datePublished": post.at,
        "author": person(&post.author, origin),
        "suggestedAnswer": suggested,
    });
    if let Some(accepted) = standing().find(|answer| answer.accepted) {
        question["acceptedAnswer"] = told(accepted);
    }
    json!({ "@context": "https://schema.org", "@type": "QAPage", "mainEntity": question })
}

fn person(account: &Account, origin: &str) -> Value {
    json!({ "@type": "Person", "name": account.name(), "url": format!("{origin}/u/{}", account.handle) })
}

/// Where this site is: its configured address, or this very machine by the name that the reader asked for. Nothing
/// else that a request says of itself is believed, which a cache would tell to others: then addresses begin at the root.
#[cfg(feature = "ssr")]
fn origin() -> String {
    let configured = use_context::<crate::server::Server>().and_then(|server| server.config.url.clone());
    if let Some(url) = configured {
        return url.to_string().trim_end_matches('/').to_owned();
    }
    let parts = use_context::<http::request::Parts>();
    let asked = parts.and_then(|parts| parts.headers.get(http::header::HOST)?.to_str().ok()?.parse::<Authority>().ok());
    asked.filter(|asked| is_loopback(asked.host())).map(|asked| format!("http://{asked}")).unwrap_or_default()
}

/// Where this site is.
#[cfg(not(feature = "ssr"))]
fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn no_page_says_to_be_where_a_request_says_that_it_is_but_on_this_machine() {
        for (host, told) in [
            ("localhost:3000", "http://localhost:3000"),
            ("127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("[::1]:3000", "http://[::1]:3000"),
            ("elsewhere.example", ""),
            ("localhost.elsewhere.example", ""),
            ("10.0.0.7:3000", ""),
            ("a b", ""),
        ] {
            let (mut parts, ()) = http::Request::new(()).into_parts();
            parts.headers.insert(http::header::HOST, host.parse().expect("a header"));
            let origin = Owner::new().with(|| {
                provide_context(parts);
                origin()
            });
            assert_eq!(origin, told, "{host}");
        }
    }
}
