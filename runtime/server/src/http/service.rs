//! A request from end to end: limits, route, method, representation, base, snapshot, answer.

mod listing;

use std::borrow::Cow;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router as AxumRouter;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use smie_wire::model::PackageId;
use smie_wire::profile::ErrorForm;
use smie_wire::schema::{CollectionId, HttpMethod, Methods, RouteKind, Schema};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::action::{self, Invoker};
use super::base::Bases;
use super::body::Body;
use super::collection::Pages;
use super::cors::Origins;
use super::feed::{self, Documents, FeedPath, FeedProblem};
use super::life::Life;
use super::negotiate::{self, Media, Offer, Offers};
use super::own::{self, UNROUTED};
use super::place::Place;
use super::problem::{self, Problem};
use super::render::Renderer;
use super::render::actions::Offering;
use super::render::dap::Words;
use super::router::{Router, Target};
use super::sync::Syncs;
use super::tend::Retention;
use super::trace::{TRACEPARENT, Trace};
use super::write::intake::PATCH;
use super::write::{Order as WriteOrder, Writer, wants_problem};
use super::{answer, explore, fields, index_page, language, openapi, related};
use crate::action::{Actions, Depth, Whom};
use crate::commit::Ledger;
use crate::config::{Config, Limits};
use crate::entity::{WITHIN, collection_path, resource_path};
use crate::explorer::Explorer;
use crate::feed::Feeds;
use crate::index::Tenant;
use crate::simulate::Fates;
use crate::store::TenantName;
use crate::validate::Validator;

/// Answers requests.
#[derive(Debug)]
pub(crate) struct Service {
    pub(super) ledger: Arc<Ledger>,
    validator: Arc<Validator>,
    router: Router,
    offers: Offers,
    words: Arc<Words>,
    bases: Bases,
    pub(super) limits: Limits,
    running: Arc<Semaphore>,
    pages: Arc<Pages>,
    writer: Writer,
    invoker: Invoker,
    syncs: Syncs,
    extra: Option<AxumRouter>,
    tenant_header: Option<HeaderName>,
    vary: HeaderValue,
    life: Life,
    origins: Origins,
    pub(super) feeds: Arc<Feeds>,
    pub(super) documents: Documents,
    openapi: openapi::Documents,
    stopping: watch::Sender<bool>,
    explorer: Option<Explorer>,
    pub(super) retention: Retention,
    fates: Option<Fates>,
}

/// What an answer needs of its request.
struct Asked<'r> {
    parts: &'r Parts,
    peer: SocketAddr,
    offer: Offer,
}

impl Service {
    pub(crate) fn new(
        ledger: Arc<Ledger>,
        validator: Arc<Validator>,
        feeds: Arc<Feeds>,
        actions: Arc<Actions>,
        extra: Option<AxumRouter>,
        config: &Config,
        listening: SocketAddr,
    ) -> Self {
        let language = if ledger.schema.languages.len() > 1 { "accept-language, " } else { "" };
        let vary = match &config.tenant_header {
            Some(name) => format!("accept, {language}forwarded, host, {name}"),
            None => format!("accept, {language}forwarded, host"),
        };
        let pages = Pages::new(&ledger.schema);
        if actions.may_delete() {
            ledger.schema.collections().for_each(|(id, _)| pages.expect_losses(id));
        }
        let words = Arc::new(Words::new(&ledger.schema, validator.shapes()));
        Self {
            router: Router::new(&ledger.schema),
            life: Life::new(&ledger.schema),
            origins: Origins::new(&config.cors_origins),
            explorer: config.explores().then(|| Explorer::new(&ledger.schema)),
            offers: Offers::new(&ledger.schema),
            openapi: openapi::Documents::new(&ledger.schema),
            words: words.clone(),
            pages: Arc::new(pages),
            writer: Writer::new(ledger.clone(), validator.clone(), words.clone()),
            invoker: Invoker { ledger: ledger.clone(), actions, validator: validator.clone(), words },
            syncs: Syncs::new(ledger.clone(), validator.clone()),
            ledger,
            validator,
            bases: Bases { configured: config.public_base_url.clone(), trusted: config.trusted_proxies.clone(), listening },
            limits: config.limits.clone(),
            running: Arc::new(Semaphore::new(config.limits.concurrency)),
            extra,
            tenant_header: config.tenant_header.clone(),
            feeds,
            documents: Documents::default(),
            stopping: watch::Sender::new(false),
            retention: Retention::of(config),
            fates: Fates::new(config.simulate),
            vary: HeaderValue::from_str(&vary).unwrap_or_else(|_| HeaderValue::from_static("*")),
        }
    }

