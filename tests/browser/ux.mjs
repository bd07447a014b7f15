/** How much an agent does by hand: every click, key, choice and filled field of everyday paths is counted, and docs/ux.md must say the same. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asker, complaintAt, unclaimed } from './given.mjs'
import { becomes, gone, says, top, visit } from './suite.mjs'

/** A hand that counts: a field that is filled is one act, however long its words. */
function hand(page) {
  const done = { clicks: 0, keys: 0, fields: 0 }
  return {
    done,
    all: () => done.clicks + done.keys + done.fields,
    async click(what) { done.clicks++; await page.click(what) },
    async press(...keys) { for (const key of keys) { done.keys++; await page.keyboard.press(key) } },
    async fill(what, text) { done.fields++; await page.fill(what, text) },
    async choose(what, value) { done.fields++; await page.selectOption(what, value) },
  }
}
function agrees(assert, name, { done, all }) {
  const said = new RegExp(`\\| ${name} \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|`).exec(readFileSync(join(top, 'docs/ux.md'), 'utf8'))
  const counted = [done.clicks, done.keys, done.fields, all()]
  assert.deepEqual(said?.slice(1).map(Number), counted, `docs/ux.md on ${name}: counted ${counted.join(' | ')}`)
}

export const steps = [
  ['from ring to answer: the caller’s four digits lead to when the parcel comes', async ({ page, at, site, assert }) => {
    await visit(page, at('/'))
    const one = hand(page)
    await one.press('/', ...site.parcel.tail, 'Enter')
    await page.waitForURL(/\/(found|waybills\/.*)$/)
    if (page.url().endsWith('/found')) await one.click(`main a:has-text("${site.parcel.no}")`)
    await page.waitForSelector('[data-test=eta] .big')
    assert.ok(one.all() < 12, `${one.all()} acts`)
    agrees(assert, 'Ring to answer', one)
  }],
  ['a complaint with compensation is taken, registered and claimed for', async ({ page, at, site, settled, assert }) => {
    const parcel = await unclaimed(asker(page, site.url), 1, site)
    await visit(page, at(`/waybills/${parcel.carrier}/${parcel.no}`))
    const one = hand(page)
    await one.press('t')
    await page.waitForSelector('[role=dialog] input[name=subject]')
    await one.choose('[role=dialog] select >> nth=0', 'complaint')
    await one.fill('[role=dialog] input[name=subject]', '杯子碎了，要求赔偿')
    await one.click('[role=dialog] button[type=submit]')
    await page.waitForURL('**/desk/tickets/*')
    await settled(page)
    await one.press('2')
    await page.waitForSelector('[data-test=complaint] [aria-current=step]')
    await one.choose('select[name=cause]', 'damaged_goods')
    await one.click('[data-test=next-step]')
    await page.waitForSelector('[data-test=complaint] [aria-current=step]:has-text("分类评估")')
    await one.press('c')
    await one.click('[data-test=new-claim-open]')
    await one.fill('[data-test=new-claim] input[name=demanded]', '120')
    await one.fill('[data-test=new-claim] input[name=actual_loss]', '80')
    await one.click('[data-test=register-claim]')
    await page.waitForURL('**/claims/*')
    await settled(page)
    for (const item of ['demand', 'photos', 'packing']) {
      await one.click(`[data-item=${item}] [data-test=waive]`)
      await one.fill('input[name=waived_why]', '已核实')
      await one.click('[data-test=waive-now]')
      await page.waitForSelector(`[data-item=${item}] >> text=已核实`)
    }
    await one.click('[data-test=assess]')
    await page.waitForSelector('[data-test=claim-state]:has-text("已核算")')
    await one.click('[data-test=propose]')
    await page.waitForSelector('[data-test=claim-state]:has-text("待审批")')
    assert.ok(one.all() < 25, `${one.all()} acts`)
    agrees(assert, 'Complaint with compensation', one)
  }],
  ['a complaint is handed to an outlet, its customer is answered, and it is closed', async ({ page, at, site, settled, assert }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, 'told', { subject: '杯子碎了，要求赔偿', category: 'damage', cause: 'damaged_goods' })
    await visit(page, at(`/desk/tickets/${ticket.id}`))
    const one = hand(page)
    await one.press('h')
    await one.fill('textarea[name=question]', '谁签收的？请调监控')
    await one.fill('input[name=asked-outlet]', 'SH-02')
    await one.click('[data-test=send-handoff]')
    await page.waitForSelector('[data-test=handoff-accept]')
    await settled(page)
    // The outlet answers: another person's.
    const { items: [{ id, version }] } = await ask('get', `/tickets/${ticket.id}/handoffs`)
    await ask('post', `/handoffs/${id}/moves`, { move: 'answer', text: '监控显示放在门卫室' }, version)
    await page.waitForSelector('[data-test=handoff-close]')
    await settled(page)
    await one.click('[data-test=handoff-close]')
    await gone(page, '[data-test=handoff-close]')
    await one.press('r')
    await one.fill('textarea[name=words]', '监控显示放在门卫室，赔付今天到账')
    await one.press('Control+Enter')
    await says(page, '[data-test=timeline]', '赔付今天到账')
    await settled(page)
    for (const state of ['resolved', 'closed']) {
      await one.click(`[data-test=move-${state}]`)
      await becomes(async () => (await ask('get', `/tickets/${ticket.id}`)).state, state)
      await settled(page)
    }
    assert.ok(one.all() < 12, `${one.all()} acts`)
    agrees(assert, 'Handed off, answered, closed', one)
  }],
]
