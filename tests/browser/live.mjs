/** What others do is seen at once: on every page that shows it, and on all pages of a browser over one connection. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asker, narrow, signedInAs, withoutWorker } from './given.mjs'
import { becomes, counts, gone, openPage, says, settled, shows, top, until, visit } from './suite.mjs'

const dot = '.live.on'
/** How many listen to the server's feed. */
const listeners = async ({ page, site }) => Number(/^parceldesk_feed_subscribers (\d+)/m.exec(await (await page.request.get(`${site.url}/metrics`)).text())?.[1])

const source = (path) => readFileSync(join(top, 'web/console', path), 'utf8')
/** What stands on these is changed by who looks at it, or seldom. */
const still = new Set(`account accuracy agents answer audit calendar calendars causes duplicates excuses factor fields form forms found gateways home import incoming-message kept lanes
  levels macros mappings mass-cause mass-causes missing notices outlets password people person plans pledges policy products promised provider push quarantine reasons roles routes rules
  ruleset rulesets settings sign-in states team teams templates thresholds tokens webhook webhooks weights`.split(/\s+/))
const heard = () => [...source('api/hears.ts').matchAll(/^ {2}(\w+): \{ changes: (?:\[(.*)\]|(found))/gm)].map(([, name, changes, found]) => ({
  name, changes: found ? ['watch.finding_changed'] : [...changes.matchAll(/'([\w.]+)'/g)].map(([, change]) => change),
}))

/** In the page: connections that the test speaks for, and how long the page waits, of which seconds pass in tenths and minutes in seconds. */
function standIn() {
  const streams = (window.parceldeskStreams = [])
  const waits = (window.parceldeskWaits = [])
  const wait = window.setTimeout
  window.setTimeout = (run, ms, ...more) => {
    waits.push(ms)
    return wait.call(window, run, ms > 60_000 ? ms / 100 : ms >= 1000 ? ms / 10 : ms, ...more)
  }
  window.EventSource = class extends EventTarget {
    static CLOSED = 2
    readyState = 1
    constructor() {
      super()
      streams.push(this)
      setTimeout(() => this.onopen?.())
    }
    close() {
      this.readyState = 2
    }
  }
}
const tell = (page, change, about) => page.evaluate(([name, data]) => {
  for (const stream of window.parceldeskStreams) if (stream.readyState !== 2) stream.dispatchEvent(new MessageEvent(name, { data, lastEventId: '7' }))
}, [change, JSON.stringify(about)])
/** How often a page has begun to wait so many ms. */
const waited = (page, ms) => page.evaluate((wanted) => window.parceldeskWaits.filter((one) => one === wanted).length, ms)
/** Pages of many readings, and how long they wait before they read again: not less, however much happens. */
const patient = { figures: 300_000, customer: 5000, waybills: 5000 }
/** Page after page of a signed-in person, whose connections the test speaks for. */
async function deaf({ page, browser }) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Shanghai', storageState: await page.context().storageState() })
  const own = await context.newPage()
  await withoutWorker(own)
  await own.addInitScript(standIn)
  return own
}

