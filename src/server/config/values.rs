//! Where values come from, and how each kind is read.

use std::{
    collections::HashMap,
    fmt::Display,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    str::FromStr,
};

use http::Uri;
use ipnet::IpNet;
use sqlx::postgres::PgConnectOptions;
use url::Url;

use super::{Administrator, Refusal, VARIABLES};

/// What is wrong with a value, and what to do instead.
pub(super) type Mistake = (String, String);

/// The known variables that are set, by name; an empty value counts as not set.
#[derive(Default)]
pub(super) struct Values(HashMap<&'static str, String>);

impl Values {
    /// Reads the file that `TERTULIA_CONFIG` names, or `tertulia.env` where there is one, then the
    /// environment over it.
    pub(super) fn load() -> Result<Self, Refusal> {
        let environment = Self::environment()?;
        let mut values = match environment.0.get("TERTULIA_CONFIG") {
            Some(path) => Self::file(Path::new(path))?,
            None if Path::new("tertulia.env").exists() => Self::file(Path::new("tertulia.env"))?,
            None => Self::default(),
        };
        values.0.extend(environment.0);
        Ok(values)
    }

    fn environment() -> Result<Self, Refusal> {
        let mut values = Self::default();
        for name in VARIABLES {
            let Some(value) = std::env::var_os(name) else { continue };
            let value = value
                .into_string()
                .map_err(|_| Refusal::new(name, "the value is not UTF-8", "write it in UTF-8, or unset it"))?;
            values.set(name, &value);
        }
        Ok(values)
    }

    /// Reads one file of `NAME=value` lines. Names that are not known are refused, because a slip of
    /// the pen would otherwise pass in silence.
    pub(super) fn file(path: &Path) -> Result<Self, Refusal> {
        let unreadable = |error: dotenvy::Error| {
            let remedy = match &error {
                dotenvy::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                    "create it, or set TERTULIA_CONFIG to the file that there is"
                }
                _ => "write lines of the form NAME=value, as in .env.example",
            };
            Refusal::new(path.display(), error, remedy)
        };
        let mut values = Self::default();
        for pair in dotenvy::from_path_iter(path).map_err(unreadable)? {
            let (name, value) = pair.map_err(unreadable)?;
            let Some(known) = VARIABLES.into_iter().find(|known| *known == name) else {
                return Err(Refusal::new(
                    path.display(),
                    format!("there is no variable `{name}`"),
                    "see .env.example for those there are",
                ));
            };
            values.set(known, &value);
        }
        Ok(values)
    }

    pub(super) fn set(&mut self, name: &'static str, value: &str) {
        if !value.trim().is_empty() {
            self.0.insert(name, value.trim().to_owned());
        }
    }

    /// The value of a variable, read; none where it is not set.
    pub(super) fn read<T>(
        &self,
        name: &'static str,
        reader: impl FnOnce(&str) -> Result<T, Mistake>,
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.0.get(name) else { return Ok(None) };
        reader(text).map(Some).map_err(|(problem, remedy)| Refusal::new(name, problem, remedy))
    }
}

pub(super) fn host(text: &str) -> Result<IpAddr, Mistake> {
    if text == "localhost" {
        return Ok(Ipv4Addr::LOCALHOST.into());
    }
    text.parse()
        .map_err(|_| mistake(text, "is no IP address", "write 127.0.0.1 for this machine, 0.0.0.0 for everybody"))
}

pub(super) fn port(text: &str) -> Result<u16, Mistake> {
    text.parse().map_err(|_| mistake(text, "is no port", "write a number from 0 to 65535"))
}

pub(super) fn number(text: &str, range: RangeInclusive<u32>) -> Result<u32, Mistake> {
    let remedy = format!("write a number from {} to {}", range.start(), range.end());
    text.parse().ok().filter(|n| range.contains(n)).ok_or_else(|| mistake(text, "is not in range", remedy))
}

/// The address is not repeated in the mistake, because a password may stand in it.
pub(super) fn database(text: &str) -> Result<Administrator, Mistake> {
    let remedy =
        || "write postgres://user:password@host:5432/database, or unset it to use the program's own".to_owned();
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        return Err(("it is no address of Postgres".into(), remedy()));
    }
    let options =
        PgConnectOptions::from_str(text).map_err(|error| (format!("it cannot be read ({error})"), remedy()))?;
    Ok(Administrator::new(options, password(text)))
}

