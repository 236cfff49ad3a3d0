"""What schemathesis cannot know of a server from its document."""

import schemathesis
from hypothesis import strategies as st

# The language of filters, and what a line may hold, are described in words; what is neither is not made up.
schemathesis.openapi.format("filter", st.just(""))
schemathesis.openapi.format("ndjson", st.just("\n"))


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    return value.encode("utf-8") if isinstance(value, str) else b""


@schemathesis.hook
def before_load_schema(ctx, raw_schema):
    """A server on this machine alone asks nobody who they are: there is no authentication to pass or to miss."""
    for item in raw_schema["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    raw_schema.pop("security", None)
    raw_schema.get("components", {}).pop("securitySchemes", None)


def repeats(value):
    """True when the same link stands twice in a list somewhere in a body."""
    if not isinstance(value, dict):
        return False
    links = value.get("_links")
    lists = [list_ for list_ in links.values() if isinstance(list_, list)] if isinstance(links, dict) else []
    twice = any(item in items[:at] for items in lists for at, item in enumerate(items))
    return twice or any(repeats(inner) for inner in value.values())


@schemathesis.hook
def filter_case(ctx, case):
    """What is no text cannot be sent as lines, and a line that is wrong is told in the report, not by the status. A link that is given twice counts once."""
    if repeats(case.body):
        return False
    if case.media_type != "application/x-ndjson":
        return True
    # Blank lines are no lines: only the one that the format gives is called right.
    return isinstance(case.body, str) and (case.body == "\n" or case.body.startswith("{"))


@schemathesis.hook
def map_case(ctx, case):
    """A cursor is right only as a page gave it, and what is deleted is told only of whole collections: a document can say neither."""
    if isinstance(case.query, dict):
        case.query.pop("cursor", None)
        case.query.pop("borttagna", None)
    return case
