//! What may be published, and what may be changed of it.

use serde::{Deserialize, Serialize};

use super::{
    Kind, Parent, tags_typed,
    words::{MAX_BODY, MAX_COMMENT, check_body, title_typed},
};
use crate::shared::{
    Error, Result,
    id::{AnswerId, CommentId, PostId},
};

/// A post that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PostDraft {
    /// The id that the post will have for life.
    pub id: PostId,
    /// Whether it asks.
    #[serde(default)]
    pub kind: Kind,
    /// At most 300 characters; a question needs one.
    #[serde(default)]
    pub title: Option<String>,
    /// Markdown, at most 100,000 characters.
    pub body: String,
    /// At most 5, each of letters, digits and `-`, at most 35 characters.
    #[serde(default)]
    pub tags: Vec<String>,
}

impl PostDraft {
    /// The same as it is stored: its title on one line, its tags in small letters, each once.
    ///
    /// # Errors
    /// `title`, `body`: `required`, `too_long`, `characters`; `tags`: `too_many`, `shape`, `too_long`; `id`: `version`; all at
    /// once, in the order in which the form asks for them.
    pub fn check(self) -> Result<Self> {
        let title = title_typed(self.title.as_deref(), self.kind == Kind::Question);
        let body = check_body(&self.body, MAX_BODY);
        let (tags, id) = (tags_typed(&self.tags), self.id.by_caller("id"));
        told_together([fault(&title), fault(&body), fault(&tags), fault(&id)])?;
        Ok(Self { id: id?, title: title?, tags: tags?, ..self })
    }
}

/// An answer that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDraft {
    /// The id that the answer will have for life.
    pub id: AnswerId,
    /// Which question it answers.
    pub post_id: PostId,
    /// Markdown, at most 100,000 characters.
    pub body: String,
}

impl AnswerDraft {
    /// Whether it may be published.
    ///
    /// # Errors
    /// `id`: `version`; `body`: `required`, `too_long`, `characters`.
    pub fn check(&self) -> Result<()> {
        self.id.by_caller("id")?;
        check_body(&self.body, MAX_BODY)
    }
}

/// A comment that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentDraft {
    /// The id that the comment will have for life.
    pub id: CommentId,
    /// What it stands on.
    pub on: Parent,
    /// Which comment on the same it replies to.
    pub reply_to: Option<CommentId>,
    /// Markdown, at most 5,000 characters.
    pub body: String,
}

impl CommentDraft {
    /// Whether it may be published.
    ///
    /// # Errors
    /// `id`: `version`; `body`: `required`, `too_long`, `characters`.
    pub fn check(&self) -> Result<()> {
        self.id.by_caller("id")?;
        check_body(&self.body, MAX_COMMENT)
    }
}

/// What an entry is to say instead; of a post, its title and tags stay where nothing is said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rewrite {
    /// Of a post; nothing but space takes the title of a post that is no question away.
    #[serde(default)]
    pub title: Option<String>,
    /// As when it was published.
    #[serde(default)]
    pub body: Option<String>,
    /// Of a post: all that it is to have.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// The version that the writer saw.
    #[serde(default)]
    pub version: Option<i64>,
}

impl Rewrite {
    /// The same as it is stored, of a post.
    ///
    /// # Errors
    /// As [`PostDraft::check`], but for a title that is needed, which the kind of what is stored decides.
    pub fn check_post(self) -> Result<Self> {
        let title = self.title.as_deref().map(|typed| title_typed(Some(typed), false)).transpose();
        let body = self.body.as_deref().map_or(Ok(()), |body| check_body(body, MAX_BODY));
        let tags = self.tags.as_deref().map(tags_typed).transpose();
        told_together([fault(&title), fault(&body), fault(&tags)])?;
        Ok(Self { title: title?.map(Option::unwrap_or_default), tags: tags?, ..self })
    }

    /// The new body of an answer, which has nothing else.
    ///
    /// # Errors
    /// `body`: `required`, `too_long`, `characters`.
    pub fn check_answer(&self) -> Result<&str> {
        self.check_words(MAX_BODY)
    }