/// The password in an address, before its host or behind its `?`, where the later one counts.
fn password(address: &str) -> Option<String> {
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let (_, address) = address.split_once("://")?;
    let person = address.split('/').next()?.rsplit_once('@').map_or("", |(person, _)| person);
    // Here a plus is a plus, and no other sign has a meaning.
    let written = person.split_once(':').map(|(_, word)| word.replace('+', "%2B").replace('&', "%26"));
    let pairs = format!("password={}&{query}", written.unwrap_or_default());
    let (_, last) = form_urlencoded::parse(pairs.as_bytes()).filter(|(name, _)| name == "password").last()?;
    (!last.is_empty()).then(|| last.into_owned())
}

pub(super) fn folder(text: &str) -> Result<PathBuf, Mistake> {
    let path = PathBuf::from(text);
    if path.exists() && !path.is_dir() {
        return Err(mistake(text, "is a file", "name a folder"));
    }
    Ok(path)
}

pub(super) fn postgres(text: &str) -> Result<PathBuf, Mistake> {
    let path = PathBuf::from(text);
    if path.join("postgres").is_file() && path.join("initdb").is_file() {
        return Ok(path);
    }
    Err(mistake(
        text,
        "does not hold `postgres` and `initdb`",
        "name the bin folder of a Postgres, such as /usr/lib/postgresql/17/bin",
    ))
}

pub(super) fn log_filter(text: &str) -> Result<String, Mistake> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => {
            Err(mistake(text, format!("is no filter ({error})"), "write info, debug, or tertulia=debug,info"))
        }
    }
}

pub(super) fn secret(text: &str) -> Result<String, Mistake> {
    if text.len() < 16 {
        return Err((
            "it is too short to be a secret".into(),
            "write at least 16 characters, such as from `openssl rand -hex 16`".into(),
        ));
    }
    Ok(text.to_owned())
}

pub(super) fn node(text: &str) -> Result<String, Mistake> {
    let fits = text.len() <= 40 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if fits { Ok(text.to_owned()) } else { Err(mistake(text, "is no name", "write at most 40 of a-z, 0-9, - and _")) }
}

pub(super) fn on_or_off(text: &str) -> Result<bool, Mistake> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(mistake(text, "is neither", "write on or off")),
    }
}

pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, Mistake> {
    text.split(',')
        .map(str::trim)
        .map(|part| part.parse().or_else(|_| part.parse::<IpAddr>().map(IpNet::from)))
        .collect::<Result<_, _>>()
        .map_err(|_| mistake(text, "is no list of addresses", "write such as 10.0.0.0/8, 192.0.2.7"))
}

pub(super) fn sockets(text: &str) -> Result<Vec<SocketAddr>, Mistake> {
    text.split(',')
        .map(|part| part.trim().parse())
        .collect::<Result<_, _>>()
        .map_err(|_| mistake(text, "is no list of addresses with ports", "write such as 127.0.0.1:8080, [::1]:8080"))
}

/// An address of the form `https://host[:port]`, without a path; as browsers write it in `Origin`, however it was
/// typed.
pub(super) fn public_address(text: &str) -> Result<Uri, Mistake> {
    let remedy = "write only scheme and host, such as https://community.example.org";
    let address = Url::parse(text).map_err(|_| mistake(text, "is no address", remedy))?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err(mistake(text, "is no address of http or https", remedy));
    }
    let names_somebody = !address.username().is_empty() || address.password().is_some();
    if address.path() != "/" || address.query().is_some() || address.fragment().is_some() || names_somebody {
        return Err(mistake(text, "has more than scheme and host", remedy));
    }
    let origin = address.origin().ascii_serialization();
    Uri::from_str(&origin).map_err(|_| mistake(text, "is no address", remedy))
}

fn mistake(text: &str, problem: impl Display, remedy: impl Display) -> Mistake {
    (format!("`{text}` {problem}"), remedy.to_string())
}
