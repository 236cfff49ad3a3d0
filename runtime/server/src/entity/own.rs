//! An entity as its writer would write it: its attributes and its own links, nothing that the server adds.
//!
//! What is written reads back as the same entity. Exports are made of it, and it is what a patch is applied to.

use smie_wire::schema::Schema;

use super::{Entity, Link, Splicing, Target, write_link, write_relations};

/// Appends the entity as one JSON object. Links are paths without a base, so that they mean the same on every server.
pub(crate) fn write_own(schema: &Schema, entity: &Entity, out: &mut Vec<u8>) {
    entity.body().render(b"", out);
    if !entity.links().is_empty() {
        let class = schema.class(schema.collection(entity.collection()).class);
        let mut links = Splicing::default();
        let name = |relation: u16| class.relations[usize::from(relation)].wire.as_str();
        write_relations(entity.links(), name, |link, out| write(schema, link, out), &mut links);
        out.extend_from_slice(if out.last() == Some(&b'{') { b"\"_links\":{" } else { b",\"_links\":{" });
        links.to_spliced().render(b"", out);
        out.push(b'}');
    }
    out.push(b'}');
}

fn write(schema: &Schema, link: &Link, out: &mut Splicing) {
    match &link.target {
        // Nothing is served under this path, so only its end, identifier and value, would be understood.
        Target::Path(path) => {
            let start = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
            out.push(b"{\"href\":\"");
            out.push(&path.as_bytes()[start..]);
            out.push(b"\"}");
        }
        target => write_link(schema, target, out),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{entity, schema};
    use crate::validate::Validator;

    #[test]
    fn what_is_written_reads_back_as_the_same_entity() {
        let schema = schema();
        let validator = Validator::new(&schema).unwrap();
        for (file, text) in [
            ("utdanning-elev.person", r#"{"fodselsnummer":"1/2 æ","navn":"Å \"x\"","fodselsdato":"2001-02-03"}"#),
            (
                "utdanning-elev.skole",
                r#"{"systemId":"1","_links":{"vigoreferanse":[{"href":"https://vigo.no/x?y=\"z"}],"ukjent":[{"href":"a"}],"elevforhold":[{"href":"systemid/9"}]}}"#,
            ),
            (
                "utdanning-elev.elevforhold",
                r#"{"systemId":"1","_links":{"gruppe":[{"href":"systemid/%2F"},{"href":"systemid/b"}],"elev":[{"href":"feidenavn/o@f.no"}]}}"#,
            ),
            (
                "administrasjon-personal.fastlonn",
                r#"{"systemId":"1","beskrivelse":"x","prosent":1,"periode":{"start":"2024-08-01"},"kontostreng":{"_links":{"ansvar":[{"href":"https://a.no/administrasjon/kodeverk/ansvar/systemid/2"}]}}}"#,
            ),
        ] {
            let first = entity(&schema, &validator, file, text);
            let mut out = Vec::new();
            super::write_own(&schema, &first, &mut out);
            let out = String::from_utf8(out).unwrap();
            let second = entity(&schema, &validator, file, &out);
            assert_eq!((first.hash(), &first), (second.hash(), &second), "{out}");
        }
    }
}
