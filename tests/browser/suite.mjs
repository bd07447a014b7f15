/** The suite's own house: a demonstration company that is served, a browser, and tests that count.
 *
 * How a test waits. Nothing is read once after something was done: the page, the server and its jobs
 * take as long as they take, and a test says what must come and asks until it has come.
 *   - To a page of the console: `visit(page, at(path))`, which loads it only where none is open yet.
 *   - After `goto`, `reload` and a click that leads elsewhere: `settled(page)`. It holds when no page is
 *     being entered, no answer is awaited (`<html data-busy>`, web/console/api/busy.ts) and two frames
 *     were drawn so. A click that leads to another page is `follow(page, selector, url)`.
 *   - What a page says: `says`, `unsaid`, `counts`, `fieldHas`; what is there or not: `shows`, `gone`;
 *     everything else: `becomes(read, value)` or `until(holds)`. Each asks again until it is so, and tells
 *     what was there last when it never was. `page.click`, `fill`, `selectOption` wait by themselves.
 *   - Not: `assert` on textContent, inputValue, count or isVisible; a pause; a limit under a minute.
 *   - Keys are pressed on a page that is settled, or in a field that has the focus.
 *   - What a test counts or finds, it has made, under a name of its own; nothing depends on the hour,
 *     the date, or which job comes first.
 *
 * In the environment, to bring races to light, which must change nothing:
 *   DELAY_MS=300   every request to the server is held back so long, every third a third of it
 *   THROTTLE=6     the pages' processor is so many times slower
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect, isDeepStrictEqual } from 'node:util'

export const top = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(join(top, 'web', 'package.json'))
const { chromium } = require('playwright-core')
export const axeSource = require.resolve('axe-core/axe.min.js')
/** How long what must come is waited for: as long as the busiest machine might need. */
export const PATIENCE_MS = 60_000
const PASSWORD = 'only for the browser suite'

