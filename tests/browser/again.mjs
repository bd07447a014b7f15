/** What is done again: after an answer was lost, after the session ended, after going back. */
import { asker, signedInAs, withoutBeats, withoutWorker } from './given.mjs'
import { becomes, counts, fieldHas, follow, gone, openPage, says, settled, shows, until, visit } from './suite.mjs'

const ticketOf = ({ page, site }, subject) => asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject })
/** How often words stand in a ticket's story. */
const told = ({ page, site }, ticket, words) => async () => {
  const { items } = await asker(page, site.url)('get', `/tickets/${ticket.id}/timeline`)
  return items.filter((one) => JSON.stringify(one).includes(words)).length
}
/** The first POST to an address is done, and its answer is lost. */
async function loseFirst(page, pattern) {
  let lost = false
  await page.route(pattern, async (route) => {
    if (lost || route.request().method() !== 'POST') return route.fallback()
    lost = true
    await route.fetch()
    await route.abort()
  })
}
/** What this page has not loaded yet is no more on the server, until a page is loaded from there. */
async function upgrade(page) {
  let old = true
  page.on('request', (request) => request.isNavigationRequest() && (old = false))
  await page.route(/\/console\/[^/]+\.(js|css)$/, (route) => (old ? route.fulfill({ status: 404 }) : route.fallback()))
}
const writing = 'textarea[name=words]'

