//! What can be done: `dap:action` with the link to follow, or with everything that stands in the way.

use smie_wire::profile::DapForm;
use smie_wire::schema::WRONG_STATE;

use super::View;
use super::resource::Link;
use crate::action::{Decision, Impediment};
use crate::http::render::actions::{Offered, Possible, Writer};
use crate::xml::{Value, Xml};

/// The built-in impediment in the letters that models are written in.
const WRONG_STATE_NAME: &str = "fel_tillstånd";

impl View<'_> {
    /// Writes every action that is decided. One whose impediments nobody was asked of is neither possible nor impeded, and stays away.
    pub(super) fn actions(&self, writer: &Writer<'_>, possible: &Possible, xml: &mut Xml) {
        for one in &possible.offered {
            let action = writer.action(one.action);
            let dap = &self.schema.profile.dap;
            let package = self.words.package(self.schema.collection(self.collection).package);
            let rel = package.uri(dap.word(&action.name, &action.wire));
            let uri = format!("{}{}", String::from_utf8_lossy(writer.base), one.path);
            let link = |rel| Link { rel, uri: &uri, method: action.method.word(), media: Some(self.media()), count: None };
            match self.words.form {
                DapForm::Ladok if one.is_linked() => self.link(&link(&rel), xml),
                DapForm::Ladok => {}
                DapForm::Pm => self.action(writer, one, &rel, &link(""), xml),
                DapForm::Extended => self.action(writer, one, &rel, &link(&rel), xml),
            }
        }
    }

    fn action(&self, writer: &Writer<'_>, one: &Offered, rel: &str, link: &Link<'_>, xml: &mut Xml) {
        match &one.decision {
            Decision::Allowed { warnings, .. } if one.is_linked() => {
                xml.open("dap:action", &[("rel", Value::Text(rel))]);
                self.link(link, xml);
                writer.told(warnings).iter().for_each(|told| self.impediment("dap:warning", told, xml));
                xml.close("dap:action");
            }
            Decision::Allowed { .. } => {}
            Decision::Impeded(found) => {
                xml.open("dap:action", &[("rel", Value::Text(rel))]);
                writer.told(found).iter().for_each(|told| self.impediment("dap:impediment", told, xml));
                xml.close("dap:action");
            }
        }
    }

    /// The code in the model's letters; what the PM does not print are the code on the wire, texts and times.
    fn impediment(&self, element: &str, told: &Impediment, xml: &mut Xml) {
        let named = self.schema.impediments.iter().find(|known| known.wire == told.code).map(|known| known.name.as_str());
        let name = named.unwrap_or(if told.code == WRONG_STATE { WRONG_STATE_NAME } else { &told.code });
        if self.words.form == DapForm::Pm {
            return xml.leaf(element, &[], name);
        }
        let times: Vec<_> =
            [("from", told.from), ("until", told.until)].into_iter().filter_map(|(word, time)| Some((word, time?.to_string()))).collect();
        let mut attributes = vec![("code", Value::Text(&told.code))];
        attributes.extend(times.iter().map(|(word, time)| (*word, Value::Text(time))));
        xml.open(element, &attributes);
        xml.text(name);
        for (language, text) in &told.text.0 {
            xml.leaf("dap:text", &[("lang", Value::Text(language))], text);
        }
        xml.close(element);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_impediment_is_called_the_same_in_both_alphabets() {
        let folded = smie_wire::profile::Folding::nordic().fold(WRONG_STATE_NAME).unwrap();
        assert_eq!(folded, WRONG_STATE);
    }
}
