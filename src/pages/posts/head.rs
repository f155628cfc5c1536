//! What the head of a thread tells those who link to it and find it.

use leptos::prelude::*;
use leptos_meta::{Link, Script};
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
    pages::head::{PublicHead, origin},
    shared::{markdown::plain, script::apart},
};

/// Characters of a description.
const DESCRIPTION: usize = 160;
/// Bytes of a text that it is looked for in.
const READ: usize = 8_000;

/// What a thread is about, for who shows a link to it and for who finds questions with their answers.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn About(
    /// The thread as it was read.
    talk: Talk,
) -> impl IntoView {
    let (origin, post) = (origin(), &talk.post);
    let (title, words) = (apart(&title(post)), apart(&description(&post.body)));
    // In whatever order they stand, the first answers are those of one page.
    let path = talk.start.as_ref().map_or_else(|| post.address(), |start| talk.part_address(Some(&start.cursor)));
    let part = |cursor: Option<&str>| format!("{origin}{}", talk.part_address(cursor));
    let before = talk.start.as_ref().map(|start| part(start.before.as_deref()));
    let next = talk.next.as_deref().map(|next| part(Some(next)));
    let structured = (post.is_question() && !post.is_deleted()).then(|| {
        // In a script nothing is escaped but what would end it.
        let text = question(&talk, &origin).to_string().replace('<', "\\u003c");
        view! { <Script type_="application/ld+json">{text}</Script> }
    });
    view! {
        <PublicHead title description=words path kind="article" />
        {before.map(|href| view! { <Link rel="prev" href /> })}
        {next.map(|href| view! { <Link rel="next" href /> })}
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
    });
    if !suggested.is_empty() {
        question["suggestedAnswer"] = json!(suggested);
    }
    if let Some(accepted) = standing().find(|answer| answer.accepted) {
        question["acceptedAnswer"] = told(accepted);
    }
    json!({ "@context": "https://schema.org", "@type": "QAPage", "mainEntity": question })
}

fn person(account: &Account, origin: &str) -> Value {
    json!({ "@type": "Person", "name": account.name(), "url": format!("{origin}/u/{}", account.handle) })
}
