//! Codes of what a contract says that its model does not have (E06xx). They are findings like any other, but no rules of models.

use crate::diagnostic::codes::codes;

codes! {
    CONTRACT_CLASS = "E0601", "a contract names classes of its model",
        "A contract is held against the model that its consumer was built for, the old one of a comparison. A class that this model does not have cannot be \
used, so that nothing could be said of it.

    uses:
      administrasjon/personal/Fastlon: {reads: all}

Correct the name: `package/Class`, or the plain name where only one package has it. A class that only the new model has may stand there: nothing about it can have \
changed.";
    CONTRACT_MEMBER = "E0602", "a contract names members of its classes",
        "Attributes and relations stand under `reads:` and `writes:`, identifiers under `by:`, and actions and events under their own keys, each with the name in the \
model's letters. A member inside a datatype is written behind it with a dot.

    uses:
      administrasjon/personal/Fastlønn: {reads: [periode.begynnelse]}       … and Periode has start and slutt

Correct the name, or leave it out if the consumer no longer uses it.";
}
