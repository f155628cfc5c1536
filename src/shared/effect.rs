//! Effects, whose loop is in the program once.
//!
//! The framework writes its loop out for each closure: half a kilobyte at a time, of which a browser would load a hundred
//! (QUA-4).

use leptos::{prelude, reactive::effect::EffectFunction};

/// The framework's effect, for closures behind a pointer.
#[derive(Clone, Copy, Debug)]
pub struct Effect;

impl Effect {
    /// Acts soon, and again whenever something changes that was read, until the owner that calls this is cleaned up; an act
    /// that takes it is given what the one before has returned. Never on the server.
    pub fn new<T: 'static, M>(mut act: impl EffectFunction<T, M> + 'static) -> Self {
        let mut before = None;
        start(Box::new(move || before = Some(act.run(before.take()))));
        Self
    }

    /// As the framework has it: what `dependency` returns is handled each time, and what is read meanwhile does not count.
    pub fn watch<D: 'static, T: 'static>(
        dependency: impl FnMut() -> D + 'static,
        handle: impl FnMut(&D, Option<&D>, Option<T>) -> T + 'static,
        immediate: bool,
    ) -> Self {
        prelude::Effect::watch(dependency, handle, immediate);
        Self
    }
}

fn start(act: Box<dyn FnMut()>) {
    prelude::Effect::new(act);
}
