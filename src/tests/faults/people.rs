//! Four people, and a conversation of each two of them.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use crate::shared::id::ConversationId;

const HANDLES: [&str; 4] = ["ann", "bob", "cid", "dan"];

/// Who is there, and where the program is.
pub struct People {
    /// `http://…`
    pub url: String,
    /// Asks it anything.
    pub client: reqwest::Client,
    tokens: Vec<String>,
    /// The conversation of each two.
    pairs: BTreeMap<(usize, usize), ConversationId>,
}

impl People {
    /// Signs everybody up and opens the conversation of each two.
    pub async fn sign_up(url: &str) -> Self {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build().expect("a client can be made");
        let mut people = Self { url: url.to_owned(), client, tokens: Vec::new(), pairs: BTreeMap::new() };
        for handle in HANDLES {
            let account = json!({"handle": handle, "display_name": handle, "email": format!("{handle}@example.org"),
                "password": format!("{handle} likes long walks 42")});
            let made = people.post("/api/accounts", None, &account).await;
            people.tokens.push(made["token"].as_str().expect("a token").to_owned());
        }
        for one in 0..HANDLES.len() {
            for (other, handle) in HANDLES.iter().enumerate().skip(one + 1) {
                let with = json!({"with": [handle]});
                let opened = people.post("/api/conversations", Some(one), &with).await;
                let id = opened["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
                people.pairs.insert((one, other), id);
            }
        }
        people
    }

    /// All of them, by number.
    pub fn everybody(&self) -> std::ops::Range<usize> {
        0..self.tokens.len()
    }

    /// What somebody is called.
    pub fn name(person: usize) -> &'static str {
        HANDLES[person]
    }

    /// What somebody's session is known by.
    pub fn token(&self, person: usize) -> &str {
        &self.tokens[person]
    }

    /// Where somebody talks.
    pub fn conversations(&self, person: usize) -> Vec<ConversationId> {
        let own = self.pairs.iter().filter(|((one, other), _)| [*one, *other].contains(&person));
        own.map(|(_, id)| *id).collect()
    }

    async fn post(&self, path: &str, person: Option<usize>, body: &Value) -> Value {
        let mut request = self.client.post(format!("{}{path}", self.url)).json(body);
        if let Some(person) = person {
            request = request.bearer_auth(self.token(person));
        }
        let answer = request.send().await.expect("the program is there");
        assert!(answer.status().is_success(), "{path} answers {}", answer.status());
        answer.json().await.expect("an answer is JSON")
    }
}
