//! Declares the events of a package: a line each, so that generated code stays short.

/// Declares structs for events that the model declares: members are read by the local names of their elements, and may all be absent.
///
/// ```
/// smie_client::event! {
///     /// A student left.
///     pub struct Avbrott { id: one String = "studiedeltagandeId", grunn: many String = "grunn" }
/// }
/// ```
#[macro_export]
macro_rules! event {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$docs:meta])* $field:ident: $how:ident $ty:ty = $element:literal),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        pub struct $name { $($(#[$docs])* #[doc = ::std::concat!("`", $element, "`")] pub $field: $crate::event_holds!($how $ty)),* }

        impl $name {
            fn read(element: &$crate::feed::Element) -> ::std::result::Result<Self, $crate::feed::ElementError> {
                let _ = element;
                ::std::result::Result::Ok(Self { $($field: element.$how($element)?),* })
            }
        }
    )*};
}

/// What a member of an event is held in.
#[doc(hidden)]
#[macro_export]
macro_rules! event_holds {
    (one $ty:ty) => { ::std::option::Option<$ty> };
    (many $ty:ty) => { ::std::vec::Vec<$ty> };
}

/// Declares the enum of a package's events: a variant for the changes of each class, one for each declared event, and `Unknown`.
#[macro_export]
macro_rules! events {
    ($name:ident { $($variant:ident: $class:ty = $prefix:literal),* $(,)? } { $($declared:ident: $event:ty = $element:literal),* $(,)? }) => {
        /// What happens in the package.
        #[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = ::std::concat!("A resource of the class `", $prefix, "` was created, changed or deleted.")]
                $variant($crate::feed::Change<$class>),
            )*
            $(
                #[doc = ::std::concat!("`", $element, "`")]
                $declared($event),
            )*
            /// Something that the model does not tell of.
            Unknown($crate::feed::Unknown),
        }

        impl $crate::feed::FeedEvent for $name {
            fn read(entry: &$crate::feed::Entry) -> Self {
                $(if entry.kind() == $element && let ::std::option::Option::Some(element) = &entry.content.element {
                    return match <$event>::read(element) {
                        ::std::result::Result::Ok(event) => Self::$declared(event),
                        ::std::result::Result::Err(error) => Self::Unknown($crate::feed::Unknown::new(entry, ::std::option::Option::Some(error.to_string()))),
                    };
                })*
                $(if let ::std::option::Option::Some(change) = $crate::feed::Change::read($prefix, entry) {
                    return Self::$variant(change);
                })*
                Self::Unknown($crate::feed::Unknown::new(entry, ::std::option::Option::None))
            }
        }
    };
}
