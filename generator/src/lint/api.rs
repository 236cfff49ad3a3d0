//! A document as an API: its operations, parameters, bodies and schemas, references followed.

use super::tree::Tree;

/// Methods that a path item may have.
pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A document.
pub(crate) struct Api<'t> {
    pub(crate) root: &'t Tree,
    pub(crate) operations: Vec<Operation<'t>>,
}

/// An operation.
pub(crate) struct Operation<'t> {
    pub(crate) path: &'t str,
    pub(crate) method: &'t str,
    pub(crate) at: usize,
    pub(crate) pointer: String,
    pub(crate) tree: &'t Tree,
}

/// A parameter, where it stands.
pub(crate) struct Parameter<'t> {
    pub(crate) name: &'t str,
    pub(crate) place: &'t str,
    pub(crate) at: usize,
    pub(crate) pointer: String,
    pub(crate) tree: &'t Tree,
}

/// A schema of the components.
pub(crate) struct Schema<'t> {
    pub(crate) name: &'t str,
    pub(crate) pointer: String,
    pub(crate) tree: &'t Tree,
}

/// A name as a part of a JSON pointer.
pub(crate) fn part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl<'t> Api<'t> {
    pub(crate) fn new(root: &'t Tree) -> Self {
        let mut operations = Vec::new();
        for (path, _, item) in root.get("paths").map_or(&[][..], Tree::members) {
            for (method, at, tree) in item.members().iter().filter(|(name, ..)| METHODS.contains(&name.as_str())) {
                let pointer = format!("/paths/{}/{method}", part(path));
                operations.push(Operation { path, method, at: *at, pointer, tree });
            }
        }
        Self { root, operations }
    }

    /// A value with references followed.
    pub(crate) fn follow(&self, tree: &'t Tree) -> &'t Tree {
        tree.follow(self.root)
    }

    pub(crate) fn info(&self) -> Option<&'t Tree> {
        self.root.get("info")
    }

    /// The parameters of an operation.
    pub(crate) fn parameters(&self, operation: &Operation<'t>) -> Vec<Parameter<'t>> {
        let rows = operation.tree.get("parameters").map_or(&[][..], Tree::items);
        let parameter = |(i, row): (usize, &'t Tree)| {
            let tree = self.follow(row);
            let text = |name| tree.get(name).and_then(Tree::text);
            let pointer = format!("{}/parameters/{i}", operation.pointer);
            Some(Parameter { name: text("name")?, place: text("in")?, at: tree.start, pointer, tree })
        };
        rows.iter().enumerate().filter_map(parameter).collect()
    }

    /// The responses of an operation: status, place, and the response.
    pub(crate) fn responses(&self, operation: &Operation<'t>) -> Vec<(&'t str, usize, &'t Tree)> {
        let rows = operation.tree.get("responses").map_or(&[][..], Tree::members);
        rows.iter().map(|(status, at, response)| (status.as_str(), *at, self.follow(response))).collect()
    }

    /// The body of an operation.
    pub(crate) fn body(&self, operation: &Operation<'t>) -> Option<&'t Tree> {
        operation.tree.get("requestBody").map(|body| self.follow(body))
    }

    /// Schemas of the components.
    pub(crate) fn schemas(&self) -> Vec<Schema<'t>> {
        let rows = self.root.get("components").and_then(|c| c.get("schemas")).map_or(&[][..], Tree::members);
        rows.iter().map(|(name, _, tree)| Schema { name, pointer: format!("/components/schemas/{}", part(name)), tree }).collect()
    }

    /// The addresses of `servers`.
    pub(crate) fn servers(&self) -> Vec<(&'t str, usize)> {
        let rows = self.root.get("servers").map_or(&[][..], Tree::items);
        rows.iter().filter_map(|row| row.get("url").and_then(|url| Some((url.text()?, url.start)))).collect()
    }

    /// Security schemes by name.
    pub(crate) fn schemes(&self) -> Vec<(&'t str, &'t Tree)> {
        let rows = self.root.get("components").and_then(|c| c.get("securitySchemes")).map_or(&[][..], Tree::members);
        rows.iter().map(|(name, _, tree)| (name.as_str(), self.follow(tree))).collect()
    }
}
