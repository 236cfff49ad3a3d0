//! Enums: a table of codes, and a code for each variant.

use proc_macro2::TokenStream;
use quote::quote;

use crate::input::Enum;

/// All impls of an enum.
pub(super) fn expand(input: &Enum) -> TokenStream {
    let (table, serde) = (table(input), serde(input));
    quote!(#table #serde)
}

fn table(input: &Enum) -> TokenStream {
    let (root, ident) = (input.flavour.root(), &input.ident);
    let (name, docs, package) = (&input.name, &input.docs, input.args.text("package"));
    let values = input.values.iter().map(|value| {
        let (name, docs) = (&value.name, &value.docs);
        quote!((#name, #docs))
    });
    quote! {
        #[automatically_derived]
        impl #root::table::Enumerated for #ident {
            fn table() -> &'static #root::table::EnumTable {
                static TABLE: #root::table::EnumTable =
                    #root::table::EnumTable { package: #package, name: #name, docs: #docs, values: &[#(#values),*] };
                &TABLE
            }
        }
        #[automatically_derived]
        impl #root::table::Valued for #ident {
            const TYPE: #root::table::TypeTable = #root::table::TypeTable::Enum(<Self as #root::table::Enumerated>::table);
        }
    }
}

fn serde(input: &Enum) -> TokenStream {
    let (root, ident, name) = (input.flavour.root(), &input.ident, &input.name);
    let slim = quote!(#root::value::slim);
    let codes: Vec<_> = input.values.iter().map(|value| &value.wire).collect();
    let variants: Vec<_> = input.values.iter().map(|value| &value.ident).collect();
    let (last, others) = match variants.split_last() {
        Some((last, others)) => (quote!(Self::#last), others),
        None => (quote!(match *self {}), &[][..]),
    };
    let indices = 0..others.len();
    let allow = input.values.iter().any(|value| value.is_deprecated).then(|| quote!(#[allow(deprecated)]));
    quote! {
        #allow
        #[automatically_derived]
        impl #slim::Serialize for #ident {
            fn serialize<S: #slim::Serializer>(&self, __to: S) -> ::core::result::Result<S::Ok, S::Error> {
                __to.serialize_str(match self {
                    #(Self::#variants => #codes,)*
                })
            }
        }
        #allow
        #[automatically_derived]
        impl<'de> #slim::Deserialize<'de> for #ident {
            fn deserialize<D: #slim::Deserializer<'de>>(__from: D) -> ::core::result::Result<Self, D::Error> {
                #slim::read_code(#name, &[#(#codes),*], __from).map(|__index| match __index {
                    #(#indices => Self::#others,)*
                    _ => #last,
                })
            }
        }
    }
}
