//! Ann and bob, who talk and of whom one has asked what the other has answered, and eve, who has a question about that, and
//! whom bob follows as she does him. Each was told of what the others did, and is suggested whom to follow.

use axum::{Extension, body::Body};
use http::{Request, header::CONTENT_TYPE};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    app::operations::routes,
    features::{
        accounts::{model::Account, service},
        follows::service as follows,
        notifications::{model::Notification, service as notifications},
    },
    realtime::{Event, Position, Topic},
    server::{Limits, Viewer},
    shared::{
        id::{
            AccountId, AnswerId, CommentId, ConversationId, MessageId, OperationId, PostId, PublicationId, SessionId,
        },
        role::Role,
        time::Time,
    },
    tests::given::{self, World},
};

/// The life of the database of a test.
const EPOCH: u32 = 1;

pub struct Stage {
    pub world: World,
    pub ann: Viewer,
    pub bob: Viewer,
    pub eve: Viewer,
    accounts: Vec<Account>,
    pub pair: ConversationId,
    /// By ann; it shows a page.
    pub said: MessageId,
    /// What ann says tomorrow.
    pub planned: MessageId,
    /// By ann.
    pub asked: PostId,
    /// By bob.
    pub answered: AnswerId,
    /// By eve, on the answer.
    pub commented: CommentId,
    /// What bob wants to publish of what ann said, which she has not answered yet, and which she allowed.
    pub wanted: PublicationId,
    pub allowed: PublicationId,
    /// What bob was told, the last of it first; all of it is unread.
    pub told: Vec<Notification>,
}

/// Something that somebody does.
#[derive(Debug)]
pub struct Act {
    pub who: Viewer,
    pub id: OperationId,
    pub body: Value,
}

impl Stage {
    pub async fn set() -> Self {
        let mut world = given::world().await;
        world.server.limits = Limits::off();
        let mut people = Vec::new();
        let mut accounts = Vec::new();
        for handle in ["ann", "bob", "eve"] {
            let account = world.person(handle).await;
            let viewer = Viewer::by_session(account, SessionId::new(), Role::Member);
            accounts.push(service::me(world.pool(), viewer).await.expect("they are there").account);
            people.push(viewer);
        }
        let pair = world.pair(people[0].account, people[1].account).await;
        let ids = [(); 7].map(|()| OperationId::new());
        let mut stage = Self {
            world,
            ann: people[0],
            bob: people[1],
            eve: people[2],
            accounts,
            pair,
            said: MessageId(ids[0].0),
            planned: MessageId(ids[1].0),
            asked: PostId(ids[2].0),
            answered: AnswerId(ids[3].0),
            commented: CommentId(ids[4].0),
            wanted: PublicationId(ids[5].0),
            allowed: PublicationId(ids[6].0),
            told: Vec::new(),
        };
        stage.fill(ids).await;
        stage.told = stage.told_to(stage.bob).await;
        stage
    }

    async fn fill(&self, [said, planned, asked, answered, commented, wanted, allowed]: [OperationId; 7]) {
        let Self { ann, bob, eve, pair, .. } = *self;
        let follow = |whom| json!({"account": self.account(whom), "follows": true});
        let question =
            json!({"kind": "question", "title": "Where to?", "body": "Where do we walk?", "tags": ["walks"]});
        let publish = json!({"conversation_id": pair, "title": "Where?", "tags": [], "messages": [self.said]});
        let consent = json!({"publication_id": self.allowed, "allowed": true});
        for (kind, who, id, body) in [
            ("message.send", ann, said, json!({"conversation_id": pair, "body": "Look: https://tea.example"})),
            ("schedule.add", ann, planned, json!({"conversation_id": pair, "body": "Later", "at": tomorrow()})),
            ("post.create", ann, asked, question),
            ("answer.create", bob, answered, json!({"post_id": self.asked, "body": "By the river"})),
            ("comment.create", eve, commented, json!({"on": {"answer": self.answered}, "body": "Which river?"})),
            ("publication.ask", bob, wanted, publish.clone()),
            ("publication.ask", bob, allowed, publish),
            ("publication.consent", ann, OperationId::new(), consent),
            ("person.follow", bob, OperationId::new(), follow(eve)),
            ("person.follow", eve, OperationId::new(), follow(bob)),
        ] {
            self.act(kind, &Act { who, id, body }).await;
        }
        sqlx::query(
            "update messages set previewed = previewed + 1,
               preview = '{\"url\": \"https://tea.example\", \"site\": null, \"title\": \"Tea\", \"description\": null}'",
        )
        .execute(&mut self.world.administrator().await)
        .await
        .expect("a statement of ours");
        follows::suggest_due(self.world.pool()).await.expect("it is their turn");
    }

    async fn told_to(&self, who: Viewer) -> Vec<Notification> {
        notifications::list(self.world.pool(), who, false, (None, 50)).await.expect("their own").page.items
    }

    pub fn people(&self) -> [Viewer; 3] {
        [self.ann, self.bob, self.eve]
    }

    /// Somebody, as the screens call them.
    pub fn account(&self, who: Viewer) -> &Account {
        self.accounts.iter().find(|account| account.id == who.account).expect("one of the three")
    }

    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// Somebody does something: the door takes it.
    pub async fn act(&self, kind: &str, Act { who, id, body }: &Act) {
        let operation = json!({"v": 1, "kind": kind, "id": id, "object": "anything", "body": body});
        let router = routes().with_state(self.world.server.clone()).layer(Extension(*who));
        let request = Request::post("/rpc/operations").header(CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(operation.to_string())).expect("a request");
        let response = router.oneshot(request).await.expect("the door answers");
        let status = response.status();
        let answer = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("an answer");
        assert!(status.is_success(), "{kind} {body}: {status} {}", String::from_utf8_lossy(&answer));
    }

    /// The number of the last event.
    pub async fn last_event(&self) -> i64 {
        let last = sqlx::query_scalar("select coalesce(max(id), 0) from events");
        last.fetch_one(&mut self.world.administrator().await).await.expect("a statement of ours")
    }

    /// What was told after an event, in order, and whose inbox each belongs to.
    pub async fn events_since(&self, last: i64) -> Vec<(Option<AccountId>, Event)> {
        let rows: Vec<(String, i64, String, String, Value)> =
            sqlx::query_as("select xid::text, id, topic, kind, body from events where id > $1 order by xid, id")
                .bind(last)
                .fetch_all(&mut self.world.administrator().await)
                .await
                .expect("a statement of ours");
        let read = |(xid, id, topic, kind, body): (String, i64, String, String, Value)| {
            let owner = topic.strip_prefix("inbox:").map(|owner| owner.parse().expect("an id"));
            let topic = if owner.is_some() { Topic::Me } else { topic.parse().expect("a topic of ours") };
            let position = Position { epoch: EPOCH, xid: xid.parse().expect("a number"), id };
            (owner, Event { position, topic, kind, at: Time::now(), body })
        };
        rows.into_iter().map(read).collect()
    }
}

pub fn tomorrow() -> Time {
    Time::from_millis(Time::now().millis() + 24 * 60 * 60 * 1_000)
}
