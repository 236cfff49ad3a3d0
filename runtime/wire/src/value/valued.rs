//! Which primitive of the model language a Rust type stands for.

use super::{Binary, Date, DateTime, Decimal, Duration, Identifikator, Uri, Uuid};
use crate::model::Scalar;
use crate::table::{TypeTable, Valued};

macro_rules! scalars {
    ($($name:ty => $scalar:ident),* $(,)?) => {$(
        impl Valued for $name {
            const TYPE: TypeTable = TypeTable::Scalar(Scalar::$scalar);
        }
    )*};
}

scalars! {
    String => String,
    bool => Boolean,
    i8 => Int,
    i16 => Int,
    i32 => Int,
    i64 => Long,
    u8 => Int,
    u16 => Int,
    u32 => Long,
    f32 => Float,
    f64 => Double,
    Decimal => Decimal,
    Date => Date,
    DateTime => DateTime,
    Duration => Duration,
    Uri => Uri,
    Uuid => Uuid,
    Binary => Binary,
}

impl Valued for Identifikator {
    const TYPE: TypeTable = TypeTable::Identifikator;
}

/// A box is for types that hold themselves; the wire does not see it.
impl<T: Valued> Valued for Box<T> {
    const TYPE: TypeTable = T::TYPE;
}
