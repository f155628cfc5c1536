//! Matrix Synapse: one process as it is installed, no limits, no federation, no presence, a log of warnings
//! only, and a database of its own in the collation that it asks for.
//!
//! A room has six people. The first sends by `PUT …/send/m.room.message`; the others listen by `/sync`, as
//! Matrix' clients do: a long poll that is answered with all that came, and asked anew.

use std::{fs, net::SocketAddr, path::Path, process::Command, sync::Arc};

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Peer, process::Process};
use crate::{
    database::{ADMINISTRATOR, DATABASE, Place},
    http::{Call, Connection, Connections},
    load::{Listener, Messenger, PEOPLE},
    machine::Machine,
    measures::Stand,
    server::free_address,
};

const OWN_DATABASE: &str = "synapse";
const NAME: &str = "localhost";
const API: &str = "/_matrix/client/v3";

/// A room and the people in it.
struct Synapse {
    address: SocketAddr,
    connections: Connections,
    people: Vec<Person>,
    room: String,
}

/// Somebody who is signed up.
struct Person {
    id: String,
    token: String,
}

/// A person's long poll.
struct Poll {
    connection: Connection,
    token: String,
    filter: String,
    room: String,
    since: String,
}

/// Makes its database, starts it, and gathers six people in a room.
///
/// # Errors
/// Where it is not installed, does not start or refuses.
pub async fn start(stand: &Stand, installed: &Path, machine: &mut Machine) -> Result<Peer> {
    let administrator = stand.place.connect(DATABASE).await?;
    administrator
        .batch_execute(&format!(
            "create database {OWN_DATABASE} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'"
        ))
        .await?;
    let (folder, address) = (stand.folder().join("synapse"), free_address()?);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("log.yaml"), log().to_string())?;
    // JSON is YAML.
    let settings = folder.join("homeserver.yaml");
    fs::write(&settings, homeserver(&folder, address, &stand.place).to_string())?;
    let mut program = Command::new(installed.join("synapse/bin/python"));
    program.args(["-m", "synapse.app.homeserver", "--config-path"]).arg(&settings).current_dir(&folder);
    let process = Process::start(&mut program, &folder.join("log.txt"), address, "/_matrix/client/versions").await?;
    let messenger = Synapse::gather(address, machine).await?;
    Ok(Peer { name: "synapse", messenger: Arc::new(messenger), _process: Some(process) })
}

impl Synapse {
    /// Signs six people up and brings them into one room.
    async fn gather(address: SocketAddr, machine: &mut Machine) -> Result<Self> {
        let connections = Connections::new(address);
        let nobody = |path, method, body| Call { method, path, who: None, body, in_brotli: false };
        let server = ask(&connections, nobody("/_synapse/admin/v1/server_version", Method::GET, None)).await?;
        machine.insert("synapse", text(&server, "server_version")?);
        let register = format!("{API}/register");
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            let name = format!("bench_{number}");
            let form = json!({"username": name, "password": "here to be measured", "auth": {"type": "m.login.dummy"}});
            let person = ask(&connections, nobody(&register, Method::POST, Some(form.to_string()))).await?;
            people.push(Person { id: text(&person, "user_id")?, token: text(&person, "access_token")? });
        }
        let (sender, others) = people.split_first().context("there are six people")?;
        let ids: Vec<&str> = others.iter().map(|person| person.id.as_str()).collect();
        let form = json!({"preset": "private_chat", "name": "Bench", "invite": ids});
        let created =
            ask(&connections, Call::post(&format!("{API}/createRoom"), &sender.token, form.to_string())).await?;
        let room = text(&created, "room_id")?;
        for person in others {
            ask(&connections, Call::post(&format!("{API}/join/{room}"), &person.token, "{}".into())).await?;
        }
        Ok(Self { address, connections, people, room })
    }
}

