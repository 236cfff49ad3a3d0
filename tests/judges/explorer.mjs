// A browser walks the explorer: `node explorer.mjs CHROMIUM BASE FOLDER WALK…`. Screenshots go to the folder, what was seen to stdout, a line each.

import assert from 'node:assert/strict'
import puppeteer from 'puppeteer-core'
import { inBothLights } from './contrast.mjs'

const [chromium, base, folder, ...walks] = process.argv.slice(2)

const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ['--no-sandbox', '--disable-gpu', '--lang=en'] })
const page = await browser.newPage()
await page.setViewport({ width: 1200, height: 900 })
const complaints = []
page.on('pageerror', error => complaints.push(`error: ${error.message}`))
page.on('console', message => { if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) complaints.push(message.text()) })
const elsewhere = []
page.on('request', request => { if (!request.url().startsWith(base)) elsewhere.push(request.url()) })

const ready = url => page.waitForFunction(url => document.getElementById('main').dataset.ready === url, { timeout: 10000 }, url)
const text = selector => page.$eval(selector, node => node.textContent)
const count = selector => page.$$eval(selector, nodes => nodes.length)
const seen = []

/** Opens an address as if somebody had sent it. */
async function open (path) {
  await page.goto(base + path)
  await ready(new URL(base + path).href)
}

/** Clicks a link and waits until its address is shown. */
async function follow (selector) {
  const url = await page.$eval(selector, node => node.href)
  await page.click(selector)
  await ready(url)
  return url
}

async function shot (name) {
  assert.deepEqual(await inBothLights(page), [], name)
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function reading () {
  await open('/')
  assert.match(await text('h1'), /^fint /)
  await follow('tr[data-rel="utdanning-elev"] a')
  await shot('package')

  // Paging keeps what is in the address, and a link to a page can be sent.
  await open('/utdanning/elev/elev?size=3&offset=0')
  assert.equal(await count('#entries tbody tr'), 3)
  assert.match(await text('#total'), /3 shown of 10/)
  assert.match(await text('#check'), /^✓/)
  const next = await follow('a[data-step="next"]')
  assert.match(next, /size=3/)
  await page.reload()
  await ready(next)
  assert.equal(await count('#entries tbody tr'), 3)
  await shot('collection')
  seen.push('paged')

  // What tells of persons is hidden until it is asked for.
  await follow('#entries tbody a')
  assert.match(await text('#check'), /^✓/)
  const personal = await page.$eval('tr[data-member]:has(button.mask)', row => `tr[data-member="${row.dataset.member}"]`)
  assert.equal(await text(`${personal} td`), '•••••')
  await page.click(`${personal} button`)
  assert.match(await text(`${personal} td`), /^[^•]+$/)
  await shot('resource')
  seen.push('revealed')

  // A value is held against the bounds of its attribute: in a model that asks for short names, this one is too long.
  const resource = page.url()
  const strict = async request => {
    if (!request.headers().accept?.includes('smie.shape')) return request.continue()
    const shape = await (await fetch(request.url(), { headers: { accept: 'application/vnd.smie.shape+json' } })).json()
    const pupil = shape.classes.find(one => one.name === 'Elev')
    pupil.attributes.find(one => one.wire === 'systemId').max = '2'
    pupil.attributes.find(one => one.wire === 'feidenavn').min = '1'
    request.respond({ contentType: 'application/json', body: JSON.stringify(shape) })
  }
  await page.setRequestInterception(true)
  page.on('request', strict)
  await open(resource.slice(base.length))
  assert.match(await text('#check'), /^✗ One thing is.*systemId.*at most 2 characters/)
  page.off('request', strict)
  await page.setRequestInterception(false)
  await open(resource.slice(base.length))
  assert.match(await text('#check'), /^✓/)

  // Links lead on, the back button leads back.
  const here = page.url()
  const person = await follow('tr[data-rel="person"] a')
  assert.ok(!(await text('h1')).match(/[0-9]{11}/), 'a birth number is no title')
  assert.equal(page.url(), person)
  await page.goBack()
  await ready(here)
  seen.push('followed')

  // An identifier with a slash, a space and a Nordic letter stays what it is.
  const odd = '/utdanning/elev/elev/systemid/EL%2F1%20%C3%B8'
  await open(odd)
  assert.equal(new URL(page.url()).pathname, odd)
  assert.match(await text('h1'), /EL\/1 ø/)
  seen.push('encoded')

  // What is wrong is told as the problem says it.
  await open('/utdanning/elev/elev/systemid/nobody')
  assert.match(await text('#problem'), /404.*No resource has this identifier.*Trace/s)
  await page.goto(`${base}/no/such/address`)
  await page.waitForSelector('#problem')
  await shot('problem')
  seen.push('problem')

  // A token is sent along and kept nowhere.
  await open('/')
  await page.type('#token', 'secret')
  const [request] = await Promise.all([page.waitForRequest(request => request.headers().authorization === 'Bearer secret'), page.keyboard.press('Tab')])
  assert.ok(request)
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, location.href]))
  assert.ok(!kept.includes('secret'))
  await page.reload()
  await page.waitForSelector('#token')
  assert.equal(await page.$eval('#token', node => node.value), '')
  seen.push('token')

  // With a keyboard alone, and on a phone.
  await open('/utdanning/elev/elev?size=3')
  await page.focus('#location')
  await page.$eval('#location', node => { node.value = '/utdanning/elev' })
  await page.keyboard.press('Enter')
  await ready(`${base}/utdanning/elev`)
  await page.setViewport({ width: 360, height: 700 })
  await open('/utdanning/elev/elev?size=3')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out on a phone')
  await shot('phone')
  seen.push('keyboard, phone')
}

