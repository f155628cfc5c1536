//! `/signup`

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use super::login::Threshold;
use crate::features::accounts::component::SignUpForm;

/// Where people join.
#[component]
pub fn SignUp() -> impl IntoView {
    view! {
        <Title text="Create account" />
        <Meta name="description" content="Create an account to write, to answer and to talk with people." />
        <Threshold title="Create account" other="/login" question="Here before?" answer="Log in">
            <SignUpForm />
        </Threshold>
    }
}
