//! Locks among the tabs of a browser (Web Locks): of all that ask for a name one has it at a time, and a tab that is
//! closed or crashes gives back what it had.
//!
//! Asked of the browser directly: the bindings call them unstable, though every browser has had them since 2022. A page
//! that did not come by HTTPS has none.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// This tab has the lock.
    Mine,
    /// Another tab has taken it away.
    Taken,
    /// The browser gives none.
    Refused,
}

/// A lock that this tab has or waits for. Dropped it is given back, or asked for no longer.
pub struct Lock(Rc<RefCell<State>>);

enum State {
    Waiting,
    /// Called, it gives the lock back.
    Held(Function),
    Over,
}

impl Lock {
    /// Asks for a lock; `steal` takes it from whoever has it. `tell` hears what becomes of it until it is dropped.
    /// Nothing where the page has no locks.
    pub fn request(name: &str, steal: bool, tell: impl Fn(Turn) + Clone + 'static) -> Option<Self> {
        let manager = manager()?;
        let state = Rc::new(RefCell::new(State::Waiting));
        let (holder, robbed, told) = (Rc::clone(&state), Rc::clone(&state), tell.clone());
        let granted = Closure::once_into_js(move |_: JsValue| {
            let mut give_back = None;
            let held = Promise::new(&mut |resolve, _| give_back = Some(resolve));
            let give_back = give_back.expect("a promise calls its executor at once");
            if matches!(*holder.borrow(), State::Over) {
                drop(give_back.call0(&JsValue::NULL));
            } else {
                holder.replace(State::Held(give_back));
                told(Turn::Mine);
            }
            held
        });
        let taken = Closure::once_into_js(move |_: JsValue| match robbed.replace(State::Over) {
            State::Held(_) => tell(Turn::Taken),
            State::Waiting => tell(Turn::Refused),
            State::Over => {}
        });
        let options = Object::new();
        Reflect::set(&options, &"steal".into(), &steal.into()).ok()?;
        let request: Function = Reflect::get(&manager, &"request".into()).ok()?.dyn_into().ok()?;
        let lasts = request.call3(&manager, &name.into(), &options, &granted).ok()?;
        let catch: Function = Reflect::get(&lasts, &"catch".into()).ok()?.dyn_into().ok()?;
        drop(catch.call1(&lasts, &taken));
        Some(Self(state))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let State::Held(give_back) = self.0.replace(State::Over) {
            drop(give_back.call0(&JsValue::NULL));
        }
    }
}

fn manager() -> Option<JsValue> {
    let manager = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    manager.is_object().then_some(manager)
}
