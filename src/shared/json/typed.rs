//! Reading of what was parsed before: an object from an object alone, and without words for what is wrong with it.
//!
//! Nobody in a browser could do anything with those words, nor with a type that is read from a list of its members. The
//! code for both, a good part of what serde derives to read a type, is then in no chunk (QUA-4).

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{
        self, IntoDeserializer, Visitor,
        value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer, StrDeserializer},
    },
};
use serde_json::{Map, Number, Value};

/// What was to be read is of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

/// What was parsed, as what a type is read from.
#[derive(Clone, Copy)]
struct Parsed<'de>(&'de Value);

/// Reads a type from what was parsed.
///
/// # Errors
/// It is not of this type.
pub fn typed<'de, T: Deserialize<'de>>(value: &'de Value) -> Result<T, Misfit> {
    T::deserialize(Parsed(value))
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is of another type")
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl From<Misfit> for serde_json::Error {
    fn from(misfit: Misfit) -> Self {
        de::Error::custom(misfit)
    }
}

impl<'de> IntoDeserializer<'de, Misfit> for Parsed<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Misfit> {
    if let Some(number) = number.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = number.as_i64() {
        visitor.visit_i64(number)
    } else {
        visitor.visit_f64(number.as_f64().ok_or(Misfit)?)
    }
}

fn list<'de, V: Visitor<'de>>(list: &'de [Value], visitor: V) -> Result<V::Value, Misfit> {
    let mut rest = SeqDeserializer::<_, Misfit>::new(list.iter().map(Parsed));
    let read = visitor.visit_seq(&mut rest)?;
    rest.end()?;
    Ok(read)
}

fn object<'de, V: Visitor<'de>>(object: &'de Map<String, Value>, visitor: V) -> Result<V::Value, Misfit> {
    let mut rest = MapDeserializer::<_, Misfit>::new(object.iter().map(|(name, value)| (name.as_str(), Parsed(value))));
    let read = visitor.visit_map(&mut rest)?;
    rest.end()?;
    Ok(read)
}

/// `method(what comes before the visitor): what is taken => how it is read`.
macro_rules! take {
    ($($method:ident($($ignored:ty),*): $taken:pat => |$self:ident, $visitor:ident| $read:expr;)*) => {$(
        fn $method<V: Visitor<'de>>($self, $(_: $ignored,)* $visitor: V) -> Result<V::Value, Misfit> {
            match $self.0 {
                $taken => $read,
                _ => Err(Misfit),
            }
        }
    )*};
}

macro_rules! take_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            if let Value::Number(found) = self.0 { number(found, visitor) } else { Err(Misfit) }
        }
    )*};
}

impl<'de> Deserializer<'de> for Parsed<'de> {
    type Error = Misfit;

    take! {
        deserialize_bool(): Value::Bool(found) => |self, visitor| visitor.visit_bool(*found);
        deserialize_char(): Value::String(found) => |self, visitor| visitor.visit_borrowed_str(found);
        deserialize_str(): Value::String(found) => |self, visitor| visitor.visit_borrowed_str(found);
        deserialize_string(): Value::String(found) => |self, visitor| visitor.visit_borrowed_str(found);
        deserialize_bytes(): Value::String(found) => |self, visitor| visitor.visit_borrowed_str(found);
        deserialize_byte_buf(): Value::String(found) => |self, visitor| visitor.visit_borrowed_str(found);
        deserialize_identifier(): Value::String(found) => |self, visitor| visitor.visit_borrowed_str(found);
        deserialize_unit(): Value::Null => |self, visitor| visitor.visit_unit();
        deserialize_unit_struct(&'static str): Value::Null => |self, visitor| visitor.visit_unit();
        deserialize_seq(): Value::Array(found) => |self, visitor| list(found, visitor);
        deserialize_tuple(usize): Value::Array(found) => |self, visitor| list(found, visitor);
        deserialize_tuple_struct(&'static str, usize): Value::Array(found) => |self, visitor| list(found, visitor);
        deserialize_map(): Value::Object(found) => |self, visitor| object(found, visitor);
        deserialize_struct(&'static str, &'static [&'static str]): Value::Object(found) =>
            |self, visitor| object(found, visitor);
    }

    take_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(found) => visitor.visit_bool(*found),
            Value::Number(found) => number(found, visitor),
            Value::String(found) => visitor.visit_borrowed_str(found),
            Value::Array(found) => list(found, visitor),
            Value::Object(found) => object(found, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::String(choice) => visitor.visit_enum(StrDeserializer::<Misfit>::new(choice)),
            Value::Object(choice) if choice.len() == 1 => {
                let choice = choice.iter().map(|(name, value)| (name.as_str(), Parsed(value)));
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::<_, Misfit>::new(choice)))
            }
            _ => Err(Misfit),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Song {
        title: String,
        year: Option<u16>,
        #[serde(default)]
        plays: BTreeMap<String, i64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum Choice {
        Nothing,
        One(Song),
        Pair(i8, f64),
        Many { songs: Vec<Song>, rest: Value },
    }

    /// Reads what `serde_json` reads from text, too, and as that does.
    fn read<T: for<'de> Deserialize<'de> + PartialEq + fmt::Debug>(value: &Value) -> T {
        let of_text = serde_json::from_str::<T>(&value.to_string()).ok();
        assert_eq!(typed::<T>(value).ok(), of_text, "{value}");
        of_text.expect("it is of this type")
    }

    #[test]
    fn objects_lists_and_choices_are_read_as_from_text() {
        let song = || Song { title: "Lá".into(), year: None, plays: BTreeMap::new() };
        assert_eq!(read::<Song>(&json!({"title": "Lá", "year": null, "more": [1]})), song());
        let played = read::<Song>(&json!({"title": "Lá", "year": 1999, "plays": {"ana": -3}}));
        assert_eq!((played.year, played.plays["ana"]), (Some(1999), -3));
        assert_eq!(read::<Vec<Song>>(&json!([{"title": "Lá"}])), [song()]);
        assert_eq!(read::<Choice>(&json!("Nothing")), Choice::Nothing);
        assert_eq!(read::<Choice>(&json!({"One": {"title": "Lá"}})), Choice::One(song()));
        assert_eq!(read::<Choice>(&json!({"Pair": [-1, 1.5]})), Choice::Pair(-1, 1.5));
        let many = Choice::Many { songs: vec![song()], rest: json!([1, {"a": [null]}]) };
        assert_eq!(read::<Choice>(&json!({"Many": {"songs": [{"title": "Lá"}], "rest": [1, {"a": [null]}]}})), many);
        assert_eq!(read::<(bool, Option<char>, ())>(&json!([true, "a", null])), (true, Some('a'), ()));
    }

    #[test]
    fn what_is_of_another_type_is_not_read_and_neither_is_an_object_from_a_list() {
        for other in [json!(["Lá", 1999]), json!({"title": 1}), json!({"year": 1}), json!({"title": "Lá", "year": -1})]
        {
            assert_eq!(typed::<Song>(&other), Err(Misfit), "{other}");
        }
        for other in
            [json!("One"), json!({"Nothing": 1}), json!({"One": ["Lá"]}), json!({"Pair": [1, 2, 3]}), json!({})]
        {
            assert_eq!(typed::<Choice>(&other), Err(Misfit), "{other}");
        }
    }
}
