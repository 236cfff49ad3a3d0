//! Arbitrary trees, with names and texts chosen to be hard on YAML.

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use smie::model::{ActionTarget, Bounds, Gdpr, Method, Operation, Status};
use smie::source::{Span, Spanned, nfc};
use smie::syntax::*;

fn text(value: &str) -> Text {
    Spanned::new(value.to_owned(), Span::default())
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

/// Any text at all: Markdown with long tables, blanks at both ends, tabs, control characters, words that YAML takes for others.
pub(crate) fn prose() -> BoxedStrategy<String> {
    let strategy = {
        let piece = prop_oneof![
            8 => "[a-zæøåäöé ,.:;#'\"?*&!|>%@`\\-\\[\\]{}]{0,12}",
            3 => prop_oneof![Just("\n"), Just("\n\n"), Just("  \n"), Just("\n  "), Just("\n \n"), Just("\t"), Just("\n\t"), Just(" "), Just("\r\n"), Just("\r")].prop_map(str::to_owned),
            2 => prop_oneof![Just("- a\n"), Just("# x"), Just(": "), Just(" #"), Just("---\n"), Just("...\n"), Just("|-"), Just("{a: b}"), Just("| a | b |\n|---|---|\n")].prop_map(str::to_owned),
            1 => prop_oneof![Just("no"), Just("~"), Just("1.5"), Just("true"), Just("2026-01-01"), Just("null"), Just("<<"), Just("\\n"), Just("e\u{301}")].prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
            1 => (1usize..400).prop_map(|n| format!("| {} |", "celle ".repeat(n))),
        ];
        prop_oneof![4 => vec(piece, 0..8).prop_map(|pieces| pieces.concat()), 1 => any::<String>()]
    };
    strategy.boxed()
}

/// A name as it may stand in an expression.
fn simple() -> BoxedStrategy<String> {
    let strategy = {
        prop_oneof![
        6 => "[A-Za-zæøåÆØÅäöé][A-Za-zæøå0-9_]{0,10}",
        1 => prop_oneof![Just("no"), Just("null"), Just("true"), Just("y"), Just("x-1"), Just("1e3"), Just("12"), Just("docs"), Just("is"), Just("to"), Just("~x"), Just("@x"), Just("-x"), Just("%"), Just("a/b/c"), Just("e\u{301}")]
            .prop_map(str::to_owned),
    ]
    .prop_map(|name| nfc(&name))
    };
    strategy.boxed()
}

/// A name as it may stand as a key or alone.
fn name() -> BoxedStrategy<String> {
    let strategy = {
        prop_oneof![
        6 => simple(),
        1 => prop_oneof![Just("values"), Just("docs"), Just(""), Just(" "), Just("a b"), Just("a: b"), Just("{x}"), Just("[x]"), Just("x #y"), Just("a, b"), Just("? x"), Just("12:30"), Just("0x1F"), Just("...")]
            .prop_map(str::to_owned),
        1 => any::<String>(),
    ]
    .prop_map(|name| nfc(&name))
    };
    strategy.boxed()
}

fn texts(name: impl Strategy<Value = String>, size: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Text>> {
    vec(name.prop_map(|name| text(&name)), size)
}

/// Distinct names.
fn names(size: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Text>> {
    btree_set(name(), size).prop_map(|names| names.iter().map(|name| text(name)).collect())
}

fn one() -> impl Strategy<Value = Option<Text>> {
    option::weighted(0.3, name().prop_map(|name| text(&name)))
}

fn free() -> impl Strategy<Value = Option<Text>> {
    option::weighted(0.3, prose().prop_map(|prose| text(&prose)))
}

fn docs() -> BoxedStrategy<Docs> {
    let strategy = {
        let languages = prop_oneof![Just(vec!["en"]), Just(vec!["nb", "en"]), Just(vec!["sv-FI", "nn", "nb"])];
        prop_oneof![
            3 => Just(Docs::default()),
            2 => prose().prop_map(|prose| Docs { texts: vec![(None, text(&prose))] }),
            1 => (languages, vec(prose(), 3)).prop_map(|(languages, texts)| Docs {
                texts: languages.iter().zip(&texts).map(|(language, prose)| (Some(text(language)), text(prose))).collect(),
            }),
        ]
    };
    strategy.boxed()
}

fn bounds() -> impl Strategy<Value = Option<Spanned<Bounds>>> {
    let other = (0u32..5, option::of(5u32..9)).prop_map(|(lower, upper)| Bounds { lower, upper });
    prop_oneof![Just(Bounds::ONE), Just(Bounds::OPTIONAL), Just(Bounds::MANY), Just(Bounds::SOME), other]
        .prop_map(|bounds| Some(spanned(bounds)))
}

fn ty() -> impl Strategy<Value = TypeExpr> {
    (simple(), bounds()).prop_map(|(name, bounds)| TypeExpr { name: text(&name), bounds })
}

fn deprecation() -> BoxedStrategy<Option<Deprecation>> {
    let strategy = {
        let deprecation = (free(), free(), free(), one(), docs()).prop_map(|(since, date, sunset, instead, docs)| Deprecation {
            span: Span::default(),
            since,
            date,
            sunset,
            instead,
            docs,
        });
        option::weighted(0.2, deprecation)
    };
    strategy.boxed()
}

fn common() -> BoxedStrategy<Common> {
    let strategy = {
        let gdpr = prop_oneof![Just(Gdpr::Personal), Just(Gdpr::Special), Just(Gdpr::NationalId)].prop_map(spanned);
        (docs(), any::<bool>(), any::<bool>(), option::weighted(0.2, gdpr), free(), deprecation(), one(), free()).prop_map(
            |(docs, writable, sensitive, gdpr, since, deprecated, wire, scope)| Common {
                docs,
                writable,
                sensitive,
                gdpr,
                since,
                deprecated,
                wire,
                scope,
            },
        )
    };
    strategy.boxed()
}

fn maybe_common() -> impl Strategy<Value = Common> {
    prop_oneof![Just(Common::default()), common()]
}

fn limit() -> impl Strategy<Value = Option<Text>> {
    let values =
        prop_oneof![Just("0"), Just("-1"), Just("0.5"), Just("010"), Just("1e3"), Just("true"), Just("no"), Just("2026-01-01"), Just("")];
    option::weighted(0.2, values.prop_map(text))
}

fn attributes() -> BoxedStrategy<Vec<Attribute>> {
    let strategy = {
        names(0..4).prop_flat_map(|names| {
            let count = names.len();
            (Just(names), vec((ty(), any::<bool>(), free(), limit(), limit(), maybe_common()), count)).prop_map(|(names, rest)| {
                let attribute =
                    |(name, (ty, primary, pattern, min, max, common))| Attribute { name, id: None, ty, primary, pattern, min, max, common };
                names.into_iter().zip(rest).map(attribute).collect()
            })
        })
    };
    strategy.boxed()
}

fn inverse() -> BoxedStrategy<Option<Inverse>> {
    let strategy = {
        let inverse = (simple(), bounds(), maybe_common()).prop_map(|(name, bounds, mut common)| {
            common.writable = false;
            Inverse { name: text(&name), bounds, common }
        });
        option::of(inverse)
    };
    strategy.boxed()
}

fn relations() -> BoxedStrategy<Vec<Relation>> {
    let strategy = {
        names(0..3).prop_flat_map(|names| {
            let count = names.len();
            (Just(names), vec((ty(), inverse(), maybe_common()), count)).prop_map(|(names, rest)| {
                names.into_iter().zip(rest).map(|(name, (to, inverse, common))| Relation { name, id: None, to, inverse, common }).collect()
            })
        })
    };
    strategy.boxed()
}

fn actions() -> BoxedStrategy<Vec<Action>> {
    let strategy = {
        let method = prop_oneof![Just(Method::Put), Just(Method::Post), Just(Method::Patch), Just(Method::Delete)].prop_map(spanned);
        let on = prop_oneof![Just(ActionTarget::Resource), Just(ActionTarget::Collection)].prop_map(spanned);
        let action = (
            docs(),
            option::of(on),
            texts(name(), 0..3),
            one(),
            texts(name(), 0..3),
            attributes(),
            option::of(method),
            free(),
            texts(name(), 0..3),
        )
            .prop_map(|(docs, on, from, to, impediments, input, method, scope, emits)| Action {
                name: Text::default(),
                docs,
                on,
                from,
                to,
                impediments,
                input,
                method,
                scope,
                emits,
            });
        (names(0..3), vec(action, 3))
            .prop_map(|(names, actions)| names.into_iter().zip(actions).map(|(name, action)| Action { name, ..action }).collect())
    };
    strategy.boxed()
}

fn events() -> BoxedStrategy<Vec<Event>> {
    let strategy = {
        (names(0..3), vec((docs(), texts(name(), 0..4)), 3))
            .prop_map(|(names, rest)| names.into_iter().zip(rest).map(|(name, (docs, carries))| Event { name, docs, carries }).collect())
    };
    strategy.boxed()
}

fn class() -> BoxedStrategy<Class> {
    let strategy = {
        let is = prop_oneof![Just(Is::Hovedklasse), Just(Is::Abstrakt), Just(Is::Datatype), Just(Is::Kodeverk), Just(Is::Referanse)]
            .prop_map(spanned);
        let allow = proptest::sample::subsequence(Operation::ALL.to_vec(), 0..5)
            .prop_map(|all| spanned(all.into_iter().map(spanned).collect::<Vec<_>>()));
        let head = (is, texts(name(), 0..3), docs(), any::<bool>(), one(), one(), one());
        let middle = (option::weighted(0.3, allow), free(), deprecation(), one(), free());
        (head, middle, attributes(), relations(), actions(), events()).prop_map(
            |(
                (is, extends, docs, subject, state, collection, within),
                (allow, since, deprecated, wire, scope),
                attributes,
                relations,
                actions,
                events,
            )| Class {
                name: Text::default(),
                id: None,
                is: Some(is),
                also_abstract: None,
                extends,
                docs,
                subject: subject.then(|| text("self")),
                state,
                collection,
                within,
                allow,
                since,
                deprecated,
                wire,
                scope,
                attributes,
                relations,
                actions,
                events,
            },
        )
    };
    strategy.boxed()
}

fn labelled() -> BoxedStrategy<Vec<Labelled>> {
    let strategy = {
        (names(0..4), vec(docs(), 4))
            .prop_map(|(names, docs)| names.into_iter().zip(docs).map(|(name, docs)| Labelled { name, docs }).collect())
    };
    strategy.boxed()
}

fn package() -> BoxedStrategy<Package> {
    let strategy = {
        let feed = option::of(1u32..1000).prop_map(|size| spanned(Feed { page_size: size.map(spanned) }));
        let enums = (names(0..3), vec((docs(), labelled()), 3))
            .prop_map(|(names, rest)| names.into_iter().zip(rest).map(|(name, (docs, values))| Enum { name, docs, values }).collect());
        let classes = (names(0..4), vec(class(), 4))
            .prop_map(|(names, all)| names.into_iter().zip(all).map(|(name, one)| Class { name, ..one }).collect());
        (docs(), texts(name(), 0..3), free(), free(), option::of(feed), any::<bool>(), enums, labelled(), classes).prop_map(
            |(docs, uses, read_scope, write_scope, feed, common, enums, impediments, classes)| Package {
                path: Text::default(),
                docs,
                uses,
                read_scope,
                write_scope,
                feed,
                common,
                enums,
                impediments,
                classes,
            },
        )
    };
    strategy.boxed()
}

fn info() -> BoxedStrategy<Info> {
    let strategy = {
        (
            (docs(), option::of(proptest::sample::select(Status::ALL.to_vec()).prop_map(spanned)), free()),
            (option::of([free(), free(), free()]), option::of([free(), free()]), free(), option::of([free(), free(), free()]), docs()),
            option::of([free(), free(), free()]),
        )
            .prop_map(|((title, status, released), (contact, license, terms, sla, limitations), deprecated)| Info {
                span: Span::default(),
                title,
                status,
                released,
                contact,
                license,
                terms,
                sla,
                limitations,
                deprecated,
            })
    };
    strategy.boxed()
}

fn header() -> BoxedStrategy<Header> {
    let strategy = {
        let pairs = || {
            (names(0..3), vec(prose(), 3))
                .prop_map(|(names, texts)| names.into_iter().zip(texts.iter().map(|prose| text(prose))).collect::<Vec<_>>())
        };
        (free(), free(), free(), option::of(info()), pairs(), pairs()).prop_map(
            |(profile, profile_version, base_url, info, overrides, exceptions)| Header {
                span: Span::default(),
                name: Some(text("modell")),
                version: Some(text("4.1.0")),
                profile: profile.filter(|profile| !profile.value.is_empty()).or_else(|| Some(text("fint"))),
                profile_version,
                languages: vec![text("nb"), text("en")],
                base_url,
                info,
                overrides,
                exceptions,
            },
        )
    };
    strategy.boxed()
}

/// A whole model.
pub(crate) fn tree() -> impl Strategy<Value = Tree> {
    (header(), names(0..3), vec(package(), 3)).prop_map(|(header, paths, all)| Tree {
        header,
        packages: paths.into_iter().zip(all).map(|(path, one)| Package { path, ..one }).collect(),
    })
}

/// A small model in which every place that takes documentation has these texts.
pub(crate) fn documented(first: &str, second: &str) -> Tree {
    let single = || Docs { texts: vec![(None, text(first))] };
    let both = || Docs { texts: vec![(Some(text("nb")), text(first)), (Some(text("en")), text(second))] };
    let attribute = Attribute {
        name: text("navn"),
        ty: TypeExpr { name: text("string"), bounds: Some(spanned(Bounds::OPTIONAL)) },
        common: Common { docs: both(), deprecated: Some(Deprecation { docs: single(), ..Deprecation::default() }), ..Common::default() },
        ..Attribute::default()
    };
    let class =
        Class { name: text("Elev"), is: Some(spanned(Is::Hovedklasse)), docs: single(), attributes: vec![attribute], ..Class::default() };
    let value = |name| Labelled { name: text(name), docs: both() };
    let codes = Enum { name: text("Koder"), docs: single(), values: vec![value("a"), value("b")] };
    let package = Package { path: text("utdanning/elev"), docs: both(), enums: vec![codes], classes: vec![class], ..Package::default() };
    let (name, version, profile) = (Some(text("m")), Some(text("1.0.0")), Some(text("fint")));
    let header = Header { name, version, profile, languages: vec![text("nb")], ..Header::default() };
    Tree { header, packages: vec![package] }
}
