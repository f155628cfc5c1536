//! The answers to a question.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use super::{
    arrived::ArrivedAnswers,
    author_line::AuthorLine,
    comment_list::CommentList,
    entry_acts::EntryActs,
    entry_body::EntryBody,
    vote_buttons::VoteButtons,
    ways::log_in,
    write_form::{ANSWERING, AnswerForm},
};
use crate::{
    features::posts::{
        hook::OpenThread,
        model::{Answer, Entry, Parent, Sort},
        rpc::AcceptAnswer,
    },
    kit::{Feed, Icon, LinkButton, PageLink, Room, Symbol, WAY_ON},
    shared::{form, id::AnswerId, script::apart},
};

/// How the orders are called.
const fn name(sort: Sort) -> &'static str {
    match sort {
        Sort::Score => "Score",
        Sort::Newest => "Newest",
        Sort::Oldest => "Oldest",
    }
}

/// The answers in an order that one can choose, the next page of them, and where one answers.
#[component]
pub(super) fn AnswerList(
    thread: OpenThread,
    /// In which order they are read.
    sort: Memo<Sort>,
) -> impl IntoView {
    let ids = Memo::new(move |_| thread.shown.with(|talk| talk.standing().map(|answer| answer.id).collect::<Vec<_>>()));
    let count = Memo::new(move |_| thread.shown.with(|talk| talk.post.answers));
    let are_several = Memo::new(move |_| count.get() > 1);
    let heading = move || match count.get() {
        // Where some were deleted their places stand below.
        0 if !ids.read().is_empty() => "No answers left".to_owned(),
        0 => "No answers yet".to_owned(),
        1 => "1 answer".to_owned(),
        count => format!("{count} answers"),
    };
    let is_open = Memo::new(move |_| thread.shown.with(|talk| !talk.post.is_deleted()));
    let page = StoredValue::new(thread.page());
    let next = Memo::new(move |_| thread.shown.with(|talk| Some(talk.part_address(Some(talk.next.as_deref()?)))));
    let before = Memo::new(move |_| {
        thread.shown.with(|talk| talk.start.as_ref().map(|start| talk.part_address(start.before.as_deref())))
    });
    let item = move |id: AnswerId| {
        let place = Memo::new(move |_| ids.read().iter().position(|other| *other == id).map_or(0, |place| place + 1));
        let answer = Memo::new(move |before: Option<&Option<Answer>>| {
            let now = thread.shown.with(|talk| talk.answer(id).cloned());
            now.or_else(|| before.cloned().flatten())
        });
        view! { <AnswerItem thread answer id place count /> }
    };
    view! {
        <section id="answers" aria-labelledby="answers-heading" class="flex flex-col gap-4">
            <div class="flex flex-wrap items-center justify-between gap-2 border-b border-line pb-2">
                // As high as the ways beside it, which come with the second answer.
                <h2 id="answers-heading" class="flex min-h-9 items-center text-lg font-semibold pointer-coarse:min-h-11" aria-live="polite">
                    {heading}
                </h2>
                <Show when=move || are_several.get()>
                    <Orders sort page />
                </Show>
            </div>
            {move || before.get().map(|before| view! { <Before href=format!("{before}#answers") /> })}
            <ArrivedAnswers thread />
            <Show when=move || !ids.read().is_empty()>
                <Feed
                    label="Answers"
                    what="answers"
                    next=next.into()
                    further=Signal::derive(move || thread.further())
                    on_near=Callback::new(move |()| thread.more_answers())
                    on_ask=Callback::new(move |()| thread.more_answers())
                >
                    <For each=move || ids.get() key=|id| *id children=item />
                </Feed>
            </Show>
            <Show
                when=move || is_open.get()
                fallback=|| view! { <p class="text-muted">"This question was deleted, and takes no more answers."</p> }
            >
                <h2 id=ANSWERING tabindex="-1" class="text-lg font-semibold">
                    "Your answer"
                </h2>
                <Show when=move || !thread.is_member()>
                    <LinkButton href=log_in(&page.get_value()) class="self-start">
                        "Log in to answer"
                    </LinkButton>
                </Show>
            </Show>
            {thread.is_member().then(|| view! { <AnswerForm thread open=is_open /> })}
        </section>
    }
}

