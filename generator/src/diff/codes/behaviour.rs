//! Codes of actions and events (D06xx, D07xx).

use super::changes;

changes! {
    ACTION_REMOVED = "D0601", "action-removed", Information, "an action is gone",
        "No representation offers it, and its address answers 404. A client that follows what is offered sees nothing to do; its users cannot do their work.

    actions: {registrering: …}  →  without it

Deprecate it in the documentation first, and offer the new way beside the old one for a major version.";
    ACTION_ADDED = "D0602", "action-added", Additive, "an action is new",
        "Representations offer one more link. Clients ignore actions that they do not know.

    actions: {återbud: {from: ej_påbörjat, to: återbud}}

See to it that its name does not clash with what consumers call their own, and that its texts are in every language of the model.";
    ACTION_METHOD = "D0603", "action-method", Information, "an action has another method",
        "Clients that take the method from the offered link keep working; those that know it by heart get 405. A method also promises: PUT may be repeated, POST may not.

    method: PUT  →  method: POST

Keep the method, or offer the new one as an action with a name of its own.";
    ACTION_PLACE = "D0604", "action-place", Information, "an action moved between resource and collection",
        "An action of a resource hangs under its canonical address, one of the collection under the collection's: it has another address and another form.

    on: resource  →  on: collection

Offer it under a new name at the new place, and keep the old one for a major version.";
    ACTION_FROM = "D0605", "action-from", Information, "an action may start from other states",
        "From a state that is no longer among them the action is impeded, where it was offered before; from a state that is new, it is offered where it was impeded.

    from: [ej_påbörjat, pågående]  →  from: ej_påbörjat

Whoever follows what is offered is safe. Whoever sends without looking is refused: dangerous.";
    ACTION_TO = "D0606", "action-to", Information, "an action leads to another state",
        "After the action the resource is in another state than its callers and readers expect; what they do next may not be offered.

    to: pågående  →  to: registrerad

If the old target state stays in the model, keep the action and add a second one that leads to the new state.";
    IMPEDIMENT_GAINED = "D0607", "action-impeded-more", Information, "an action may be impeded by more",
        "An invocation can be refused for a further reason. Clients must show impediments that they do not know, with their text; one with a closed list of codes is at a loss.

    impediments: [utanför_registreringsperiod]  →  impediments: [utanför_registreringsperiod, ej_behörig]";
    IMPEDIMENT_LOST = "D0608", "action-impeded-less", Information, "an action may be impeded by less",
        "A reason for refusing is gone. Nobody who worked stops working.

    impediments: [utanför_registreringsperiod, ej_behörig]  →  impediments: [ej_behörig]

It may mean that more invocations succeed than those who watch over the data expect.";
    INPUT_REMOVED = "D0609", "input-removed", Information, "an action takes an input no more",
        "What callers still send under this name is ignored, whatever it meant: the action does something else than they think.

    input: {tidpunkt: datetime?}  →  without `tidpunkt`

Keep it for a major version and let the handler refuse values that it no longer heeds.";
    INPUT_ADDED = "D0610", "input-added", Additive, "an action takes a further optional input",
        "Callers need not send it.

    input: {orsak: string?}

What the action does without it should be what it did before.

When the absence of the input means something else than it used to, it is no addition but another action.";
    INPUT_ADDED_MANDATORY = "D0611", "input-added-mandatory", Additive, "an action demands a further input",
        "Every caller of today leaves it out and is refused.

    input: {orsak: string}

Add it as optional, and decide in the handler what its absence means.";
    INPUT_CHANGED = "D0612", "input-changed", Information, "an action's input has another type, shape or limit",
        "Callers send what they always sent, and the server refuses what no longer fits; a wider type or limit harms nobody.

    input: {tidpunkt: date}  →  input: {tidpunkt: datetime}

Add an input with a new name and let the old one be optional.";
    ACTION_EMITS = "D0613", "action-emits", Information, "an action emits other events",
        "Consumers of the feed wait for an event that the action no longer tells, or get one more.

    emits: förstagångsregistrerad_på_kurstillfälle  →  emits: registrerad

Emit old and new side by side for a major version.";
    EVENT_REMOVED = "D0701", "event-removed", Information, "an event is gone",
        "Consumers of the feed wait for something that never comes, and nothing tells them. That is worse than an error.

    events: {återbud_på_kurstillfälle: …}  →  without it

Emit old and new side by side for a major version.";
    EVENT_ADDED = "D0702", "event-added", Additive, "an event is new",
        "The feed has entries of a kind that was not there. Consumers skip what they do not know.

    events: {avbrott_på_kurstillfälle: [id, student]}

Declare what it carries with care: what an event carries once is a promise to all who follow the feed.";
    EVENT_CARRIES_LESS = "D0703", "event-carries-less", Information, "an event carries less",
        "An entry lacks what its consumers read. Fetching the resource in its place shows the state of now, not of then.

    registrerad: [id, student, tidpunkt]  →  registrerad: [id, student]

Carry old and new side by side for a major version.";
    EVENT_CARRIES_MORE = "D0704", "event-carries-more", Additive, "an event carries more",
        "Entries hold something further; consumers ignore what they do not know.

    registrerad: [id]  →  registrerad: [id, student]

If it is personal data, more consumers than before come to see it.";
    FEED_REMOVED = "D0705", "feed-removed", Information, "a package has no event feed any more",
        "Everybody who follows the package's feed gets 404 and misses every change from then on.

    feed: true  →  without `feed:`

Consumers must go over to since-queries, which do not tell what happened in between.";
    FEED_ADDED = "D0706", "feed-added", Additive, "a package has an event feed",
        "Created, changed and deleted resources and declared events can be followed as a feed. Nobody has to.

    feed: {page_size: 100}

Everybody with the package's read scope sees it: look at the warnings about personal data in feeds.";
    FEED_PAGE = "D0707", "feed-page", Information, "a feed has pages of another size",
        "Consumers that follow the links of the feed notice nothing. Archived pages have other borders, so that one who stored page addresses may meet entries again: entries \
have ids for that.

    feed: {page_size: 100}  →  feed: {page_size: 500}";
}