#[async_trait]
impl Messenger for Synapse {
    async fn listen(&self, group: u32, member: u32) -> Result<Box<dyn Listener>> {
        ensure!(group == 0, "there is one room");
        let person = &self.people[member as usize];
        // A poll that comes late must not leave anything out.
        let filter = json!({"room": {"timeline": {"limit": 10_000}}}).to_string();
        let path = format!("{API}/user/{}/filter", person.id);
        let filter = ask(&self.connections, Call::post(&path, &person.token, filter)).await?;
        let mut poll = Poll {
            connection: Connection::open(self.address).await?,
            token: person.token.clone(),
            filter: text(&filter, "filter_id")?,
            room: self.room.clone(),
            since: String::new(),
        };
        // Where they stand now; what was said before is not for them.
        poll.next("timeout=0&filter=%7B%22room%22%3A%7B%22timeline%22%3A%7B%22limit%22%3A1%7D%7D%7D").await?;
        Ok(Box::new(poll))
    }

    async fn send(&self, _: u32, words: String) -> bool {
        let path = format!("{API}/rooms/{}/send/m.room.message/{}", self.room, Uuid::now_v7());
        let body = json!({"msgtype": "m.text", "body": words});
        let answer = self.connections.call(Call::put(&path, &self.people[0].token, body.to_string())).await;
        matches!(answer, Ok((StatusCode::OK, _)))
    }
}

impl Poll {
    /// Asks what is new and goes on from there.
    async fn next(&mut self, query: &str) -> Result<Value> {
        let path = format!("{API}/sync?{query}");
        let (status, body) = self.connection.call(Call::get(&path, &self.token)).await?;
        ensure!(status.is_success(), "Synapse answers {status} at {path}");
        let answer: Value = serde_json::from_slice(&body)?;
        self.since = text(&answer, "next_batch")?;
        Ok(answer)
    }
}

#[async_trait]
impl Listener for Poll {
    async fn hear(&mut self) -> Result<Vec<String>> {
        let query = format!("timeout=30000&filter={}&since={}", self.filter, self.since);
        let answer = self.next(&query).await?;
        let events = answer["rooms"]["join"][&self.room]["timeline"]["events"].as_array();
        let said = events.into_iter().flatten().filter(|event| event["type"] == "m.room.message");
        Ok(said.filter_map(|event| event["content"]["body"].as_str()).map(str::to_owned).collect())
    }
}

/// What its `homeserver.yaml` holds. The key signs what nobody else ever checks.
fn homeserver(folder: &Path, address: SocketAddr, place: &Place) -> Value {
    let free = json!({"per_second": 1_000_000, "burst_count": 1_000_000});
    json!({
        "server_name": NAME,
        "report_stats": false,
        "signing_key": format!("ed25519 bench {}", "A".repeat(43)),
        "macaroon_secret_key": "bench",
        "form_secret": "bench",
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "pid_file": folder.join("pid"),
        "media_store_path": folder.join("media"),
        "log_config": folder.join("log.yaml"),
        "listeners": [{
            "type": "http",
            "port": address.port(),
            "bind_addresses": [address.ip()],
            "resources": [{"names": ["client"]}],
        }],
        "database": {
            "name": "psycopg2",
            "args": {
                "host": place.socket,
                "port": place.port,
                "user": ADMINISTRATOR,
                "dbname": OWN_DATABASE,
                "cp_min": 5,
                "cp_max": 10,
            },
        },
        "presence": {"enabled": false},
        "filter_timeline_limit": -1,
        "enable_registration": true,
        "enable_registration_without_verification": true,
        "bcrypt_rounds": 4,
        "rc_message": free,
        "rc_registration": free,
        "rc_login": {"address": free, "account": free},
        "rc_joins": {"local": free},
        "rc_joins_per_room": free,
        "rc_invites": {"per_room": free, "per_user": free, "per_issuer": free},
        "rc_room_creation": free,
    })
}

/// It tells of trouble only: a line for each request would cost it.
fn log() -> Value {
    json!({
        "version": 1,
        "disable_existing_loggers": false,
        "handlers": {"console": {"class": "logging.StreamHandler"}},
        "root": {"level": "WARNING", "handlers": ["console"]},
    })
}

/// The JSON that a call is answered with.
async fn ask(connections: &Connections, call: Call<'_>) -> Result<Value> {
    let path = call.path.to_owned();
    let (status, body) = connections.call(call).await?;
    ensure!(status.is_success(), "Synapse answers {status} at {path}: {}", String::from_utf8_lossy(&body));
    Ok(serde_json::from_slice(&body)?)
}

fn text(answer: &Value, name: &str) -> Result<String> {
    Ok(answer[name].as_str().with_context(|| format!("no {name} in {answer}"))?.to_owned())
}
