/** In a browser that stands in another zone than the company: what is typed is the clock that is shown. */
import { asker, complaintAt } from './given.mjs'
import { becomes, gone, openPage, says, shows, until, visit } from './suite.mjs'

const box = '[role=dialog]:visible'
/** The same person, elsewhere: in whose browser it is another hour, and mostly another day. */
async function elsewhere({ page, browser }, timezoneId, work) {
  const other = await openPage(browser, { timezoneId, storageState: await page.context().storageState() })
  try {
    await work(other)
  } finally {
    await other.context().close()
  }
}
const ZONES = ['UTC', 'America/Los_Angeles']

export const steps = [
  ['days ago are counted by the company’s calendar, not in stretches of 24 hours', async (world) => {
    const { page, at, site } = world
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'ZONE-AGO', name: '前天来电' }])
    const { items: [{ id }] } = await ask('get', '/customers?code=ZONE-AGO')
    const days = [['2031-11-23T09:02:00+08:00', '2031-11-21T23:11:00+08:00', '前天'], ['2031-11-23T23:50:00+08:00', '2031-11-22T00:10:00+08:00', '昨天'], ['2031-11-23T09:02:00+08:00', '2031-11-22T23:11:00+08:00', '10小时前']]
    for (const [now, heard, said] of days) {
      await elsewhere(world, 'America/Los_Angeles', async (other) => {
        await other.clock.setFixedTime(new Date(now))
        await other.route(`**/api/v1/customers/${id}/overview`, async (route) => {
          const answer = await route.fetch()
          await route.fulfill({ response: answer, json: { ...(await answer.json()), last_contact_at: heard } })
        })
        await visit(other, at(`/customers/${id}`))
        await says(other, '[data-count=last_contact] dd', said)
      })
    }
  }],
  ['elsewhere, a mass cause is begun and declared by the company’s clock', async (world) => {
    const { page, at, site } = world
    const ask = asker(page, site.url)
    for (const [n, zone] of ZONES.entries()) {
      const text = `异地填写${n}`
      await elsewhere(world, zone, async (other) => {
        await visit(other, at('/watch/causes?new'))
        await says(other, `${box} [data-test=zone]`, 'Asia/Shanghai')
        const now = Date.now() + 8 * 3_600_000
        await becomes(() => other.inputValue(`${box} [name=from]`), (typed) => Math.abs(Date.parse(`${typed}:00Z`) - now) < 3_600_000)
        await other.fill(`${box} [name=text]`, text)
        await other.selectOption(`${box} [name=reason]`, { index: 1 })
        await other.fill(`${box} [name=from]`, '2031-11-23T06:00')
        await other.fill(`${box} [name=until]`, '2031-11-23T18:00')
        await other.fill(`${box} [name=sites]`, 'HUB-WH')
        await other.click(`${box} [data-test=save]`)
        await gone(other, '[role=dialog]')
        await says(other, `[role=row]:has-text("${text}")`, /11\/23[^–]*06:00 – [^–]*11\/23[^–]*18:00/)
      })
      await until(async () => (await ask('get', '/causes?limit=100')).items.some((one) => one.text === text && one.from === '2031-11-23T06:00:00+08:00' && one.until === '2031-11-23T18:00:00+08:00'))
    }
  }],
  ['elsewhere, an appeal keeps the hour that was typed', async (world) => {
    const { page, at, site } = world
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, 'registered', { subject: '异地录入申诉' })
    await elsewhere(world, 'America/Los_Angeles', async (other) => {
      await visit(other, at(`/desk/tickets/${ticket.id}?tab=complaint`))
      await other.click('[data-test=appeals] summary')
      await shows(other, '[data-test=appeals] [data-test=zone]')
      await other.fill('[data-test=appeals] [name=reference]', 'YD-2026-0001')
      await other.fill('[data-test=appeals] [name=authority]', '上海市邮政管理局')
      await other.fill('[data-test=appeals] [name=transferred]', '2026-01-02T03:04')
      await other.click('[data-test=appeals] form button')
      await until(async () => (await ask('get', `/tickets/${ticket.id}/appeals`)).items[0]?.transferred_at === '2026-01-02T03:04:00+08:00')
    })
  }],
  ['elsewhere, the audit log of a day begins at the company’s midnight', async (world) => {
    const { page, at, site, assert } = world
    const [first] = (await asker(page, site.url)('get', '/audit?limit=1')).items
    const day = first.at.slice(0, 10)
    for (const zone of ZONES)
      await elsewhere(world, zone, async (other) => {
        const asked = other.waitForRequest((request) => /\/api\/v1\/audit\?/.test(request.url()))
        await visit(other, at(`/audit?from=${day}`))
        assert.equal(new URL((await asked).url()).searchParams.get('from'), day)
        await shows(other, 'main [role=row] code')
      })
  }],
  ['elsewhere, a token ends and a sheet is printed by the company’s calendar', async (world) => {
    const { at } = world
    await elsewhere(world, 'America/Los_Angeles', async (other) => {
      await visit(other, at('/people/tokens'))
      await other.click('[data-test=new]')
      const end = Date.now() + 365 * 86_400_000 + 8 * 3_600_000
      await becomes(() => other.inputValue(`${box} [name=expires_at]`), (typed) => Math.abs(Date.parse(`${typed}:00Z`) - end) < 3_600_000)
      await becomes(async () => {
        await other.evaluate(() => dispatchEvent(new Event('beforeprint')))
        const printed = await other.evaluate(() => document.documentElement.style.getPropertyValue('--printed'))
        return printed === `"${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)}"`
      }, true)
    })
  }],
]
export const pages = {}