    fn schema(&self) -> &Arc<Schema> {
        &self.ledger.schema
    }

    /// Answers one request; nothing escapes as an error.
    pub(super) async fn call(&self, request: Request<Incoming>, peer: SocketAddr) -> Result<Response<Body>, Infallible> {
        let trace = Trace::of(request.headers());
        let head = request.method() == Method::HEAD;
        let (parts, body) = request.into_parts();
        let asked = self.origins.are_told().then(|| parts.headers.clone());
        let mut response = match self.admit(&parts) {
            Err(problem) => problem.answer(parts.uri.path(), &trace),
            Ok(permit) => {
                let fate = self.fates.as_ref().map(Fates::next).unwrap_or_default();
                if fate.wait > Duration::ZERO {
                    tokio::time::sleep(fate.wait).await;
                }
                let mut place = Place::new(&self.running, permit);
                let told = match fate.fails {
                    true => Problem::Simulated.answer(parts.uri.path(), &trace),
                    false => self.answer(parts, body, peer, &trace, &mut place).await,
                };
                told.map(|body| body.hold(place.into_permit()))
            }
        };
        if self.schema().profile.dap.errors == ErrorForm::Ladok {
            response = problem::in_ladoks_words(response);
        }
        if let Some(asked) = asked {
            self.origins.tell(&asked, response.headers_mut());
        }
        if head {
            // The length that GET would have stays in its header.
            *response.body_mut() = Body::empty();
        }
        response.headers_mut().entry(TRACEPARENT).or_insert_with(|| trace.header());
        tracing::debug!(status = response.status().as_u16(), trace = trace.id(), "answered");
        Ok(response)
    }

