//! What a post is called, as it is typed.

use leptos::{html, prelude::*};

use crate::{features::posts::model::MAX_TITLE, kit::Field, shared::effect::Effect};

/// One line for a title.
#[component]
pub(super) fn TitleField(
    /// What stands in it, both ways.
    value: RwSignal<String>,
    /// What helps to fill it.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    // What stands in it otherwise than by typing.
    Effect::new(move || {
        if let Some(field) = field.get().filter(|field| field.value() != *value.read()) {
            field.set_value(&value.read());
        }
    });
    view! {
        <Field
            label="Title"
            hint
            name="title"
            value=value.get_untracked()
            maxlength=u32::try_from(MAX_TITLE).unwrap_or(u32::MAX)
            error
            on_input=Callback::new(move |text| value.set(text))
            node_ref=field
        />
    }
}
