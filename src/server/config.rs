//! The configuration: read once at start, from the environment and one file.
//!
//! [`VARIABLES`] names everything there is to set; `.env.example` shows the same to people. Each value
//! is checked before anything is started, and what is wrong with it is said in one line.

mod values;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use http::{HeaderMap, Uri, header::HOST, uri::Authority};
use ipnet::IpNet;

use super::{Refusal, schema::Administrator};
use values::Values;

/// Every variable that the program reads.
pub const VARIABLES: [&str; 19] = [
    "PORT",
    "HOST",
    "DATABASE_URL",
    "TERTULIA_CLIENTS",
    "TERTULIA_CONFIG",
    "TERTULIA_CONNECTIONS",
    "TERTULIA_DATA",
    "TERTULIA_GALLERY",
    "TERTULIA_LINK_PREVIEWS",
    "TERTULIA_LINK_PREVIEWS_ALLOW_PRIVATE",
    "TERTULIA_LOG",
    "TERTULIA_METRICS_TOKEN",
    "TERTULIA_NODE",
    "TERTULIA_POSTGRES",
    "TERTULIA_RATE_LIMITS",
    "TERTULIA_SITE",
    "TERTULIA_SLOW_STATEMENT_MS",
    "TERTULIA_TRUSTED_PROXIES",
    "TERTULIA_URL",
];

/// What the program was told.
#[derive(Clone)]
pub struct Config {
    /// Where to listen; port 0 lets the system choose.
    pub address: SocketAddr,
    /// The database to use; none stands for the embedded one.
    pub database: Option<Administrator>,
    /// How many connections of clients at once; further ones wait.
    pub clients: u32,
    /// How many connections to the database at most.
    pub connections: u32,
    /// The folder of everything that is kept.
    pub data: PathBuf,
    /// Whether `/dev/gallery` shows the components of the interface.
    pub gallery: bool,
    /// Whether the pages that links in messages lead to are asked what they are.
    pub link_previews: bool,
    /// What is not of the web and may be asked for that all the same: each address at its port alone.
    pub link_previews_allow_private: Vec<SocketAddr>,
    /// What to log, in the language of tracing's `EnvFilter`.
    pub log: String,
    /// Who presents this as a bearer token may read `/metrics`.
    pub metrics_token: Option<String>,
    /// What this node is called among others.
    pub node: String,
    /// The folder of the programs of Postgres; none looks for it.
    pub postgres: Option<PathBuf>,
    /// Whether rate limits hold.
    pub rate_limits: bool,
    /// The folder of the built site; none looks for it.
    pub site: Option<PathBuf>,
    /// Statements that take longer are logged.
    pub slow_statement: Duration,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The public address: scheme and authority only.
    pub url: Option<Uri>,
}

impl Config {
    /// Reads the environment and the file; the environment wins.
    ///
    /// # Errors
    /// A [`Refusal`] that names the first variable with a mistake.
    pub fn load() -> Result<Self, Refusal> {
        Self::read(&Values::load()?)
    }

