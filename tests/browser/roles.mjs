/** The roles of the trade, each at its own work: from the sign-in page to what is done, in both languages, and up to where it ends. */
import { readFileSync } from 'node:fs'
import { asker, complaintAt, speak } from './given.mjs'
import { becomes, counts, follow, gone, openPage, says, settled, shows, unsaid, visit } from './suite.mjs'
import { readCatalogues } from './texts.mjs'

const BOX = '[role=dialog]:visible'
const rowOf = (text) => `[role=rowgroup] [role=row]:has-text("${text}")`
/** A password that its person chose already: what is tried is the work. */
async function made({ page, site, assert }, login, roles, more = {}) {
  const ask = asker(page, site.url)
  const { one_time_password: present } = await ask('post', '/people', { login, name: login, roles, ...more })
  const other = await openPage(page.context().browser())
  const headers = { 'X-Parceldesk': '1' }
  for (const [path, data] of [['session', { login, password: present }], ['me/password', { present, password: site.password }]])
    assert.ok((await other.request.post(`${site.url}/api/v1/${path}`, { headers, data })).ok(), path)
  await other.context().clearCookies()
  return other
}
/** Signs in on the page, in one language and then in the other, works, and signs out; what a role may not do leads nowhere. */
async function atWork(world, login, roles, work, more = {}) {
  const { at, site, assert } = world
  const catalogues = await readCatalogues()
  const page = await made(world, login, roles, more)
  const refused = []
  page.on('response', (answer) => [400, 403, 422].includes(answer.status()) && answer.request().method() === 'GET' && refused.push(`${answer.status()} ${answer.url()}`))
  await page.goto(at('/sign-in'))
  for (const language of ['zh', 'en']) {
    const forbidden = catalogues.parts[language].forbidden_why.split('{')[0]
    if (language === 'en') {
      await speak(page, language)
      await page.reload()
    }
    await page.fill('input[name=login]', login)
    await page.fill('input[name=password]', site.password)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${site.url}/console/`)
    await settled(page)
    const navigation = () => page.locator('nav.rail a[href^="/console/"]:not(.brand)').evaluateAll((links) => links.map((link) => link.getAttribute('href').slice('/console/'.length)))
    const go = (path) => visit(page, at(path))
    await work({ page, language, forbidden, navigation, go })
    await page.click('[data-test=leave]')
    await page.waitForURL('**/sign-in')
  }
  assert.deepEqual(refused, [])
  await page.context().close()
}
/** A page of which it is said what right it takes. */
async function noRight({ page, forbidden, go }, path) {
  await go(path)
  await says(page, 'main .problem', forbidden)
}
/** What the browser is given to keep. */
async function taken(page, click) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(click)])
  return readFileSync(await file.path())
}

export const steps = [
  ['role senior_agent: takes a complaint, answers the customer and closes it', async (world) => {
    const ask = asker(world.page, world.site.url)
    const { assert } = world
    await atWork(world, 'role-senior', ['senior_agent'], async ({ page, go, language, navigation }) => {
      const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: `高级客服 ${language}` })
      await go('/desk')
      await shows(page, '[data-test=queue-all] .due')
      assert.deepEqual((await navigation()).slice(0, 4), ['desk', 'complaints', 'complaints/handoffs', 'claims'])
      await page.setViewportSize({ width: 390, height: 844 })
      await settled(page)
      await becomes(() => page.locator('nav.queues a').evaluateAll((links) => links.every((link) => link.scrollWidth <= link.clientWidth && [...link.children].every((part) => part.scrollWidth <= part.clientWidth))), true, 'no queue runs over its own')
      await page.setViewportSize({ width: 1440, height: 900 })
      await go(`/desk/tickets/${ticket.id}`)
      await page.keyboard.press('t')
      await gone(page, '[data-test=take]')
      await page.fill('textarea[name=words]', '今天下午派送')
      await page.press('textarea[name=words]', 'Control+Enter')
      await says(page, '[data-test=timeline]', '今天下午派送')
      await settled(page)
      for (const state of ['resolved', 'closed']) {
        await page.click(`[data-test=move-${state}]`)
        await becomes(async () => (await ask('get', `/tickets/${ticket.id}`)).state, state)
        await settled(page)
      }
    })
  }],
  ['role specialist: finds the customers that are theirs, and answers one', async (world) => {
    const ask = asker(world.page, world.site.url)
    let customer
    await atWork(world, 'role-specialist', ['specialist'], async ({ page, go, language }) => {
      if (!customer) {
        await ask('post', '/customers', [{ code: 'ROLE-VIP', kind: 'company', name: '上官专属商行', phone: '13500135001', specialist: 'role-specialist' }, { code: 'ROLE-OTHER', kind: 'company', name: '别人的商行' }])
        customer = (await ask('get', '/customers?code=ROLE-VIP')).items[0]
      }
      const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: `月结 ${language}`, customer: 'ROLE-VIP' })
      await go('/customers?specialist=role-specialist')
      await counts(page, '[role=rowgroup] [role=row]', 1)
      await follow(page, `${rowOf('上官专属商行')} a`, `**/customers/${customer.id}`)
      await says(page, '[data-test=facts]', '13500135001')
      await follow(page, `main a[href$="/desk/tickets/${ticket.id}"]`, `**/desk/tickets/${ticket.id}`)
      await page.keyboard.press('r')
      await page.fill('textarea[name=words]', '账单已重开')
      await page.press('textarea[name=words]', 'Control+Enter')
      await says(page, '[data-test=timeline]', '账单已重开')
      await settled(page)
      await page.click('[data-test=move-resolved]')
      await becomes(async () => (await ask('get', `/tickets/${ticket.id}`)).type, 'resolved')
    })
  }],
  ['role analyst: opens a figure down to its rows, takes both away, and sees nobody’s contact', async (world) => {
    const { site, assert } = world
    const { waybill } = await asker(world.page, site.url)('get', `/waybills/${site.parcel.carrier}/${site.parcel.no}`)
    await atWork(world, 'role-analyst', ['analyst'], async (own) => {
      const { page, go } = own
      await page.click('nav.rail a[href="/console/figures"]')
      await page.waitForURL('**/figures')
      await settled(page)
      await go('/figures/on_time?by=carrier&days=60')
      assert.match(String(await taken(page, '.head [data-test=csv]')), /^\ufeff?by,numerator,denominator,value/)
      assert.equal((await taken(page, '.head [data-test=xlsx]')).subarray(0, 2).toString(), 'PK')
      await page.click('table [data-test=behind]')
      await shows(page, '[role=rowgroup] [role=row] a')
      assert.equal((await taken(page, '.tools [data-test=xlsx]')).subarray(0, 2).toString(), 'PK')
      await follow(page, '[role=rowgroup] [role=row] a', '**/waybills/*/*')
      await go(`/waybills/${site.parcel.carrier}/${site.parcel.no}`)
      await says(page, '[data-test=receiver]', '****')
      await unsaid(page, 'main', waybill.receiver_phone)
      await counts(page, '[data-test=ask-contact], [data-test=new-ticket]', 0)
      await noRight(own, '/people')
    })
  }],
  ['role hr: enters who comes, whose rights others give, and sees nothing of customers', async (world) => {
    const { assert } = world
    const ask = asker(world.page, world.site.url)
    await atWork(world, 'role-hr', ['hr'], async (own) => {
      const { page, go, language, navigation } = own
      assert.deepEqual(await navigation(), ['people', 'network'])
      await go('/people?sort=-created_at') // the newest in sight
      await page.click('[data-test=new]')
      await page.fill(`${BOX} input[name=login]`, `newcomer-${language}`)
      await page.fill(`${BOX} input[name=name]`, '欧阳新来')
      await page.click(`${BOX} [data-test=save]`)
      await says(page, 'main', `newcomer-${language}:`)
      await becomes(async () => (await ask('get', '/people?limit=200')).items.find(({ login }) => login === `newcomer-${language}`)?.roles, [])
      await says(page, rowOf(`newcomer-${language}`), '欧阳新来')
      for (const path of ['/customers', '/waybills', '/desk', '/settings']) await noRight(own, path)
    })
  }],
  ['role courier: answers what the desk hands to the outlet', async (world) => {
    const { assert } = world
    const ask = asker(world.page, world.site.url)
    await atWork(world, 'role-courier', ['courier'], async (own) => {
      const { page, navigation, language } = own
      assert.deepEqual(await navigation(), ['complaints/handoffs', 'waybills', 'network', 'import'])
      const ticket = await complaintAt(ask, null, { subject: '转交快递员' })
      const question = `放在哪里了 ${language}`
      await ask('post', `/tickets/${ticket.id}/handoffs`, { outlet: 'SH-02', question, wait: false })
      await page.click('nav.rail a[href="/console/complaints/handoffs"]')
      await page.waitForURL('**/complaints/handoffs')
      await settled(page)
      await counts(page, 'nav.rail a[aria-current]', 1)
      await follow(page, `${rowOf(question)} a`, '**/complaints/handoffs/*')
      await gone(page, '[data-test=to-ticket]') // it is not theirs to see
      await page.click('[data-test=handoff-accept]')
      await gone(page, '[data-test=handoff-accept]')
      await page.fill('textarea[name^=handoff]', '放在门卫室，有签字')
      await page.click('[data-test=handoff-answer]')
      await becomes(async () => (await ask('get', `/tickets/${ticket.id}/handoffs`)).items.map(({ state, answer }) => [state, answer]), [['answered', '放在门卫室，有签字']])
      await noRight(own, `/desk/tickets/${ticket.id}`)
      await noRight(own, '/customers')
    }, { outlet: 'SH-02' })
  }],
  ['role client_user: sees the parcels of one company alone, and complains of one on the public pages', async (world) => {
    const { site, assert } = world
    const ask = asker(world.page, site.url)
    const no = '771000000008801'
    await ask('post', '/customers', [{ code: 'ROLE-CLIENT', kind: 'company', name: '尉迟客户', phone: '13500135002' }])
    await ask('post', '/waybills', [{ carrier: 'sto', no, customer_ref: 'ROLE-CLIENT', sender_phone: '13500135002' }])
    const { items: [{ id }] } = await ask('get', '/customers?code=ROLE-CLIENT')
    for (const [login, role, pages] of [['role-client', 'client_user', ['waybills', 'figures']], ['role-consumer', 'consumer', ['waybills']]])
      await atWork(world, login, [role], async (own) => {
        const { page, go, navigation } = own
        assert.deepEqual(await navigation(), pages)
        await go('/waybills')
        await counts(page, '[role=rowgroup] [role=row]', 1)
        await follow(page, `${rowOf(no)} a`, `**/waybills/sto/${no}`)
        assert.equal(await page.getAttribute('[data-test=complain]', 'href'), `/my/ask/complaint?no=${no}`)
        await go(`/waybills/${site.parcel.carrier}/${site.parcel.no}`)
        await shows(page, 'main .problem')
        await unsaid(page, 'main', 'eta')
        await noRight(own, '/desk')
        await noRight(own, '/customers')
      }, { customer_id: id })
  }],
  ['role integration: its token works at the interface, and is told on the sign-in page that it is none of a person', async (world) => {
    const { page, at, site, assert } = world
    const { secret } = await asker(page, site.url)('post', '/tokens', { name: 'warehouse', rights: ['waybill.read', 'waybill.write', 'scan.write', 'ticket.read'] })
    const answer = await fetch(`${site.url}/api/v1/waybills?limit=1`, { headers: { Authorization: `Bearer ${secret}` } })
    assert.equal(answer.status, 200)
    const { shell } = await readCatalogues()
    const other = await openPage(page.context().browser())
    const sent = []
    other.on('request', (request) => request.method() === 'POST' && sent.push(request.url()))
    for (const language of ['zh', 'en']) {
      await other.goto(at('/sign-in'))
      await speak(other, language)
      await other.reload()
      await other.fill('input[name=login]', 'warehouse')
      await other.fill('input[name=password]', secret)
      await other.keyboard.press('Enter')
      await says(other, '[data-test=token]', shell[language].sign_in.token)
      await world.quiet(other)
    }
    assert.deepEqual(sent, [])
    await other.context().close()
  }],
]
export const pages = {}
