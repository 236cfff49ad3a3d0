//! Values on the wire: identities, links, times, problems.
