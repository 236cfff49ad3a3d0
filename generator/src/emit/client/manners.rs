//! How the API behaves where profiles differ, as data for the runtime.

use proc_macro2::TokenStream;
use quote::quote;
use smie_wire::profile::{PagingStyle, Writes};
use smie_wire::schema::Schema;

/// `MANNERS`: what the runtime must know of the profile.
pub(super) fn define(schema: &Schema) -> TokenStream {
    let profile = &schema.profile;
    let paging = match profile.paging.style {
        PagingStyle::SizeOffset => quote!(SizeOffset),
        PagingStyle::PageLimit => quote!(PageLimit),
    };
    let words = &profile.parameters;
    let (since, filter, deleted) = (words.since.as_str(), words.filter.as_str(), words.deleted.as_str());
    let (counters, patch) = (profile.service_routes, profile.writes == Writes::Direct);
    quote! {
        /// How the API pages, narrows and answers.
        const MANNERS: &Manners = &Manners::new(Paging::#paging, [#since, #filter, #deleted], #counters, #patch);
    }
}
