//! Named collections: a type for each class, with a method for each of its identifiers.
//!
//! Generated clients have hundreds of them, all alike; a line each keeps their code short and quick to compile.

/// Declares handles on collections: `Fastlonner: Fastlonn { by_system_id = "systemid" }`, where the text is the identifier's path segment.
///
/// A handle is made of a [`Collection`](crate::Collection) and dereferences to it.
#[macro_export]
macro_rules! collections {
    ($($handle:ident: $class:ty { $($method:ident = $segment:literal),* $(,)? }),* $(,)?) => {$(
        #[doc = ::std::concat!("A collection of [`", ::std::stringify!($class), "`].")]
        #[derive(::std::clone::Clone, ::std::fmt::Debug)]
        pub struct $handle($crate::Collection<$class>);

        impl $handle {$(
            #[doc = ::std::concat!("The resource with this `", $segment, "`.")]
            #[doc = ""]
            #[doc = "# Errors"]
            #[doc = "[`Error::NotFound`](smie_client::Error::NotFound) when there is none, or whatever keeps the answer away."]
            pub async fn $method(&self, value: &::std::primitive::str) -> ::std::result::Result<$crate::Resource<$class>, $crate::Error> {
                self.0.by($segment, value).await
            }
        )*}

        impl ::std::convert::From<$crate::Collection<$class>> for $handle {
            fn from(collection: $crate::Collection<$class>) -> Self {
                Self(collection)
            }
        }

        impl ::std::ops::Deref for $handle {
            type Target = $crate::Collection<$class>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    )*};
}
