//! Drawing: boxes with linked names, and lines between them. Coordinates are whole pixels; nothing here knows what a class is.

use super::html::Html;

/// Height of a line of text.
pub(super) const LINE: i32 = 18;
/// Room around text in a box.
pub(super) const PAD: i32 = 10;

/// A text that leads somewhere.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) href: Option<String>,
    /// A word after it that leads nowhere, such as a multiplicity.
    pub(super) after: String,
}

/// A box: a title, a line of small print each for what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) title: Label,
    pub(super) lines: Vec<Label>,
    /// Names of style.
    pub(super) class: &'static str,
}

impl Card {
    /// Wide enough for its longest line.
    pub(super) fn width(&self) -> i32 {
        let line = |label: &Label, big: bool| width(&label.text, big) + width(&label.after, false);
        self.lines.iter().map(|label| line(label, false)).chain([line(&self.title, true)]).max().unwrap_or(0) + 2 * PAD
    }

    pub(super) fn height(&self) -> i32 {
        LINE * (self.lines.len() as i32 + 1) + PAD
    }

    /// Draws the box with its upper left corner at a point.
    pub(super) fn draw(&self, out: &mut Html, area: Area) {
        let Area { x, y, width, height } = area;
        out.el("g", &[("class", self.class)], |g| {
            let at = [x, y, width, height].map(|n| n.to_string());
            g.void("rect", &[("x", &at[0]), ("y", &at[1]), ("width", &at[2]), ("height", &at[3]), ("rx", "6")]);
            label(g, &self.title, "title", x + PAD, y + LINE);
            for (number, line) in (1..).zip(&self.lines) {
                label(g, line, "small", x + PAD, y + LINE * (number + 1));
            }
        });
    }
}

/// Where a box lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Area {
    pub(super) fn middle(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    pub(super) fn right(self) -> i32 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> i32 {
        self.y + self.height
    }
}

fn label(out: &mut Html, label: &Label, class: &str, x: i32, y: i32) {
    let (x, y) = (x.to_string(), y.to_string());
    out.el("text", &[("x", &x), ("y", &y), ("class", class)], |text| {
        match &label.href {
            Some(href) => text.link(href, &label.text),
            None => text.text(&label.text),
        };
        if !label.after.is_empty() {
            text.leaf("tspan", &[("class", "after")], &format!(" {}", label.after));
        }
    });
}

/// A curve from one point to another that leaves and arrives sideways.
pub(super) fn sideways(out: &mut Html, class: &str, from: (i32, i32), to: (i32, i32)) {
    let half = (to.0 - from.0) / 2;
    curve(out, class, from, (from.0 + half, from.1), (to.0 - half, to.1), to);
}

/// A curve that leaves and arrives upright.
pub(super) fn upright(out: &mut Html, class: &str, from: (i32, i32), to: (i32, i32)) {
    let half = (to.1 - from.1) / 2;
    curve(out, class, from, (from.0, from.1 + half), (to.0, to.1 - half), to);
}

fn curve(out: &mut Html, class: &str, from: (i32, i32), one: (i32, i32), two: (i32, i32), to: (i32, i32)) {
    let path = format!("M{} {}C{} {} {} {} {} {}", from.0, from.1, one.0, one.1, two.0, two.1, to.0, to.1);
    out.void("path", &[("class", class), ("d", &path)]);
}

/// A whole drawing of this size, in a frame that scrolls where the screen is narrower.
pub(super) fn drawing(name: &str, size: (i32, i32), inner: impl FnOnce(&mut Html)) -> Html {
    let mut out = Html::new();
    let (width, height) = (size.0.to_string(), size.1.to_string());
    let view = format!("0 0 {width} {height}");
    out.el("div", &[("class", "drawing"), ("tabindex", "0"), ("role", "group"), ("aria-label", name)], |out| {
        out.el("svg", &[("viewBox", &view), ("width", &width), ("height", &height)], |svg| {
            svg.el("defs", &[], |defs| {
                marker(defs, "arrow", "M0 0L9 4.5L0 9");
                marker(defs, "extends", "M0 0L9 4.5L0 9Z");
            });
            inner(svg);
        });
    });
    out
}

fn marker(out: &mut Html, id: &str, path: &str) {
    let attributes = [
        ("id", id),
        ("viewBox", "-1 -1 11 11"),
        ("refX", "9"),
        ("refY", "4.5"),
        ("markerWidth", "9"),
        ("markerHeight", "9"),
        ("orient", "auto-start-reverse"),
    ];
    out.el("marker", &attributes, |marker| {
        marker.void("path", &[("d", path), ("class", id)]);
    });
}

/// About how wide a text is drawn; a little more than it is, so that nothing leaves its box.
fn width(text: &str, big: bool) -> i32 {
    let tenths: i32 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '.' | ',' | ' ' | ':' | '\'' | '|' | '/' => 42,
            't' | 'f' | 'r' => 52,
            'm' | 'w' | 'M' | 'W' | '@' => 115,
            c if c.is_uppercase() => 92,
            _ => 77,
        })
        .sum();
    // Titles are bold, which is wider.
    if text.is_empty() { 0 } else { tenths * (if big { 158 } else { 122 }) / 1200 + 4 }
}
