//! What is done of each kind, by whom. Each of these changes what somebody sees.

use serde_json::{Value, json};

use super::stage::{Act, Stage, tomorrow};
use crate::shared::id::OperationId;

/// The acts of a kind, in their order; nothing where the kind has no line here.
pub fn of(kind: &str, stage: &Stage) -> Option<Vec<Act>> {
    let talk = in_conversations(kind, stage);
    let acts = talk.or_else(|| in_public(kind, stage)).or_else(|| of_oneself(kind, stage))?;
    Some(acts.into_iter().map(|(who, body)| Act { who, id: OperationId::new(), body }).map(named).collect())
}

type Bodies = Vec<(crate::server::Viewer, Value)>;

fn in_conversations(kind: &str, stage: &Stage) -> Option<Bodies> {
    let Stage { ann, bob, pair, said, planned, wanted, allowed, .. } = *stage;
    let react = |on: bool| json!({"message_id": said, "emoji": "👍", "on": on});
    let pin = |on: bool| json!({"message_id": said, "on": on});
    let choose = |name: &str, on: bool| json!({"conversation_id": pair, name: on});
    Some(match kind {
        "message.send" => vec![
            (ann, json!({"conversation_id": pair, "body": "And you?"})),
            (bob, json!({"conversation_id": pair, "body": "Well.", "reply_to": said})),
        ],
        "message.edit" => vec![(ann, json!({"message_id": said, "body": "Hello"}))],
        "message.delete" | "message.unpreview" => vec![(ann, json!({"message_id": said}))],
        "message.react" => vec![(bob, react(true)), (ann, react(true)), (bob, react(false))],
        "message.pin" => vec![(bob, pin(true)), (ann, pin(false))],
        "conversation.mark" => vec![
            (bob, json!({"conversation_id": pair, "delivered": 1, "read": 0})),
            (bob, json!({"conversation_id": pair, "delivered": 1, "read": 1})),
        ],
        "conversation.choose" => vec![
            (bob, choose("muted", true)),
            (bob, choose("pinned", true)),
            (bob, choose("pinned", false)),
            (bob, choose("archived", true)),
        ],
        "schedule.add" => vec![(bob, json!({"conversation_id": pair, "body": "Later", "at": tomorrow()}))],
        "schedule.change" => vec![(ann, json!({"message_id": planned, "body": "Later still"}))],
        "schedule.cancel" => vec![(ann, json!({"message_id": planned}))],
        "publication.ask" => {
            vec![(ann, json!({"conversation_id": pair, "title": "Tea?", "tags": ["tea"], "messages": [said]}))]
        }
        "publication.consent" => {
            [true, false].map(|allowed| (ann, json!({"publication_id": wanted, "allowed": allowed}))).into()
        }
        "publication.settle" => vec![
            (bob, json!({"publication_id": wanted, "publish": false})),
            (bob, json!({"publication_id": allowed, "publish": true})),
        ],
        "draft.save" => vec![(ann, json!({"conversation_id": pair, "body": "Half a thought"}))],
        _ => return None,
    })
}

fn in_public(kind: &str, stage: &Stage) -> Option<Bodies> {
    let Stage { ann, bob, eve, asked, answered, commented, .. } = *stage;
    let [post, answer, comment] = [json!({"post": asked}), json!({"answer": answered}), json!({"comment": commented})];
    let vote = |on: &Value, value: i16| json!({"on": on, "value": value});
    let keep = |on: bool| json!({"post_id": asked, "on": on});
    let accept = |answer: Value| json!({"post_id": asked, "answer_id": answer});
    Some(match kind {
        "post.create" => vec![(eve, json!({"kind": "post", "title": null, "body": "Rain", "tags": ["weather"]}))],
        "post.edit" => vec![(ann, json!({"post_id": asked, "title": "Where?", "body": "There?", "tags": ["walks"]}))],
        "post.delete" => vec![(ann, json!({"post_id": asked}))],
        "post.bookmark" => vec![(bob, keep(true)), (bob, keep(false))],
        "answer.create" => vec![(eve, json!({"post_id": asked, "body": "Over the hill"}))],
        "answer.edit" => vec![(bob, json!({"answer_id": answered, "body": "By the sea"}))],
        "answer.delete" => vec![(bob, json!({"answer_id": answered}))],
        "answer.accept" => vec![(ann, accept(json!(answered))), (ann, accept(Value::Null))],
        "comment.create" => vec![
            (eve, json!({"on": answer, "body": "Which sea?", "reply_to": commented})),
            (ann, json!({"on": post, "body": "Thanks"})),
        ],
        "comment.edit" => vec![(eve, json!({"comment_id": commented, "body": "How far?"}))],
        "comment.delete" => vec![(eve, json!({"comment_id": commented}))],
        "vote.cast" => vec![
            (bob, vote(&post, 1)),
            (eve, vote(&answer, -1)),
            (bob, vote(&post, -1)),
            (bob, vote(&post, 0)),
            (ann, vote(&comment, 1)),
        ],
        _ => return None,
    })
}

fn of_oneself(kind: &str, stage: &Stage) -> Option<Bodies> {
    let Stage { ann, bob, eve, said, .. } = *stage;
    let [last, before, ..] = &*stage.told else { panic!("bob was told of an answer, a comment and a follow") };
    let follow = |on: bool| json!({"account": stage.account(bob), "follows": on});
    let block = |on: bool| json!({"account": stage.account(eve), "blocked": on});
    let mute = |on: bool| json!({"account": stage.account(eve), "muted": on});
    Some(match kind {
        "report.make" => vec![(bob, json!({"about": {"message": said}, "reason": "spam", "words": ""}))],
        "settings.change" => vec![(ann, json!({"appearance": "dark"})), (ann, json!({"enter_sends": false}))],
        "profile.change" => vec![(ann, json!({"place": "Lugo"})), (ann, json!({"status": "Away"}))],
        "person.block" => vec![(bob, block(true)), (bob, block(false))],
        "person.mute" => vec![(bob, mute(true)), (bob, mute(false))],
        "person.follow" => vec![(ann, follow(true)), (ann, follow(false))],
        "suggestion.dismiss" => vec![(bob, json!({"account": stage.account(ann)}))],
        "notification.read" => vec![
            (bob, json!({"notification_id": before.id, "through": before.number})),
            (bob, json!({"notification_id": last.id})),
        ],
        "notification.read_all" => {
            vec![(bob, json!({"through": before.number})), (bob, json!({"through": last.number}))]
        }
        _ => return None,
    })
}

/// A report names itself once more.
fn named(mut act: Act) -> Act {
    if act.body.get("reason").is_some() {
        act.body["id"] = json!(act.id);
    }
    act
}
