use smie_wire::model::{Bounds, Scalar};
use smie_wire::table::{AttributeTable, ClassTable, FORMAT, ModelTable, PackageTable, TypeTable};

use super::*;
use crate::testing::MODEL;

const ID: AttributeTable = AttributeTable { name: "id", ty: TypeTable::Identifikator, ..AttributeTable::EMPTY };

fn class() -> &'static ClassTable {
    static TABLE: ClassTable = ClassTable {
        package: "elev",
        name: "Elev",
        attributes: &[
            ID,
            AttributeTable { pattern: Some("(["), bounds: Bounds::OPTIONAL, ..AttributeTable { name: "navn", ..AttributeTable::EMPTY } },
            AttributeTable { name: "født", ty: TypeTable::Scalar(Scalar::Date), bounds: Bounds::OPTIONAL, ..AttributeTable::EMPTY },
        ],
        ..ClassTable::EMPTY
    };
    &TABLE
}

const fn model(profile: &'static str) -> ModelTable {
    const PACKAGES: &[PackageTable] = &[PackageTable {
        path: "elev",
        docs: "",
        common: false,
        read_scope: None,
        write_scope: None,
        feed_page_size: None,
        classes: &[class],
        enums: &[],
        impediments: &[],
    }];
    ModelTable { profile, packages: PACKAGES, format: FORMAT, ..MODEL }
}

#[test]
fn everything_that_cannot_be_served_is_told_at_once() {
    static FINT: ModelTable = model("fint");
    let told = |table| Api::builder().model(table).build().unwrap_err().to_string();
    assert!(told(&FINT).contains("`navn` of `Elev`: the pattern"), "{}", told(&FINT));
    assert!(matches!(Api::builder().build(), Err(BuildError::NoModel)));
    static OLD: ModelTable = ModelTable { format: 0, ..MODEL };
    assert!(told(&OLD).contains("format 0"));
}
