//! Methods of HTTP, and sets of them.
//!
//! A set is a few bits that print as the value of `Allow`; it lives apart from the routes because the engine also keeps sets where it has no route.

/// A method of HTTP (RFC 9110, RFC 5789).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HttpMethod {
    /// Read.
    Get,
    /// Read without the body.
    Head,
    /// Create, or hand over.
    Post,
    /// Replace.
    Put,
    /// Change a part.
    Patch,
    /// Remove.
    Delete,
    /// Ask which methods there are.
    Options,
}

impl HttpMethod {
    /// Every method, in the order in which they are listed.
    pub const ALL: [Self; 7] = [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Options];

    /// The method's token.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }
}

/// A set of methods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Methods(u8);

impl Methods {
    /// The set of these.
    #[must_use]
    pub fn of(methods: &[HttpMethod]) -> Self {
        methods.iter().copied().collect()
    }

    /// Its members, in the order of [`HttpMethod::ALL`].
    pub fn iter(self) -> impl Iterator<Item = HttpMethod> {
        HttpMethod::ALL.into_iter().filter(move |method| self.contains(*method))
    }

    /// True when the method is in it.
    #[must_use]
    pub const fn contains(self, method: HttpMethod) -> bool {
        self.0 & 1 << method as u8 != 0
    }

    /// True when nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Extend<HttpMethod> for Methods {
    fn extend<I: IntoIterator<Item = HttpMethod>>(&mut self, methods: I) {
        methods.into_iter().for_each(|method| self.0 |= 1 << method as u8);
    }
}

impl FromIterator<HttpMethod> for Methods {
    fn from_iter<I: IntoIterator<Item = HttpMethod>>(methods: I) -> Self {
        let mut set = Self::default();
        set.extend(methods);
        set
    }
}

/// As the value of `Allow`.
impl std::fmt::Display for Methods {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words: Vec<&str> = self.iter().map(HttpMethod::word).collect();
        f.write_str(&words.join(", "))
    }
}
