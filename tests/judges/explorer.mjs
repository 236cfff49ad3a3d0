// A browser walks the explorer: `node explorer.mjs CHROMIUM BASE FOLDER [bank]`. Screenshots go to the folder, what was seen to stdout, a line each.

import assert from 'node:assert/strict'
import puppeteer from 'puppeteer-core'

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

async function bank () {
  await page.setViewport({ width: 1200, height: 900 })
  await open('/')
  // Opens an account, which is an action of the collection.
  const collection = process.env.COLLECTION
  await open(collection)
  await page.type('section[data-action] input[name="kontonummer"]', '12345')
  await page.click('section[data-action] button.do')
  await page.waitForSelector('#notice .done')
  await page.waitForFunction(() => document.querySelector('h1').textContent.includes('12345'))
  assert.match(await text('#notice'), /Done: öppna \(201\)/)
  assert.match(await text('#check'), /^✓/)
  await shot('account')
  seen.push('opened')

  // Puts money in.
  const deposit = 'section[data-action="insattning"]'
  await page.type(`${deposit} input`, '100')
  await page.click(`${deposit} button.do`)
  await page.waitForFunction(() => document.getElementById('notice').textContent.includes('insättning'))
  seen.push('deposited')

  // Closes it; then nothing is allowed, and the page says why, in the reader's language.
  await page.click('section[data-action="avsluta"] button.do')
  await page.waitForFunction(() => document.getElementById('notice').textContent.includes('avsluta'))
  await page.select('#language', 'en')
  assert.match(await text(`${deposit} .impediments`), /not possible in this state/)
  await page.select('#language', 'sv')
  assert.match(await text(`${deposit} .impediments`), /Åtgärden är inte möjlig/)
  assert.equal(await count('section[data-action] button.do'), 0)
  await shot('impeded')
  seen.push('impeded')
}

async function feed () {
  await open(process.env.FEED)
  assert.ok(await count('#feed tbody tr') > 0)
  await shot('feed')
  const newest = page.url()
  await follow('a[data-step="prev-archive"]')
  assert.equal(await count('#feed tbody tr'), 2)
  await follow('a[data-step="next-archive"]')
  assert.ok(await count('#feed tbody tr') > 0)
  await open(new URL(newest).pathname)
  await follow('#feed tbody td:last-child a')
  seen.push('feed')
}

try {
  for (const walk of walks) await { reading, bank, feed }[walk]()
  assert.deepEqual(complaints, [], 'the browser complains of nothing')
  assert.deepEqual(elsewhere, [], 'nothing is asked of anybody else')
  console.log(seen.join('; '))
} catch (error) {
  await shot('failed')
  console.error(`${page.url()}\n${await page.evaluate(() => document.body.innerText.slice(0, 2000))}\n${complaints.join('\n')}`)
  throw error
} finally {
  await browser.close()
}
