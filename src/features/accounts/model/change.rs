//! Changes to one's own profile and settings: what is absent stays as it is.
//!
//! A change carries the version that the person saw. Asking again for what already holds is no
//! conflict, so a retry whose first answer was lost succeeds.

use serde::{Deserialize, Serialize};

use super::{
    Appearance, MessagesFrom, Profile, Settings,
    links::links_of,
    new_account::{display_name_of, is_invisible, length},
};
use crate::shared::{Error, Result, time::Time};

/// New settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// How the interface looks.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub appearance: Option<Appearance>,
    /// Whether others see that one is there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub show_presence: Option<bool>,
    /// Whether others see what one has read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub send_receipts: Option<bool>,
    /// Whether Enter sends.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub enter_sends: Option<bool>,
    /// Who may begin a conversation with one, and bring one into groups.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub messages_from: Option<MessagesFrom>,
    /// Whether the first words of people whom one does not know are a request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message_requests: Option<bool>,
    /// The version that was seen; absent, whatever holds is changed.
    #[serde(rename = "version", skip_serializing_if = "Option::is_none", default)]
    pub expected_version: Option<i64>,
}

impl SettingsChange {
    /// The settings with the change laid over them, their version untouched.
    #[must_use]
    pub fn over(&self, settings: &Settings) -> Settings {
        Settings {
            appearance: self.appearance.unwrap_or(settings.appearance),
            show_presence: self.show_presence.unwrap_or(settings.show_presence),
            send_receipts: self.send_receipts.unwrap_or(settings.send_receipts),
            enter_sends: self.enter_sends.unwrap_or(settings.enter_sends),
            messages_from: self.messages_from.unwrap_or(settings.messages_from),
            message_requests: self.message_requests.unwrap_or(settings.message_requests),
            version: settings.version,
        }
    }
}

/// A new name or profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ProfileChange {
    /// The name above the profile.
    pub display_name: Option<String>,
    /// Some sentences.
    pub bio: Option<String>,
    /// Where one is.
    pub place: Option<String>,
    /// How one wants to be spoken of.
    pub pronouns: Option<String>,
    /// Addresses.
    pub links: Option<Vec<String>>,
    /// What one is up to; without an end given in the same change it stays until changed.
    pub status: Option<String>,
    /// When the status ends by itself; only together with a status.
    pub status_until: Option<Time>,
    /// The version that was seen; absent, whatever holds is changed.
    #[serde(rename = "version")]
    pub expected_version: Option<i64>,
}

impl ProfileChange {
    /// The same with every text as it is stored.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the first field that breaks a rule, in the order in which the form shows them.
    pub fn check(self) -> Result<Self> {
        Ok(Self {
            display_name: self.display_name.as_deref().map(display_name_of).transpose()?,
            status: self.status.map(|status| text_of("status", &status, 120)).transpose()?,
            bio: self.bio.map(|bio| text_of("bio", &bio.replace("\r\n", "\n"), 2000)).transpose()?,
            place: self.place.map(|place| text_of("place", &place, 80)).transpose()?,
            pronouns: self.pronouns.map(|pronouns| text_of("pronouns", &pronouns, 40)).transpose()?,
            links: self.links.as_deref().map(links_of).transpose()?,
            ..self
        })
    }

    /// The text that a field of the form for it holds.
    #[must_use]
    pub fn typed(&self, field: &str) -> Option<String> {
        match field {
            "display_name" => self.display_name.clone(),
            "bio" => self.bio.clone(),
            "place" => self.place.clone(),
            "pronouns" => self.pronouns.clone(),
            "links" => self.links.as_ref().map(|links| links.join("\n")),
            "status" => self.status.clone(),
            "status_for" => self.status_until.map(|end| end.to_string()),
            _ => None,
        }
    }

    /// The profile with the change laid over it, its version untouched.
    #[must_use]
    pub fn over(&self, profile: &Profile) -> Profile {
        let or = |new: &Option<String>, old: &String| new.as_ref().unwrap_or(old).clone();
        Profile {
            bio: or(&self.bio, &profile.bio),
            place: or(&self.place, &profile.place),
            pronouns: or(&self.pronouns, &profile.pronouns),
            links: self.links.as_ref().unwrap_or(&profile.links).clone(),
            status: or(&self.status, &profile.status),
            status_until: if self.status.is_some() { self.status_until } else { profile.status_until },
            version: profile.version,
        }
    }
}

fn text_of(field: &str, typed: &str, most: usize) -> Result<String> {
    let text = typed.trim();
    length(field, text, 0, most)?;
    let several_lines = field == "bio";
    if text.chars().any(|c| is_invisible(c) && !(several_lines && c == '\n')) {
        return Err(Error::invalid(field, "characters"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_stays() {
        let before = Settings {
            appearance: Appearance::Dark,
            show_presence: true,
            send_receipts: true,
            enter_sends: true,
            messages_from: MessagesFrom::Nobody,
            message_requests: true,
            version: 4,
        };
        let after = SettingsChange { show_presence: Some(false), ..Default::default() }.over(&before);
        assert_eq!(after, Settings { show_presence: false, ..before });
    }

    #[test]
    fn of_several_mistakes_the_first_on_the_screen_is_told() {
        let change = ProfileChange {
            display_name: Some(" ".into()),
            status: Some("a\nb".into()),
            links: Some(vec!["nowhere".into()]),
            ..Default::default()
        };
        assert_eq!(change.clone().check(), Err(Error::invalid("display_name", "required")));
        let named = ProfileChange { display_name: Some("Ann".into()), ..change };
        assert_eq!(named.clone().check(), Err(Error::invalid("status", "characters")));
        let away = ProfileChange { status: Some("away".into()), ..named };
        assert_eq!(away.check(), Err(Error::invalid("links", "shape")));
    }

    #[test]
    fn a_bio_may_have_lines_and_a_place_may_not() {
        let change = |text: &str| ProfileChange { bio: Some(text.into()), ..Default::default() };
        assert_eq!(change("one\r\ntwo ").check().unwrap().bio.as_deref(), Some("one\ntwo"));
        assert_eq!(change("a\0b").check(), Err(Error::invalid("bio", "characters")));
        assert_eq!(change(&"b".repeat(2001)).check(), Err(Error::invalid("bio", "too_long")));
        let place = ProfileChange { place: Some("a\nb".into()), ..Default::default() };
        assert_eq!(place.check(), Err(Error::invalid("place", "characters")));
    }

    #[test]
    fn a_status_without_an_end_takes_the_old_end_away() {
        let before = Profile { status: "away".into(), status_until: Some(Time::from_millis(1)), ..Default::default() };
        let after = ProfileChange { status: Some("back".into()), ..Default::default() }.over(&before);
        assert_eq!(after.status_until, None);
        let after = ProfileChange { place: Some("Cádiz".into()), ..Default::default() }.over(&before);
        assert_eq!(after.status_until, before.status_until);
    }
}
