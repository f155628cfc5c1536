//! Which question is answered.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::choices::Choices;
use crate::{
    features::{
        accounts::hook::use_me,
        posts::{
            hook::use_posts,
            model::{Feed, Post},
        },
        publications::state::{linked_question, picking::may_be_meant},
    },
    kit::{Field, SkeletonRows, Verbatim},
    shared::id::PostId,
};

/// The questions among which one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Recent,
    Unanswered,
    Own,
}

impl List {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Recent, "Recent"), (Self::Unanswered, "Unanswered"), (Self::Own, "Yours")];
}

/// The latest questions, those without an answer, and one's own, narrowed by words of their titles; one that is not among them
/// is named by its link. What a browser keeps of them is there without a network.
#[component]
pub(super) fn QuestionPicker(choices: Choices, error: Signal<Option<String>>) -> impl IntoView {
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    let list = RwSignal::new(List::Recent);
    let feed = Memo::new(move |_| match list.get() {
        List::Recent => Feed::Questions,
        List::Unanswered => Feed::Unanswered,
        List::Own => viewer.map_or(Feed::Questions, Feed::Person),
    });
    let read = use_posts(feed);
    let questions = RwSignal::new(Vec::<Post>::new());
    let found = Memo::new(move |_| {
        let (typed, chosen) = (choices.sought.read(), choices.question.get());
        let is_found = |one: &&Post| {
            chosen == Some(one.id) || one.title.as_deref().is_some_and(|title| may_be_meant(title, &typed))
        };
        questions.with(|all| all.iter().filter(is_found).cloned().collect::<Vec<_>>())
    });
    // Enter takes the first that is found; the form is sent by its button.
    let enter = move |event: KeyboardEvent| {
        if event.key() == "Enter" && linked_question(&choices.sought.read_untracked()).is_none() {
            event.prevent_default();
            choices.question.set(found.read_untracked().first().map(|one| one.id));
        }
    };
    view! {
        <fieldset class="flex flex-wrap gap-2 noscript:hidden">
            <legend class="sr-only">"Which questions"</legend>
            {List::ALL.map(|(one, words)| view! { <Tab one list words /> }).collect_view()}
        </fieldset>
        <div on:keydown=enter>
            <Field
                label="Question"
                name="publication_question"
                hint="Words of its title, or its link."
                autocomplete="off"
                value=choices.sought.get_untracked()
                error
                on_input=Callback::new(move |typed| choices.seek(typed))
            />
        </div>
        <Transition fallback=|| view! { <SkeletonRows rows=2 /> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok(posts) => {
                        questions.set(posts.into_iter().filter(Post::is_question).collect());
                        view! { <Questions found chosen=choices.question /> }.into_any()
                    }
                    Err(_) => {
                        view! { <p class="text-sm text-muted">"The list cannot be read now. Paste a link."</p> }
                            .into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Tab(one: List, list: RwSignal<List>, words: &'static str) -> impl IntoView {
    view! {
        <label class="inline-flex min-h-9 cursor-pointer items-center rounded-full border border-edge px-3 text-sm touch-target has-[:checked]:border-accent has-[:checked]:bg-accent-soft has-[:focus-visible]:outline-2">
            <input
                type="radio"
                name="publication_list"
                class="sr-only"
                checked=list.get_untracked() == one
                prop:checked=move || list.get() == one
                on:change=move |_| list.set(one)
            />
            {words}
        </label>
    }
}

/// Those that may be meant, of which one is chosen.
#[component]
fn Questions(found: Memo<Vec<Post>>, chosen: RwSignal<Option<PostId>>) -> impl IntoView {
    let told = move || match found.read().len() {
        0 => "No question here is called so.".to_owned(),
        1 => "1 question".to_owned(),
        count => format!("{count} questions"),
    };
    let question = move |post: Post| {
        let id = post.id;
        let answers = match post.answers {
            0 => "no answers".to_owned(),
            1 => "1 answer".to_owned(),
            count => format!("{count} answers"),
        };
        view! {
            <label class="flex min-h-11 items-center gap-3 px-1">
                <input
                    type="radio"
                    name="publication_chosen"
                    value=id.to_string()
                    checked=chosen.get_untracked() == Some(id)
                    prop:checked=move || chosen.get() == Some(id)
                    class="size-5 shrink-0 accent-accent"
                    on:change=move |_| chosen.set(Some(id))
                />
                <span class="flex min-w-0 flex-col">
                    <Verbatim words=post.title.unwrap_or_default() class="wrap-anywhere" />
                    <span class="text-sm text-muted">{answers}</span>
                </span>
            </label>
        }
    };
    view! {
        <p role="status" class="text-sm text-muted">{told}</p>
        <fieldset class="-mt-2 flex max-h-[30dvh] min-w-0 flex-col overflow-y-auto">
            <legend class="sr-only">"Questions"</legend>
            <For each=move || found.get() key=|post| post.id children=question />
        </fieldset>
    }
}
