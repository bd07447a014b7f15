/** The house: people's names, what comes in and is kept aside, codes, pushes, outlets, products, lanes, what a person may ask for. */
import { readFileSync } from 'node:fs'
import { open } from './box.mjs'
import { asker, signedInAs } from './given.mjs'
import { becomes, counts, fieldHas, follow, gone, meanwhile, says, settled, shows, until } from './suite.mjs'

const BOX = '[role=dialog]:visible'
const submit = (page) => page.click(`${BOX} [data-test=save]`)
const sure = (page) => page.click(`${BOX} [data-test=sure]`)
const rowOf = (text) => `[role=rowgroup] [role=row]:has-text("${text}")`
/** Of a source of its own: nobody knows its codes. */
async function unknownScans({ page, site }, events) {
  const data = events.map((event) => ({ carrier: 'sto', at: new Date(Date.now() - 3_600_000).toISOString(), ...event }))
  const answer = await page.request.post(`${site.url}/api/v1/scans`, { headers: { 'X-Parceldesk': '1', Prefer: 'wait' }, data })
  const said = await answer.json()
  if (said.quarantined !== events.length) throw new Error(JSON.stringify(said))
}
const stageOf = (ask, no) => async () => (await ask('get', `/waybills/sto/${no}`)).waybill.stage

