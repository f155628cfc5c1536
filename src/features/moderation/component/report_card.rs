//! One report, with what it is about and what became of it.

use leptos::{
    ev::SubmitEvent,
    html,
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, HtmlFormElement},
};

use crate::{
    features::{
        accounts::model::Account,
        moderation::{
            hook::Reports,
            model::{EntryThen, Evidence, Exhibit, MAX_WORDS, ProfileThen, Report, State},
            rpc::{RemoveReported, SettleReport},
        },
    },
    kit::{Button, Kind, Prose, TimeAgo, Verbatim},
    shared::{form, id::ReportId},
};

/// Where the forms come back.
const PAGE: &str = "/admin/reports";

/// Who reported whom and why, the evidence, and the form that settles it.
#[component]
pub(super) fn ReportCard(report: Report, reports: Reports) -> impl IntoView {
    let Report {
        id,
        number,
        reporter,
        account,
        reason,
        words,
        evidence,
        at,
        state,
        note,
        closed_by,
        closed_at,
        gone,
        ..
    } = report;
    let label = format!("Report {number}");
    let removable = evidence.entry.as_ref().filter(|_| !gone).map(|entry| entry.about.kind());
    let (is_open, heading) = (state == State::Open, label.clone());
    let outcome = closed_by.zip(closed_at).map(|(who, when)| {
        view! {
            <p class="text-sm text-muted">
                "Done by " <Named account=who /> " " <TimeAgo time=when class="text-sm" ago=true />
            </p>
        }
    });
    view! {
        <li>
            <article aria-label=label class="flex flex-col gap-3 rounded-card border border-line p-4 wrap-anywhere">
                <header class="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                    <h2 class="font-semibold">{heading} ": " {reason.name()}</h2>
                    <span class="rounded-full border border-line px-2 text-xs font-semibold">
                        {if is_open { "Open" } else { "Done" }}
                    </span>
                    <TimeAgo time=at class="text-sm text-muted" ago=true />
                    <p class="w-full text-sm text-muted">
                        <Named account=reporter /> " about " <Named account />
                    </p>
                </header>
                {(!words.is_empty()).then(|| view! { <p class="whitespace-pre-wrap"><Verbatim words /></p> })}
                <Shown evidence />
                {removable.map(|kind| view! { <Remove id kind reports /> })}
                {outcome}
                {(!note.is_empty())
                    .then(|| {
                        view! { <p class="text-sm whitespace-pre-wrap">"Note: " <Verbatim words=note /></p> }
                    })}
                <Settle id is_open reports />
            </article>
        </li>
    }
}

/// Somebody, and the way to their page.
#[component]
fn Named(account: Account) -> impl IntoView {
    let (name, address) = (account.name().to_owned(), format!("/u/{}", account.handle));
    view! { <a href=address class="font-semibold text-text"><Verbatim words=name /></a> }
}

/// What it is about, as it was then.
#[component]
fn Shown(evidence: Evidence) -> impl IntoView {
    let Evidence { messages, profile, entry } = evidence;
    let last = messages.len().saturating_sub(1);
    let class = "flex flex-col gap-2 rounded-control border border-line bg-raised p-3";
    view! {
        {(!messages.is_empty())
            .then(|| {
                let rows = messages.into_iter().enumerate();
                view! {
                    <ol aria-label="Evidence" class=class>
                        {rows.map(|(place, exhibit)| view! { <Said exhibit is_it={place == last} /> }).collect_view()}
                    </ol>
                }
            })}
        {entry.map(|entry| view! { <Published entry /> })}
        {profile
            .map(|ProfileThen { bio, place, links, status }| {
                let facts = [status, place].into_iter().chain(links).filter(|fact| !fact.is_empty());
                view! {
                    <div class=class>
                        {facts.map(|fact| view! { <p class="text-sm"><Verbatim words=fact /></p> }).collect_view()}
                        <Prose text=bio />
                    </div>
                }
            })}
    }
}

