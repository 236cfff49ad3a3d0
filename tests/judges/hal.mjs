// Two HAL clients that know nothing of smie walk a running server: `node hal.mjs BASE`.
// Each pages through a collection by `next`, follows relations of each entry, and comes back by the inverse.

import 'regenerator-runtime/runtime.js' // halboy is built for an older Node and wants it
import assert from 'node:assert/strict'
import { Client } from 'ketting'
import halboy from 'halboy'

const base = process.argv[2]
const first = `${base}/administrasjon/personal/arbeidsforhold?size=4&offset=0`
const total = 10

async function withKetting () {
  const client = new Client(base)
  const seen = new Set()
  let page = client.go(first)
  for (;;) {
    const state = await page.get()
    assert.equal(state.data.total_items, total)
    for (const entry of state.data._embedded?._entries ?? state.getEmbedded()) {
      seen.add(entry.data?.systemId.identifikatorverdi ?? entry.systemId.identifikatorverdi)
    }
    if (!state.links.has('next')) break
    page = await page.follow('next')
  }
  assert.equal(seen.size, total)

  const position = client.go(`${base}/administrasjon/personal/arbeidsforhold/systemid/${[...seen][0]}`)
  const employee = await position.follow('personalressurs')
  const state = await employee.get()
  const positions = await employee.followAll('arbeidsforhold')
  assert.ok(positions.some(other => other.uri === position.uri), 'the inverse leads back')
  assert.equal((await (await employee.follow('person')).get()).data.navn.fornavn.length > 0, true)
  assert.equal(state.links.getMany('self').length, 1, 'one canonical self')
  return seen.size
}

async function withHalboy () {
  const { Navigator } = halboy
  const accept = { headers: { Accept: 'application/hal+json' } }
  const discover = url => Navigator.discover(url, { http: accept })
  let page = await discover(first)
  const seen = new Set()
  for (;;) {
    assert.equal(page.status(), 200)
    const entries = page.resource().getResource('_entries')
    for (const entry of entries) seen.add(entry.getProperty('systemId').identifikatorverdi)
    if (!page.resource().getHref('next')) break
    page = await page.get('next', {}, accept)
  }
  assert.equal(seen.size, total)
  const position = await discover(`${base}/administrasjon/personal/arbeidsforhold/systemid/${[...seen][0]}`)
  assert.equal(typeof position.resource().getHref('personalressurs'), 'string', 'to-one is one link')
  const employee = await position.get('personalressurs', {}, accept)
  assert.equal(employee.status(), 200)
  assert.ok(Array.isArray(employee.resource().getLink('arbeidsforhold')), 'to-many is an array, also with one link')
  return seen.size
}

console.log(`ketting read ${await withKetting()} entries, halboy ${await withHalboy()}`)
