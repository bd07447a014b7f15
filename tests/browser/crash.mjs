/** What a page calls kept is on the disk: there after the browser was killed, for nobody else, and for nobody once somebody signed out. */
import { mkdtempSync, rmSync } from 'node:fs'
import { asker, draftsIn, incidentAt, signedInAs, withoutBeats } from './given.mjs'
import { becomes, browseIn, counts, fieldHas, gone, says, shows, visit } from './suite.mjs'

const question = 'textarea[name=question]'
/** Without the feed, of which the server notices late that a killed browser hears it no more. */
async function signIn({ page }, { at, site }, login) {
  await withoutBeats(page)
  await page.goto(at('/sign-in'))
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', site.password)
  await page.press('input[name=password]', 'Enter')
  await shows(page, '[data-test=account]')
}
async function signOut({ page }) {
  await page.click('[data-test=leave]')
  await page.waitForURL('**/sign-in')
}
async function open({ page }, { at }, path) {
  await visit(page, at(path))
}

export const steps = [
  ['what was typed is there after the browser was killed, for who typed it alone, until somebody signs out', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    for (const login of ['crash.first', 'crash.second']) await signedInAs(page, site, login, ['agent']).then((other) => other.context().close())
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '浏览器崩溃' })
    const handoffs = `/desk/tickets/${ticket.id}?tab=handoffs`
    const folder = mkdtempSync('/tmp/parceldesk-browser-')
    try {
      let own = await browseIn(folder)
      await signIn(own, world, 'crash.first')
      await open(own, world, handoffs)
      await own.page.fill(question, '请网点核实签收人')
      await shows(own.page, '[data-test=draft-kept].kept')
      await own.crash()

      own = await browseIn(folder)
      await signIn(own, world, 'crash.first')
      await open(own, world, handoffs)
      await fieldHas(own.page, question, '请网点核实签收人')
      await says(own.page, '[data-test=draft]', '已恢复')
      await own.page.fill(question, '请网点核实签收人，并回电')
      await shows(own.page, '[data-test=draft-kept].kept')
      await own.crash()

      own = await browseIn(folder)
      await signIn(own, world, 'crash.second')
      await open(own, world, handoffs)
      await fieldHas(own.page, question, '')
      await counts(own.page, '[data-test=draft]', 0)
      assert.deepEqual((await draftsIn(own.page)).map(({ owner }) => owner), ['crash.first'])
      await signOut(own)
      await becomes(() => draftsIn(own.page), [])
      await own.close()
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 })
    }
  }],
  ['once somebody signed out nothing is kept by the other pages of the browser, until one signs in over them', async (world) => {
    const { page, site, assert } = world
    const { id } = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '在另一页退出' })
    const own = await signedInAs(page, site, 'crash.tabs', ['agent'])
    await withoutBeats(own)
    await own.goto(world.at('/sign-in'))
    await own.evaluate(() => localStorage.setItem('parceldesk.draft.crash.tabs.note', '{"text":"王小明"}'))
    const handoffs = `/desk/tickets/${id}?tab=handoffs`
    const other = { page: await own.context().newPage() }
    await withoutBeats(other.page)
    for (const tab of [other, { page: own }]) await open(tab, world, handoffs)
    assert.equal(await own.evaluate(() => localStorage.getItem('parceldesk.draft.crash.tabs.note')), null)
    await own.fill(question, '退出之前写的')
    await shows(own, '[data-test=draft-kept].kept')
    await signOut(other)
    await gone(own, '[data-test=draft]')
    await own.fill(question, '退出之后写的')
    await shows(own, '[data-test=draft]')
    // Whatever waits to be written is written when the page goes.
    await own.evaluate(() => dispatchEvent(new Event('pagehide')))
    assert.deepEqual(await draftsIn(own), [])
    await own.click('[data-test=follow]')
    await own.fill('[role=dialog] input[name=password]', site.password)
    await own.press('[role=dialog] input[name=password]', 'Enter')
    await gone(own, '[role=dialog]')
    await own.fill(question, '重新登录之后写的')
    await shows(own, '[data-test=draft-kept].kept')
    await own.context().close()
  }],
  ['what the disk refused is written with what comes next, and no other page hears of it before', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await ask('post', '/waybills', [{ carrier: site.parcel.carrier, no: '771556000000002' }])
    const { id } = await incidentAt(ask, ['771556000000002'])
    const words = ['已联系电力公司', '停电，快件会晚到']
    await open(world, world, `/watch/incidents/${id}`)
    await page.evaluate(() => {
      const { transaction } = IDBDatabase.prototype
      Object.assign(window, { refused: 0, full: true, heard: [] })
      IDBDatabase.prototype.transaction = function (...asked) {
        if (window.full && asked[1] === 'readwrite') throw new DOMException(`refused ${++window.refused}`, 'QuotaExceededError')
        return transaction.apply(this, asked)
      }
      new BroadcastChannel('parceldesk.drafts').onmessage = ({ data }) => window.heard.push([...data.texts.values()].join())
    })
    await page.fill('textarea[name=incident-note]', words[0])
    await becomes(() => page.evaluate(() => window.refused), (n) => n > 0)
    await counts(page, '[data-test=draft-kept].kept', 0)
    await page.evaluate(() => void (window.full = false))
    await page.fill('[data-test=mass-form] textarea[name=text_zh]', words[1])
    await counts(page, '[data-test=draft-kept].kept', 2)
    await becomes(() => page.evaluate(() => window.heard[0] ?? ''), (said) => words.every((one) => said.includes(one)))
    assert.deepEqual((await draftsIn(page)).filter(({ name }) => name.endsWith(`.${id}`)).map(({ text }) => words.filter((one) => text.includes(one)).length), [1, 1])
    for (const field of ['textarea[name=incident-note]', '[data-test=mass-form] textarea[name=text_zh]']) await page.fill(field, '')
    await counts(page, '[data-test=draft]', 0)
  }],
]
