//! `Accept-Language` (RFC 9110, 12.5.4; RFC 4647 lookup): which of the model's languages titles are told in.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// The position of the best language; the first is the default.
pub(super) fn choose(headers: &HeaderMap, languages: &[String]) -> usize {
    let Some(given) = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) else { return 0 };
    let mut best = (0u32, 0);
    for range in given.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default();
        let quality = parts.find_map(|p| p.strip_prefix("q=")).map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
        let quality = (quality.clamp(0.0, 1.0) * 1000.0) as u32;
        if quality > best.0
            && let Some(at) = languages.iter().position(|language| covers(range, language))
        {
            best = (quality, at);
        }
    }
    best.1
}

/// `sv-SE` and `sv` ask for `sv`; Norwegian is asked for by any of its names.
fn covers(range: &str, language: &str) -> bool {
    let primary = range.split('-').next().unwrap_or_default();
    primary.eq_ignore_ascii_case(language) || (primary.eq_ignore_ascii_case("no") && matches!(language, "nb" | "nn"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_language_that_the_model_has_wins() {
        let languages = ["sv".to_owned(), "en".to_owned(), "nb".to_owned()];
        let chosen = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, text.parse().unwrap());
            languages[choose(&headers, &languages)].clone()
        };
        for (text, language) in [
            ("en", "en"),
            ("en-GB, sv;q=0.8", "en"),
            ("fr, en;q=0.3, sv;q=0.5", "sv"),
            ("no", "nb"),
            ("fr", "sv"),
            ("*", "sv"),
            ("en;q=0", "sv"),
        ] {
            assert_eq!(chosen(text), language, "{text}");
        }
        assert_eq!(choose(&HeaderMap::new(), &languages), 0);
    }
}
