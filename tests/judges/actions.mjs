// HAL and HAL-FORMS clients that know nothing of smie do what a resource offers: `node actions.mjs BASE PATH...`, a path for each client.
// Each finds the action as a link or a form, does it, and sees that it is not offered any more.

import 'regenerator-runtime/runtime.js' // halboy is built for an older Node and wants it
import assert from 'node:assert/strict'
import { promisify } from 'node:util'
import { Client } from 'ketting'
import halboy from 'halboy'
import traverson from 'traverson'
import HalAdapter from 'traverson-hal'

const [base, ...paths] = process.argv.slice(2)
assert.equal(paths.length, 4, 'a resource for each client')

/** What a plain client may not even see: an impeded action is told with its reason and never linked. */
function assertImpeded (data, links) {
  assert.equal(data._actions.aterbud.allowed, false)
  assert.equal(data._actions.aterbud.impediments[0].code, 'utanfor_registreringsperiod')
  assert.ok(!links.includes('aterbud'), 'an impeded action is no link')
}

async function kettingByLink (url) {
  const client = new Client(base)
  const resource = client.go(url)
  const before = await resource.get()
  assert.equal(before.data.Tillstand, 'ej_paborjat')
  assertImpeded(before.data, before.links.getAll().map(link => link.rel))
  const action = await resource.follow('registrering')
  const answer = await action.fetch({ method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{}' })
  assert.equal(answer.status, 200, await answer.clone().text())
  client.clearCache()
  const after = await resource.refresh()
  assert.equal(after.data.Tillstand, 'pagaende')
  assert.ok(!after.links.has('registrering'))
  assert.ok(after.links.has('avbrott'), 'what can be done now is offered now')
  const again = await client.go(action.uri).fetch({ method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{}' })
  assert.equal(again.status, 409)
  const problem = await again.json()
  assert.equal(problem.impediments[0].code, 'fel_tillstand')
}

/** HAL-FORMS calls the only form of a document `default`, so a form is known by where it leads. */
function formTo (state, action) {
  return state.actions().find(form => form.uri.endsWith(`/${action}`))
}

async function kettingByForm (url) {
  const client = new Client(base)
  const before = await client.go(url).get()
  const form = formTo(before, 'registrering')
  assert.equal(form.method, 'PUT')
  assert.deepEqual(form.fields.map(field => field.name), ['Tidpunkt'])
  assert.equal(formTo(before, 'aterbud'), undefined, 'an impeded action has no form')
  await form.submit({ Tidpunkt: '2026-09-01T08:00:00Z' })
  client.clearCache()
  const after = await client.go(url).refresh()
  assert.equal(after.data.Tillstand, 'pagaende')
  const semester = formTo(after, 'fortsattningsregistrering')
  const [field] = semester.fields
  assert.deepEqual([field.name, field.required], ['Termin', true])
  await semester.submit({ Termin: 'VT2027' })
  client.clearCache()
  assert.deepEqual((await client.go(url).refresh()).data.Terminer.includes('VT2027'), true)
}

async function withHalboy (url) {
  const { Navigator } = halboy
  const accept = { headers: { Accept: 'application/hal+json' } }
  const before = await Navigator.discover(url, { http: accept })
  assertImpeded({ _actions: before.resource().getProperty('_actions') }, Object.keys(before.resource().links))
  const done = await before.put('registrering', {}, {}, accept)
  assert.equal(done.status(), 200)
  assert.equal(done.resource().getProperty('Tillstand'), 'pagaende')
  assert.equal(done.resource().getHref('registrering'), undefined)
}

async function withTraverson (url) {
  traverson.registerMediaType(HalAdapter.mediaType, HalAdapter)
  const follow = (...rels) => {
    const request = traverson.from(url).jsonHal().withRequestOptions({ headers: { Accept: 'application/hal+json' } }).follow(...rels)
    return { put: promisify(request.put.bind(request)), getResource: promisify(request.getResource.bind(request)) }
  }
  const before = await follow('self').getResource()
  assertImpeded(before, Object.keys(before._links))
  const answer = await follow('registrering').put({})
  assert.equal(answer.statusCode ?? answer.status, 200, String(answer.body))
  const after = await follow('self').getResource()
  assert.equal(after.Tillstand, 'pagaende')
  await assert.rejects(follow('registrering').put({}), 'a link that is gone cannot be followed')
}

const urls = paths.map(path => base + path)
await kettingByLink(urls[0])
await kettingByForm(urls[1])
await withHalboy(urls[2])
await withTraverson(urls[3])
console.log('ketting by link and by form, halboy and traverson-hal did what was offered')
