//! A relation of a resource, page by page: where the resource itself shows one link with a count, because there are too many.
//!
//! A page has the form of a collection's, its entries are link objects. It is made whole, so there is a most that it may hold. Sources come and go, so `next` always
//! says after which of them to go on.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response};
use smie_wire::schema::Schema;

use super::answer::{finish, not_modified, tagged};
use super::body::Body;
use super::conditional::Tag;
use super::paging::{Cursor, Place, Query};
use super::problem::Problem;
use super::render::Renderer;
use super::tail::{self, Tail, Told};
use crate::entity::Splicing;
use crate::index::{EntityId, Start, Tenant};

/// Links on a page.
const MOST: u64 = 10_000;

/// A page of links.
pub(super) fn page(
    tenant: &Tenant,
    schema: &Schema,
    (id, relation, path): (EntityId, u16, Box<str>),
    mut query: Query,
    renderer: &Renderer,
    headers: &HeaderMap,
) -> Result<Response<Body>, Problem> {
    if query.is_narrowing() {
        return Err(Problem::Query("links are paged, and nothing else".to_owned()));
    }
    let related = tenant.related(schema, id, relation).ok_or(Problem::NotFound("No resource has this identifier."))?;
    query.size = if query.size == 0 { MOST } else { query.size.min(MOST) };
    let total = related.count();
    let from = related.before(query.cursor.as_ref().and_then(Cursor::source).map_or(Start::Offset(query.offset), Start::After));
    let count = query.size.min(total - from);
    let mut links = Splicing::default();
    let last = related.write(schema, tenant, from, count, &mut links);
    let mut out = tail::head(schema, "_entries");
    links.to_spliced().render(renderer.base(), &mut out);
    let tail = Tail { path, query, total, parent: None, creates: false, cursors: true };
    let told = Told { count, matching: None, more: from + count < total, last: last.map(Place::Link) };
    out.extend_from_slice(&tail.write(&told, renderer));
    let tag = Tag::of_bytes(&out);
    if tag.is_known(headers) {
        return Ok(not_modified(&tag));
    }
    let mut response = Response::new(Body::full(out.into()));
    response.headers_mut().insert(CONTENT_TYPE, renderer.mime());
    Ok(tagged(finish(response), &tag))
}
