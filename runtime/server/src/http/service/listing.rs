//! Pages of collections: what is asked, and which of the two ways to a page it takes.
//!
//! Split off the service for its length alone: a page of the index is answered at once, one in another order or inside a parent is looked for apart.

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, Response};
use hyper::body::Incoming;
use smie_wire::schema::CollectionId;

use super::{Asked, Service};
use crate::action::Depth;
use crate::filter::LONGEST;
use crate::http::body::Body;
use crate::http::chosen::Order;
use crate::http::collection::{self, Wanted};
use crate::http::fields;
use crate::http::narrow::Narrow;
use crate::http::paging::Query;
use crate::http::problem::Problem;
use crate::http::write::{apart, intake};
use crate::index::Tenant;

impl Service {
    /// What is asked of the collection with this path.
    pub(super) fn query(&self, path: &str, parts: &Parts) -> Result<Query, Problem> {
        Query::parse(parts.uri.query(), &self.schema().profile, path).map_err(|e| Problem::Query(e.to_string()))
    }

    /// A page of a collection, or of what is nested in the parent of a key.
    pub(super) async fn page(
        &self,
        tenant: &Arc<Tenant>,
        (id, parent): (CollectionId, Option<Box<str>>),
        query: Query,
        asked: &Asked<'_>,
        headers: &HeaderMap,
    ) -> Result<Response<Body>, Problem> {
        let schema = self.schema();
        if query.deleted && query.since.is_some_and(|since| since < tenant.forgotten()) {
            return Err(Problem::Gone("What was deleted so long ago is no longer known; begin again from the beginning of time."));
        }
        let narrow = Narrow::read(&query, schema, self.validator.shapes(), id, self.limits.filter_cost)?;
        let order = Order::read(&query, schema, id)?;
        let fields = fields::read(query.fields.as_deref(), schema, id)?;
        let renderer = self.renderer(asked, id, tenant, depth(asked.parts.uri.query())?).with_fields(fields);
        let wanted = Wanted { query, narrow, parent };
        if order.is_none() && wanted.parent.is_none() {
            return Ok(collection::page(tenant, (id, schema), wanted, renderer, headers, &self.pages));
        }
        let (tenant, schema, headers, pages) = (tenant.clone(), schema.clone(), headers.clone(), self.pages.clone());
        apart(move || collection::chosen(&tenant, (id, &schema), wanted, order.as_ref(), renderer, &headers, &pages)).await?
    }

    /// A collection under the filter in the body.
    pub(super) async fn filtered(&self, id: CollectionId, asked: &Asked<'_>, body: Incoming) -> Result<Response<Body>, Problem> {
        let headers = &asked.parts.headers;
        intake::check_form(headers, intake::FILTER)?;
        let path = &self.schema().collection(id).path;
        let query = self.query(path, asked.parts)?;
        let text = intake::whole(headers, body, LONGEST, self.limits.request_timeout).await?;
        let text = std::str::from_utf8(&text).map_err(|_| Problem::Filter("the filter is not UTF-8".to_owned()))?;
        // What else stands in the address of a page: parameters of paging and the cursor.
        let room = self.limits.url_length.saturating_sub(path.len() + 128);
        let query = query.with_filter(text, &self.schema().profile, room).map_err(|e| Problem::Query(e.to_string()))?;
        let (_, tenant) = self.tenant(asked.parts)?;
        // Nothing is conditional but reading by address.
        self.page(&tenant, (id, None), query, asked, &HeaderMap::new()).await
    }
}

/// How far the actions on a page are looked at: `actions=true` asks for every impediment.
fn depth(query: Option<&str>) -> Result<Depth, Problem> {
    let mut given = query.unwrap_or_default().split('&').filter_map(|pair| pair.strip_prefix("actions="));
    match given.next_back() {
        None | Some("false") => Ok(Depth::State),
        Some("true") => Ok(Depth::Named),
        Some(_) => Err(Problem::Query("`actions` is `true` or `false`".to_owned())),
    }
}
