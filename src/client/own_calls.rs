//! How a page calls server functions: as whom it was made for.

use std::{cell::RefCell, rc::Rc};

use futures::{Sink, Stream};
use leptos::server_fn::{
    Bytes,
    client::{Client, browser::BrowserClient},
    error::FromServerFnError,
    request::browser::BrowserRequest,
    response::{ClientRes, browser::BrowserResponse},
};

use crate::{shared::id::AccountId, sync::ACCOUNT_HEADER};

/// Calls server functions for the account that the page was made for. The server refuses them once the browser is logged
/// in to another one: what is read for a page is what whoever it shows may read.
pub struct OwnCalls;

/// Whom the page was made for.
struct Owner {
    account: AccountId,
    /// Told when a call of theirs was refused as nobody's, or as somebody else's.
    refused: Rc<dyn Fn()>,
}

thread_local! {
    static OWNER: RefCell<Option<Owner>> = const { RefCell::new(None) };
}

/// From now on calls are this account's; `refused` hears of one that the server did not take for theirs.
pub fn call_as(account: AccountId, refused: impl Fn() + 'static) {
    OWNER.set(Some(Owner { account, refused: Rc::new(refused) }));
}

impl<E, I, O> Client<E, I, O> for OwnCalls
where
    E: FromServerFnError,
    I: FromServerFnError,
    O: FromServerFnError,
{
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, E>> + Send {
        OWNER.with_borrow(|owner| {
            if let Some(Owner { account, .. }) = owner {
                request.headers().set(ACCOUNT_HEADER, &account.to_string());
            }
        });
        let answer = <BrowserClient as Client<E, I, O>>::send(request);
        async move {
            let response = answer.await?;
            if ClientRes::<E>::status(&response) == 401 {
                tell_refused();
            }
            Ok(response)
        }
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static),
            E,
        >,
    > + Send {
        <BrowserClient as Client<E, I, O>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<E, I, O>>::spawn(future);
    }
}

fn tell_refused() {
    let refused = OWNER.with_borrow(|owner| owner.as_ref().map(|owner| Rc::clone(&owner.refused)));
    if let Some(refused) = refused {
        refused();
    }
}
