//! One act that a toast offers, and for how long.

use std::sync::Arc;

/// An act, as "Undo".
#[derive(Clone)]
pub struct Offer {
    pub(super) name: String,
    pub(super) run: Run,
    /// Where it is the way back from something, for which it does not last for as long as any toast stays.
    pub(super) passing: Option<Passing>,
}

/// For how long one can go back.
#[derive(Clone)]
pub(super) struct Passing {
    /// Whether it can be still, by signals that are read meanwhile.
    pub lasts: Arc<dyn Fn() -> bool + Send + Sync>,
    /// Who is told that nobody wants it any more.
    pub let_go: Run,
}

/// What is done. No callback of the framework: that would end with whatever offered it.
type Run = Arc<dyn Fn() + Send + Sync>;

impl Offer {
    /// An act that can be done for as long as the toast stays.
    pub fn new(name: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self { name: name.into(), run: Arc::new(run), passing: None }
    }

    /// The way `back` from what was just done, which keys lead too, for as long as it `lasts`, by signals that outlive the
    /// toast; `let_go` is told where somebody does away with the toast before.
    pub fn undo(
        back: impl Fn() + Send + Sync + 'static,
        lasts: impl Fn() -> bool + Send + Sync + 'static,
        let_go: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let passing = Passing { lasts: Arc::new(lasts), let_go: Arc::new(let_go) };
        Self { passing: Some(passing), ..Self::new("Undo", back) }
    }
}
