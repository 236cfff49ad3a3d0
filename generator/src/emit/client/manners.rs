//! How the API behaves where profiles differ, as data for the runtime.

use proc_macro2::TokenStream;
use quote::quote;
use smie_wire::profile::{PagingStyle, Writes};
use smie_wire::schema::Schema;

/// `MANNERS`: what the runtime must know of the profile.
pub(super) fn define(schema: &Schema) -> TokenStream {
    let profile = &schema.profile;
    let (paging, since, filter) = match profile.paging.style {
        PagingStyle::SizeOffset => (quote!(SizeOffset), quote!(Milliseconds("sinceTimeStamp")), quote!(Expression)),
        PagingStyle::PageLimit => (quote!(PageLimit), quote!(Instant("andradEfter")), quote!(Parameters)),
    };
    let (counters, patch) = (profile.service_routes, profile.writes == Writes::Direct);
    quote! {
        /// How the API pages, filters and answers.
        const MANNERS: &Manners = &Manners::new(Paging::#paging, Since::#since, FilterForm::#filter, #counters, #patch);
    }
}