/// The ways to the same answers in another order.
#[component]
fn Orders(
    sort: Memo<Sort>,
    /// The address of the thread.
    page: StoredValue<String>,
) -> impl IntoView {
    let way = |one: Sort| {
        let is_here = Memo::new(move |_| sort.get() == one);
        let href = format!("{}?sort={}", page.get_value(), one.as_str());
        view! { <PageLink href class=CHOICE scroll=false is_here>{name(one)}</PageLink> }
    };
    view! {
        <nav aria-label="Order of answers" class="flex">
            {Sort::ALL.map(way).collect_view()}
        </nav>
    }
}

/// The way to the answers before these.
#[component]
fn Before(href: String) -> impl IntoView {
    view! {
        <p class="flex justify-center">
            <a href=href class=WAY_ON>
                "Previous answers"
            </a>
        </p>
    }
}

const CHOICE: &str = "inline-flex min-h-9 items-center rounded-control px-2.5 text-sm text-muted no-underline touch-target \
    hover:text-text aria-[current=page]:bg-raised aria-[current=page]:font-semibold aria-[current=page]:text-text";

#[component]
fn AnswerItem(
    thread: OpenThread,
    answer: Memo<Option<Answer>>,
    id: AnswerId,
    place: Memo<usize>,
    count: Memo<i64>,
) -> impl IntoView {
    let entry = Entry::Answer(id);
    let body = Signal::derive(move || answer.read().as_ref().map(|answer| answer.body.clone()).unwrap_or_default());
    let is_gone = Memo::new(move |_| answer.read().as_ref().is_some_and(Answer::is_deleted));
    let takes_acts = Memo::new(move |_| !is_gone.get() && !thread.is_refused(entry));
    let is_edited = Memo::new(move |_| answer.read().as_ref().is_some_and(Answer::is_edited));
    let is_accepted = Memo::new(move |_| answer.read().as_ref().is_some_and(|answer| answer.accepted));
    let is_open = Memo::new(move |_| thread.shown.with(|talk| !talk.post.is_deleted()));
    answer.get_untracked().map(|Answer { author, at, .. }| {
        let label = format!("Answer by {}", apart(author.name()));
        view! {
            <article
                id=entry.anchor()
                aria-label=label
                aria-posinset=move || place.get().to_string()
                aria-setsize=move || count.get().to_string()
                tabindex="-1"
                class="flex min-w-0 scroll-mt-16 flex-col gap-3 border-b border-line py-4 target:shown"
            >
                <Room name=entry.anchor() class="flex flex-col gap-3">
                    <Show when=move || is_accepted.get()>
                        <p class="inline-flex items-center gap-1 self-start rounded-full bg-ok-soft px-2.5 py-0.5 text-sm font-semibold text-ok">
                            <Symbol icon=Icon::Check class="size-4" />
                            "Accepted answer"
                        </p>
                    </Show>
                    <AuthorLine author at edited=is_edited />
                    <EntryBody thread entry body deleted=is_gone />
                    <Show when=move || takes_acts.get()>
                        <div class="-ms-2 flex flex-wrap items-center">
                            <VoteButtons thread entry />
                            <Show when=move || is_open.get()>
                                <Accept thread id is_accepted />
                            </Show>
                            <EntryActs thread entry edited=is_edited />
                        </div>
                    </Show>
                </Room>
                <CommentList thread on=Parent::Answer(id) />
            </article>
        }
    })
}

/// Has the asker accept an answer, or take that back.
#[component]
fn Accept(thread: OpenThread, id: AnswerId, is_accepted: Memo<bool>) -> impl IntoView {
    let is_asker = thread.shown.with_untracked(|talk| talk.is_own(Entry::Post(talk.post.id)));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        thread.accept((!is_accepted.get_untracked()).then_some(id));
    };
    is_asker.then(|| {
        view! {
            <form
                method="post"
                action=form::action(AcceptAnswer::url(), &thread.page_with(Entry::Answer(id)))
                on:submit=submit
            >
                <input type="hidden" name="post_id" value=thread.id.to_string() />
                <input type="hidden" name="answer_id" value=id.to_string() />
                <input type="hidden" name="on" value=move || (!is_accepted.get()).to_string() />
                <button
                    type="submit"
                    aria-pressed=move || is_accepted.get().to_string()
                    class="inline-flex min-h-9 items-center gap-1 rounded-control px-2 text-sm text-muted touch-target hover:bg-raised hover:text-text aria-pressed:bg-ok-soft aria-pressed:text-ok"
                >
                    <Symbol icon=Icon::Check class="size-4" />
                    "Accept"
                </button>
            </form>
        }
    })
}
