//! Loading, empty, broken, and how the connection is.

use leptos::prelude::*;

use super::Story;
use crate::{
    kit::{
        Button, Connection, ConnectionNotice, ConnectionStatus, EmptyState, ErrorState, Fact, Kind, NOTICE_ACT, Notice,
        Panel, Skeleton, SkeletonRows,
    },
    shared::Error,
};

#[component]
pub(super) fn Stories() -> impl IntoView {
    view! {
        <Story name="Skeleton">
            <div class="grow">
                <Skeleton />
                <SkeletonRows rows=2 />
            </div>
        </Story>
        <Story name="EmptyState">
            <EmptyState title="No conversations yet" words="Find somebody and say hello.">
                <Button kind=Kind::Primary>"New conversation"</Button>
            </EmptyState>
        </Story>
        <Story name="ErrorState, in a Panel">
            <ErrorState error=Error::Offline on_retry=|()| () />
            <ErrorState error=Error::Offline on_retry=|()| () words="What you write is kept until then." />
            <ErrorState error=Error::Offline on_retry=|()| () unkept=true />
            <ErrorState error=Error::Forbidden />
            <Panel>{Err::<(), _>(Error::Missing)}</Panel>
        </Story>
        <Story name="ConnectionStatus, ConnectionNotice, Notice">
            {[
                Connection::Online,
                Connection::Connecting,
                Connection::Reconnecting,
                Connection::Offline,
                Connection::LoggedOut,
            ]
                .map(|state| {
                    view! { <ConnectionStatus state facts=facts() place="bottom-full mb-2" /> }
                })
                .collect_view()}
            <div class="flex w-full flex-col gap-2">
                <ConnectionNotice words=Some("Reconnecting…".to_owned()) />
                <ConnectionNotice words=Some("Reconnecting…".to_owned()) reload=true />
                <ConnectionNotice
                    words=Some("You have been logged out.".to_owned())
                    way=Some(("Log in", "/login".to_owned()))
                />
                <Notice words=Some("A new version is ready.".to_owned())>
                    <button type="button" class=NOTICE_ACT>
                        "Reload"
                    </button>
                </Notice>
            </div>
        </Story>
    }
}

fn facts() -> Signal<Vec<Fact>> {
    Signal::stored(vec![
        Fact { name: "Connected by", value: "WebSocket".into() },
        Fact { name: "Round trip", value: "14 ms".into() },
        Fact { name: "Reconnects", value: "0".into() },
        Fact { name: "Clock", value: "+3 ms".into() },
    ])
}
