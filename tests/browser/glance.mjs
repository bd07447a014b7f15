/** What is asked in passing: what would be promised, whose a number may be, how it stands with a customer, whether an article helped. */
import { box, open } from './box.mjs'
import { asker } from './given.mjs'
import { becomes, counts, fieldHas, follow, gone, meanwhile, says, settled, shows, until } from './suite.mjs'

export const steps = [
  ['what a parcel would be promised is asked by product, place and hour, and the address keeps the question', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await ask('post', '/products', { code: 'glance', name: '试算快递', calendar: 'cn', cutoff_minute: 960, collect_minute: 1200 })
    await ask('post', '/lanes', { product: 'glance', origin: '310000', destination: '440300', delivery_days: 2, delivery_minute: 1080 })
    await open(world, '/network/lanes')
    await follow(page, 'nav a[href="/console/network/promised"]', '**/network/promised')
    await says(page, 'main h1', '时效试算')
    await page.selectOption('main [name=product]', 'glance')
    await page.fill('main [name=origin]', '310000')
    await page.fill('main [name=destination]', '440300')
    await page.fill('main [name=accepted_at]', '2026-11-20T15:59')
    await page.click('[data-test=ask]')
    await says(page, '[data-test=promised] h2', /上海 → 深圳/)
    await says(page, '[data-test=deliver-by]', /11\/24.*18:00/)
    await says(page, '[data-test=promised]', /收寄后第 4 天[\s\S]*11\/20.*15:59[\s\S]*上海[\s\S]*深圳[\s\S]*第 1 版/)
    assert.equal(new URL(page.url()).searchParams.get('accepted_at'), '2026-11-20T15:59')
    await page.fill('main [name=accepted_at]', '2026-11-20T16:00')
    await page.click('[data-test=ask]')
    await says(page, '[data-test=deliver-by]', /11\/25.*18:00/)
    await page.reload()
    await settled(page)
    await fieldHas(page, 'main [name=accepted_at]', '2026-11-20T16:00')
    await says(page, '[data-test=deliver-by]', /11\/25.*18:00/)
    await page.fill('main [name=destination]', '110000')
    await page.click('[data-test=ask]')
    await says(page, '[data-test=no-promise]', /上海 到 北京/)
    await counts(page, '[data-test=promised]', 0)
    await page.fill('main [name=destination]', '上海滩')
    await page.click('[data-test=ask]')
    await says(page, 'main [role=alert]', '没有“上海滩”这个地区')
    await counts(page, '[data-test=no-promise]', 0)
    await follow(page, 'main nav a[href="/console/network/lanes"]', '**/network/lanes')
  }],
  ['of a number that nobody brought in it is said whose it looks like', async (world) => {
    const { page } = world
    await open(world, '/')
    await page.keyboard.press('/')
    await page.keyboard.type('SF1234567890123')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/found')
    await says(page, '[data-test=hints]', /SF1234567890123[\s\S]*顺丰速运/)
    await follow(page, '[data-test=hints] a', '**/import')
    await page.keyboard.press('/')
    await page.keyboard.type('没有这个人名')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/found')
    await settled(page)
    await counts(page, '[data-test=hints]', 0)
  }],
  ['beside a ticket stand its parcel, which moves while one looks, and whose it is', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    const no = `7700${String(Date.now()).padStart(14, '0')}`
    const scanned = (stage, minutes, more) => ask('post', '/scans', [{ carrier: 'sto', no, stage, at: new Date(Date.now() - minutes * 60_000).toISOString(), ...more }])
    await ask('post', '/customers', [{ code: 'GLANCE-B', name: '在旁边的客户' }])
    await scanned('hub_in', 90)
    await becomes(async () => (await ask('get', `/waybills?no=${no}`)).items.length, 1)
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '看着快件走', customer: 'GLANCE-B', waybills: [{ carrier: 'sto', no }] })
    await open(world, `/desk/tickets/${ticket.id}`)
    await says(page, '[data-test=customer]', /在旁边的客户\s*GLANCE-B/)
    await says(page, '[data-test=glance] [data-count=tickets]', '1')
    await says(page, '[data-test=ticket-parcel]', /到达分拨/)
    await shows(page, '[data-test=ticket-parcel] ol.upright')
    await scanned('out_for_delivery', 5, { exception: 'damaged' })
    await says(page, '[data-test=ticket-parcel]', /派送[\s\S]*破损/)
    await follow(page, '[data-test=ticket-parcel] a', `**/waybills/sto/${no}`)
  }],
  ['a customer who calls for the first time is entered, and a number that is taken is refused', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'GLANCE-0', name: '早已登记' }])
    await open(world, '/customers')
    await page.keyboard.press('a')
    await fieldHas(page, `${box} [name=code]`, (code) => /^K\d{18}$/.test(code))
    await page.fill(`${box} [name=code]`, 'GLANCE-0')
    await page.fill(`${box} [name=name]`, '初次来电')
    await page.fill(`${box} [name=phone]`, '13900139000')
    await page.click(`${box} [data-test=save]`)
    await says(page, `${box} [role=alert]`, '已经有这个编号的客户')
    await page.fill(`${box} [name=code]`, 'GLANCE-8')
    await meanwhile(page, '**/api/v1/customers?*', 'POST', () => ask('post', '/customers', [{ code: 'GLANCE-8', name: '同时登记' }]))
    await page.click(`${box} [data-test=save]`)
    await says(page, `${box} [role=alert]`, '已经有这个编号的客户')
    await becomes(async () => (await ask('get', '/customers?code=GLANCE-8')).items.map(({ name }) => name), ['同时登记'])
    await page.fill(`${box} [name=code]`, 'GLANCE-9')
    await page.fill(`${box} [name=outlet]`, 'NOWHERE')
    await page.click(`${box} [data-test=save]`)
    await says(page, `${box} [role=alert]`, '网点')
    await page.fill(`${box} [name=outlet]`, '')
    await page.click(`${box} [data-test=save]`)
    await page.waitForURL(/\/customers\/\d+$/)
    await says(page, 'main h1', '初次来电')
    const { items: [one] } = await ask('get', '/customers?code=GLANCE-0')
    assert.equal(one.name, '早已登记')
  }],
  ['a customer’s page begins with what is open, and leads there', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'GLANCE-1', name: '看一眼' }])
    const { items: [customer] } = await ask('get', '/customers?code=GLANCE-1')
    await open(world, `/customers/${customer.id}`)
    await says(page, '[data-count=tickets] dd', '0')
    await says(page, '[data-count=last_contact]', '还没有')
    const ticket = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '看一眼', customer: 'GLANCE-1' })
    await ask('post', `/tickets/${ticket.id}/entries`, { kind: 'call', direction: 'in', channel: 'phone', text: '到哪里了' })
    await until(async () => {
      await page.reload()
      await settled(page)
      return (await page.textContent('[data-count=tickets] dd')) === '1'
    })
    await says(page, '[data-count=open_parcels] dd', '0')
    await follow(page, '[data-count=tickets] a', '**/desk?customer=GLANCE-1')
    await shows(page, `[role=row] a:text-is("${ticket.no}")`)
  }],
  ['whoever reads an article says whether it helped, and it is counted', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    const { id } = await ask('post', '/articles', { code: 'glance', language: 'zh-CN', kind: 'article', audience: 'agent', title: '看一眼就懂', body: '先看时效。' })
    await open(world, `/knowledge/${id}`)
    await counts(page, '[data-test=feedback]', 0)
    const { version } = await ask('get', `/articles/${id}`)
    await ask('post', `/articles/${id}/publication`, { why: '试' }, version)
    await page.reload()
    await settled(page)
    await says(page, '[data-test=helped]', /0 人[\s\S]*0 人/)
    await page.click('[data-test=helpful]')
    await says(page, '[data-test=feedback] [role=status]', '谢谢')
    await says(page, '[data-test=helped]', /1 人[\s\S]*0 人/)
    await gone(page, '[data-test=helpful]')
    await page.reload()
    await settled(page)
    await page.click('[data-test=unhelpful]')
    await becomes(async () => {
      const { helpful, unhelpful } = await ask('get', `/articles/${id}`)
      return [helpful, unhelpful]
    }, [1, 1])
  }],
  ['why a ticket was sent to somebody is told, and one that nobody has is sent on', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await ask('post', '/teams', { code: 'GLANCE', name: '货款组', skills: [] })
    await ask('post', '/desk/routes', { code: 'glance', position: 0, kind: 'complaint', category: 'cod', team: 'GLANCE', skills: ['泰语'] })
    const ticket = await ask('post', '/tickets', { kind: 'complaint', channel: 'phone', category: 'cod', subject: '谁来办' })
    await open(world, `/desk/tickets/${ticket.id}`)
    await page.click('[data-test=sent] summary')
    await shows(page, '[data-test=sent] dl, [data-test=sent] p.muted') // the desk may not have come to it yet
    await page.click('[data-test=send-ticket]')
    await says(page, '[data-test=sent] [role=status]', '等待分派')
    await says(page, '[data-test=sent] dl', /分派时间[\s\S]*现在没有人能接[\s\S]*glance · 第 1 版[\s\S]*泰语/)
    await ask('delete', '/desk/routes/glance', undefined, (await ask('get', '/desk/routes/glance')).version)
  }],
]
export const pages = {
  promised: () => '/network/promised?product=standard&origin=310000&destination=440300',
}
