//! Operations that invoke actions: what they take, and the problem that tells what stands in the way.

use super::Context;
use super::node::{Map, Node};
use super::operations::Access;
use super::schemas::{Form, reference};
use super::shared::{KEY, content};
use super::{values, voice};
use crate::model::ActionTarget;
use crate::profile::Case;
use crate::schema::{Action, CollectionId, Route};

impl Context<'_> {
    pub(super) fn action(&self, id: CollectionId, at: usize, route: &Route) -> Map {
        let class = self.schema.class(self.schema.collection(id).class);
        let action = &class.actions[at];
        let verb = format!("invoke{}{}", self.names.collection(id), Case::Pascal.apply(&action.wire));
        let mut long = self.docs(&action.docs).map(|docs| docs + "\n\n").unwrap_or_default();
        long.push_str(self.voice.say(voice::INVOKE_LONG));
        for impediment in &action.impediments {
            let impediment = &self.schema.impediments[impediment.index()];
            let docs = self.docs(&impediment.docs).unwrap_or_else(|| impediment.name.clone());
            long.push_str(&format!("\n- `{}`: {docs}", impediment.wire));
        }
        let told = self.told(verb, voice::INVOKE, &format!("{} ({})", action.name, class.name), long);
        let mut map = self.begin(told, route, vec![self.parameter(KEY)]);
        if !action.input.is_empty() {
            self.asked.borrow_mut().inputs.insert((id, at));
            let body = content("application/json", reference("schemas", &self.input_key(id, at)), self.input_example(action));
            map.put("requestBody", Map::new().with("required", action.needs_input()).with("content", body));
        }
        let done = Map::new()
            .with("description", self.voice.say(voice::R_DONE))
            .with("headers", self.headers(&["ETag"]))
            .with("content", self.resource_content(id));
        // An action of the collection creates.
        let done = if action.on == ActionTarget::Collection {
            let headers = self.headers(&["ETag", "Location"]);
            let created =
                done.iter().map(|(name, value)| (name.to_owned(), if name == "headers" { headers.clone().into() } else { value.clone() }));
            Map::new().with("200", self.resource_ref(id)).with("201", created.collect::<Map>())
        } else {
            Map::new().with("200", done)
        };
        let problems = self.problems(&[400, 404, 406, 408, 412, 413, 414, 415, 422, 503]);
        self.asked.borrow_mut().responses.insert(super::shared::IMPEDED);
        let impeded = reference("responses", super::shared::IMPEDED);
        let responses = problems.iter().fold(done, |map, (status, response)| {
            let map = if status == "412" { map.with("409", impeded.clone()) } else { map };
            map.with(status.to_owned(), response.clone())
        });
        self.end(map, route, Access::Write, responses)
    }

    fn input_key(&self, id: CollectionId, at: usize) -> String {
        let action = &self.schema.class(self.schema.collection(id).class).actions[at];
        format!("{}.{}", self.names.collection(id), action.wire)
    }

    /// The schema of what an action takes, with its key.
    pub(super) fn input(&self, id: CollectionId, at: usize) -> (String, Map) {
        let action = &self.schema.class(self.schema.collection(id).class).actions[at];
        let mandatory = action.input.iter().filter(|input| input.bounds.is_mandatory()).map(|input| input.wire.clone());
        let required: Vec<String> = mandatory.collect();
        let properties: Map =
            action.input.iter().map(|input| (input.wire.clone(), values::attribute(self, input, Form::Write).into())).collect();
        let mut schema = Map::new().with("type", "object").with_some("description", self.docs(&action.docs));
        if !required.is_empty() {
            schema.put("required", Node::texts(required));
        }
        (self.input_key(id, at), schema.with("properties", properties))
    }

    fn input_example(&self, action: &Action) -> Option<Node> {
        let mut example = Map::new();
        for input in &action.input {
            match self.value(input, Form::Write, &mut Vec::new()) {
                Some(value) => example.put(input.wire.clone(), value),
                None if input.bounds.is_mandatory() => return None,
                None => {}
            }
        }
        Some(example.into())
    }
}
