//! What keeps tables from being a model, said to the person who wrote the types.

use crate::table::FORMAT;

/// One thing that is wrong with the tables. Classes are named `package/Class`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The code was generated for another runtime.
    #[error("the tables have format {found}, this runtime reads format {FORMAT}; generate the code again with the runtime's own version")]
    Format {
        /// What the tables say.
        found: u32,
    },
    /// A package, class or enum is listed twice.
    #[error("`{name}` is listed twice")]
    Twice {
        /// Its name.
        name: String,
    },
    /// A type says another package than the one that lists it.
    #[error("`{name}` is listed in package `{package}`; its own `package` must say the same")]
    Package {
        /// The type, by its own words.
        name: String,
        /// The package that lists it.
        package: String,
    },
    /// A class or member names a type that no package lists.
    #[error("`{place}` refers to `{name}`, which the model does not have; list it in its package, or give it with `.class::<…>()`")]
    Unlisted {
        /// The class, or class and member.
        place: String,
        /// The type.
        name: String,
    },
    /// Parents that lead back to the class.
    #[error("`{class}` extends itself, through its parents")]
    Cycle {
        /// The class.
        class: String,
    },
    /// A parent that is not abstract.
    #[error("`{class}` extends `{parent}`, which is not abstract")]
    Parent {
        /// The class.
        class: String,
        /// The parent.
        parent: String,
    },
    /// A member of the parent that the struct lacks.
    #[error("`{class}` lacks `{member}`, which it inherits from `{parent}`; a struct has its parent's members too")]
    Missing {
        /// The class.
        class: String,
        /// The member.
        member: String,
        /// The parent.
        parent: String,
    },
    /// A member of the parent with another type or number of values.
    #[error("`{class}.{member}` has another type or number of values than in `{parent}`, from which it is inherited")]
    Redefined {
        /// The class.
        class: String,
        /// The member.
        member: String,
        /// The parent.
        parent: String,
    },
    /// Two members with one name.
    #[error("`{class}` has two members called `{member}`")]
    Duplicate {
        /// The class.
        class: String,
        /// The member.
        member: String,
    },
    /// A hovedklasse that nobody can address.
    #[error("`{class}` is a hovedklasse and needs an `#[identifikator]`")]
    NoIdentifier {
        /// The class.
        class: String,
    },
    /// An identity that is not one value, or stands where none can.
    #[error("`{class}.{member}` is an identity: one or optional, and not in a class of stereotype referanse")]
    Identifier {
        /// The class.
        class: String,
        /// The member.
        member: String,
    },
    /// A relation to something that has no address.
    #[error("`{class}.{member}` is a relation to `{target}`, a datatype, which has no address")]
    Datatype {
        /// The class.
        class: String,
        /// The relation.
        member: String,
        /// The target.
        target: String,
    },
    /// A maintained end for which no storing end speaks.
    #[error("`{class}.{member}` is maintained, but no relation names it as its inverse")]
    Orphan {
        /// The class.
        class: String,
        /// The relation.
        member: String,
    },
    /// An inverse that cannot be one.
    #[error("`{class}.{member}` cannot have an inverse: {reason}")]
    Inverse {
        /// The class of the storing end.
        class: String,
        /// The storing end.
        member: String,
        /// Why not.
        reason: &'static str,
    },
    /// A mandatory relation that nothing can meet.
    #[error("`{class}.{member}` is mandatory, but no served class extends the abstract `{target}`")]
    NoTarget {
        /// The class.
        class: String,
        /// The relation.
        member: String,
        /// The abstract class.
        target: String,
    },
    /// Limits that the attribute's type does not have, or that nothing can meet.
    #[error("`{class}`: {message}")]
    Limit {
        /// The class.
        class: String,
        /// What is wrong.
        message: String,
    },
    /// A nested resource whose outer one is nested in it.
    #[error("`{class}` lies within itself, through the classes that it lies within")]
    Within {
        /// The class.
        class: String,
    },
    /// More than one canonical identity.
    #[error("`{class}` has more than one primary identity: `{member}` is another")]
    Primary {
        /// The class.
        class: String,
        /// The second one.
        member: String,
    },
    /// A version that is not one.
    #[error("the version `{version}` is not three numbers, such as `1.0.0`")]
    Version {
        /// What was given.
        version: String,
    },
    /// Two ends that say different things of each other.
    #[error("`{class}.{member}` and `{other}` do not agree: {difference}")]
    Ends {
        /// The class of the storing end.
        class: String,
        /// The storing end.
        member: String,
        /// The other end, with its class.
        other: String,
        /// What differs.
        difference: &'static str,
    },
    /// An action or event that names what is not there.
    #[error("`{class}.{member}` names `{name}`, but {reason}")]
    Behaviour {
        /// The class.
        class: String,
        /// The action or event.
        member: String,
        /// What it names.
        name: String,
        /// What is not there.
        reason: &'static str,
    },
    /// An impediment that is told with two texts.
    #[error("the impediment `{name}` has another text in `{class}` than elsewhere")]
    Impediment {
        /// The class whose actions name it.
        class: String,
        /// The impediment, with its package.
        name: String,
    },
    /// A state that is no attribute.
    #[error("`{class}` has no attribute `{state}` to be its state")]
    State {
        /// The class.
        class: String,
        /// What was named.
        state: String,
    },
}
