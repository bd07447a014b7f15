#!/usr/bin/env node
/** How heavy the public pages are on a phone, and how soon they can be used.
 *
 *   pages.mjs PROGRAM [--runs 7] [--throttle 4] [--write]
 *
 * Each page is opened with an empty cache in Debian's Chromium at 390 pixels, its processor slowed
 * `throttle` times, as often as `runs` says, in turn with the others; the middle of all counts.
 * bytes: what came over the wire until all was there, compressed. paint: the first contentful paint.
 * usable: painted, and every script of the page has run. --write puts the table into
 * docs/performance.md; only a quiet machine's times mean anything. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { asker } from '../browser/given.mjs'
import { gateway, MOST_BYTES, openPages, ownPages, phoneOf, signedIn, weigh } from '../browser/public.mjs'
import { browse, openPage, serve, top } from '../browser/suite.mjs'

const MOST_MS = 1000
const { values, positionals: [program] } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '7' }, throttle: { type: 'string', default: '4' }, write: { type: 'boolean' } } })
const middle = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

/** The first password of a new company is changed as a person would. */
async function admitted(site, browser) {
  const page = await openPage(browser)
  const headers = { 'X-Parceldesk': '1' }
  await page.request.post(`${site.url}/api/v1/session`, { headers, data: { login: 'admin', password: site.oneTime } })
  await page.request.post(`${site.url}/api/v1/me/password`, { headers, data: { present: site.oneTime, password: site.password } })
  await asker(page, site.url)('get', '/settings')
  return page
}
/** One opening of a page: bytes, and milliseconds from its request on. */
async function opened(browser, url, storageState) {
  const page = await openPage(browser, { viewport: { width: 390, height: 844 }, storageState })
  const slow = await page.context().newCDPSession(page)
  await slow.send('Emulation.setCPUThrottlingRate', { rate: Number(values.throttle) })
  const bytes = await weigh(page, url)
  const times = await page.evaluate(() => new Promise((resolve) => {
    const [navigation] = performance.getEntriesByType('navigation')
    new PerformanceObserver((list) => {
      const first = list.getEntriesByName('first-contentful-paint')[0]
      if (first) resolve({ paint: first.startTime, usable: Math.max(first.startTime, navigation.domContentLoadedEventEnd) })
    }).observe({ type: 'paint', buffered: true })
  }))
  await page.context().close()
  return { bytes, ...times }
}
function table(rows) {
  const kept = (row) => (row.bytes < MOST_BYTES && row.usable < MOST_MS ? ' ✓' : '')
  return ['| page | bytes, compressed | first paint | usable | wanted |', '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.name} | ${row.bytes.toLocaleString('en')} | ${Math.round(row.paint)} ms | **${Math.round(row.usable)} ms** | < 60 kB, < 1 s${kept(row)} |`)].join('\n')
}
function writePage(text) {
  const path = join(top, 'docs/performance.md')
  const [begin, end] = ['<!-- table: tests/bench/pages.mjs --write -->\n', '<!-- end of public pages -->\n']
  const page = readFileSync(path, 'utf8')
  const from = page.indexOf(begin)
  writeFileSync(path, `${page.slice(0, from)}${begin}\n${text}\n\n${page.slice(page.indexOf(end, from))}`)
}

const site = await serve(program)
const browser = await browse()
const world = { browser, site, page: await admitted(site, browser), quiet: async () => {} }
const { texts, server } = await gateway(world)
const visitor = await signedIn(world, await phoneOf(world), texts)
const state = await visitor.context().storageState()
const pages = [...openPages(site).map((path) => ({ path })), ...(await ownPages(visitor, site)).map((path) => ({ path, state }))]
const runs = new Map(pages.map((one) => [one, []]))
for (let run = 0; run < Number(values.runs); run++)
  for (const one of pages) runs.get(one).push(await opened(browser, site.url + one.path, one.state))
const shown = (path) => `\`${path.replace(site.parcel.no, 'NUMBER').replace(/T\d{8}-\d+$/, 'NUMBER')}\``
const rows = pages.map((one) => ({
  name: shown(one.path) + (one.path === '/my' && one.state ? ' signed in' : ''),
  ...Object.fromEntries(['bytes', 'paint', 'usable'].map((what) => [what, middle(runs.get(one).map((found) => found[what]))])),
}))
console.log(table(rows))
if (values.write) writePage(table(rows))
server.close()
await browser.close()
await site.stop()