export const steps = [
  ['colleagues are called by their names, and chosen by them', async (world) => {
    const { page, at, site } = world
    const ask = asker(page, site.url)
    await ask('post', '/people', { login: 'xiaomei', name: '李晓梅', roles: ['agent'] })
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '谁来跟进' })
    await page.goto(at(`/desk/tickets/${ticket.id}`)) // who has come since the last load is not known by name
    await settled(page)
    await page.fill('input[name=assign-to]', '李晓梅')
    await page.press('input[name=assign-to]', 'Tab')
    await fieldHas(page, 'input[name=assign-to]', 'xiaomei')
    await page.press('input[name=assign-to]', 'Enter')
    await becomes(async () => (await ask('get', `/tickets/${ticket.id}`)).owner, 'xiaomei')
    await says(page, 'section:has([name=assign-to])', '李晓梅')
    await shows(page, '[title=xiaomei]:has-text("李晓梅")')
    await open(world, '/desk?owner=xiaomei')
    await says(page, rowOf('谁来跟进'), '李晓梅')
  }],
  ['events that nobody understands are explained, mended and thrown away, each by itself', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await unknownScans(world, [{ no: '771234567890801', provider: 'acme', code: 'K1' }, { no: '771234567890802', provider: 'acme', code: 'K2' }, { no: '771234567890803', provider: 'acme', code: 'K3' }])
    await open(world, '/import/kept?provider=acme')
    await page.click(`${rowOf('K1')} a`)
    await page.click('[data-test=explain]')
    await fieldHas(page, `${BOX} input[name=code]`, 'K1')
    await page.selectOption(`${BOX} select[name=stage]`, 'hub_in')
    await submit(page)
    await shows(page, '[data-test=said]')
    await becomes(stageOf(ask, '771234567890801'), 'hub_in')
    await open(world, '/import/kept?provider=acme')
    await counts(page, rowOf('K1'), 0)
    await page.click(`${rowOf('K2')} a`)
    await page.click('[data-test=mend]')
    await submit(page)
    await says(page, `${BOX} [role=alert]`, /\S/)
    await page.selectOption(`${BOX} select[name=stage]`, 'collected')
    await submit(page)
    await says(page, '[data-test=said]', '771234567890802')
    await becomes(stageOf(ask, '771234567890802'), 'collected')
    await open(world, '/import/kept?provider=acme')
    await page.click(`${rowOf('K3')} a`)
    await page.click('[data-test=discard]')
    await page.fill(`${BOX} textarea[name=why]`, '对方的测试数据')
    await sure(page)
    await says(page, '[data-test=said]', '已丢弃')
    await open(world, '/import/kept?provider=acme')
    await page.click('[data-test=release]')
    await says(page, '[data-test=said]', '0')
    await counts(page, '[role=rowgroup] [role=row]', 0)
  }],
  ['what a code means is said and changed, both versions are shown to who was slower, and all are kept', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await open(world, '/import/codes?provider=beta')
    await page.click('[data-test=new]')
    await page.fill(`${BOX} input[name=provider]`, 'beta')
    await page.fill(`${BOX} input[name=code]`, 'B1')
    await page.selectOption(`${BOX} select[name=stage]`, 'hub_in')
    await submit(page)
    await says(page, rowOf('B1'), '到达分拨')
    await meanwhile(page, '**/api/v1/mappings', 'POST', () => ask('post', '/mappings', { provider: 'beta', code: 'B1', stage: 'delivered' }))
    await page.click(`${rowOf('B1')} [data-test=edit]`)
    await page.selectOption(`${BOX} select[name=stage]`, 'hub_out')
    await submit(page)
    await says(page, `${BOX} [data-test=both]`, /离开分拨[\s\S]*已签收/)
    await page.click(`${BOX} [data-test=both] button`)
    await says(page, rowOf('B1'), '离开分拨')
    await page.unroute('**/api/v1/mappings')
    await gone(page, '[role=dialog]')
    await page.click(`${rowOf('B1')} [data-test=history]`)
    await counts(page, `${BOX} [data-test=versions] > li`, 3)
    await page.keyboard.press('Escape')
    await gone(page, '[role=dialog]')
    await page.click(`${rowOf('B1')} [data-test=remove]`)
    await sure(page)
    await counts(page, rowOf('B1'), 0)
  }],
  ['a provider’s pushes are taken once a secret is agreed on', async (world) => {
    const { page } = world
    await open(world, '/import/pushes')
    await page.click('[data-test=push-kdniao] [data-test=edit]')
    await page.fill(`${BOX} input[name=account]`, '1151847')
    await page.fill(`${BOX} input[name=secret]`, 'agreed by telephone')
    await submit(page)
    await says(page, '[data-test=push-kdniao]', /接收中[\s\S]*1151847/)
  }],
  ['an outlet is added below another, renamed while somebody else does, found and closed', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await open(world, '/network')
    await page.click('[data-code=HUB-WH] [data-test=below]')
    await fieldHas(page, `${BOX} input[name=parent]`, 'HUB-WH')
    await page.fill(`${BOX} input[name=code]`, 'WH-91')
    await page.fill(`${BOX} input[name=name]`, '光谷网点')
    await page.fill(`${BOX} input[name=region]`, '420100')
    await submit(page)
    await becomes(async () => (await ask('get', '/outlets/WH-91')).parent, 'HUB-WH')
    await page.fill('input[name=sought]', 'WH-91')
    await page.press('input[name=sought]', 'Enter')
    await shows(page, '[data-test=tree] > li > [data-code=WH-91]')
    await meanwhile(page, '**/api/v1/outlets/*', 'PUT', async () => {
      const now = await ask('get', '/outlets/WH-91')
      await ask('put', '/outlets/WH-91', { name: '关山网点', kind: 'branch', parent: 'HUB-WH' }, now.version)
    })
    await page.click('[data-code=WH-91] [data-test=edit]')
    await page.fill(`${BOX} input[name=name]`, '光谷一部')
    await submit(page)
    await says(page, `${BOX} [data-test=both]`, /光谷一部[\s\S]*关山网点/)
    await page.click(`${BOX} [data-test=both] button`)
    await says(page, '[data-code=WH-91]', '光谷一部')
    await page.unroute('**/api/v1/outlets/*')
    await gone(page, '[role=dialog]')
    await page.click('[data-code=WH-91] [data-test=edit]')
    await page.check(`${BOX} input[name=closed]`)
    await submit(page)
    await says(page, '[data-code=WH-91]', '已停用')
    await page.click('[data-test=all]')
    await page.click('[data-code=HUB-WH] .open')
    await shows(page, '[data-code=WH-91]')
  }],
  ['a product and a lane are entered and changed, each change a version, and the lane is taken away', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await open(world, '/network/products')
    await page.click('[data-test=new]')
    await page.fill(`${BOX} input[name=code]`, 'night')
    await page.fill(`${BOX} input[name=name]`, '夜间达')
    await page.fill(`${BOX} input[name=cutoff_minute]`, '19:30')
    await page.fill(`${BOX} input[name=collect_minute]`, '21:00')
    await submit(page)
    await says(page, '[data-code=night]', /19:30[\s\S]*21:00/)
    await gone(page, '[role=dialog]')
    await meanwhile(page, '**/api/v1/products/night', 'PUT', async () => {
      const now = await ask('get', '/products/night')
      await ask('put', '/products/night', { code: 'night', name: '夜间达', cutoff_minute: 1080, collect_minute: 1260 }, now.version)
    })
    await page.click('[data-code=night] [data-test=edit]')
    await page.fill(`${BOX} input[name=cutoff_minute]`, '20:00')
    await submit(page)
    await says(page, `${BOX} [data-test=both]`, /20:00[\s\S]*18:00/)
    await page.click(`${BOX} [data-test=both] button`)
    await says(page, '[data-code=night]', '20:00')
    await page.unroute('**/api/v1/products/night')
    await gone(page, '[role=dialog]')
    await page.click('[data-code=night] [data-test=history]')
    await counts(page, `${BOX} [data-test=versions] > li`, 3)
    await open(world, '/network/lanes?product=night')
    await page.click('[data-test=new]')
    await fieldHas(page, `${BOX} select[name=product]`, 'night')
    await page.fill(`${BOX} input[name=origin]`, '310000')
    await page.fill(`${BOX} input[name=destination]`, '*')
    await page.fill(`${BOX} input[name=delivery_days]`, '1')
    await page.fill(`${BOX} input[name=delivery_minute]`, '22:00')
    await submit(page)
    await says(page, rowOf('夜间达'), /上海[\s\S]*第 1 天 22:00 前/)
    await gone(page, '[role=dialog]')
    await page.click(`${rowOf('夜间达')} [data-test=edit]`)
    await page.fill(`${BOX} input[name=delivery_days]`, '2')
    await submit(page)
    await says(page, rowOf('夜间达'), '第 2 天')
    await gone(page, '[role=dialog]')
    await page.click(`${rowOf('夜间达')} [data-test=history]`)
    await says(page, `${BOX} [data-test=versions]`, /1[\s\S]*→[\s\S]*2/)
    await page.keyboard.press('Escape')
    await gone(page, '[role=dialog]')
    await page.click(`${rowOf('夜间达')} [data-test=remove]`)
    await sure(page)
    await counts(page, rowOf('夜间达'), 0)
  }],
  ['what is kept of a person leaves as a file, consents stand in a ledger, and erasing leaves a proof', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'GONE-1', name: '钱要走', phone: '13900139000' }])
    const [customer] = (await ask('get', '/customers?code=GONE-1')).items
    for (const said of ['given', 'withdrawn']) await ask('post', `/customers/${customer.id}/consents`, { purpose: 'marketing', channel: 'sms', said })
    await open(world, `/customers/${customer.id}`)
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=everything]')])
    assert.ok(readFileSync(await file.path(), 'utf8').includes('钱要走'))
    await page.click('[data-test=ledger-open]')
    await counts(page, `${BOX} [data-test=ledger] > li`, 2)
    await says(page, `${BOX} [data-test=ledger]`, 'admin')
    await page.keyboard.press('Escape')
    await gone(page, '[role=dialog]')
    await page.click('[data-test=erase]')
    await page.fill(`${BOX} textarea[name=why]`, '本人来信要求')
    await sure(page)
    await says(page, '[data-test=proof]', '本人来信要求')
    await counts(page, '[data-test=erase]', 0)
    await becomes(async () => (await page.textContent('main')).includes('钱要走'), false)
  }],
  ['lists leave as spreadsheets, as they are filtered', async (world) => {
    const { page, assert } = world
    for (const path of ['/waybills?view=late', '/desk?kinds=inquiry', '/complaints', '/watch', '/claims']) {
      await open(world, path)
      const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=xlsx]')])
      assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK', path)
    }
  }],
  ['a ticket is followed by a key, and left', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '关注一下' })
    await open(world, `/desk/tickets/${ticket.id}`)
    await says(page, '[data-test=followers]', '没有人关注')
    await page.keyboard.press('f')
    await says(page, '[data-test=followers] ul', 'admin')
    await page.click('[data-test=follow]')
    await says(page, '[data-test=followers]', '没有人关注')
    await becomes(async () => (await ask('get', `/tickets/${ticket.id}/followers`)).items.length, 0)
  }],
  ['what others wrote on a ticket one follows is listed until it was opened', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '有新动态请告诉我' })
    const news = async () => (await ask('get', '/tickets?unread=true&limit=200')).items.some((one) => one.id === ticket.id)
    await ask('put', `/tickets/${ticket.id}/following`)
    await becomes(news, false)
    const other = await signedInAs(page, site, 'tells', ['agent'])
    await asker(other, site.url)('post', `/tickets/${ticket.id}/entries`, { kind: 'note', text: '客户又来电' })
    await other.context().close()
    await open(world, '/desk?unread=true')
    await follow(page, `a:has-text("${ticket.no}")`, `**/desk/tickets/${ticket.id}`)
    await says(page, '[data-test=followers] ul', 'admin')
    await becomes(news, false)
  }],
]

let kept
async function keptEvent(world) {
  const ask = asker(world.page, world.site.url)
  if (!kept) await unknownScans(world, [{ no: '771234567890809', provider: 'gamma', code: 'G1', text: '快件到达' }])
  await until(async () => (kept ??= (await ask('get', '/quarantine?provider=gamma')).items[0]?.id))
  return kept
}
export const pages = {
  quarantine: async (world) => (await keptEvent(world), '/import/kept'),
  'quarantine-event': async (world) => `/import/kept/${await keptEvent(world)}`,
  codes: () => '/import/codes',
  pushes: () => '/import/pushes',
  outlets: () => '/network',
  products: () => '/network/products',
  lanes: () => '/network/lanes',
}
