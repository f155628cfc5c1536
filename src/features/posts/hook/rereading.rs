//! What was read while somebody was left out, read again once they are so no longer: whom the viewer blocked or muted.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};

use super::{OpenThread, feed::FeedList, paging::comments_on};
use crate::{
    features::{
        accounts::hook::{is_let_back, when_let_back},
        posts::{
            model::{Parent, Sort},
            rpc,
        },
    },
    shared::id::AccountId,
};

impl OpenThread {
    /// Reads the thread again whenever somebody is left out no longer.
    pub(super) fn reread_when_let_back(self) {
        when_let_back(self.left_out, move || self.reread());
    }

    /// The same where they were so when it was left.
    pub(super) fn reread_where_let_back(self, before: Option<&BTreeSet<AccountId>>) {
        if is_let_back(before, self.left_out.try_get_untracked().flatten().as_ref()) {
            self.reread();
        }
    }

    /// As far as it was read, as soon as the server can be reached for its beginning.
    fn reread(self) {
        self.refresh();
        let read = self.talk.try_with_untracked(|talk| {
            let is_first = talk.start.is_none();
            (talk.sort, if is_first { talk.answers.len() } else { 0 })
        });
        let Some((sort, count)) = read else { return };
        spawn_local(self.reread_answers(sort, count));
        for parent in self.unfolded.try_get_untracked().unwrap_or_default() {
            spawn_local(self.reread_comments(parent));
        }
    }

    async fn reread_answers(self, sort: Sort, count: usize) {
        let (mut cursor, mut read) = (None, 0);
        while read < count {
            let Ok(page) = rpc::list_answers(self.id, sort, cursor).await else { return };
            let next = page.data.answers.next.clone();
            read += page.data.answers.items.len();
            self.come(|talk| talk.complete(page.data));
            if next.is_none() {
                return;
            }
            cursor = next;
        }
    }

    async fn reread_comments(self, parent: Parent) {
        if let Ok(page) = comments_on(parent, None).await {
            self.come(|talk| talk.take_comments(page.items));
        }
    }
}

impl FeedList {
    /// Reads the list again whenever somebody is left out no longer.
    pub(super) fn reread_when_let_back(self) {
        when_let_back(self.left_out, move || self.reread());
    }

    /// The same where they were so when it was left.
    pub(super) fn reread_where_let_back(self, before: Option<&BTreeSet<AccountId>>) {
        if is_let_back(before, self.left_out.try_get_untracked().flatten().as_ref()) {
            self.reread();
        }
    }

    /// As far as it was read: what is not here waits. A list from further down is left as it is.
    fn reread(self) {
        let count = self.listing.try_with_untracked(|listing| listing.posts.len());
        if let Some(count) = count.filter(|_| !self.is_late) {
            spawn_local(self.reread_first(count));
        }
    }

    async fn reread_first(self, count: usize) {
        let (mut cursor, mut posts) = (None, Vec::new());
        let Some(feed) = self.feed.try_get_value() else { return };
        while posts.len() <= count {
            let Ok(page) = rpc::list_posts(feed.clone(), cursor).await else { return };
            posts.extend(page.data.items);
            cursor = page.data.next;
            if cursor.is_none() {
                break;
            }
        }
        self.listing.try_update(|listing| listing.complete(posts));
    }
}
