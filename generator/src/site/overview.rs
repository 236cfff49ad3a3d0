//! Overviews: the classes of a package, and the packages of the model, in layers from those that lean on others to those that others lean on.
//!
//! The layout is the classic one in small: circles are broken, each box stands below what leads to it, boxes of a row are ordered by where their
//! neighbours stand, and rows that are too long are broken. What is connected with nothing comes last.

use std::collections::BTreeSet;

use smie_wire::model::{ClassId, PackageId, Side, Target, Type};

use super::context::Context;
use super::facts;
use super::html::Html;
use super::neighbours::style;
use super::svg::{Area, Card, Label, drawing, upright};

/// Longest row, in pixels.
const LONGEST: i32 = 1080;
/// Room between boxes of a row.
const GAP: i32 = 18;
/// Room between rows.
const AISLE: i32 = 52;

/// A line from one box to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    from: usize,
    to: usize,
    inherits: bool,
}

/// The classes of a package.
pub(super) fn classes(context: &Context<'_>, package: PackageId) -> Html {
    let ids: Vec<ClassId> = context.classes(package).collect();
    let place = |id: ClassId| ids.iter().position(|known| *known == id);
    let cards: Vec<Card> = ids
        .iter()
        .map(|&id| {
            let class = context.model.class(id);
            let title = Label { text: class.name.clone(), href: Some(format!("../{}", context.class_page(id))), after: String::new() };
            Card { title, lines: Vec::new(), class: style(facts::kind(context, class)) }
        })
        .collect();
    let mut edges = BTreeSet::new();
    for (from, &id) in ids.iter().enumerate() {
        for (other, inherits) in leans_on(context, id) {
            if let Some(to) = place(other).filter(|to| *to != from) {
                // A parent stands above its children.
                edges.insert(if inherits { Edge { from: to, to: from, inherits } } else { Edge { from, to, inherits } });
            }
        }
    }
    draw(&format!("The classes of {}", context.package_name(package)), &cards, &edges.into_iter().collect::<Vec<_>>())
}

/// The packages of the model.
pub(super) fn packages(context: &Context<'_>) -> Html {
    let ids: Vec<PackageId> = context.packages().filter(|&id| context.classes(id).next().is_some()).collect();
    let cards: Vec<Card> = ids
        .iter()
        .map(|&id| {
            let (text, href) = (context.package_name(id).to_owned(), Some(context.package_page(id)));
            Card { title: Label { text, href, after: context.classes(id).count().to_string() }, lines: Vec::new(), class: "card package" }
        })
        .collect();
    let mut edges = BTreeSet::new();
    for (from, &id) in ids.iter().enumerate() {
        for class in context.classes(id) {
            let others = leans_on(context, class).into_iter().map(|(other, _)| context.model.class(other).package);
            let places = others.filter_map(|other| ids.iter().position(|known| *known == other));
            edges.extend(places.filter(|to| *to != from).map(|to| Edge { from, to, inherits: false }));
        }
    }
    let edges: Vec<Edge> = edges.into_iter().collect();
    draw("The packages", &cards, &direct(cards.len(), &edges))
}

/// Without lines that say nothing new: what a package leans on through another needs no line of its own.
fn direct(count: usize, edges: &[Edge]) -> Vec<Edge> {
    let ranks = ranks(count, edges);
    let falls = |edge: &&Edge| ranks[edge.from] < ranks[edge.to];
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(ranks[at]));
    // What each leads to at any distance, the deepest first.
    let mut reached: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    for at in order {
        let mut all = BTreeSet::new();
        for edge in edges.iter().filter(falls).filter(|edge| edge.from == at) {
            all.insert(edge.to);
            all.extend(&reached[edge.to]);
        }
        reached[at] = all;
    }
    let around = |edge: &Edge| {
        edges.iter().filter(falls).any(|first| first.from == edge.from && first.to != edge.to && reached[first.to].contains(&edge.to))
    };
    edges.iter().filter(|edge| !falls(edge) || !around(edge)).copied().collect()
}

