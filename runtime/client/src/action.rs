//! Actions: what a representation offers to be done, what stands in the way, and doing it.
//!
//! Derived code declares a method for each action that the model has. The server judges every time: what a representation said a moment ago may no
//! longer hold, so an impeded action is an answer like any other.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::{HeaderName, Method, StatusCode};
use reqwest::Url;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::exchange::{Answer, Call, refusal};
use crate::write::{Rejection, rejection};
use crate::{Client, Collection, DateTime, Error, Resource, decode};

/// What came of an action.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "the action may be impeded"]
pub enum Acted<T, C> {
    /// It is done; this is what the resource is now.
    Done(Resource<T>),
    /// It cannot be done now, for these reasons.
    Impeded(Vec<Impediment<C>>),
    /// Its input is not what the model allows.
    Rejected(Rejection),
}

/// Whether an action can be done, as far as the representation knew.
#[derive(Clone, Debug, PartialEq)]
pub enum Availability<C> {
    /// It can.
    Allowed {
        /// What should be known before.
        warnings: Vec<Impediment<C>>,
    },
    /// It cannot, for these reasons.
    Impeded(Vec<Impediment<C>>),
    /// Nothing is said of it: it is not for this caller, or the representation shows no actions.
    Absent,
}

/// A reason why an action cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Impediment<C> {
    /// The reason's code.
    pub code: C,
    /// The reason in words, by language.
    pub text: BTreeMap<String, String>,
    /// Since when it holds.
    pub from: Option<DateTime>,
    /// Until when it holds.
    pub until: Option<DateTime>,
}

#[derive(Deserialize)]
struct Told {
    code: String,
    #[serde(default)]
    text: BTreeMap<String, String>,
    from: Option<DateTime>,
    until: Option<DateTime>,
}

impl<C: From<String>> Impediment<C> {
    fn list(value: Option<&Value>) -> Vec<Self> {
        let told = value.and_then(Value::as_array).into_iter().flatten().filter_map(|one| Told::deserialize(one).ok());
        told.map(|told| Self { code: told.code.into(), text: told.text, from: told.from, until: told.until }).collect()
    }
}

impl<C: fmt::Display> fmt::Display for Impediment<C> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.code)?;
        self.text.values().next().map_or(Ok(()), |text| write!(to, ": {text}"))
    }
}

/// The connection, the address, and what was said of the actions.
#[doc(hidden)]
pub type Parts = (Client, Result<Url, Error>, Map<String, Value>);

/// Something that actions can be done to; for derived code.
#[doc(hidden)]
pub trait Actor {
    fn parts(&self) -> Parts;
}

impl<T> Actor for Resource<T> {
    fn parts(&self) -> Parts {
        (self.client().clone(), self.client().resolve(self.href()), self.members())
    }
}

impl<T> Actor for Collection<T> {
    fn parts(&self) -> Parts {
        (self.client().clone(), Ok(self.client().below(self.path())), Map::new())
    }
}

/// An action as the model has it; for derived code.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Action {
    pub name: &'static str,
    pub segment: &'static str,
    pub method: &'static str,
}

impl Action {
    /// What the representation says of it.
    pub fn availability<C: From<String>>(self, of: &impl Actor) -> Availability<C> {
        let (_, _, members) = of.parts();
        let Some(told) = members.get("_actions").and_then(|actions| actions.get(self.name)) else { return Availability::Absent };
        if told.get("allowed").and_then(Value::as_bool) == Some(true) {
            return Availability::Allowed { warnings: Impediment::list(told.get("warnings")) };
        }
        Availability::Impeded(Impediment::list(told.get("impediments")))
    }

    /// Does it.
    pub async fn perform<T: DeserializeOwned + Send, C: From<String> + Send>(
        self,
        (client, place, members): Parts,
        input: Map<String, Value>,
    ) -> Result<Acted<T, C>, Error> {
        let told = members.get("_actions").and_then(|actions| actions.get(self.name));
        let href = told.and_then(|told| told.get("href")).and_then(Value::as_str);
        let url = match href {
            Some(href) => client.resolve(href)?,
            None => below(place?, self.segment),
        };
        let method = told.and_then(|told| told.get("method")).and_then(Value::as_str).unwrap_or(self.method);
        let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::PUT);
        // A key of its own, so that a repetition by the connection is none.
        let mut call = Call::new(method, url).uncached().header(HeaderName::from_static("idempotency-key"), &Uuid::new_v4().to_string());
        call.any_status = true;
        call.repeatable = client.inner.repeats_posts;
        call.body = Some(Bytes::from(Value::Object(input).to_string()));
        let answer = client.send(call).await?;
        acted(&client, answer).await
    }
}

