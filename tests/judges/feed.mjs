// A feed reader that knows nothing of smie walks a running server's feed both ways: `node feed.mjs FEED`.

import assert from 'node:assert/strict'
import { parseAtomFeed } from 'feedsmith'

const feed = process.argv[2]

async function read (url) {
  const response = await fetch(url, { headers: { accept: 'application/atom+xml' } })
  assert.equal(response.status, 200, url)
  return parseAtomFeed(await response.text())
}

const link = (page, rel) => page.links.find(link => link.rel === rel)?.href

async function walk (from, rel) {
  const seen = []
  for (let url = `${feed}/${from}`; url;) {
    const page = await read(url)
    const entries = page.entries ?? []
    // Newest first inside a page, so forward walkers turn each page round.
    seen.push(...(rel === 'next-archive' ? entries.toReversed() : entries))
    for (const entry of entries) {
      const id = entry.id.replace('urn:uuid:', '')
      assert.match(entry.content.value, /^<m:[A-Za-z]+ /, 'content is markup')
      assert.ok(entry.content.value.includes(`UID>${id}<`), 'the event has the entry\'s id')
    }
    url = link(page, rel)
  }
  return seen.map(entry => entry.id)
}

const forward = await walk('first', 'next-archive')
const backward = await walk('recent', 'prev-archive')
assert.deepEqual(forward, backward.toReversed())
assert.equal(new Set(forward).size, forward.length)
console.log(`feedsmith read ${forward.length} entries`)
