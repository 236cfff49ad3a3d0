//! The neighbourhood of a class as a drawing: in the middle itself, above it its parent, below it its children, to the right what it leads to and
//! is made of, to the left what leads to it.

use smie_wire::model::{Bounds, ClassId, Relation, Side, Target, Type};

use super::context::{Context, anchor};
use super::facts;
use super::html::Html;
use super::svg::{Area, Card, Label, drawing, sideways, upright};

/// Room between boxes of a column.
const GAP: i32 = 10;
/// Room between columns, and between the class and its parent and children.
const AISLE: i32 = 64;

/// The drawing.
pub(super) fn diagram(context: &Context<'_>, id: ClassId) -> Html {
    let class = context.model.class(id);
    let centre = Card { class: "card self", ..card(context, id) };
    let (left, right) = sides(context, id);
    let parent: Vec<Card> = class.extends.iter().map(|&parent| card(context, parent)).collect();
    let children: Vec<Card> = context.model.classes().filter(|(_, c)| c.extends == Some(id)).map(|(id, _)| card(context, id)).collect();

    let widest = |cards: &[Card]| cards.iter().map(Card::width).max().unwrap_or(0);
    let middle = [widest(&parent), widest(&children), centre.width()].into_iter().max().unwrap_or(0);
    let from = if left.is_empty() { 0 } else { widest(&left) + AISLE };
    let after = from + middle + AISLE;
    let centre_area = Area { x: from, y: -centre.height() / 2, width: middle, height: centre.height() };
    let left_areas = column(&left, 0, -tall(&left) / 2);
    let right_areas = column(&right, after, -tall(&right) / 2);
    let parent_areas = column_of(&parent, from, middle, centre_area.y - AISLE / 2 - tall(&parent));
    let child_areas = column_of(&children, from, middle, centre_area.bottom() + AISLE / 2);

    let all = || [&left_areas, &right_areas, &parent_areas, &child_areas].into_iter().flatten().chain([&centre_area]);
    let top = all().map(|area| area.y).min().unwrap_or(0) - 2;
    let size = (all().map(|area| area.right()).max().unwrap_or(0) + 2, all().map(|area| area.bottom()).max().unwrap_or(0) + 2 - top);
    let down = |area: &Area| Area { x: area.x + 1, y: area.y - top, ..*area };
    let centre_area = down(&centre_area);
    drawing(&format!("{} and its neighbours", class.name), size, |out| {
        for (areas, to_right) in [(&left_areas, false), (&right_areas, true)] {
            for (number, area) in areas.iter().map(down).enumerate() {
                let side = centre_area.y + 8 + (centre_area.height - 16) * (number as i32 * 2 + 1) / (areas.len() as i32 * 2).max(1);
                if to_right {
                    sideways(out, "line points", (centre_area.right(), side), (area.x, area.middle().1));
                } else {
                    sideways(out, "line points", (area.right(), area.middle().1), (centre_area.x, side));
                }
            }
        }
        let spine = centre_area.middle().0;
        for area in parent_areas.iter().map(down) {
            upright(out, "line inherits", (spine, centre_area.y), (spine, area.bottom()));
        }
        if let Some(first) = child_areas.first().map(down) {
            upright(out, "line inherits", (spine, first.y), (spine, centre_area.bottom()));
        }
        let drawn = (left.iter().zip(&left_areas)).chain(right.iter().zip(&right_areas)).chain(parent.iter().zip(&parent_areas));
        for (card, area) in drawn.chain(children.iter().zip(&child_areas)) {
            card.draw(out, down(area));
        }
        centre.draw(out, centre_area);
    })
}

/// The height of a column.
fn tall(cards: &[Card]) -> i32 {
    cards.iter().map(|card| card.height() + GAP).sum::<i32>() - if cards.is_empty() { 0 } else { GAP }
}

/// A column as wide as its widest box.
fn column(cards: &[Card], x: i32, top: i32) -> Vec<Area> {
    column_of(cards, x, cards.iter().map(Card::width).max().unwrap_or(0), top)
}

