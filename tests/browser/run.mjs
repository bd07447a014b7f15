#!/usr/bin/env node
/** The console in a real browser, on a small demonstration company.
 *
 *   run.mjs PROGRAM [SHOTS]    SHOTS: a folder for a picture of every page at 1440 and 390 pixels
 *
 * In the environment (and see suite.mjs on what brings races to light):
 *   ONLY=WORD            of the paths and pages only those whose name has it
 *   TIMES=1              what each took, the longest first
 *   ENGINE=postgresql    the paths on PostgreSQL, in a database of its own on the server that
 *                        PARCELDESK_TEST_PG names: without axe, and without what is the browser's
 *                        own affair, since the pages are the same bytes on both
 */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { asker, onItsWay } from './given.mjs'
import { axeSource, becomes, browse, complaints, counts, gone, lostFocus, openPage, says, serve, settled, shows, still, Suite, until, visit } from './suite.mjs'
import { unscreened } from './screens.mjs'
import { clocks, lacking, literal, moduleOf, readCatalogues, unaudited, undated, undrafted, unknown, unnamed, unsourced, unspoken, vue, wordless } from './texts.mjs'

const [program, shots] = process.argv.slice(2)
const onPostgresql = process.env.ENGINE === 'postgresql'
/** What is typed, pressed and printed, and by which clock: no engine has a part in it. */
const ofTheBrowser = ['writer', 'crash', 'paper', 'keys', 'ux', 'zone', 'haste']
const suite = new Suite()
const site = await serve(program)
const browser = await browse()
const heard = []
const axe = readFileSync(axeSource, 'utf8')

const at = (path) => `${site.url}/console${path}`
async function newPage(options = {}) {
  const page = await openPage(browser, options)
  page.heard = complaints(page)
  heard.push(page.heard)
  return page
}
async function signIn(page, password) {
  await page.fill('input[name=login]', 'admin')
  await page.fill('input[name=password]', password)
  await page.keyboard.press('Enter')
}
/** What axe calls serious or critical, where nothing is under way or moves. */
async function serious(page) {
  await still(page)
  return onPostgresql ? [] : violations(page)
}
/** The same on a page that is still already. */
async function violations(page) {
  await page.evaluate(axe)
  // Only rules that are off want the style sheets read once more; where a thing stands is told by its own text.
  const found = await page.evaluate(() => window.axe.run(document, {
    resultTypes: ['violations'], rules: { 'target-size': { enabled: true } }, preload: { assets: ['media'] }, selectors: false,
  }))
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)
}

/** Nothing serious to axe, and nothing that runs over; from the top, since the bar covers what is scrolled under it. */
async function quiet(one) {
  await one.evaluate(() => window.scrollTo(0, 0))
  assert.deepEqual(await serious(one), [], one.url())
  const over = await one.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `${over} pixels over at ${one.url()}`)
}
async function shoot(one, name) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await one.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

const page = await newPage()

await suite.test('a catalogue has every text in both languages, and no page has one of its own', async () => {
  const catalogues = await readCatalogues()
  assert.deepEqual(lacking(catalogues), [])
  assert.deepEqual(unknown(catalogues), [])
  assert.deepEqual(literal(), [])
})

await suite.test('no page but one module asks the browser for days and hours, and the shipped calendar has words', async () => {
  assert.deepEqual(clocks(), [])
  assert.equal(clocks([{ name: 'a.vue', source: 'const at = new Date(text).toISOString()' }]).length, 1)
  assert.deepEqual(undated(await readCatalogues(), JSON.parse(readFileSync(new URL('../../data/calendars/cn.json', import.meta.url), 'utf8'))), [])
})

await suite.test('a day that is none goes to the server as it stands, and what is said of it has words', async () => {
  const { instantOf } = moduleOf('zone.ts', vue())
  assert.equal(instantOf('xyzT00:00'), 'xyzT00:00')
  const { reason } = moduleOf('problems/say.ts', { useWords: () => ({ t: (key) => key, te: () => false, locale: { value: 'zh' } }) }).useProblems()
  for (const said of ['this is not a date', 'there is no such date', 'this is not a time', 'there is no such time of day', 'this is not a time of the form yyyy', 'the clocks of Europe/Paris skipped this time']) assert.ok(reason(said), said)
  const { fields } = await readCatalogues()
  for (const name of ['notice_version', 'opened_from', 'opened_until', 'due_from', 'due_until']) assert.ok(fields.zh[name] && fields.en[name], name)
})

await suite.test('of every box for more than a line a draft is kept, or it is said why not', async () => {
  assert.deepEqual(undrafted(), [])
  const box = (name, more = '') => ({ name: `a/${name}.vue`, source: `${more}<textarea v-model="x" />` })
  assert.deepEqual(undrafted([box('Box'), box('Other', 'useDraft(')]), ['a/Box.vue'])
  assert.deepEqual(undrafted([box('Box'), { name: 'a/Page.vue', source: '<Box />' }]), ['a/Page.vue'])
  assert.deepEqual(undrafted([box('Box'), { name: 'a/Page.vue', source: 'useDraft(…) <Box />' }]), [])
})

