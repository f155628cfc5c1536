//! What is pressed, and what opens then.

use leptos::prelude::*;

use super::{Half, Story};
use crate::kit::{
    Button, Choice, CopyButton, Dialog, Icon, IconButton, Kind, LinkButton, Menu, MoreActs, Sheet, Symbol, Tooltip,
    use_toasts,
};

#[component]
pub(super) fn Stories(half: Half) -> impl IntoView {
    view! {
        <Buttons />
        <Story name="IconButton, Tooltip, Menu, MoreActs">
            <IconButton label="Search" icon=Icon::Search />
            <IconButton label="Send" icon=Icon::Send primary=true />
            <IconButton label="Send" icon=Icon::Send primary=true disabled=true />
            <Tooltip text="What it is about">
                <Button kind=Kind::Quiet>"Point at me"</Button>
            </Tooltip>
            <Menu label="More" choices=choices() />
            <MoreActs label="What else">
                <Button kind=Kind::Quiet>"Mute"</Button>
                <Button kind=Kind::Quiet>"Block"</Button>
            </MoreActs>
        </Story>
        <Copying />
        <Openers half />
    }
}

fn choices() -> Vec<Choice> {
    let toasts = use_toasts();
    let choice = |label: &'static str, icon, danger| Choice {
        label: label.to_owned(),
        icon,
        danger,
        act: Callback::new(move |()| toasts.say(label)),
    };
    vec![
        choice("Pin", Icon::Pin, false),
        choice("Mute", Icon::Mute, false),
        choice("Archive", Icon::Archive, false),
        choice("Delete", Icon::Trash, true),
    ]
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <Story name="Button">
            <Button kind=Kind::Primary>"Create account"</Button>
            <Button>"Plain"</Button>
            <Button kind=Kind::Quiet>"Quiet"</Button>
            <Button kind=Kind::Danger>
                <Symbol icon=Icon::Trash class="size-5" />
                "Delete"
            </Button>
            <LinkButton href="/dev/gallery">"A link"</LinkButton>
        </Story>
        <Story name="Button: pressed">
            <Button pressed=Signal::stored(true) class="aria-pressed:bg-accent-soft">
                "Following"
            </Button>
        </Story>
        <Story name="Button: disabled, busy">
            <Button kind=Kind::Primary disabled=true>
                "Primary"
            </Button>
            <Button disabled=true>"Plain"</Button>
            <Button kind=Kind::Danger disabled=true>
                "Danger"
            </Button>
            <Button kind=Kind::Primary busy=true>
                "Busy"
            </Button>
        </Story>
    }
}

#[component]
fn Copying() -> impl IntoView {
    let shown = NodeRef::new();
    view! {
        <Story name="CopyButton">
            <dl node_ref=shown>
                <dt class="text-muted">"Address"</dt>
                <dd>"https://example.org"</dd>
            </dl>
            <CopyButton text=Signal::stored("https://example.org".to_owned()) shown>
                "Copy"
            </CopyButton>
        </Story>
    }
}

#[component]
fn Openers(half: Half) -> impl IntoView {
    let dialog = RwSignal::new(false);
    let sheet = RwSignal::new(false);
    let toasts = use_toasts();
    let undo = move || toasts.say("Back again");
    view! {
        <Story name="Dialog, Sheet, Toast">
            <Button on_click=move |_| dialog.set(true)>"Dialog"</Button>
            <Button on_click=move |_| sheet.set(true)>"Sheet"</Button>
            <Button on_click=move |_| toasts.say("Link copied")>"Toast"</Button>
            <Button on_click=move |_| toasts.offer("Archived", "Undo", undo)>"Toast with an act"</Button>
            <Button on_click=move |_| toasts.warn("The link could not be copied")>"Toast of an error"</Button>
            <Dialog open=dialog title=half.pick("A light dialog", "A dark dialog")>
                <p class="pb-5">"The focus stays in here and returns to the button."</p>
                <div class="flex justify-end gap-2">
                    <Button kind=Kind::Quiet on_click=move |_| dialog.set(false)>
                        "Cancel"
                    </Button>
                    <Button kind=Kind::Danger on_click=move |_| dialog.set(false)>
                        "Revoke"
                    </Button>
                </div>
            </Dialog>
            <Sheet open=sheet title=half.pick("A light sheet", "A dark sheet")>
                <p>"From the bottom on a phone, from the side on a wide screen."</p>
            </Sheet>
        </Story>
    }
}