fn column_of(cards: &[Card], x: i32, width: i32, top: i32) -> Vec<Area> {
    let mut y = top;
    let area = |card: &Card| {
        let area = Area { x, y, width, height: card.height() };
        y += card.height() + GAP;
        area
    };
    cards.iter().map(area).collect()
}

/// A class as a box without lines.
fn card(context: &Context<'_>, id: ClassId) -> Card {
    let class = context.model.class(id);
    let title = Label { text: class.name.clone(), href: Some(format!("../{}", context.class_page(id))), after: String::new() };
    Card { title, lines: Vec::new(), class: style(facts::kind(context, class)) }
}

/// The style of each kind of class.
pub(super) fn style(kind: &str) -> &'static str {
    match kind {
        "hovedklasse" => "card hovedklasse",
        "kodeverk" => "card kodeverk",
        "abstrakt" => "card abstrakt",
        "datatype" => "card datatype",
        _ => "card referanse",
    }
}

/// What stands to the left and to the right: a box a neighbour, in it a line for each way to it.
fn sides(context: &Context<'_>, id: ClassId) -> (Vec<Card>, Vec<Card>) {
    let (class, page) = (context.model.class(id), context.class_page(id));
    let mut left: Vec<(Neighbour, Card)> = Vec::new();
    let mut right = Vec::new();
    for relation in &class.relations {
        let side = if relation.side == Side::Storing { &mut right } else { &mut left };
        let neighbour = match relation.target {
            Target::Class(target) => Neighbour::Class(target),
            Target::Foreign => Neighbour::Foreign,
        };
        add(context, side, neighbour, line(&page, "relation", &relation.name, relation.bounds));
    }
    for attribute in &class.attributes {
        let neighbour = match attribute.ty {
            Type::Class(held) => Neighbour::Class(held),
            Type::Enum(held) => Neighbour::Enum(held),
            _ => continue,
        };
        add(context, &mut right, neighbour, line(&page, "attribute", &attribute.name, attribute.bounds));
    }
    for (other, declared) in context.model.classes() {
        let page = context.class_page(other);
        let one_way = |r: &&Relation| r.origin == other && r.target == Target::Class(id) && r.inverse.is_none();
        for relation in declared.relations.iter().filter(one_way) {
            add(context, &mut left, Neighbour::Class(other), line(&page, "relation", &relation.name, relation.bounds));
        }
        for attribute in declared.attributes.iter().filter(|a| a.origin == other && a.ty == Type::Class(id)) {
            add(context, &mut left, Neighbour::Class(other), line(&page, "attribute", &attribute.name, attribute.bounds));
        }
    }
    let cards = |side: Vec<(Neighbour, Card)>| side.into_iter().map(|(_, card)| card).collect();
    (cards(left), cards(right))
}

#[derive(Clone, Copy, PartialEq)]
enum Neighbour {
    Class(ClassId),
    Enum(smie_wire::model::EnumId),
    Foreign,
}

fn line(page: &str, kind: &str, name: &str, bounds: Bounds) -> Label {
    Label { text: name.to_owned(), href: Some(format!("../{page}#{kind}-{}", anchor(name))), after: facts::bounds(bounds) }
}

fn add(context: &Context<'_>, side: &mut Vec<(Neighbour, Card)>, neighbour: Neighbour, line: Label) {
    if let Some((_, card)) = side.iter_mut().find(|(known, _)| *known == neighbour) {
        card.lines.push(line);
        return;
    }
    let mut card = match neighbour {
        Neighbour::Class(id) => card(context, id),
        Neighbour::Enum(id) => {
            let (text, href) = (context.model.enums[id.index()].name.clone(), format!("../{}", context.enum_page(id)));
            Card { title: Label { text, href: Some(href), after: String::new() }, lines: Vec::new(), class: "card enum" }
        }
        Neighbour::Foreign => {
            let title = Label { text: "any URI".to_owned(), href: None, after: String::new() };
            Card { title, lines: Vec::new(), class: "card referanse" }
        }
    };
    card.lines.push(line);
    side.push((neighbour, card));
}
