"""How schemathesis writes bodies of lines: the text as it is."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    return value.encode("utf-8") if isinstance(value, str) else b""