export const steps = [
  ['an answer to the customer whose receipt was lost is there once when it is sent again, and its like after it is another', async (world) => {
    const { page, site, at } = world
    const ticket = await ticketOf(world, '网络断了一下')
    const own = await signedInAs(page, site, 'again.lost', ['agent'])
    await visit(own, at(`/desk/tickets/${ticket.id}`))
    await loseFirst(own, `**/tickets/${ticket.id}/entries`)
    const send = async () => {
      await own.fill(writing, '已联系网点处理')
      await own.press(writing, 'Control+Enter')
    }
    await send()
    await shows(own, 'form.writer [role=alert]')
    await becomes(told(world, ticket, '已联系网点处理'), 1)
    await fieldHas(own, writing, '已联系网点处理')
    await own.press(writing, 'Control+Enter')
    await fieldHas(own, writing, '')
    await settled(own)
    await counts(own, 'form.writer [role=alert]', 0)
    await becomes(told(world, ticket, '已联系网点处理'), 1)
    await send()
    await becomes(told(world, ticket, '已联系网点处理'), 2)
    await own.context().close()
  }],
  ['what a page asks after another one of the browser signed in as somebody else is not done in that one’s name', async (world) => {
    const { page, site, at, assert } = world
    const ticket = await ticketOf(world, '另一页换了人')
    const own = await signedInAs(page, site, 'again.first', ['agent'])
    await signedInAs(page, site, 'again.second', ['agent']).then((other) => other.context().close())
    await withoutBeats(own)
    await visit(own, at(`/desk/tickets/${ticket.id}`))
    await own.fill(writing, '第一个人答复的')
    await says(own, '[data-test=draft-said]', '已保存到服务器')
    const session = await own.request.post(`${site.url}/api/v1/session`, { headers: { 'X-Parceldesk': '1' }, data: { login: 'again.second', password: site.password } })
    assert.ok(session.ok(), await session.text())
    await own.press(writing, 'Control+Enter')
    await says(own, '[data-test=account]', 'again.second')
    await settled(own)
    await fieldHas(own, writing, '')
    assert.equal(await told(world, ticket, '第一个人答复的')(), 0)
    await own.fill(writing, '第二个人答复的')
    await own.press(writing, 'Control+Enter')
    await becomes(told(world, ticket, '第二个人答复的'), 1)
    await own.context().close()
  }],
  ['what was sent when the session was over is done after the sign-in, and no error stays', async (world) => {
    const { page, site, at } = world
    const ticket = await ticketOf(world, '登录过期')
    const own = await signedInAs(page, site, 'again.over', ['agent'])
    await withoutBeats(own)
    await visit(own, at(`/desk/tickets/${ticket.id}`))
    await own.fill(writing, '过期之前写的')
    await says(own, '[data-test=draft-said]', '已保存到服务器')
    await own.context().clearCookies()
    await own.press(writing, 'Control+Enter')
    await own.fill('[role=dialog] input[name=password]', site.password)
    await own.press('[role=dialog] input[name=password]', 'Enter')
    await becomes(told(world, ticket, '过期之前写的'), 1)
    await fieldHas(own, writing, '')
    await gone(own, '[role=dialog]')
    await counts(own, 'main [role=alert]', 0)
    await own.context().close()
  }],
  ['what the others do is heard again after the feed was refused and one signed in over the page', async (world) => {
    const { page, site, at } = world
    const ticket = await ticketOf(world, '听不见了')
    const own = await signedInAs(page, site, 'again.live', ['agent'])
    await withoutWorker(own)
    await own.route(/\/api\/v1\/feed(\?|$)/, (route) => route.fulfill({ status: 401 }))
    await visit(own, at(`/desk/tickets/${ticket.id}`))
    await says(own, '.live', '未连接')
    await own.context().clearCookies()
    await own.fill(writing, '还有人吗')
    await own.press(writing, 'Control+Enter')
    await shows(own, '[role=dialog] input[name=password]')
    await own.unrouteAll()
    await own.fill('[role=dialog] input[name=password]', site.password)
    await own.press('[role=dialog] input[name=password]', 'Enter')
    await gone(own, '[role=dialog]')
    await says(own, '.live', '实时')
    await asker(page, site.url)('post', `/tickets/${ticket.id}/entries`, { kind: 'note', text: '同事写的一句' })
    await says(own, '[data-test=timeline]', '同事写的一句')
    await own.context().close()
  }],
  ['who goes back to a list finds the words that they searched for, and they stand in no address', async (world) => {
    const { page, at, assert } = world
    const ticket = await ticketOf(world, '退回再找')
    const asked = []
    const listen = (request) => asked.push(new URL(request.url()))
    const askedFor = (path, words) => () => asked.some((url) => url.pathname === `/api/v1${path}` && url.searchParams.get('q') === words)
    page.on('request', listen)
    await visit(page, at('/desk'))
    const row = `[role=row] a:text-is("${ticket.no}")`
    await page.fill('input[name=words]', '退回再找')
    await until(async () => {
      await page.click('[data-test=search-words]')
      await settled(page)
      return (await page.locator(row).count()) > 0
    })
    assert.ok(!page.url().includes('?'), page.url())
    await follow(page, row, '**/desk/tickets/*')
    asked.length = 0
    await page.goBack()
    await settled(page)
    await fieldHas(page, 'input[name=words]', '退回再找')
    await until(askedFor('/tickets', '退回再找'))
    await shows(page, row)
    const box = 'main form[role=search] input'
    await follow(page, 'nav a[href="/console/customers"]', '**/customers')
    await fieldHas(page, box, '')
    await page.fill(box, '王')
    await page.press(box, 'Enter')
    await settled(page)
    await follow(page, 'nav a[href="/console/claims"]', '**/claims')
    asked.length = 0
    await page.goBack()
    await settled(page)
    await fieldHas(page, box, '王')
    await until(askedFor('/customers', '王'))
    page.off('request', listen)
  }],
  ['a pledge has the same figure in the console as in public', async ({ page, at }) => {
    const pledges = '**/api/v1/pledges'
    await page.route(pledges, async (route) => {
      const answer = await route.fetch()
      const body = await answer.json()
      Object.assign(body.items[0], { behind: 1000, share: 0.9416, tenths: 941, outcome: 'missed' })
      await route.fulfill({ response: answer, json: body })
    })
    await visit(page, at('/policy/pledges'))
    await says(page, '[role=row]:has-text("on-time"), tr:has-text("on-time")', '94.1%')
    await page.unroute(pledges)
  }],
  ['who goes where nothing is is told so on a page in both languages, and help is found from the first page', async ({ browser, site, quiet }) => {
    const visitor = await openPage(browser, { viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
    await visitor.goto(`${site.url}/nonsense`)
    await says(visitor, 'h1', '没有这个页面')
    await says(visitor, '[lang=en]', 'There is no such page')
    await quiet(visitor)
    await visitor.click('main a')
    await visitor.waitForURL(`${site.url}/`)
    await visitor.click('footer a[href^="/k"]')
    await says(visitor, 'main', '服务')
    await visitor.goto(`${site.url}/t/${site.parcel.no}`)
    await shows(visitor, 'footer a[href^="/k"]')
    await quiet(visitor)
    await visitor.context().close()
  }],
  ['a page whose code is gone since an upgrade says so and is loaded anew when the server is there, and one signs out all the same', async (world) => {
    const { page, site, at, quiet, shoot } = world
    const box = '[data-test=unreached]'
    const own = await signedInAs(page, site, 'again.code', ['agent'])
    await visit(own, at('/desk'))
    await upgrade(own)
    await own.click('#nav a[href="/console/waybills"]')
    await says(own, box, '页面打不开')
    await quiet(own)
    await shoot(own, 'unreached')
    const away = (route) => route.abort()
    await own.route('**/console/waybills', away)
    await own.click(`${box} [data-test=anew]`)
    await says(own, box, '连接不上服务器')
    await own.unroute('**/console/waybills', away)
    await follow(own, `${box} [data-test=anew]`, '**/console/waybills')
    await shows(own, 'main h1')
    await gone(own, box)
    await upgrade(own)
    await own.click('#nav a[href="/console/customers"]')
    await shows(own, box)
    await own.click('[data-test=leave]')
    await shows(own, 'input[name=login]')
    await own.context().close()
  }],
  ['a part of a ticket whose code is gone since an upgrade says so each time one comes upon it, and is there after the page is loaded anew', async (world) => {
    const { page, site, at } = world
    const box = '[data-test=unreached]'
    const ticket = await ticketOf(world, '升级以后')
    const own = await signedInAs(page, site, 'again.part', ['agent'])
    await visit(own, at(`/desk/tickets/${ticket.id}`))
    await upgrade(own)
    await own.click('#tab-handoffs')
    await says(own, box, '页面打不开')
    await own.click('#tab-timeline')
    await gone(own, box)
    await own.click('#tab-handoffs')
    await shows(own, box)
    await follow(own, `${box} [data-test=anew]`, '**/desk/tickets/*?tab=handoffs')
    await shows(own, '#tab-panel section')
    await gone(own, box)
    await own.context().close()
  }],
  ['who signs out leaves no page behind that asks without a session', async (world) => {
    const { page, site, at, assert } = world
    const own = await signedInAs(page, site, 'again.leaves', ['agent'])
    await withoutBeats(own)
    await visit(own, at('/desk'))
    const refused = []
    own.on('response', (answer) => answer.status() === 401 && refused.push(answer.url()))
    await follow(own, '[data-test=leave]', '**/sign-in')
    assert.deepEqual(refused, [])
    await own.context().close()
  }],
]
export const pages = {}