/** A door before the server that holds every request back for DELAY_MS; the server itself where there is no delay. */
async function delayed(url) {
  const pause = Number(process.env.DELAY_MS ?? 0)
  if (!pause) return { url, close: () => {} }
  let asked = 0
  const { hostname, port } = new URL(url)
  const door = createServer((request, answer) => {
    setTimeout(() => {
      const onward = httpRequest({ hostname, port, method: request.method, path: request.url, headers: request.headers }, (said) => {
        answer.writeHead(said.statusCode, said.rawHeaders)
        said.pipe(answer)
      })
      onward.on('error', () => answer.destroy())
      answer.on('close', () => onward.destroy())
      request.pipe(onward)
    }, ++asked % 3 ? pause : pause / 3)
  })
  await new Promise((resolve) => door.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${door.address().port}`, close: () => (door.close(), door.closeAllConnections()) }
}

/** A database of one's own on the server that PARCELDESK_TEST_PG names, where ENGINE asks for it. */
function database() {
  if (process.env.ENGINE !== 'postgresql') return { flags: [], drop: () => {} }
  const server = process.env.PARCELDESK_TEST_PG
  const name = `browser_${process.pid}`
  const say = (words) => {
    const done = spawnSync('psql', ['-XAtq', '-d', server, '-c', words], { encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`${words}: ${done.error ?? done.stderr}`)
  }
  say(`CREATE DATABASE ${name}`)
  return { flags: ['--database', server.replace(/[^/]*$/, name)], drop: () => say(`DROP DATABASE ${name} WITH (FORCE)`) }
}

/** Fills a folder with a small company and serves it. */
export async function serve(program) {
  const folder = mkdtempSync('/tmp/parceldesk-browser-')
  const { flags, drop } = database()
  const where = ['--data', join(folder, 'data'), ...flags]
  const filled = spawnSync(program, ['demo', '--parcels', '1500', ...where], { encoding: 'utf8' })
  const parcel = /A parcel to look at: (\S+) of carrier (\S+); its receiver's phone ends with (\d+)/.exec(filled.stdout)
  if (!parcel) throw new Error(`the company is not filled: ${filled.stdout}${filled.stderr}`)
  const process_ = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--log', 'error', ...where])
  const ended = new Promise((resolve) => process_.on('exit', resolve))
  let said = ''
  process_.stdout.on('data', (data) => (said += data))
  process_.stderr.on('data', (data) => (said += data))
  let url
  await until(async () => {
    if (process_.exitCode !== null) throw new Error(`the server does not start: ${said}`)
    url = / listens on (\S+) /.exec(said)?.[1]
    return url && (await fetch(`${url}/readyz`)).ok
  })
  const door = await delayed(url)
  const oneTime = /one-time password (\S+)/.exec(said)?.[1]
  const stop = async () => {
    door.close()
    process_.kill('SIGTERM')
    await ended
    drop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: door.url, oneTime, password: PASSWORD, stop, parcel: { no: parcel[1], carrier: parcel[2], tail: parcel[3] } }
}

function installed() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
  if (!executablePath) throw new Error('there is no chromium: tools/setup.sh test')
  return { executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] }
}
export const browse = () => chromium.launch(installed())
const SETTING = { viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' }

/** A browser of its own that keeps what it has in a folder: a page in it, and its end as by a crash. */
export async function browseIn(folder) {
  const context = await chromium.launchPersistentContext(folder, { ...installed(), ...SETTING })
  const page = await ready(context, context.pages()[0])
  const crash = async () => {
    const ended = new Promise((resolve) => context.on('close', resolve))
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(`--user-data-dir=${folder}`)) process.kill(pid, 'SIGKILL')
      } catch {
        // it has ended by itself
      }
    }
    await ended
  }
  return { page, crash, close: () => context.close() }
}
/** Where focus was lost, by any page of the suite: what had it is gone, hidden or off, nothing has it now, and nothing is under way. */
export const lostFocus = []
/** Runs in every page. Who left by themselves, by a click beside things, has lost nothing; what is not mended within a dozen looks is told. */
function watchFocus() {
  const usable = (one) => one.isConnected && !one.disabled && one.getClientRects().length > 0
  const nowhere = () => !document.activeElement || document.activeElement === document.body
  const call = (one) => `${one.outerHTML.slice(0, 160)} of ${one.closest('[role=dialog]') ? 'a dialog' : 'the page'}`
  let last = null
  let said = ''
  let looks = 0
  document.addEventListener('focusin', ({ target }) => {
    last = target
    said = call(target)
  })
  document.addEventListener('focusout', ({ target }) => setTimeout(() => {
    if (target === last && usable(target) && nowhere()) last = null
  }))
  setInterval(() => {
    const lost = last && nowhere() && !usable(last) && document.documentElement.dataset.busy === undefined
    looks = lost ? looks + 1 : 0
    if (looks < 12) return
    console.warn(`focus was lost: it stood on ${said}`)
    last = null
  }, 100)
}
/** A page of its own for somebody: in the company's time zone, with nothing that moves, and patient. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ ...SETTING, ...options })
  return ready(context, await context.newPage())
}
async function ready(context, page) {
  page.setDefaultTimeout(PATIENCE_MS)
  await page.addInitScript(watchFocus)
  page.on('console', (message) => message.text().startsWith('focus was lost') && lostFocus.push(`${page.url()}: ${message.text()}`))
  const slower = Number(process.env.THROTTLE ?? 1)
  if (slower > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slower })
  return page
}

/** Asks from outside until it holds: what waits within a page is a script that the policy may refuse. */
export async function until(holds, last = () => '') {
  let failure
  for (const end = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    try {
      if (await holds()) return
      failure = undefined
    } catch (error) {
      failure = error // the page may be on its way to another
    }
    if (Date.now() > end) throw new Error(`never came true: ${holds}${failure ? `\n  ${failure.message}` : ''}${last()}`)
  }
}
/** What is read becomes this value, or one of which this function is true. */
export async function becomes(read, wanted, what = read) {
  const holds = typeof wanted === 'function' ? wanted : (value) => isDeepStrictEqual(value, wanted)
  let value
  await until(async () => holds((value = await read())), () => `\n  ${what}\n  wanted: ${typeof wanted === 'function' ? wanted : inspect(wanted)}\n  last: ${inspect(value)}`)
}
const has = (text, what) => text !== null && (what instanceof RegExp ? what.test(text) : text.includes(what))
/** The first of these that is there, or null. */
async function textOf(page, selector) {
  const [text] = await page.locator(selector).allTextContents()
  return text ?? null
}
/** The first element of a selector says this: a text or a pattern. */
export const says = (page, selector, what) => becomes(() => textOf(page, selector), (text) => has(text, what), `${selector} says ${what}`)
/** No element of a selector says this, once the page is settled. */
export const unsaid = async (page, selector, what) => {
  await settled(page)
  await becomes(() => page.locator(selector).allTextContents(), (texts) => !texts.some((text) => has(text, what)), `${selector} does not say ${what}`)
}
export const shows = (page, selector) => page.waitForSelector(selector, { timeout: PATIENCE_MS })
/** Nothing of a selector is to be seen, once the page is settled. */
export const gone = async (page, selector) => {
  await settled(page)
  await counts(page, `${selector} >> visible=true`, 0)
}
/** So many elements are there, or so many that the function is true of it. */
export const counts = (page, selector, wanted) => becomes(() => page.locator(selector).count(), wanted, `how many are ${selector}`)
export const fieldHas = (page, selector, value) => becomes(() => page.inputValue(selector, { timeout: PATIENCE_MS }), value, `${selector} holds`)
/** A click that leads to another page, which is waited for. */
export async function follow(page, selector, url) {
  await page.click(selector)
  await page.waitForURL(url)
  await settled(page)
}

/** What of a page is not yet at rest, or nothing; looked at twice, two frames apart. */
function underWay() {
  const now = () => {
    const busy = document.documentElement.dataset.busy
    if (busy !== undefined) return `under way: ${busy}`
    if (document.readyState !== 'complete') return 'being loaded'
    const spinners = document.querySelectorAll('main .spinner').length
    const moves = document.getAnimations().filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity).length
    return spinners ? `${spinners} spinners` : moves ? `${moves} transitions` : ''
  }
  return now() || new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(now()))))
}
/** Nothing is being read any more on a page of the console or of the public, and nothing moves. */
export const still = (page) => becomes(() => page.evaluate(underWay), '', `what is under way at ${page.url()}`)
/** The page of the console that was asked for is there, and is still. */
export async function settled(page) {
  await still(page)
  await page.waitForSelector('main h1, main [role=alert]', { timeout: PATIENCE_MS })
}

/** Goes to a page of the console as a link leads there; by a load where no page of it is open yet, or just this one, or a dialog lies over the links. What is to be loaded anew in any case is a `goto`. */
export async function visit(page, url) {
  const led = await page.evaluate((to) => {
    const router = document.querySelector('#app')?.__vue_app__?.config.globalProperties.$router
    const { href, origin, pathname, search } = new URL(to)
    const covered = [...document.querySelectorAll('[role=dialog]')].some((one) => one.getClientRects().length)
    if (!router || covered || origin !== location.origin || href === location.href || router.currentRoute.value.meta.open) return false
    void router.push(pathname.slice('/console'.length) + search)
    return true
  }, url)
  if (!led) await page.goto(url)
  await settled(page)
}

/** Nothing ends a hold-up before its requests are answered: they would go with it. */
const answered = (routes) => Promise.allSettled(routes.map((route) => route.request().response()))

/** Whoever saves the form open on the page finds that another was faster. It is done once and then out of the way: a page that may
 * be held up keeps nothing it has read, and asks us about each request. */
export async function meanwhile(page, pattern, method, change) {
  let untouched = true
  const before = async (route) => {
    const mine = untouched && route.request().method() === method
    if (mine) {
      untouched = false
      await change(route.request().url())
    }
    await route.fallback()
    if (mine) void answered([route]).then(() => page.unroute(pattern, before)).catch(() => undefined) // it may have been closed
  }
  await page.route(pattern, before)
}

/** Requests of a page that are held back until they are let go. */
export async function hold(page, pattern) {
  const held = []
  let open = false
  const keep = (route) => (open ? route.fallback() : held.push(route))
  await page.route(pattern, keep)
  return {
    until: (n) => becomes(() => held.length, (now) => now >= n, `requests of ${pattern}`),
    release: async () => {
      open = true
      await Promise.all(held.map((route) => route.fallback().catch(() => undefined))) // one may have been called off
      void answered(held).then(() => page.unroute(pattern, keep)).catch(() => undefined)
    },
  }
}

/** Reads that are refused and nothing is wrong: by status and address. */
const REFUSED_READS = [
  [401, /\/api\/v1\/me$/], // whether somebody has signed in
  [403, /\/colleagues\?who=/], // who took a second factor away is told by login to whom has not set another
  [404, /\/favicon\.ico$/], // of a sheet of paper
  [404, /\/tickets\/\d+\/complaint$/], // there is none yet
  // What tests ask for that is not to be had.
  [404, /\/tickets\?waybill=|\/promises\?product=glance/],
  [409, /\/waybills\?/],
  [422, /\/tickets\?owner=|\/promises\?product=glance/],
]
/** Collects what a page complains of: errors of scripts, of the console, of the policy, and reads that are refused. Writes may be: what is entered is judged by the server. */
export function complaints(page) {
  const heard = []
  page.on('pageerror', (error) => heard.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    const refused = /the server responded with a status of (401|403|404|409|412|422)/.test(message.text())
    if (message.type() === 'error' && !refused) heard.push(`${page.url()}: ${message.text()}`)
  })
  page.on('response', (answer) => {
    const wrong = answer.status() >= 400 && answer.request().method() === 'GET' && !REFUSED_READS.some(([status, address]) => status === answer.status() && address.test(answer.url()))
    if (wrong) heard.push(`${page.url()}: ${answer.status()} ${answer.url()}`)
  })
  return heard
}

export class Suite {
  passed = 0
  failed = 0

  times = []
  began = performance.now()

  async test(name, run) {
    const began = performance.now()
    try {
      await run()
      this.passed++
      console.log(`[  OK  ] ${name}`)
    } catch (error) {
      this.failed++
      console.log(`[FAILED] ${name}\n  ${error.message}`)
    }
    this.times.push({ name, ms: performance.now() - began })
  }

  /** Where the time went: the longest first. */
  tellTimes() {
    const seconds = (ms) => (ms / 1000).toFixed(1).padStart(6)
    for (const { name, ms } of [...this.times].sort((a, b) => b.ms - a.ms)) console.log(`${seconds(ms)} s  ${name}`)
    console.log(`${seconds(performance.now() - this.began)} s  in all, from the first to the last`)
  }

  end() {
    if (process.env.TIMES) this.tellTimes()
    console.log(`${this.passed} passed, ${this.failed} failed`)
    return this.failed ? 1 : 0
  }
}