    /// The new body of a comment, which has nothing else.
    ///
    /// # Errors
    /// `body`: `required`, `too_long`, `characters`.
    pub fn check_comment(&self) -> Result<&str> {
        self.check_words(MAX_COMMENT)
    }

    fn check_words(&self, most: usize) -> Result<&str> {
        let body = self.body.as_deref().unwrap_or_default();
        check_body(body, most)?;
        Ok(body)
    }
}

/// The rule that something breaks, if it breaks one.
fn fault<T>(checked: &Result<T>) -> Option<Error> {
    checked.as_ref().err().cloned()
}

/// Whether nothing is wrong; else all that is.
fn told_together(faults: impl IntoIterator<Item = Option<Error>>) -> Result<()> {
    Error::together(faults.into_iter().flatten()).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{super::words::MAX_TITLE, *};

    fn question(title: &str, body: &str, tags: &[&str]) -> Result<PostDraft> {
        let id: PostId = "0199a0b0-0000-7000-8000-000000000001".parse().expect("a UUIDv7");
        let tags = tags.iter().map(ToString::to_string).collect();
        PostDraft { id, kind: Kind::Question, title: Some(title.into()), body: body.into(), tags }.check()
    }

    #[test]
    fn a_draft_says_which_rule_it_breaks() {
        let tags = ["a", "b", "c", "d", "e", "f"];
        for (draft, field, rule) in [
            (question(" \n\u{200b}", "b", &[]), "title", "required"),
            (question(&"ä".repeat(MAX_TITLE + 1), "b", &[]), "title", "too_long"),
            (question("t\0", "b", &[]), "title", "characters"),
            (question("t", " \n", &[]), "body", "required"),
            (question("t", &"ä".repeat(MAX_BODY + 1), &[]), "body", "too_long"),
            (question("t", "a\0", &[]), "body", "characters"),
            (question("t", "b", &tags), "tags", "too_many"),
            (question("t", "b", &["a/b"]), "tags", "shape"),
        ] {
            assert_eq!(draft, Err(Error::invalid(field, rule)));
        }
        let fits = question(" How\n do I?  ", &"ä".repeat(MAX_BODY), &tags[..5]).map(|draft| draft.title);
        assert_eq!(fits, Ok(Some("How do I?".into())));
    }

    #[test]
    fn every_broken_rule_is_told_at_once_in_the_order_of_the_form() {
        let rules = |checked: Result<()>| -> Vec<_> { checked.map_or_else(Error::each, |()| Vec::new()) };
        let (body, tags) = ("ä".repeat(MAX_BODY + 1), vec!["a/b".to_owned()]);
        let broken = |title| {
            let rest = [Error::invalid("body", "too_long"), Error::invalid("tags", "shape")];
            [vec![Error::invalid("title", title)], rest.to_vec()].concat()
        };
        let drafted = question(" ", &body, &["a/b"]).map(drop);
        assert_eq!(rules(drafted), broken("required"));
        let rewrite = Rewrite { title: Some("t\0".into()), body: Some(body), tags: Some(tags), version: None };
        assert_eq!(rules(rewrite.check_post().map(drop)), broken("characters"));
    }

    #[test]
    fn a_post_needs_no_title_and_an_id_by_the_rule() {
        let id: PostId = "0199a0b0-0000-7000-8000-000000000001".parse().expect("a UUIDv7");
        let post = PostDraft { id, kind: Kind::Post, title: Some("  ".into()), body: "b".into(), tags: Vec::new() };
        assert_eq!(post.clone().check().map(|post| post.title), Ok(None));
        let nil = PostDraft { id: PostId(Uuid::nil()), ..post };
        assert_eq!(nil.check(), Err(Error::invalid("id", "version")));
    }

    #[test]
    fn a_comment_is_short() {
        let body = "ä".repeat(MAX_COMMENT);
        let rewrite = |body: String| Rewrite { body: Some(body), ..Rewrite::default() };
        assert!(rewrite(body.clone()).check_comment().is_ok());
        let long = rewrite(body + "ä");
        assert_eq!(long.check_comment(), Err(Error::invalid("body", "too_long")));
        assert!(long.check_answer().is_ok());
    }
}