    /// Limits that hold for every request.
    fn admit(&self, parts: &Parts) -> Result<OwnedSemaphorePermit, Problem> {
        let length = parts.uri.path_and_query().map_or(0, |p| p.as_str().len());
        if length > self.limits.url_length {
            return Err(Problem::UrlLength(self.limits.url_length));
        }
        let headers: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len()).sum();
        if length + headers > self.limits.header_bytes {
            return Err(Problem::HeaderBytes(self.limits.header_bytes));
        }
        self.running.clone().try_acquire_owned().map_err(|_| Problem::Busy)
    }

    async fn answer(&self, parts: Parts, body: Incoming, peer: SocketAddr, trace: &Trace, place: &mut Place<'_>) -> Response<Body> {
        let path = parts.uri.path();
        let routed = self.router.route(self.schema(), path).map(|target| target.meant(self.schema(), parts.method.as_str(), path));
        let page = self.explore(&parts, peer, routed.is_some());
        let Some(target) = routed else {
            return match (&self.extra, self.openapi.find(path)) {
                _ if parts.method == Method::OPTIONS && path == "*" => options(self.schema().methods(RouteKind::Root)),
                (_, Some(document)) => self.described(document, &parts, trace),
                (Some(extra), None) => own::answer(extra, Request::from_parts(parts, body), self.limits.request_timeout, trace, page).await,
                (None, None) => page.unwrap_or_else(|| UNROUTED.answer(path, trace)),
            };
        };
        if let Some(page) = page {
            return page;
        }
        let methods = self.schema().methods(target.route());
        let answered = match method(&parts.method).filter(|method| methods.contains(*method)) {
            None => Err(Problem::Method(methods)),
            Some(HttpMethod::Options) => {
                let mut response = options(methods);
                if self.origins.is_question(&parts.method, &parts.headers) {
                    self.origins.permit(methods, response.headers_mut());
                }
                return response;
            }
            Some(HttpMethod::Get | HttpMethod::Head) => match target {
                Target::Feed(id, path) => self.feed(id, path, &parts, peer, place).await,
                Target::Status(..) => self.status(&target, &parts, peer).await,
                _ => self.read(&target, &parts, peer).await,
            },
            Some(_) => self.write(&target, &parts, body, peer).await,
        };
        let mut response = answered.unwrap_or_else(|problem| problem.answer(path, trace));
        answer::vary(&mut response, &self.vary);
        let base = || self.bases.of(&parts.uri, &parts.headers, peer.ip());
        self.life.tell(self.schema(), target.collection(), base, response.headers_mut());
        response
    }

    /// What people see in a browser, where that is wanted.
    fn explore(&self, parts: &Parts, peer: SocketAddr, routed: bool) -> Option<Response<Body>> {
        let explorer = self.explorer.as_ref()?;
        let mut page = explore::answer(explorer, parts, || self.bases.of(&parts.uri, &parts.headers, peer.ip()), routed)?;
        answer::vary(&mut page, &self.vary);
        Some(page)
    }

    /// What is served, as OpenAPI.
    fn described(&self, document: openapi::Document, parts: &Parts, trace: &Trace) -> Response<Body> {
        let methods = openapi::Documents::methods();
        match method(&parts.method).filter(|method| methods.contains(*method)) {
            None => Problem::Method(methods).answer(parts.uri.path(), trace),
            Some(HttpMethod::Options) => options(methods),
            Some(_) => self.openapi.answer(self.schema(), document, &parts.headers),
        }
    }

    /// An address of a package's feed.
    async fn feed(
        &self,
        id: PackageId,
        path: FeedPath,
        parts: &Parts,
        peer: SocketAddr,
        place: &mut Place<'_>,
    ) -> Result<Response<Body>, Problem> {
        let feed = self.feeds.get(id).ok_or(Problem::NotFound("No route has this path."))?.clone();
        let base = self.bases.of(&parts.uri, &parts.headers, peer.ip()).into_bytes();
        let tenant = self.tenant_name(parts)?;
        let asked = feed::Asked {
            ledger: &self.ledger,
            documents: &self.documents,
            stopping: &self.stopping,
            package: id,
            feed,
            tenant,
            parts,
            base,
        };
        asked.answer(path, place).await
    }

    /// What became of a write.
    async fn status(&self, target: &Target<'_>, parts: &Parts, peer: SocketAddr) -> Result<Response<Body>, Problem> {
        let Target::Status(collection, id) = target else { return Err(UNROUTED) };
        let (collection, id) = (*collection, &**id);
        let offer = match self.offer(target, parts) {
            Err(_) if wants_problem(&parts.headers) => Media::Native.into(),
            offer => offer?,
        };
        let (name, tenant) = self.tenant(parts)?;
        let renderer = self.renderer(&Asked { parts, peer, offer }, collection, &tenant, Depth::Named);
        self.writer.status((&name, &tenant), collection, id, &renderer, &parts.headers).await
    }

    /// Has those who wait for events answered, since the server stops.
    pub(super) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// GET of anything that the schema serves.
    async fn read(&self, target: &Target<'_>, parts: &Parts, peer: SocketAddr) -> Result<Response<Body>, Problem> {
        let offer = self.offer(target, parts)?;
        let mime = offer.mime.clone();
        let asked = Asked { parts, peer, offer };
        let base = self.base(&asked);
        let (_, tenant) = self.tenant(parts)?;
        let schema = self.schema();
        match *target {
            Target::Sync(_) | Target::Query(_) | Target::Action(..) => Err(Problem::Method(schema.methods(target.route()))),
            Target::Root => Ok(answer::known(mime, index_page::root(self.document(&asked, &base)), &parts.headers)),
            Target::Package(id) => Ok(answer::known(mime, index_page::package(self.document(&asked, &base), id), &parts.headers)),
            Target::ApiInfo(id) => Ok(answer::known(mime, index_page::api_info(self.document(&asked, &base), id), &parts.headers)),
            Target::Health(_) => Ok(answer::document(mime, b"{\"status\":\"ok\"}".to_vec())),
            Target::CacheStatus(id) => Ok(answer::document(mime, index_page::cache_status(schema, id, &tenant))),
            Target::LastUpdated(id) => {
                let stamp = tenant.collection(id).last_updated().0;
                Ok(answer::document(mime, format!("{{\"lastUpdated\":\"{stamp}\"}}").into_bytes()))
            }
            Target::CacheSize(id) => Ok(answer::document(mime, format!("{{\"size\":{}}}", tenant.collection(id).size()).into_bytes())),
            // Feeds have representations of their own.
            Target::Feed(..) => Err(Problem::Feed(FeedProblem::Accept)),
            Target::Status(..) => Err(UNROUTED),
            Target::Resource(collection, identifier, ref value) => {
                let id = tenant.find(collection, identifier, value);
                let id = id.ok_or(Problem::NotFound("No resource has this identifier."))?;
                let renderer = self.renderer(&asked, collection, &tenant, Depth::Named);
                // Elsewhere nothing can be asked of a single resource, and what is there is passed over.
                let renderer = if schema.profile.parameters.attributes {
                    let query = self.query("", parts)?;
                    if query.is_narrowing() || query.sort.is_some() {
                        return Err(Problem::Query("of a resource, only `fields` can be asked".to_owned()));
                    }
                    renderer.with_fields(fields::read(query.fields.as_deref(), schema, collection)?)
                } else {
                    renderer
                };
                answer::resource(&tenant, id, &renderer, &parts.headers)
            }
            Target::Collection(id) => {
                let query = self.query(&schema.collection(id).path, parts)?;
                self.page(&tenant, (id, None), query, &asked, &parts.headers).await
            }
            Target::Members(id, ref parent) => {
                let query = self.query(&collection_path(schema.collection(id), parent), parts)?;
                self.page(&tenant, (id, Some(parent.as_ref().into())), query, &asked, &parts.headers).await
            }
            Target::Links(collection, identifier, ref value, relation) => {
                let id = tenant.find(collection, identifier, value);
                let id = id.ok_or(Problem::NotFound("No resource has this identifier."))?;
                let home = schema.collection(collection);
                let wire = &schema.class(home.class).relations[usize::from(relation)].wire;
                let path = format!("{}/{wire}", resource_path(home, usize::from(identifier), value));
                let query = self.query(&path, parts)?;
                related::page(
                    &tenant,
                    schema,
                    (id, relation, path.into()),
                    query,
                    &self.renderer(&asked, collection, &tenant, Depth::State),
                    &parts.headers,
                )
            }
        }
    }

    /// The representation that the client gets of what the route offers.
    fn offer(&self, target: &Target<'_>, parts: &Parts) -> Result<Offer, Problem> {
        let offers = match target {
            Target::Collection(id)
            | Target::Members(id, _)
            | Target::Resource(id, ..)
            | Target::Query(id)
            | Target::Status(id, _)
            | Target::Action(id, ..) => self.offers.resources(self.schema().collection(*id).package),
            _ => self.offers.documents(),
        };
        negotiate::negotiate(&parts.headers, offers).cloned().ok_or_else(|| Problem::Accept(negotiate::list(offers)))
    }

    /// POST, PUT, PATCH and DELETE of what takes them.
    async fn write(&self, target: &Target<'_>, parts: &Parts, body: Incoming, peer: SocketAddr) -> Result<Response<Body>, Problem> {
        let asked = Asked { parts, peer, offer: self.offer(target, parts)? };
        let (collection, name, parent) = match target {
            Target::Collection(id) => (*id, None, None),
            Target::Members(id, parent) => (*id, None, Some(parent.as_ref())),
            Target::Resource(id, identifier, value) => {
                (*id, Some((*identifier, value.as_ref().into())), value.rsplit_once(WITHIN).map(|(parent, _)| parent))
            }
            Target::Query(id) => return self.filtered(*id, &asked, body).await,
            Target::Sync(id) => {
                self.pages.expect_losses(*id);
                return self.syncs.answer(self.tenant_name(parts)?, *id, parts, body, &self.limits).await;
            }
            Target::Action(id, action, whom) => return self.act(*id, *action, whom.as_ref(), &asked, body).await,
            other => return Err(Problem::Method(self.schema().methods(other.route()))),
        };
        let (tenant, now) = self.tenant(parts)?;
        let schema = self.schema();
        if let Some((above, key)) = schema.collection(collection).parent.zip(parent) {
            let found = now.find(above, schema.collection(above).canonical as u16, key);
            found.ok_or(Problem::NotFound("No resource has this identifier."))?;
        }
        let renderer = self.renderer(&asked, collection, &now, Depth::Named);
        let order = WriteOrder { tenant, collection, name, parent: parent.map(Into::into), renderer };
        self.writer.answer(order, parts, body, &self.limits).await
    }

    /// What decides a document that is no resource.
    fn document<'a>(&'a self, asked: &Asked<'_>, base: &'a str) -> index_page::Asked<'a> {
        let language = language::choose(&asked.parts.headers, &self.schema().languages);
        index_page::Asked { schema: self.schema(), base, media: asked.offer.media, language }
    }

    fn base(&self, asked: &Asked<'_>) -> String {
        self.bases.of(&asked.parts.uri, &asked.parts.headers, asked.peer.ip())
    }

    /// An action of a resource, or of the collection.
    async fn act(
        &self,
        collection: CollectionId,
        action: u16,
        whom: Option<&(u16, Cow<'_, str>)>,
        asked: &Asked<'_>,
        body: Incoming,
    ) -> Result<Response<Body>, Problem> {
        let (tenant, now) = self.tenant(asked.parts)?;
        let renderer = self.renderer(asked, collection, &now, Depth::Named);
        let whom = whom.map_or(Whom::Collection, |(identifier, value)| Whom::Resource(*identifier, value.as_ref().into()));
        let order = action::Order { tenant, collection, action: usize::from(action), whom, renderer };
        self.invoker.answer(order, asked.parts, body, &self.limits).await
    }

    fn renderer(&self, asked: &Asked<'_>, collection: CollectionId, tenant: &Arc<Tenant>, depth: Depth) -> Renderer {
        Renderer::new(asked.offer.clone(), self.base(asked).into(), collection, self.schema(), &self.validator, &self.words)
            .in_language(language::choose(&asked.parts.headers, &self.schema().languages))
            .offering(Offering::new(&self.invoker.actions, tenant, collection, depth))
    }

    /// The organisation that the request is about, as its data is now.
    fn tenant(&self, parts: &Parts) -> Result<(TenantName, Arc<Tenant>), Problem> {
        let name = self.tenant_name(parts)?;
        let tenant = self.ledger.snapshot(&name).ok_or(UNKNOWN)?;
        Ok((name, tenant))
    }

    fn tenant_name(&self, parts: &Parts) -> Result<TenantName, Problem> {
        let named = self.tenant_header.as_ref().and_then(|name| parts.headers.get(name)).and_then(|v| v.to_str().ok());
        named.map_or_else(|| Ok(TenantName::default()), TenantName::new).map_err(|_| UNKNOWN)
    }
}

pub(super) const UNKNOWN: Problem = Problem::NotFound("No organisation has this name.");

/// The method, if any route takes it.
fn method(method: &Method) -> Option<HttpMethod> {
    HttpMethod::ALL.into_iter().find(|known| known.word() == method.as_str())
}

fn options(methods: Methods) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(http::header::ALLOW, problem::allow(methods));
    if methods.contains(HttpMethod::Patch) {
        response.headers_mut().insert(problem::ACCEPT_PATCH, HeaderValue::from_static(PATCH[0]));
    }
    response
}
