//! Where what is published comes from.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use crate::{
    features::{
        accounts::hook::use_me,
        posts::model::{Entry, place_address},
        publications::{
            hook::{use_origins, use_taking_out},
            model::Origin,
            rpc::ConsentPublication,
        },
    },
    kit::{Button, focus_on},
    shared::{
        form,
        id::{AnswerId, PostId, PublicationId},
    },
};

/// The ways back to the conversations of the viewer that a question and the answers to it are made of, and the way out for
/// what the viewer said in them; for everybody else nothing.
#[component]
pub fn Origins(post: PostId) -> impl IntoView {
    let is_member = use_me().with_untracked(Option::is_some);
    is_member.then(|| view! { <Ways post /> })
}

#[component]
fn Ways(post: PostId) -> impl IntoView {
    let origins = use_origins(post);
    view! {
        <div class="column -mb-4 flex flex-col gap-3 px-4 pt-6 empty:hidden">
            <Suspense>
                {move || Suspend::new(async move {
                    let origins = origins.await;
                    let note = note(origins.iter().filter(|origin| origin.conversation_id.is_some()).count());
                    view! {
                        {origins.into_iter().map(|origin| view! { <Way post origin /> }).collect_view()}
                        {note.map(|words| view! { <p class="text-sm text-muted">{words}</p> })}
                    }
                })}
            </Suspense>
        </div>
    }
}

/// Who sees the ways to so many conversations.
const fn note(ways: usize) -> Option<&'static str> {
    match ways {
        0 => None,
        1 => Some("Only you and the others in it can see that."),
        _ => Some("Only you and the others in them can see that."),
    }
}

#[component]
fn Way(post: PostId, origin: Origin) -> impl IntoView {
    let Origin { id, conversation_id, is_quoted } = origin;
    let is_post = id.0 == post.0;
    let place = place_address(post, None, if is_post { Entry::Post(post) } else { Entry::Answer(AnswerId(id.0)) });
    let what = move || {
        if is_post {
            "This question".into_any()
        } else {
            view! { <a href=place.clone() class="text-accent underline">"An answer"</a> }.into_any()
        }
    };
    let way = conversation_id.map(|conversation| {
        view! {
            <p>
                {what()} " came out of "
                <a href=format!("/messages/{conversation}") class="text-accent underline">"a conversation of yours"</a>
                "."
            </p>
        }
    });
    let quoted = is_quoted.then(|| {
        view! {
            {conversation_id.is_none().then(|| view! { <p>{what()} " quotes you. Only you see this."</p> })}
            <TakeOut post id />
        }
    });
    view! { <div class="flex flex-col gap-2 text-sm text-muted">{way}{quoted}</div> }
}

/// Takes what the viewer said out again.
#[component]
fn TakeOut(post: PostId, id: PublicationId) -> impl IntoView {
    let (take_out, is_out) = (use_taking_out(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        take_out.run(id);
        is_out.set(true);
        focus_on("main");
    };
    let page = place_address(post, None, Entry::Post(post));
    view! {
        <Show when=move || !is_out.get()>
            <form
                method="post"
                action=form::action(ConsentPublication::url(), &page)
                class="flex flex-wrap items-center gap-3"
                on:submit=submit
            >
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="allowed" value="false" />
                <Button type_="submit">"Take out what I said"</Button>
                <span>"It goes for good; what others said stays."</span>
            </form>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::note;

    #[test]
    fn who_sees_the_ways_is_said_once_for_one_and_for_many() {
        assert_eq!(
            [0, 1, 3].map(|ways| note(ways).map(|words| words.contains("in it"))),
            [None, Some(true), Some(false)]
        );
    }
}
