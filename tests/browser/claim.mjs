/** Claims, from the ticket to the money that came back. */
import { asker, claimAt, complaintAt, draftsIn, english, signedInAs, unclaimed } from './given.mjs'
import { becomes, fieldHas, follow, gone, meanwhile, says, shows, visit } from './suite.mjs'

const stateIs = (page, name) => page.waitForSelector(`[data-test=claim-state]:has-text("${name}")`)
const toldIn = (page, text) => says(page, 'main', text)

export const steps = [
  ['a claim goes from its ticket through evidence, rules, four eyes and payment to recovery and its end', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, null, { subject: '杯子碎了', parcel: await unclaimed(ask, 0, site) })
    await english(page, async () => {
      await visit(page, at(`/desk/tickets/${ticket.id}`))
      await page.keyboard.press('c')
      await page.click('[data-test=new-claim-open]')
      await page.selectOption('[data-test=new-claim] select[name=kind]', 'damage')
      await page.fill('[data-test=new-claim] input[name=demanded]', '120')
      await page.fill('[data-test=new-claim] input[name=actual_loss]', '80')
      await follow(page, '[data-test=register-claim]', '**/claims/*')
      await stateIs(page, 'Registered')
      for (const item of ['demand', 'photos']) {
        await page.click(`[data-item=${item}] [data-test=waive]`)
        await page.fill('input[name=waived_why]', 'seen at the counter')
        await page.click('[data-test=waive-now]')
        await page.waitForSelector(`[data-item=${item}] >> text=seen at the counter`)
      }
      await page.setInputFiles('[data-item=packing] input[type=file]', { name: 'box.txt', mimeType: 'text/plain', buffer: Buffer.from('a box') })
      await page.waitForSelector('[data-item=packing] a')
      await page.click('[data-test=assess]')
      await stateIs(page, 'Assessed')
      await says(page, '[data-test=judgement] .cite', /Rests on/)
      await page.fill('[data-test=decision] input[name=amount]', '60')
      await page.keyboard.press('Tab')
      await page.fill('[data-test=decision] input[name=why]', 'agreed on the phone')
      await page.click('[data-test=propose]')
      await stateIs(page, 'To be approved')
      await says(page, '[data-test=decision]', /Whoever proposes does not approve/)
      await gone(page, '[data-test=approve]')
    })
    const id = page.url().split('/').pop()
    const other = await signedInAs(page, site, 'boss', ['supervisor', 'claims_officer'])
    await visit(other, at(`/claims/${id}`))
    await other.click('[data-test=approve]')
    await stateIs(other, '已批准')
    await other.context().close()
    await english(page, async () => {
      await visit(page, at(`/claims/${id}`))
      await stateIs(page, 'Approved')
      await page.click('[data-test=accepted]')
      await page.fill('[data-test=decision] input[name=reference]', `BANK-${id}`)
      await page.click('[data-test=pay]')
      await stateIs(page, 'Paid')
      await page.click('[data-test=edit-shares]')
      await page.selectOption('[data-test=money] select[name=party]', 'courier')
      await page.click('[data-test=save-claim-shares]')
      await page.fill('input[name=gave]', '40')
      await page.keyboard.press('Tab')
      await page.click('[data-test=recover]')
      await stateIs(page, 'Recovering')
      await page.selectOption('select[name=fault]', 'damaged')
      await page.fill('input[name=cause]', 'dropped at the belt')
      await page.fill('input[name=write-off]', 'the courier has left')
      await page.click('[data-test=close-claim]')
      await stateIs(page, 'Closed')
      await says(page, '[data-test=ledger]', /Written off/)
    })
  }],
  ['a second claim for a parcel is registered with its reason', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const parcel = await unclaimed(ask, 5, site)
    const about = [{ no: parcel.no, carrier: parcel.carrier }]
    const first = await ask('post', '/claims', { kind: 'shortage', demanded: { amount: 5000, currency: 'CNY' }, waybills: about })
    const ticket = await complaintAt(ask, null, { subject: '又发现破损', parcel })
    await visit(page, at(`/desk/tickets/${ticket.id}?tab=claims`))
    await page.click('[data-test=new-claim-open]')
    await page.selectOption('[data-test=new-claim] select[name=kind]', 'damage')
    await page.fill('[data-test=new-claim] input[name=demanded]', '80')
    await page.click('[data-test=register-claim]')
    await fieldHas(page, '[data-test=second-claim] input[name=despite]', first.no)
    await page.fill('[data-test=second-claim] input[name=despite_why]', '内件另有破损')
    await follow(page, '[data-test=register-claim]', '**/claims/*')
    const id = page.url().split('/').pop()
    await becomes(async () => (await ask('get', `/claims/${id}/ledger`)).items.map(({ reference, why }) => [reference, why]), [[first.no, '内件另有破损']])
  }],
  ['a claim begins with what its complaint is about, and a wrong kind is put right on its page', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const parcel = await unclaimed(ask, 6, site)
    const ticket = await complaintAt(ask, 'classified', { subject: '晚到三天', cause: 'transit_delay', category: 'delay', parcel })
    await visit(page, at(`/desk/tickets/${ticket.id}?tab=claims`))
    await page.click('[data-test=new-claim-open]')
    await fieldHas(page, '[data-test=new-claim] select[name=kind]', 'delay')
    await page.fill('[data-test=new-claim] input[name=delay_hours]', '72')
    await page.fill('[data-test=new-claim] input[name=demanded]', '12')
    await page.fill('[data-test=new-claim] input[name=actual_loss]', '10')
    await follow(page, '[data-test=register-claim]', '**/claims/*')
    const id = page.url().split('/').pop()
    await page.click('[data-test=assess]')
    await stateIs(page, '已核算')
    const before = await ask('get', `/claims/${id}/record`)
    await page.click('[data-test=edit-facts]')
    await page.selectOption('[data-test=claim-facts] select[name=kind]', 'damage')
    await says(page, '[data-test=kind-follows]', /破损/)
    await page.click('[data-test=save-claim]')
    await page.waitForSelector('[data-item=photos]')
    await becomes(async () => (await ask('get', `/claims/${id}/record`)).assessments.length, before.assessments.length + 1)
    await says(page, '[data-test=judgement]', /破损/)
    await stateIs(page, '已核算')
  }],
  ['who claims is put right on the page of the claim: its customer, if they have to do with it, and whom to reach and pay', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const parcel = await unclaimed(ask, 7, site)
    const { waybill } = await ask('get', `/waybills/${parcel.carrier}/${parcel.no}`)
    await ask('post', '/customers', [{ code: 'PARTY-1', name: '无关客户' }])
    const begun = await ask('post', '/claims', { kind: 'damage', demanded: { amount: 8000, currency: 'CNY' }, waybills: [{ no: parcel.no, carrier: parcel.carrier }] })
    const claim = await ask('patch', `/claims/${begun.id}`, { customer: '' }, begun.version)
    const choose = async (code) => {
      await page.fill('[role=dialog] [name=customer-words]', code)
      await page.press('[role=dialog] [name=customer-words]', 'Enter')
      await page.click(`[data-test=choose-customer]:has-text("${code}")`)
      await page.click('[role=dialog] [data-test=save]')
    }
    await visit(page, at(`/claims/${claim.id}`))
    await says(page, '[data-test=claim-party]', /未写明/)
    await page.click('[data-test=edit-party]')
    await choose('PARTY-1')
    await page.waitForSelector('[role=dialog] [name=customer-words][aria-invalid=true]')
    await says(page, '[role=dialog] [role=alert]', /都无关/)
    await page.fill('[role=dialog] [name="claimant.phone"]', '12')
    await choose(waybill.customer_ref)
    await page.waitForSelector('[role=dialog] [name="claimant.phone"][aria-invalid=true]')
    await page.fill('[role=dialog] [name="claimant.phone"]', '13800138000')
    await page.fill('[role=dialog] [name="claimant.name"]', '李雷')
    await page.click('[role=dialog] [data-test=save]')
    await says(page, '[data-test=claim-party]', /李雷/)
    await says(page, '[data-test=claimant-changes]', /索赔人、电话/)
    await becomes(async () => {
      const { customer, claimant } = await ask('get', `/claims/${claim.id}`)
      return [customer, claimant?.name, claimant?.phone]
    }, [waybill.customer_ref, '李雷', '13800138000'])
  }],
  ['a claim whose facts somebody else changed shows both, and the fast channel says why it refuses', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const claim = await claimAt(ask, 'registered')
    await visit(page, at(`/claims/${claim.id}`))
    await page.click('[data-test=fast]')
    await page.waitForSelector('#claim-problem [role=alert]')
    await page.click('[data-test=edit-facts]')
    await page.fill('[data-test=claim-facts] input[name=full_value]', '400')
    await page.keyboard.press('Tab')
    const now = await ask('get', `/claims/${claim.id}`)
    await meanwhile(page, `**/api/v1/claims/${claim.id}`, 'PATCH', () => ask('patch', `/claims/${claim.id}`, { full_value: { amount: 30000, currency: 'CNY' } }, now.version))
    await page.click('[data-test=save-claim]')
    await says(page, '[data-test=conflict]', /400\.00.*300\.00/s)
    await page.click('[data-test=conflict] button')
    await becomes(async () => (await ask('get', `/claims/${claim.id}`)).full_value.amount, 40000)
    await toldIn(page, '已保存')
  }],
  ['shares that were opened are kept once one of them was changed, and beside what somebody else apportioned meanwhile', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    let claim = await claimAt(ask, 'proposed')
    const path = `/claims/${claim.id}`
    const other = await signedInAs(page, site, 'boss.shares', ['supervisor', 'claims_officer'])
    claim = await asker(other, site.url)('post', `${path}/approval`, undefined, claim.version)
    await other.context().close()
    claim = await ask('post', `${path}/answer`, { accepted: true }, claim.version)
    await ask('post', `${path}/payments`, { reference: `SHARES-${claim.id}` }, claim.version)
    const version = async () => (await ask('get', path)).version
    const apportion = async (party, evidence) => ask('put', `${path}/shares`, { shares: [{ party, percent: 100, evidence }] }, await version())
    const shares = async () => (await ask('get', `${path}/record`)).shares.map(({ party, evidence }) => [party, evidence])
    const kept = async () => (await draftsIn(page)).filter(({ name }) => name === `claim-shares.${claim.id}`).length
    const evidence = '[data-test=money] form >> nth=0 >> input[maxlength="300"]'
    const open = () => visit(page, at(path))
    await apportion('courier', '监控录像')
    await open()
    await page.click('[data-test=edit-shares]')
    await fieldHas(page, evidence, '监控录像')
    await visit(page, at('/claims'))
    await apportion('dest_outlet', '签收底单')
    await open()
    await page.click('[data-test=edit-shares]')
    await fieldHas(page, evidence, '签收底单')
    await becomes(kept, 0)
    await page.fill(evidence, '签收底单，无签名')
    await shows(page, '[data-test=draft-kept].kept')
    await visit(page, at('/claims'))
    await apportion('courier', '通话录音')
    await open()
    await says(page, '[data-test=conflict]', /无签名[\s\S]*通话录音/)
    await becomes(() => page.locator('[data-test=save-claim-shares]').isDisabled(), true)
    await becomes(shares, [['courier', '通话录音']])
    await page.click('[data-test=conflict] button')
    await becomes(shares, [['dest_outlet', '签收底单，无签名']])
    await shows(page, '[data-test=edit-shares]')
    await becomes(kept, 0)
  }],
]

let made
async function given({ page, site }) {
  const ask = asker(page, site.url)
  made ??= { registered: await claimAt(ask, 'registered'), proposed: await claimAt(ask, 'proposed') }
  return made
}
export const pages = {
  claims: async (about) => (await given(about), '/claims'),
  'claim-registered': async (about) => `/claims/${(await given(about)).registered.id}`,
  'claim-proposed': async (about) => `/claims/${(await given(about)).proposed.id}`,
}
