// A browser reads a documentation site from disk: `node site.mjs CHROMIUM SITE FOLDER`. Screenshots go to the folder, what was seen to stdout.

import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import puppeteer from 'puppeteer-core'
import { inBothLights } from './contrast.mjs'

const [chromium, site, folder] = process.argv.slice(2)
const root = pathToFileURL(site).href

const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ['--no-sandbox', '--disable-gpu', '--allow-file-access-from-files=false'] })
const page = await browser.newPage()
const complaints = []
page.on('pageerror', error => complaints.push(error.message))
page.on('console', message => { if (message.type() === 'error') complaints.push(message.text()) })
page.on('request', request => { if (!request.url().startsWith(root)) complaints.push(`asks for ${request.url()}`) })

const pages = ['index.html', 'class/utdanning-elev.Elev.html', 'package/utdanning-elev.html', 'relation/elevforhold.html', 'privacy.html', 'changes.html', 'relations.html']
try {
  for (const path of pages) {
    for (const [device, width] of [['screen', 1200], ['phone', 360]]) {
      await page.setViewport({ width, height: 900 })
      await page.goto(`${root}/${path}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${path} sticks out ${wide} pixels on a ${device}`)
      await page.screenshot({ path: `${folder}/${path.replace('/', '-').replace('.html', '')}-${device}.png`, fullPage: true })
    }
    assert.deepEqual(await inBothLights(page), [], path)
  }

  // Search with a keyboard alone, with letters that every keyboard has.
  await page.setViewport({ width: 1200, height: 900 })
  await page.goto(`${root}/class/utdanning-elev.Elev.html`)
  await page.keyboard.press('/')
  await page.keyboard.type('fastlonn')
  await page.waitForSelector('#found [role=option]')
  assert.match(await page.$eval('#found [role=option]', node => node.textContent), /^Fastlønn class of administrasjon\/personal/)
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.$eval('#search', node => node.getAttribute('aria-activedescendant')), 'found-0')
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  assert.equal(await page.$eval('h1', node => node.textContent.trim().split(' ')[0]), 'Fastlønn')

  // Every name in a drawing is a link, and leads where it says.
  const name = await page.$eval('.drawing svg .abstrakt a', node => node.textContent)
  await Promise.all([page.waitForNavigation(), page.click('.drawing svg .abstrakt a')])
  assert.equal(await page.$eval('h1', node => node.textContent.trim().split(' ')[0]), name)

  await page.pdf({ path: `${folder}/class.pdf` })
  assert.deepEqual(complaints, [])
  console.log(`${pages.length} pages read; searched; followed a drawing; printed`)
} finally {
  await browser.close()
}