/// Something that was published, and the way to where it stands.
#[component]
fn Published(entry: EntryThen) -> impl IntoView {
    let (address, kind) = (entry.address(), entry.about.kind());
    let EntryThen { title, author, name, body, at, .. } = entry;
    let way = match (kind, title) {
        ("post", Some(title)) => title,
        ("answer", Some(title)) => format!("Answer to “{title}”"),
        ("comment", Some(title)) => format!("Comment on “{title}”"),
        (_, Some(title)) => format!("{kind} on “{title}”"),
        (_, None) => format!("See the {kind}"),
    };
    view! {
        <section aria-label="Evidence" class="flex flex-col gap-2 rounded-control border border-line bg-raised p-3">
            <p class="text-sm">
                <Verbatim words=name class="font-semibold" /> " @" {author} " " <TimeAgo time=at ago=true />
            </p>
            <p>
                <a href=address class="font-semibold"><Verbatim words=way /></a>
            </p>
            <div tabindex="0" class="max-h-80 overflow-y-auto">
                <Prose text=body />
            </div>
        </section>
    }
}

/// Deletes what was reported, where that is published and stands there still.
#[component]
fn Remove(id: ReportId, kind: &'static str, reports: Reports) -> impl IntoView {
    let submit = move |event: SubmitEvent| form::dispatch(&event, reports.remove);
    view! {
        <form method="post" action=form::action(RemoveReported::url(), PAGE) on:submit=submit>
            <input type="hidden" name="id" value=id.to_string() />
            <Button type_="submit" kind=Kind::Danger busy=reports.remove.pending()>
                {format!("Delete this {kind}")}
            </Button>
        </form>
    }
}

#[component]
fn Said(
    exhibit: Exhibit,
    /// Whether it is the message that was reported.
    is_it: bool,
) -> impl IntoView {
    let Exhibit { author, name, body, at, .. } = exhibit;
    let class = if is_it { "border-s-2 border-danger ps-3" } else { "ps-3.5 text-muted" };
    view! {
        <li class=class>
            <p class="text-sm">
                <Verbatim words=name class="font-semibold" /> " @" {author} " " <TimeAgo time=at ago=true />
            </p>
            <Prose text=body />
        </li>
    }
}

#[component]
fn Settle(id: ReportId, is_open: bool, reports: Reports) -> impl IntoView {
    let (root, note) = (NodeRef::<html::Form>::new(), NodeRef::<html::Textarea>::new());
    let submit = move |event: SubmitEvent| {
        reports.settles(id);
        form::dispatch(&event, reports.settle);
    };
    // Whenever one report was settled all are drawn anew.
    if let Some(words) = reports.note(id) {
        note.on_load(move |note| note.set_value(&words));
    }
    if reports.lands_on(id) {
        root.on_load(|form| request_animation_frame(move || land(&form)));
    }
    let next = if is_open { State::Done } else { State::Open };
    view! {
        <form method="post" action=form::action(SettleReport::url(), PAGE) class="flex flex-col items-start gap-2" node_ref=root on:submit=submit>
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="state" value=next.as_str() />
            <textarea
                node_ref=note
                name="note"
                aria-label="Note"
                placeholder="Note for other moderators"
                rows="1"
                maxlength=MAX_WORDS.to_string()
                class="field-sizing-content max-h-48 min-h-11 w-full resize-none rounded-control border border-edge bg-surface px-3 py-2.5 text-text -outline-offset-1"
                on:input=move |event| reports.keep_note(id, event_target_value(&event))
            ></textarea>
            <Button type_="submit" busy=reports.settle.pending()>
                {if is_open { "Mark as done" } else { "Open again" }}
            </Button>
        </form>
    }
}

/// The button that was pressed went with what was drawn before: the one in its place has the focus.
fn land(form: &HtmlFormElement) {
    let button = form.query_selector("button").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}
