//! How what goes between the two sides is written, and read again: in a browser always by way of a `Value`.
//!
//! Code that reads a type is long. The framework would read the answers of server functions from bytes and what stands
//! in a page from text, and events bring the same types as values: a browser would load three copies of that code for
//! each type (QUA-4), and loads one, by `typed` and as short as it can be. The server reads straight into the type: what
//! strangers send it shall not first be held as a whole; and `exact`, an object from an object alone.

#[cfg(not(feature = "hydrate"))]
mod exact;
mod typed;

use leptos::{
    prelude::{Resource, SharedValue},
    server::codee::{Decoder, Encoder},
    server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Error;

#[cfg(not(feature = "hydrate"))]
pub use exact::Exact;
pub use typed::typed;

/// Writes JSON, and reads it.
#[derive(Clone, Copy, Debug)]
pub struct ByValue;

/// The arguments of a server function in the body of a `POST`, and what it answers.
pub type Json = Post<ByValue>;

/// What a page has read from the server, and carries to the browser where the server has drawn it.
pub type Reading<T> = Resource<T, ByValue>;

/// Reads what was written as JSON.
///
/// # Errors
/// It is not JSON, or not of this type.
#[cfg(feature = "hydrate")]
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Error> {
    Ok(typed(&serde_json::from_slice(text)?)?)
}

/// Reads what was written as JSON.
///
/// # Errors
/// It is not JSON, or not of this type.
#[cfg(not(feature = "hydrate"))]
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(text).map(|Exact(value)| value)
}

/// What a page reads before anything of it is sent, and again whenever `source` changes.
pub fn reading<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    read: impl Fn(S) -> F + Send + Sync + 'static,
) -> Reading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, read, true)
}

/// What the server knew when it drew the page: made there by `make`, and carried to the browser.
pub fn carried<T>(make: impl FnOnce() -> T) -> T
where
    T: Serialize + DeserializeOwned + 'static,
{
    SharedValue::<T, ByValue>::new_with_encoding(make).into_inner()
}

impl ContentType for ByValue {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for ByValue {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for ByValue {
    type Error = Error;

    fn encode(output: &T) -> Result<Bytes, Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for ByValue {
    type Error = Error;

    fn decode(bytes: Bytes) -> Result<T, Error> {
        read(&bytes)
    }
}

impl<T: Serialize> Encoder<T> for ByValue {
    type Error = Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for ByValue {
    type Error = Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Error> {
        read(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::{Error, page::Page};

    #[test]
    fn what_is_written_for_a_page_or_an_answer_is_read_as_it_was() {
        for result in [
            Ok(Page { items: vec![7_i64, i64::MAX], next: None, total: None }),
            Err(Error::invalid("find", "too_long")),
        ] {
            let text = <ByValue as Encoder<_>>::encode(&result).expect("text");
            assert_eq!(<ByValue as Decoder<Result<Page<i64>, Error>>>::decode(&text).ok(), Some(result.clone()));
            let bytes = <ByValue as Encodes<_>>::encode(&result).expect("bytes");
            assert_eq!(<ByValue as Decodes<Result<Page<i64>, Error>>>::decode(bytes).ok(), Some(result));
        }
    }

    #[test]
    fn what_is_no_json_or_of_another_type_is_not_read() {
        assert!(read::<Vec<u8>>(b"[1,").is_err());
        assert!(read::<Vec<u8>>(b"{}").is_err());
        assert_eq!(read::<Vec<u8>>(b"[1, 2]").ok(), Some(vec![1, 2]));
        assert!(read::<Page<i64>>(b"[[1], null, null]").is_err());
    }
}
