/** What somebody new to it trips over: on a phone, before a second ticket, with an amount, with a date. */
import { open } from './box.mjs'
import { asker, english } from './given.mjs'
import { becomes, counts, fieldHas, follow, gone, says, settled, shows, until } from './suite.mjs'
import { moduleOf, vue } from './texts.mjs'

const focused = (page, selector) => becomes(() => page.evaluate((one) => !!document.activeElement?.matches(one), selector), true, `the focus is on ${selector}`)
const wide = (page) => page.setViewportSize({ width: 1440, height: 900 })

export const steps = [
  ['on a phone the bar is one row, and the rest is a drawer that the keyboard opens and leaves', async (world) => {
    const { page, quiet } = world
    await page.setViewportSize({ width: 390, height: 844 })
    await open(world, '/desk')
    await becomes(() => page.locator('header.bar').evaluate((bar) => bar.getBoundingClientRect().height), (height) => height < 64, 'the height of the bar')
    await shows(page, 'header.bar [data-test=account]')
    await gone(page, '[data-test=leave]')
    await page.focus('[data-test=menu]')
    await page.keyboard.press('Enter')
    await becomes(() => page.getAttribute('[data-test=menu]', 'aria-expanded'), 'true')
    await focused(page, '#nav a')
    await shows(page, '#nav [data-test=leave]')
    await shows(page, '#nav select[name=presence]')
    await quiet(page)
    await page.keyboard.press('Escape')
    await gone(page, '[data-test=leave]')
    await focused(page, '[data-test=menu]')
    await page.click('[data-test=menu]')
    await follow(page, '#nav a[href="/console/claims"]', '**/claims')
    await gone(page, '[data-test=leave]')
    await wide(page)
    await shows(page, 'header.bar [data-test=leave]')
  }],
  ['on a phone a ticket shows when it is due, and lists by columns come back with the room', async (world) => {
    const { page, site, quiet } = world
    const ticket = await asker(page, site.url)('post', '/tickets', { kind: 'inquiry', channel: 'counter', priority: 'urgent', subject: '手机上也看得到时限' })
    await page.setViewportSize({ width: 390, height: 844 })
    await open(world, '/desk?sort=newest')
    const row = `[role=rowgroup] [role=row]:has(a[href$="/${ticket.id}"])`
    await says(page, row, /手机上也看得到时限/)
    await says(page, row, /\d{4}\/\d\d\/\d\d/)
    await says(page, row, '紧急')
    await becomes(() => page.locator(`${row} [role=cell]`).evaluateAll((cells) => cells.every((cell) => cell.getBoundingClientRect().right <= innerWidth)), true, 'all of a row is in sight')
    await quiet(page)
    await wide(page)
    await settled(page)
    await becomes(() => page.locator(`${row} [role=cell]`).count(), (n) => n >= 8, 'columns')
  }],
  ['who opens a ticket about a parcel that has one sees that, and goes on there with what was written', async (world) => {
    const { page, site, quiet } = world
    const ask = asker(page, site.url)
    const no = '771000000009911'
    await ask('post', '/waybills', [{ carrier: 'sto', no, receiver_name: '周再问', receiver_phone: '13800138911' }])
    const ended = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '早已办完', waybills: [{ no }] })
    await ask('post', `/tickets/${ended.id}/moves`, { state: 'resolved' }, ended.version)
    const first = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '第一次来电', waybills: [{ no }] })
    await open(world, '/desk')
    await page.keyboard.press('a')
    await page.fill('[role=dialog] [name=subject]', '又来电话')
    await page.fill('[role=dialog] textarea >> nth=0', '问同一件')
    await page.fill('[role=dialog] [name=waybills]', no)
    await says(page, '[data-test=open-tickets]', first.no)
    await says(page, '[data-test=open-tickets]', '1 张未完结')
    await counts(page, '[data-test=open-tickets] li', 1)
    await quiet(page)
    await page.click('[data-test=follow-up]')
    await page.waitForURL(`**/desk/tickets/${first.id}`)
    await settled(page)
    await fieldHas(page, 'main form textarea', '又来电话\n问同一件')
    await becomes(async () => (await ask('get', `/tickets/${first.id}/draft`)).kind, 'call')
    await open(world, '/desk')
    await page.keyboard.press('a')
    await fieldHas(page, '[role=dialog] [name=subject]', '')
    await page.keyboard.press('Escape')
    await gone(page, '[role=dialog]')
  }],
  ['of a number that two carriers gave only the tickets of the one that is meant are offered, and what failed is asked for again', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    const [no, other] = ['771000000009922', '771000000009933']
    await ask('post', '/waybills', [{ carrier: 'sto', no }, { carrier: 'zto', no }, { carrier: 'sto', no: other }])
    const its = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '申通的一件', waybills: [{ no, carrier: 'sto' }] })
    await open(world, '/desk')
    let refuse = true
    const pattern = /\/api\/v1\/tickets\?(.*&)?waybill=/
    await page.route(pattern, (route) => (refuse ? route.fulfill({ status: 404, json: { code: 'not_found' } }) : route.fallback()))
    await page.keyboard.press('a')
    const refused = page.waitForResponse(pattern)
    await page.fill('[role=dialog] [name=waybills]', no)
    await refused
    await settled(page)
    await counts(page, '[data-test=open-tickets]', 0)
    refuse = false
    await page.fill('[role=dialog] [name=waybills]', `${no} ${other}`)
    await says(page, '[data-test=open-tickets]', its.no)
    const carrier = `[data-test=parcel-${no}] select`
    await page.selectOption(carrier, 'zto')
    await counts(page, '[data-test=open-tickets]', 0)
    await page.selectOption(carrier, 'sto')
    await says(page, '[data-test=open-tickets]', its.no)
    await page.unroute(pattern)
    await follow(page, '[data-test=follow-up]', `**/desk/tickets/${its.id}`)
  }],
  ['customers that the box finds are told apart: by name, by what they are, by what is open', async (world) => {
    const { page, site, quiet } = world
    const ask = asker(page, site.url)
    await ask('post', '/customers', [{ code: 'TELL-1', name: '司徒分辨甲', kind: 'company', role: 'retail', lifecycle: 'regular' }, { code: 'TELL-2', name: '司徒分辨乙', kind: 'person' }])
    await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '客户的一张工单', customer: 'TELL-1' })
    await open(world, '/')
    await until(async () => { // what is new is found when it is indexed
      await page.keyboard.press('Escape')
      await page.keyboard.press('/')
      await page.keyboard.type('司徒分辨')
      await page.keyboard.press('Enter')
      await settled(page)
      return await page.locator('[data-test^=found-TELL]').count() === 2
    })
    await says(page, '[data-test=found-TELL-1]', /司徒分辨甲[\s\S]*企业 · 零售 · 常客/)
    await says(page, '[data-test=found-TELL-1] [data-test=open-tickets]', '未完结工单 1 张')
    await says(page, '[data-test=found-TELL-2] [data-test=open-tickets]', '无未完结工单')
    await quiet(page)
    await follow(page, '[data-test=found-TELL-1] a[data-test=open-tickets]', '**/desk?customer=TELL-1')
    await says(page, 'main [role=rowgroup]', '客户的一张工单')
  }],
  ['an amount with a comma is neither taken nor passed over, and it is said how it is written', async (world) => {
    const { page } = world
    await open(world, '/claims')
    await page.keyboard.press('a')
    const field = '[data-test=new-claim] input[name=demanded]'
    await page.fill(field, '50,50')
    await says(page, '[data-test=new-claim]', '请用小数点、不写逗号')
    await becomes(() => page.$eval(field, (input) => input.validationMessage), '请用小数点、不写逗号，如 1250.50')
    await page.fill(field, '50.50')
    await becomes(() => page.$eval(field, (input) => input.validationMessage), '')
    await page.fill(field, '')
    await page.keyboard.press('Escape')
    await gone(page, '[role=dialog]')
  }],
  ['a date has its month in words where it could be read in two ways, and so has one that is typed', async (world) => {
    const { page, site } = world
    const { items: [audit] } = await asker(page, site.url)('get', '/audit?limit=1')
    const year = audit.at.slice(0, 4)
    await english(page, async () => {
      await open(world, '/audit')
      await says(page, '[role=rowgroup] [role=row]', /\d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b.*\d\d:\d\d/)
      await page.fill('main input[type=date] >> nth=0', `${year}-01-09`)
      await page.keyboard.press('Tab')
      await says(page, '[data-test=day-said]', `9 Jan ${year}`)
      await page.waitForURL(`**/audit?from=${year}-01-09`)
    })
  }],
  ['what is shown of one thing for a reason is not shown of another, though the answer comes late', async ({ assert }) => {
    const { computed, nextTick, ref, shallowRef, watch } = vue()
    const { useUnmasked } = moduleOf('parts/unmasked.ts', { computed, shallowRef, watch, may: (right) => right === 'personal.ask' })
    const of = ref('one')
    const answers = []
    const { clear, masked, show } = useUnmasked(() => new Promise((resolve) => answers.push(resolve)), () => of.value)
    const first = show('a call')
    of.value = 'two'
    await nextTick()
    answers[0]('of one')
    await first
    assert.equal(clear.value, null)
    assert.equal(masked.value, true)
    const second = show('a call')
    answers[1]('of two')
    await second
    assert.equal(clear.value, 'of two')
    of.value = 'three'
    assert.equal(clear.value, null)
  }],
]

/** What is to be seen on these pages by itself. */
export const pages = {}