async function acting () {
  await page.setViewport({ width: 1200, height: 900 })
  await open('/verksted/ordre/ordre/systemid/O%2F2%20%C3%B8')
  await page.select('#language', 'en')
  assert.match(await text('h1'), /Ordre O\/2 ø/)
  const [begin, deliver] = ['section[data-action="pabegynn"]', 'section[data-action="lever"]']
  assert.match(await text(`${deliver} .impediments`), /not possible in this state/)

  // A form for what can be done; what the server says of it is shown.
  await page.type(`${begin} input[name="merknad"]`, 'Nytt kjede')
  await shot('form')
  await page.click(`${begin} button.do`)
  await page.waitForSelector('#notice .done')
  assert.match(await text('#notice'), /Done: påbegynn \(200\)/)
  assert.match(await text('tr[data-member="tilstand"] td'), /Begun/)
  assert.match(await text('#check'), /^✓/)
  seen.push('acted')

  // What stands in the way, in the reader's language.
  assert.match(await text(`${deliver} .impediments`), /The parts have not come/)
  await page.select('#language', 'nb')
  assert.match(await text(`${deliver} .impediments`), /Delene er ikke kommet/)
  assert.match(await text(`${begin} .impediments`), /ikke mulig i denne tilstanden/)
  assert.equal(await count('section[data-action] button.do'), 0)
  await shot('impeded')
  seen.push('impeded')

  // Somebody else was faster: the form is still there, the server says no and why.
  await open('/verksted/ordre/ordre/systemid/O%2F3%20%C3%B8')
  const done = await fetch(`${base}/verksted/ordre/ordre/systemid/O%2F3%20%C3%B8/pabegynn`, {
    method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"merknad":"x"}',
  })
  assert.equal(done.status, 200)
  await page.type(`${begin} input[name="merknad"]`, 'Ny slange')
  await page.click(`${begin} button.do`)
  await page.waitForSelector('#notice #problem')
  assert.match(await text('#problem'), /409.*not possible in this state/s)
  await shot('refused')
  seen.push('refused')
}

async function feed () {
  await open('/verksted/ordre')
  await follow('tr[data-rel="feed"] a')
  assert.ok(await count('#feed > tbody > tr') > 0)
  await shot('feed')
  await follow('a[data-step="prev-archive"]')
  assert.equal(await count('#feed > tbody > tr'), 2)
  await follow('a[data-step="prev-archive"]')
  await follow('a[data-step="next-archive"]')
  assert.equal(await count('#feed > tbody > tr'), 2)
  await follow('a[data-step="current"]')
  await follow('#feed > tbody > tr > td:last-child a')
  assert.match(await text('h1'), /Ordre/)
  seen.push('feed')
}

try {
  for (const walk of walks) await { reading, acting, feed }[walk]()
  assert.deepEqual(complaints, [], 'the browser complains of nothing')
  assert.deepEqual(elsewhere, [], 'nothing is asked of anybody else')
  console.log(seen.join('; '))
} catch (error) {
  await page.screenshot({ path: `${folder}/failed.png`, fullPage: true })
  console.error(`${page.url()}\n${await page.evaluate(() => document.body.innerText.slice(0, 2000))}\n${complaints.join('\n')}`)
  throw error
} finally {
  await browser.close()
}