fn below(mut url: Url, segment: &str) -> Url {
    let path = format!("{}/{segment}", url.path().trim_end_matches('/'));
    url.set_path(&path);
    url
}

async fn acted<T: DeserializeOwned, C: From<String>>(client: &Client, answer: Answer) -> Result<Acted<T, C>, Error> {
    match answer.status {
        status if status.is_success() => {
            if !answer.body.is_empty() {
                return client.read(&answer).map(Acted::Done);
            }
            let place = answer.location().map_or_else(|| answer.url.clone(), str::to_owned);
            client.get(&place).await.map(Acted::Done)
        }
        StatusCode::CONFLICT => match decode::problem(&answer.headers, &answer.body).and_then(|p| p.extensions.get("impediments").cloned())
        {
            Some(impediments) => Ok(Acted::Impeded(Impediment::list(Some(&impediments)))),
            None => Err(refusal(&answer)),
        },
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Ok(Acted::Rejected(rejection(&answer))),
        _ => Err(refusal(&answer)),
    }
}

/// Adds a member of an action's input, unless it is absent; for derived code.
#[doc(hidden)]
pub fn member(input: &mut Map<String, Value>, name: &str, value: &impl serde::Serialize) {
    match serde_json::to_value(value) {
        Ok(Value::Null) | Err(_) => {}
        Ok(value) => drop(input.insert(name.to_owned(), value)),
    }
}

/// Declares the codes of impediments as an enum with `Other` for those that the model does not know.
#[macro_export]
macro_rules! impediments {
    ($($(#[$meta:meta])* pub enum $name:ident { $($(#[$docs:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::std::cmp::Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* #[doc = ::std::concat!("`", $code, "`")] $variant,)*
            /// A code that the model does not know.
            Other(::std::string::String),
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(code: ::std::string::String) -> Self {
                match &*code {
                    $($code => Self::$variant,)*
                    _ => Self::Other(code),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, to: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                to.write_str(match self {
                    $(Self::$variant => $code,)*
                    Self::Other(code) => code,
                })
            }
        }
    )*};
}

/// Declares the inputs of actions: what is mandatory is a value, what is not an `Option` or a list.
#[macro_export]
macro_rules! inputs {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$docs:meta])* $field:ident: $ty:ty = $member:literal),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        pub struct $name { $($(#[$docs])* #[doc = ::std::concat!("`", $member, "`")] pub $field: $ty),* }

        impl $name {
            #[allow(unused_mut, reason = "an input may have no members")]
            fn members(&self) -> $crate::action::Members {
                let mut members = $crate::action::Members::new();
                $($crate::action::member(&mut members, $member, &self.$field);)*
                members
            }
        }
    )*};
}

/// Members of an action's input; for derived code.
#[doc(hidden)]
pub type Members = Map<String, Value>;

/// Declares the actions of a class as a trait of its resources, or of its collection: a method to do each, and one that tells whether it can be done.
#[macro_export]
macro_rules! actions {
    ($($(#[$meta:meta])* pub trait $name:ident for $on:ty as $class:ty, $code:ty {
        $($(#[$docs:meta])* $method:ident, $can:ident ($($input:ty)?) = $action:literal, $segment:literal, $verb:literal;)*
    })*) => {$(
        $(#[$meta])*
        pub trait $name: $crate::action::Actor + ::std::marker::Sync {
            $(
                $(#[$docs])*
                fn $method(&self $(, input: &$input)?)
                    -> impl ::std::future::Future<Output = ::std::result::Result<$crate::Acted<$class, $code>, $crate::Error>> + ::std::marker::Send
                where
                    Self: ::std::marker::Sized,
                {
                    let input = $crate::action_input!($(input as $input)?);
                    $crate::action::Action { name: $action, segment: $segment, method: $verb }.perform($crate::action::Actor::parts(self), input)
                }

                #[doc = ::std::concat!("Whether `", $action, "` can be done, as far as the representation knew.")]
                fn $can(&self) -> $crate::Availability<$code>
                where
                    Self: ::std::marker::Sized,
                {
                    $crate::action::Action { name: $action, segment: $segment, method: $verb }.availability(self)
                }
            )*
        }

        impl $name for $on {}
    )*};
}

/// The members of an input, or none.
#[doc(hidden)]
#[macro_export]
macro_rules! action_input {
    () => {
        $crate::action::Members::new()
    };
    ($input:ident as $ty:ty) => {
        <$ty>::members($input)
    };
}
