//! Following relations by name: `elev.person().await?`, `elev.elevforhold().await?`.
//!
//! Derived code declares a trait for each class with a method for each of its relations, for everything that is [`Bound`] to a connection: a
//! [`Resource`], or a value from a list beside its client ([`Client::on`]).

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use serde::de::DeserializeOwned;
use smie_wire::value::Link;

use crate::{Client, Error, Resource};

/// A value with the connection that its links are followed by.
pub trait Bound<T> {
    /// The connection.
    fn client(&self) -> &Client;

    /// The value.
    fn value(&self) -> &T;

    /// Where it is, for messages.
    fn place(&self) -> &str;
}

impl<T> Bound<T> for Resource<T> {
    fn client(&self) -> &Client {
        self.client()
    }

    fn value(&self) -> &T {
        &self.value
    }

    fn place(&self) -> &str {
        self.href()
    }
}

/// A value beside its client; see [`Client::on`].
#[derive(Debug)]
pub struct On<'a, T> {
    client: &'a Client,
    value: &'a T,
}

impl Client {
    /// A value, to follow its links: `client.on(&elev).person().await?`.
    pub fn on<'a, T>(&'a self, value: &'a T) -> On<'a, T> {
        On { client: self, value }
    }
}

impl<T> Bound<T> for On<'_, T> {
    fn client(&self) -> &Client {
        self.client
    }

    fn value(&self) -> &T {
        self.value
    }

    fn place(&self) -> &str {
        self.client.base()
    }
}

/// The way along a relation to at most one: wait for it.
#[must_use = "nothing is asked until it is awaited"]
#[derive(Debug)]
pub struct ToOne<'a, T> {
    client: &'a Client,
    link: Option<&'a Link<T>>,
    place: &'a str,
    relation: &'static str,
}

impl<'a, T> ToOne<'a, T> {
    /// The way along a link; for derived code.
    pub fn new<V>(from: &'a (impl Bound<V> + ?Sized), link: Option<&'a Link<T>>, relation: &'static str) -> Self {
        Self { client: from.client(), link, place: from.place(), relation }
    }

    /// Where it leads; `None` when there is no link.
    #[must_use]
    pub fn href(&self) -> Option<&'a str> {
        self.link.map(Link::href)
    }
}

/// [`Error::NoLink`] when there is no link; [`Optional`](crate::Optional) makes that `None`.
impl<'a, T: DeserializeOwned + Send + 'a> IntoFuture for ToOne<'a, T> {
    type Output = Result<Resource<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            match self.link {
                Some(link) => self.client.get(link.href()).await,
                None => Err(Error::NoLink { url: self.place.to_owned(), relation: self.relation.to_owned() }),
            }
        })
    }
}

/// The way along a relation to many: wait for all, or for each one's result.
#[must_use = "nothing is asked until it is awaited"]
#[derive(Debug)]
pub struct ToMany<'a, T> {
    client: &'a Client,
    links: &'a [Link<T>],
}

impl<'a, T> ToMany<'a, T> {
    /// The way along links; for derived code.
    pub fn new<V>(from: &'a (impl Bound<V> + ?Sized), links: &'a [Link<T>]) -> Self {
        Self { client: from.client(), links }
    }

    /// Where they lead.
    pub fn hrefs(&self) -> impl Iterator<Item = &'a str> + use<'a, T> {
        self.links.iter().map(Link::href)
    }
}

impl<T: DeserializeOwned + Clone> ToMany<'_, T> {
    /// A result for each link, in order: one that leads nowhere does not hide the others.
    pub async fn each(self) -> Vec<Result<Resource<T>, Error>> {
        self.client.follow_all(self.links).await
    }
}

/// All of them in order, a few requests at a time; the first error, if there is any.
impl<'a, T: DeserializeOwned + Clone + Send + 'a> IntoFuture for ToMany<'a, T> {
    type Output = Result<Vec<Resource<T>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.each().await.into_iter().collect() })
    }
}