await suite.test('the first sign-in asks for a new password, and then lets one in', async () => {
  await visit(page, at('/'))
  assert.deepEqual(await serious(page), [])
  await signIn(page, site.oneTime)
  await page.fill('input[name=present]', site.oneTime)
  await page.fill('input[name=next]', site.password)
  await page.fill('input[name=again]', site.password)
  assert.deepEqual(await serious(page), [])
  await page.keyboard.press('Enter')
  await page.waitForURL(`${site.url}/console/`)
  await page.waitForSelector('nav a')
  site.parcel = await onItsWay(asker(page, site.url), site.parcel)
})

await suite.test('every code of a problem, setting, right and role that the server names has words in both languages', async () => {
  const read = async (path) => (await page.request.get(`${site.url}/api/v1${path}`)).json()
  const [openapi, settings, roles] = [await read('/openapi.json'), await read('/settings'), await read('/roles')]
  assert.ok(settings.items.length > 30)
  assert.deepEqual(unspoken(await readCatalogues(), { openapi, settings: settings.items, roles: roles.items }), [])
})

await suite.test('every act of the audit log, kind of job, event and list of codes that the server knows has words', async () => {
  const catalogues = await readCatalogues()
  const read = async (path) => (await page.request.get(`${site.url}/api/v1${path}`)).json()
  assert.deepEqual(unaudited(catalogues), [])
  assert.deepEqual(unaudited(catalogues, { texts: ['parcel.eat'], lost: [] }, { texts: [], lost: [] }), ['the act parcel.eat', 'the subject parcel'])
  const { items } = await read('/notice-facts')
  assert.ok(items.length > 10)
  assert.deepEqual(unnamed(catalogues, items), [])
  assert.deepEqual(unnamed(catalogues, [{ event: 'parcel.eaten' }], { texts: ['parcel.eat'], lost: [] }), ['job.kinds.parcel_eat', 'notify.template.facts.parcel_eaten'])
  assert.deepEqual(wordless(catalogues, await read('/openapi.json')), [])
  assert.deepEqual(wordless(catalogues, { components: { schemas: { Meal: { enum: ['raw', 'cooked'] } } }, paths: {} }), ['/Meal: raw,cooked'])
})

await suite.test('every route of the server is on a page, or it is said why it is on none', async () => {
  const openapi = await (await page.request.get(`${site.url}/api/v1/openapi.json`)).json()
  assert.deepEqual(unscreened(openapi), [])
  assert.deepEqual(unscreened({ paths: { ...openapi.paths, '/api/v1/nowhere/{id}': { get: {} } } }), ['GET /api/v1/nowhere/{id}'])
})

await suite.test('what shipped rules rest on has words in Chinese, and is said in one language', async () => {
  const catalogues = await readCatalogues()
  const ask = asker(page, site.url)
  const lists = await Promise.all(['/settings', '/watch/rules', '/watch/incident-policies', '/desk/policies', '/promise-reasons'].map((path) => ask('get', path)))
  const sources = lists.flatMap(({ items }) => items.map(({ source }) => source)).filter(Boolean)
  assert.ok(sources.length > 20)
  assert.deepEqual(await unsourced(catalogues, sources), [])
  await visit(page, at('/watch/rules'))
  await says(page, 'main table', '经验：分拨中心一天之内完成分拣')
})

await suite.test('the console without its slash is found', async () => {
  const other = await newPage()
  await other.goto(`${site.url}/console`)
  await other.waitForURL('**/console/sign-in')
  await other.context().close()
})

await suite.test('a wrong password is refused with words and the request’s number', async () => {
  const other = await newPage()
  await other.goto(at('/sign-in'))
  await signIn(other, 'wrong')
  await says(other, '[role=alert]', /[0-9a-f]{12}/)
  await other.context().close()
})

