//! What was read while somebody was left out, read again once they are so no longer: whom the viewer blocked or muted.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{OpenThread, feed::FeedList, paging::comments_on};
use crate::{
    client::read_until,
    features::{
        accounts::hook::{is_let_back, when_let_back},
        posts::{
            model::{Answers, Comment, Parent, Post, Sort},
            rpc,
        },
    },
    realtime::Snapshot,
    shared::{Result, id::AccountId, page::Page},
};

/// Answers that are read again at most.
const MOST: usize = 600;

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

    /// As far as it was read, as soon as the server can be reached.
    fn reread(self) {
        self.refresh();
        let read = self.talk.try_with_untracked(|talk| {
            let has_first = talk.start.is_none() && talk.post.is_question();
            (talk.sort, has_first)
        });
        let Some((sort, has_first)) = read else { return };
        if has_first {
            self.reread_answers(sort, None, MOST);
        }
        for parent in self.unfolded.try_get_untracked().unwrap_or_default() {
            self.reread_comments(parent);
        }
    }

    /// Answers from behind a cursor, `most` of them or a page more.
    fn reread_answers(self, sort: Sort, cursor: Option<String>, most: usize) {
        let take = move |page: Answers| {
            let (next, most) = (page.answers.next.clone(), most.saturating_sub(page.answers.items.len()));
            let wants = self.talk.try_with_untracked(|talk| talk.wants_behind(&page.answers.items));
            self.come(|talk| talk.complete(page));
            if next.is_some() && most > 0 && wants == Some(true) {
                self.reread_answers(sort, next, most);
            }
        };
        read_until(
            move || rpc::list_answers(self.id, sort, cursor.clone()),
            move || self.stands(),
            move |answer: Result<Snapshot<Answers>>| {
                if let Ok(page) = answer {
                    take(page.data);
                }
            },
        );
    }

    fn reread_comments(self, parent: Parent) {
        read_until(
            move || comments_on(parent, None),
            move || self.stands(),
            move |answer: Result<Page<Comment>>| {
                if let Ok(page) = answer {
                    self.come(|talk| talk.complete_comments(parent, page));
                }
            },
        );
    }

    /// Whether the thread is still looked at.
    fn stands(self) -> bool {
        self.talk.try_with_untracked(|_| ()).is_some()
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

    /// As far as it was read. A list from further down is left as it is.
    fn reread(self) {
        if !self.is_late {
            self.reread_on(Vec::new(), None);
        }
    }

    /// Behind what of it is read again.
    fn reread_on(self, mut read: Vec<Post>, cursor: Option<String>) {
        let take = move |Snapshot { data: page, .. }: Snapshot<Page<Post>>| {
            read.extend(page.items);
            let wants = self.listing.try_with_untracked(|listing| listing.wants_behind(&read));
            if page.next.is_some() && wants == Some(true) {
                self.reread_on(read, page.next);
            } else {
                let read = Page { items: read, next: page.next, total: None };
                self.listing.try_update(|listing| listing.complete(read));
            }
        };
        self.read(cursor, Box::new(take));
    }
}