export const steps = [
  ['live: eight pages of one browser hear over one connection, and go on hearing when the first is closed', async (world) => {
    const { page, site, at } = world
    const first = await signedInAs(page, site, 'live.tabs', ['agent', 'supervisor'])
    const before = await listeners(world)
    const tabs = [first]
    for (let count = 1; count < 8; count++) tabs.push(await first.context().newPage())
    for (const tab of tabs) await tab.goto(at('/desk'))
    for (const tab of tabs) await shows(tab, dot)
    // of pages closed before, the server may hear only by and by
    await becomes(async () => await listeners(world) <= before + 1, true)
    await first.close()
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '八个页面', priority: 'urgent' })
    for (const tab of tabs.slice(1)) {
      await visit(tab, at(`/desk/tickets/${ticket.id}`))
    }
    await ask('post', `/tickets/${ticket.id}/entries`, { kind: 'note', text: '大家都看得到的一句' })
    for (const tab of tabs.slice(1)) await says(tab, '[data-test=timeline]', '大家都看得到的一句')
    await tabs[1].click('[data-test=leave]')
    await shows(tabs[1], 'input[name=login]')
    for (const tab of tabs.slice(2)) await says(tab, '.live', '未连接')
    await tabs[1].context().close()
  }],
  ['live: where no worker can be shared a page hears by itself', async (world) => {
    const { page, site, at } = world
    const own = await signedInAs(page, site, 'live.alone', ['agent'])
    await withoutWorker(own)
    const ticket = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '独自' })
    await own.goto(at(`/desk/tickets/${ticket.id}`))
    await shows(own, dot)
    await asker(page, site.url)('post', `/tickets/${ticket.id}/entries`, { kind: 'note', text: '也听得到的一句' })
    await says(own, '[data-test=timeline]', '也听得到的一句')
    await own.context().close()
  }],
  ['live: of every page it is known whether it hears of changes', async ({ assert }) => {
    const routes = [...source('router.ts').matchAll(/^ {2}\{ path: .*? name: '([\w-]+)'/gm)].map(([, name]) => name)
    const hear = heard().map(({ name }) => name).filter((name) => !['lookers', 'waiting'].includes(name))
    assert.deepEqual([...hear, ...still].sort(), routes.sort())
  }],
  ['live: every page that hears reads again after each of its changes, and not after those of others', async (world) => {
    const { page, site, at } = world
    const ask = asker(page, site.url)
    const [carrier, no] = [site.parcel.carrier, site.parcel.no]
    const { waybill } = await ask('get', `/waybills/${carrier}/${no}`)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '谁都在改', waybills: [{ no, carrier }] })
    const first = async (path, field = 'id') => (await ask('get', path)).items[0]?.[field]
    const one = {
      ticket: ticket.id, claim: await first('/claims?limit=1'), finding: await first('/watch/findings?limit=1'), incident: await first('/watch/incidents?limit=1'),
      customer: await first('/customers?limit=1'), article: await first('/articles?limit=1'), handoff: await first('/handoffs?limit=1'),
    }
    const paths = {
      desk: '/desk', ticket: `/desk/tickets/${one.ticket}`, incoming: '/desk/incoming', complaints: '/complaints', handoffs: '/complaints/handoffs', handoff: one.handoff && `/complaints/handoffs/${one.handoff}`,
      appeals: '/complaints/appeals', claims: '/claims', claim: one.claim && `/claims/${one.claim}`, watch: '/watch', finding: `/watch/findings/${one.finding}`, heat: '/watch/heat', incidents: '/watch/incidents',
      incident: one.incident && `/watch/incidents/${one.incident}`, waybills: '/waybills', waybill: `/waybills/${carrier}/${no}`, customers: '/customers', customer: `/customers/${one.customer}`,
      figures: '/figures', figure: '/figures/on_time', jobs: '/jobs', knowledge: '/knowledge', article: `/knowledge/${one.article}`, lookers: `/desk/tickets/${one.ticket}`,
    }
    /** What each change says of what the pages show. */
    const about = {
      'handoff.changed': { id: one.handoff }, 'ticket.changed': { id: one.ticket, customer_id: one.customer, waybills: [{ waybill_id: waybill.id, no }] },
      'ticket.looking': { ticket_id: one.ticket }, 'claim.changed': { id: one.claim, ticket_id: one.ticket, customer_id: one.customer, waybills: [{ waybill_id: waybill.id, no }] },
      'waybill.changed': { carrier, no, waybill_id: waybill.id, customer_id: one.customer }, 'watch.finding_changed': { finding_id: one.finding, waybill_id: waybill.id },
      'incident.changed': { incident_id: one.incident }, 'customer.changed': { id: one.customer }, 'article.changed': { id: one.article },
    }
    const own = await deaf(world)
    let asked = 0
    own.on('request', (request) => (asked += request.url().includes('/api/v1/') && !request.url().endsWith('/handoffs/count') && request.method() === 'GET' ? 1 : 0))
    for (const { name, changes } of heard()) {
      if (!paths[name]) continue
      await own.goto(at(paths[name]))
      await settled(own)
      for (const change of [...changes, 'reset']) {
        asked = 0
        const before = await waited(own, patient[name])
        await tell(own, change, about[change] ?? {})
        if (patient[name]) await becomes(() => waited(own, patient[name]), (count) => count > before, `${name} waits before it reads again`)
        await becomes(async () => asked, (count) => count > 0, `${name} reads again after ${change}`)
        await settled(own)
      }
    }
    await own.context().close()
  }],
  ['live: hundreds of changes at once are read once, and then once more', async (world) => {
    const { page, site, at } = world
    const ticket = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '忙的一小时' })
    const own = await deaf(world)
    await visit(own, at(`/desk/tickets/${ticket.id}`))
    let asked = 0
    let answer
    const held = new Promise((resolve) => (answer = resolve))
    await own.route(`**/api/v1/tickets/${ticket.id}`, async (route) => {
      asked++
      await held
      await route.continue()
    })
    for (let count = 0; count < 300; count++) await tell(own, 'ticket.changed', { id: ticket.id })
    await becomes(async () => asked, 1)
    for (let count = 0; count < 300; count++) await tell(own, 'ticket.changed', { id: ticket.id })
    answer()
    await becomes(async () => asked, 2)
    await settled(own)
    await own.context().close()
  }],
  ['live: a list that grew long says that there is news, and its counts go on', async (world) => {
    const { page, site, at, assert } = world
    const own = await deaf(world)
    const rows = Array.from({ length: 100 }, (_, row) => ({ id: `${row + 1}`, no: `T-${row}`, subject: '很多', kind: 'inquiry', type: 'new', priority: 'normal' }))
    let pages = 0
    let counted = 0
    await own.route(/\/api\/v1\/tickets\?/, (route) => {
      pages++
      const more = new URL(route.request().url()).searchParams.get('cursor')
      return route.fulfill({ json: more ? { items: rows.map((row) => ({ ...row, id: `9${row.id}` })), next: null } : { items: rows, next: 'more' } })
    })
    await own.route(/\/api\/v1\/desk\/count/, (route) => {
      counted++
      return route.continue()
    })
    await visit(own, at('/desk'))
    await own.click('.foot button:has-text("加载更多")')
    await says(own, '[data-test=shown]', '共 200 条')
    const read = pages
    counted = 0
    await tell(own, 'ticket.changed', { id: '1' })
    await shows(own, '[data-test=read-news]')
    await becomes(async () => counted, (count) => count > 0)
    await settled(own)
    assert.equal(pages, read)
    await own.click('[data-test=read-news]')
    await gone(own, '[data-test=read-news]')
    await says(own, '[data-test=shown]', '已显示 100 条')
    await own.context().close()
  }],
  ['live: a list that is asked for by the clock does not say that there is news, since nobody told of any', async (world) => {
    const { at, assert } = world
    const own = await deaf(world)
    const rows = Array.from({ length: 100 }, (_, row) => ({ id: `${row + 1}`, kind: 'desk.sweep', state: 'waiting', attempt: 0 }))
    let pages = 0
    let looked = 0
    await own.route(/\/api\/v1\/jobs\?/, (route) => {
      pages++
      const more = new URL(route.request().url()).searchParams.get('cursor')
      return route.fulfill({ json: more ? { items: rows.map((row) => ({ ...row, id: `9${row.id}` })), next: null } : { items: rows, next: 'more' } })
    })
    await own.route(/\/api\/v1\/archive$/, (route) => {
      looked++
      return route.continue()
    })
    await visit(own, at('/jobs'))
    await own.click('.foot button:has-text("加载更多")')
    await says(own, '[data-test=shown]', '共 200 条')
    const [read, seen] = [pages, looked]
    await tell(own, 'reset', {})
    await becomes(async () => looked, (count) => count > seen)
    await settled(own)
    await counts(own, '[data-test=read-news]', 0)
    assert.equal(pages, read)
    await own.context().close()
  }],
  ['live: of a long story only the end is read again, and what stands before it stays', async (world) => {
    const { page, site, at } = world
    const ask = asker(page, site.url)
    const { id } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '很长的一段' })
    await ask('post', `/tickets/${id}/entries`, { kind: 'note', text: '原话' })
    const { at: when, entry } = (await ask('get', `/tickets/${id}/timeline`)).items.find((one) => one.entry?.text === '原话')
    const moments = (from, count) => Array.from({ length: count }, (_, n) => ({ at: when, entry: { ...entry, id: `${from + n}`, text: `第 ${from + n} 句` } }))
    let last = 50
    const own = await deaf(world)
    await own.route(`**/api/v1/tickets/${id}/timeline?*`, (route) => {
      const more = new URL(route.request().url()).searchParams.get('cursor')
      return route.fulfill({ json: more ? { items: moments(1101, last), next: null } : { items: moments(1001, 100), next: 'more' } })
    })
    await visit(own, at(`/desk/tickets/${id}`))
    await own.click('#tab-panel button:has-text("后面的记录")')
    await counts(own, '[data-test=timeline] li[data-entry]', 150)
    last = 51
    await tell(own, 'ticket.changed', { id })
    await shows(own, '[data-test=timeline] li[data-entry="1151"]')
    await settled(own)
    await counts(own, '[data-test=timeline] li[data-entry]', 151)
    await own.context().close()
  }],
  ['live: a list that cannot be read says so, and not how many there are', async (world) => {
    const { at } = world
    const own = await deaf(world)
    await own.route(/\/api\/v1\/customers\?/, (route) => route.fulfill({ status: 500, json: { code: 'internal' } }))
    await own.goto(at('/customers'))
    await shows(own, '.list [role=alert]')
    await counts(own, '[data-test=shown]', 0)
    await own.context().close()
  }],
  ['live: how many handoffs wait for one stands in the navigation, and follows what becomes of them', async (world) => {
    const { page, site, at, quiet, shoot } = world
    const ask = asker(page, site.url)
    await ask('post', '/outlets', { code: 'LIVE-WAIT', name: '等待网点', kind: 'station', parent: 'SH-01' })
    const { one_time_password: first } = await ask('post', '/people', { login: 'live.waits', name: '等待', roles: ['station_clerk'], outlet: 'LIVE-WAIT' })
    const own = await openPage(page.context().browser())
    const headers = { 'X-Parceldesk': '1' }
    for (const [path, data] of [['session', { login: 'live.waits', password: first }], ['me/password', { present: first, password: site.password }]])
      await own.request.post(`${site.url}/api/v1/${path}`, { headers, data })
    const badge = 'nav.rail a[href="/console/complaints/handoffs"] [data-test=waits]'
    await own.goto(at('/'))
    await settled(own)
    await gone(own, badge)
    const { id } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '谁签收' })
    const given = []
    for (const question of ['谁签收的', '放在哪里'])
      given.push(await ask('post', `/tickets/${id}/handoffs`, { outlet: 'LIVE-WAIT', question, wait: false, minutes: 60 }))
    await own.click('nav.rail a[href="/console/complaints/handoffs"]')
    await says(own, badge, '2')
    await narrow(own, quiet, shoot, 'handoffs-wait')
    await ask('post', `/handoffs/${given[0].id}/moves`, { move: 'withdraw', text: '不用了' }, given[0].version)
    await own.click('nav.rail a.brand')
    await says(own, badge, '1')
    await own.context().close()
  }],
  ['live: who hears of no changes is told so, and reads again when they like', async (world) => {
    const { page, site, at, quiet, shoot } = world
    const own = await signedInAs(page, site, 'live.by-hand', ['analyst'])
    const read = (path) => Promise.all([own.waitForResponse((answer) => answer.url().includes(path) && answer.ok()), own.click('[data-test=read-again]')])
    await own.goto(at('/desk?tag=by-hand'))
    await settled(own)
    await says(own, '[data-test=by-hand]', '不实时更新')
    await narrow(own, quiet, shoot, 'by-hand')
    const { no } = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '后来的', tags: ['by-hand'] })
    await gone(own, `main a:has-text("${no}")`)
    await until(async () => {
      await read('/api/v1/tickets')
      await settled(own)
      return own.locator(`main a:has-text("${no}")`).count()
    })
    await says(own, '[data-test=by-hand]', /^\d\d:\d\d 已重新读取/)
    await own.goto(at('/network')) // a page that reads nothing again by itself
    await settled(own)
    await says(own, '[data-test=by-hand]', '不实时更新')
    await read('/api/v1/outlets')
    await shows(own, '[data-test=tree] li')
    await gone(page, '[data-test=by-hand]')
    await own.context().close()
  }],
  ['live: where the network comes back what could not be read is, and no error stays', async (world) => {
    const { page, site, at } = world
    const own = await signedInAs(page, site, 'live.offline', ['agent'])
    await own.goto(at('/desk'))
    await shows(own, dot)
    await own.context().setOffline(true)
    await own.click('nav.queues a >> nth=1')
    await says(own, 'main .problem', '连接不上服务器')
    await own.fill('form.box input', site.parcel.no)
    await own.press('form.box input', 'Enter')
    await says(own, 'form.box .problem', '连接不上服务器')
    await own.context().setOffline(false)
    await gone(own, '.problem')
    await shows(own, 'main [role=table]')
    await shows(own, dot)
    await own.context().close()
  }],
  ['live: a ticket of a customer who calls begins with the customer', async ({ page, site, at }) => {
    const { items: [customer] } = await asker(page, site.url)('get', '/customers?limit=1')
    await visit(page, at(`/customers/${customer.id}`))
    await page.click('[data-test=new-ticket]')
    await page.fill('[role=dialog] input[name=subject]', '打来电话的客户')
    await page.click('[role=dialog] button[type=submit]')
    await page.waitForURL('**/desk/tickets/*')
    await settled(page)
    const id = new URL(page.url()).pathname.split('/').at(-1)
    await becomes(async () => (await asker(page, site.url)('get', `/tickets/${id}`)).customer, customer.code)
  }],
  ['live: the public page has its icon', async ({ site, browser, assert }) => {
    const own = await (await browser.newContext()).newPage()
    await own.goto(`${site.url}/`)
    const icon = await own.getAttribute('link[rel=icon]', 'href')
    const answer = await own.request.get(new URL(icon, own.url()).href)
    assert.equal(answer.headers()['content-type'], 'image/svg+xml')
    await own.context().close()
  }],
]
export const pages = {}