await suite.test('a waybill number in the box opens the parcel and tells when it comes', async () => {
  await visit(page, at('/'))
  await page.keyboard.press('/')
  await page.keyboard.type(site.parcel.no)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/waybills/${site.parcel.carrier}/${site.parcel.no}`)
  await says(page, '[data-test=eta] .big', /\d\d\/\d\d/)
})

await suite.test('the last four digits of a phone find its parcels', async () => {
  await visit(page, at('/'))
  await page.keyboard.press('/')
  await page.keyboard.type(site.parcel.tail)
  await page.keyboard.press('Enter')
  await says(page, 'main', site.parcel.no)
  assert.ok(!page.url().includes(site.parcel.tail), 'what is personal stands in the address')
})

await suite.test('initials find a customer, words a ticket, a number its claim', async () => {
  const ask = asker(page, site.url)
  // What is new is found when it is indexed, a moment later: asked again until then.
  const type = (typed, found) => until(async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
    await settled(page)
    return found()
  })
  await ask('post', '/customers', [{ code: 'BOX-1', name: '綦毋夔' }])
  await type('qwk', async () => (await page.textContent('main')).includes('綦毋夔'))
  const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '外箱浸水怎么办' })
  await type('浸水', () => page.url().endsWith(`/desk/tickets/${ticket.id}`))
  const { items: [claim] } = await ask('get', '/claims?limit=1')
  await type(claim.no, () => page.url().endsWith(`/claims/${claim.id}`))
})

await suite.test('a filter stands in the address and narrows the list', async () => {
  const { items: [{ stage }] } = await asker(page, site.url)('get', '/waybills?limit=1')
  await visit(page, at(`/waybills?stage=${stage}`))
  await page.waitForSelector('[role=rowgroup] [role=row]')
  await becomes(() => page.$$eval('[role=rowgroup] [role=row] > :nth-child(3)', (cells) => new Set(cells.map((cell) => cell.textContent)).size), 1, 'stages in the list')
})

await suite.test('the language is switched, and stays', async () => {
  await visit(page, at('/waybills'))
  const chinese = await page.textContent('h1')
  await page.click('[data-test=language]')
  await becomes(() => page.textContent('h1'), 'Parcels')
  await page.reload()
  await settled(page)
  await becomes(() => page.textContent('h1'), 'Parcels')
  await becomes(() => page.getAttribute('html', 'lang'), 'en')
  await page.click('[data-test=language]')
  await becomes(() => page.textContent('h1'), chinese)
})

await suite.test('keys lead to pages and to help', async () => {
  await visit(page, at('/'))
  await until(async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('p') // in time, or it stands alone
    return page.url().endsWith('/waybills')
  })
  await page.keyboard.press('?')
  await shows(page, '[role=dialog] kbd')
  await page.keyboard.press('Escape')
  await gone(page, '[role=dialog]')
})

const { steps, pages } = await import('./pages.mjs')
for (const more of ['lists', 'import', 'keeping', 'rules', 'calendars', 'states', 'plans', 'promises', 'kept', 'complaint', 'claim', 'incident', 'desk', 'writer', 'crash', 'agent', 'whole', 'changed', 'public', 'paper', 'keys', 'ux', 'house', 'signin', 'zone', 'glance', 'files', 'haste', 'again', 'live', 'masked', 'newcomer', 'provider', 'roles']) {
  const module = await import(`./${more}.mjs`)
  if (!onPostgresql || !ofTheBrowser.includes(more)) steps.push(...module.steps)
  Object.assign(pages, module.pages)
}
const wanted = ([name]) => new RegExp(process.env.ONLY ?? '').test(name)
for (const [name, run] of steps.filter(wanted)) await suite.test(name, () => run({ page, at, site, settled, assert, browser, quiet, shoot, paper: shots }))

/** A page in Chinese, light and wide; then, as its reader turns it about, in English, dark and narrow. */
async function look(one, name, path) {
  const refused = []
  const hear = (answer) => [400, 403, 422].includes(answer.status()) && refused.push(`${answer.status()} ${answer.url()}`)
  const check = async (width) => {
    await settled(one)
    await counts(one, 'main > .problem >> visible=true', 0)
    assert.deepEqual(await violations(one), [], `${name} ${width}`)
    const over = await one.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(over <= 0, `${over} pixels over at ${width}`)
    if (shots) {
      mkdirSync(shots, { recursive: true })
      await one.screenshot({ path: `${shots}/${name}-${width}.png` })
    }
  }
  const turn = async (language, colorScheme, width, height) => {
    if ((await one.getAttribute('html', 'lang')).slice(0, 2) !== language) await one.evaluate(() => document.querySelector('[data-test=language]').click()) // it may lie under a dialog
    await becomes(() => one.getAttribute('html', 'lang'), (now) => now.startsWith(language))
    await one.emulateMedia({ colorScheme })
    await one.setViewportSize({ width, height })
  }
  one.on('response', hear)
  await turn('zh', 'light', 1440, 900)
  await visit(one, at(path))
  await check(1440)
  await turn('en', 'dark', 390, 844)
  await check(390)
  one.off('response', hear)
  assert.deepEqual(refused, [], `${name} asks for what is refused`)
}
/* What is to be seen is made first, one after the other; then nothing changes any more, and two look at it side by side. */
const looked = []
for (const [name, find] of onPostgresql ? [] : Object.entries(pages).filter(wanted)) {
  const path = Promise.resolve().then(() => find({ page, site }))
  await path.catch(() => undefined) // told where it is looked at
  looked.push([name, path])
}
const beside = looked.length > 1 ? [page, await newPage({ storageState: await page.context().storageState() })] : [page]
await Promise.all(beside.map(async (one) => {
  if (looked.length) {
    await one.goto(at('/'))
    await one.evaluate(() => localStorage.clear())
    await one.reload()
  }
  for (let next; (next = looked.shift()); )
    await suite.test(`${next[0]}: axe finds nothing serious, nothing runs over, in both languages and sizes`, async () => look(one, next[0], await next[1]))
}))

await suite.test('focus was never lost', async () => assert.deepEqual(lostFocus, []))
await suite.test('no page complained of an error', async () => assert.deepEqual(heard.flat(), []))

await browser.close()
await site.stop()
process.exit(suite.end())