    fn read(values: &Values) -> Result<Self, Refusal> {
        let config = Self {
            address: SocketAddr::new(
                values.read("HOST", values::host)?.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
                values.read("PORT", values::port)?.unwrap_or(3000),
            ),
            database: values.read("DATABASE_URL", values::database)?,
            clients: values.read("TERTULIA_CLIENTS", |text| values::number(text, 10..=1_000_000))?.unwrap_or(20_000),
            connections: values.read("TERTULIA_CONNECTIONS", |text| values::number(text, 2..=1000))?.unwrap_or(16),
            data: values.read("TERTULIA_DATA", values::folder)?.unwrap_or_else(|| "data".into()),
            gallery: values.read("TERTULIA_GALLERY", values::on_or_off)?.unwrap_or(false),
            link_previews: values.read("TERTULIA_LINK_PREVIEWS", values::on_or_off)?.unwrap_or(true),
            link_previews_allow_private: values
                .read("TERTULIA_LINK_PREVIEWS_ALLOW_PRIVATE", values::sockets)?
                .unwrap_or_default(),
            log: values.read("TERTULIA_LOG", values::log_filter)?.unwrap_or_else(|| "info".into()),
            metrics_token: values.read("TERTULIA_METRICS_TOKEN", values::secret)?,
            node: values.read("TERTULIA_NODE", values::node)?.unwrap_or_else(|| "a".into()),
            postgres: values.read("TERTULIA_POSTGRES", values::postgres)?,
            rate_limits: values.read("TERTULIA_RATE_LIMITS", values::on_or_off)?.unwrap_or(true),
            site: values.read("TERTULIA_SITE", values::folder)?,
            slow_statement: Duration::from_millis(
                values
                    .read("TERTULIA_SLOW_STATEMENT_MS", |text| values::number(text, 1..=600_000))?
                    .unwrap_or(1000)
                    .into(),
            ),
            trusted_proxies: values.read("TERTULIA_TRUSTED_PROXIES", values::networks)?.unwrap_or_default(),
            url: values.read("TERTULIA_URL", values::public_address)?,
        };
        if !config.rate_limits && !config.address.ip().is_loopback() {
            return Err(Refusal::new(
                "TERTULIA_RATE_LIMITS",
                format!("`off` is for load tests on loopback, and HOST is {}", config.address.ip()),
                "set HOST=127.0.0.1 or remove TERTULIA_RATE_LIMITS",
            ));
        }
        Ok(config)
    }

    /// What tests run under: nothing outside is asked.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn for_tests() -> Self {
        Self {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            link_previews: false,
            ..Self::read(&Values::default()).expect("the defaults are in order")
        }
    }

    /// Whether people reach the program so that their browser keeps `Secure` cookies: over https,
    /// or on this very machine.
    #[must_use]
    pub fn secure(&self) -> bool {
        match &self.url {
            Some(url) => self.https() || url.host().is_some_and(is_loopback),
            None => self.address.ip().is_loopback(),
        }
    }

    /// Whether the public address is one of https.
    #[must_use]
    pub fn https(&self) -> bool {
        self.url.as_ref().and_then(Uri::scheme_str) == Some("https")
    }

    /// What the session's cookie is called: browsers accept the prefix `__Host-` only where
    /// [`Config::secure`] holds.
    #[must_use]
    pub fn cookie_name(&self) -> &'static str {
        if self.secure() { "__Host-tertulia" } else { "tertulia" }
    }

    /// What to know about cookies where people come over plain HTTP from other machines.
    #[must_use]
    pub fn insecurity(&self) -> Option<&'static str> {
        (!self.secure()).then_some(
            "people reach this over plain HTTP: the session's cookie is neither Secure nor __Host-, and who listens on \
             the way can take it; put a proxy with TLS before it and set TERTULIA_URL=https://…",
        )
    }

    /// What to know about the name where people come from other machines and none was configured.
    #[must_use]
    pub fn namelessness(&self) -> Option<&'static str> {
        (self.url.is_none() && !self.address.ip().is_loopback()).then_some(
            "who comes by a name, and not by an address in numbers, can neither sign up nor change anything; set \
             TERTULIA_URL to the address that people type",
        )
    }

    /// Where this site is: its configured address, or this very machine by the name that the reader asked for. Nothing
    /// else that a request says of itself is believed, which a cache would tell to others.
    #[must_use]
    pub fn origin_asked(&self, headers: &HeaderMap) -> Option<String> {
        let asked = || headers.get(HOST)?.to_str().ok()?.parse::<Authority>().ok();
        let here = || asked().filter(|asked| is_loopback(asked.host())).map(|asked| format!("http://{asked}"));
        self.origin().or_else(here)
    }

    /// The public address as browsers write it in `Origin`, where it was configured.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        let url = self.url.as_ref()?;
        Some(format!("{}://{}", url.scheme_str()?, url.authority()?))
    }
}

/// Whether a host's name or address means this very machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests;