/// What a class's own members need, and its parent; true marks the parent.
fn leans_on(context: &Context<'_>, id: ClassId) -> Vec<(ClassId, bool)> {
    let class = context.model.class(id);
    let relations = class.relations.iter().filter(|r| r.origin == id && r.side == Side::Storing).filter_map(|r| match r.target {
        Target::Class(target) => Some((target, false)),
        Target::Foreign => None,
    });
    let attributes = class.attributes.iter().filter(|a| a.origin == id).filter_map(|a| match a.ty {
        Type::Class(held) => Some((held, false)),
        _ => None,
    });
    relations.chain(attributes).chain(class.extends.map(|parent| (parent, true))).collect()
}

fn draw(name: &str, cards: &[Card], edges: &[Edge]) -> Html {
    let areas = layout(cards, edges);
    let size = (areas.iter().map(|a| a.right()).max().unwrap_or(0) + 2, areas.iter().map(|a| a.bottom()).max().unwrap_or(0) + 2);
    drawing(name, size, |out| {
        for edge in edges {
            let (from, to) = (areas[edge.from], areas[edge.to]);
            let class = if edge.inherits { "line inherits" } else { "line points" };
            // The arrow of inheritance is at the parent, where the line begins.
            let (start, end) = if edge.inherits { (to, from) } else { (from, to) };
            if start.bottom() < end.y {
                upright(out, class, (start.middle().0, start.bottom()), (end.middle().0, end.y));
            } else if end.bottom() < start.y {
                upright(out, class, (start.middle().0, start.y), (end.middle().0, end.bottom()));
            } else {
                let (a, b) = (start.middle().0, end.middle().0);
                let path = format!("M{a} {}Q{} {} {b} {}", start.bottom(), i32::midpoint(a, b), start.bottom() + AISLE / 2, end.bottom());
                out.void("path", &[("class", class), ("d", &path)]);
            }
        }
        for (card, area) in cards.iter().zip(&areas) {
            card.draw(out, *area);
        }
    })
}

/// Where each box lies.
fn layout(cards: &[Card], edges: &[Edge]) -> Vec<Area> {
    let ranks = ranks(cards.len(), edges);
    let deepest = ranks.iter().copied().max().unwrap_or(0);
    let alone = |at: usize| edges.iter().all(|edge| edge.from != at && edge.to != at);
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); deepest + 2];
    for at in 0..cards.len() {
        rows[if alone(at) { deepest + 1 } else { ranks[at] }].push(at);
    }
    order(&mut rows[..=deepest], cards.len(), edges);
    let mut areas = vec![Area::default(); cards.len()];
    let mut y = 1;
    for row in rows.iter().flat_map(|row| broken(row, cards)) {
        let width: i32 = row.iter().map(|&at| cards[at].width() + GAP).sum::<i32>() - GAP;
        let mut x = 1 + (LONGEST - width).max(0) / 2;
        let height = row.iter().map(|&at| cards[at].height()).max().unwrap_or(0);
        for &at in row {
            areas[at] = Area { x, y, width: cards[at].width(), height: cards[at].height() };
            x += cards[at].width() + GAP;
        }
        y += height + AISLE;
    }
    let left = areas.iter().map(|area| area.x).min().unwrap_or(1) - 1;
    areas.iter_mut().for_each(|area| area.x -= left);
    areas
}

/// A row in pieces that are short enough.
fn broken<'r>(row: &'r [usize], cards: &[Card]) -> Vec<&'r [usize]> {
    let mut pieces = Vec::new();
    let (mut start, mut width) = (0, 0);
    for (at, &card) in row.iter().enumerate() {
        let next = cards[card].width() + GAP;
        if width + next > LONGEST && at > start {
            pieces.push(&row[start..at]);
            (start, width) = (at, 0);
        }
        width += next;
    }
    if start < row.len() {
        pieces.push(&row[start..]);
    }
    pieces
}

