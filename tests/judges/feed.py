"""A feed reader that knows nothing of smie walks a running server's feed both ways: `python feed.py FEED`."""

import sys

import feedparser

feed = sys.argv[1]


def walk(start, rel):
    seen = []
    url = f"{feed}/{start}"
    while url:
        page = feedparser.parse(url, agent="judge")
        assert page.status == 200, (url, page.status)
        assert not page.bozo, (url, page.bozo_exception)
        assert page.version == "atom10", (url, page.version)
        assert page.feed.author and page.feed.title and page.feed.updated_parsed, url
        entries = [entry.id for entry in page.entries]
        for entry in page.entries:
            assert entry.title and entry.published_parsed and entry.updated_parsed, entry.id
            assert len(entry.tags) == 2 and len(entry.content) == 1, entry.id
        # Newest first inside a page, so forward walkers turn each page round.
        seen += reversed(entries) if rel == "next-archive" else entries
        url = next((link.href for link in page.feed.links if link.rel == rel), None)
    return seen


forward = walk("first", "next-archive")
backward = walk("recent", "prev-archive")
assert forward == backward[::-1]
assert len(set(forward)) == len(forward)
print(f"feedparser read {len(forward)} entries")