/// How far each box is from those that nothing leads to. Lines that would close a circle do not count.
fn ranks(count: usize, edges: &[Edge]) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        Open,
        Done,
    }
    let mut seen = vec![Seen::No; count];
    let mut finished = Vec::with_capacity(count);
    let mut back = BTreeSet::new();
    for root in 0..count {
        let mut stack = vec![(root, 0)];
        while let Some((at, next)) = stack.pop() {
            if next == 0 {
                if seen[at] != Seen::No {
                    continue;
                }
                seen[at] = Seen::Open;
            }
            let Some((number, edge)) = edges.iter().enumerate().filter(|(_, edge)| edge.from == at).nth(next) else {
                seen[at] = Seen::Done;
                finished.push(at);
                continue;
            };
            stack.push((at, next + 1));
            match seen[edge.to] {
                Seen::No => stack.push((edge.to, 0)),
                Seen::Open => {
                    back.insert(number);
                }
                Seen::Done => {}
            }
        }
    }
    let mut ranks = vec![0; count];
    for &at in finished.iter().rev() {
        for (_, edge) in edges.iter().enumerate().filter(|(number, edge)| edge.from == at && !back.contains(number)) {
            ranks[edge.to] = ranks[edge.to].max(ranks[at] + 1);
        }
    }
    ranks
}

/// Orders each row by where its neighbours stand, down and up in turn.
fn order(rows: &mut [Vec<usize>], count: usize, edges: &[Edge]) {
    for sweep in 0..6 {
        let mut place = vec![0.0_f64; count];
        for row in rows.iter() {
            for (at, &card) in row.iter().enumerate() {
                place[card] = (at as f64 + 0.5) / row.len() as f64;
            }
        }
        let down = sweep % 2 == 0;
        for row in rows.iter_mut() {
            let pull = |card: usize| {
                let near = edges.iter().filter_map(|edge| match (down, edge) {
                    (true, edge) if edge.to == card => Some(place[edge.from]),
                    (false, edge) if edge.from == card => Some(place[edge.to]),
                    _ => None,
                });
                let (sum, n) = near.fold((0.0, 0), |(sum, n), place| (sum + place, n + 1));
                if n == 0 { place[card] } else { sum / f64::from(n) }
            };
            let mut pulled: Vec<(f64, usize)> = row.iter().map(|&card| (pull(card), card)).collect();
            pulled.sort_by(|a, b| a.0.total_cmp(&b.0));
            row.clear();
            row.extend(pulled.into_iter().map(|(_, card)| card));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(names: &[&str]) -> Vec<Card> {
        let title = |name: &&str| Label { text: (*name).to_owned(), href: None, after: String::new() };
        names.iter().map(|name| Card { title: title(name), lines: Vec::new(), class: "card" }).collect()
    }

    fn edge(from: usize, to: usize) -> Edge {
        Edge { from, to, inherits: false }
    }

    #[test]
    fn boxes_stand_below_what_leads_to_them_and_never_on_each_other() {
        let cards = cards(&["A", "B", "C", "D", "Alone"]);
        let areas = layout(&cards, &[edge(0, 1), edge(1, 2), edge(2, 0), edge(0, 3)]);
        assert!(areas[0].y < areas[1].y && areas[1].y < areas[2].y && areas[0].y < areas[3].y, "{areas:?}");
        assert!(areas[4].y > areas[2].y, "what is alone comes last");
        for (i, a) in areas.iter().enumerate() {
            for b in &areas[i + 1..] {
                assert!(a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn long_rows_are_broken() {
        let names: Vec<String> = (0..60).map(|n| format!("Undervisningsgruppe{n}")).collect();
        let cards = cards(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(layout(&cards, &[]).iter().all(|area| area.right() <= LONGEST + GAP));
    }

    #[test]
    fn what_is_reached_through_another_needs_no_line() {
        let all = [edge(0, 1), edge(0, 2), edge(1, 2), edge(2, 3), edge(0, 3), edge(3, 0)];
        assert_eq!(direct(4, &all), [edge(0, 1), edge(1, 2), edge(2, 3), edge(3, 0)]);
    }

    #[test]
    fn a_circle_has_a_beginning() {
        assert_eq!(ranks(3, &[edge(0, 1), edge(1, 2), edge(2, 0)]), [0, 1, 2]);
        assert_eq!(ranks(2, &[edge(1, 0), edge(0, 1)]), [0, 1]);
    }
}
