/** What is to be done about what the watch finds, and when it becomes an incident. */
import { box, done, open, save } from './box.mjs'
import { asker, narrow, signedInAs } from './given.mjs'
import { becomes, counts, fieldHas, gone, meanwhile, says, settled, shows } from './suite.mjs'

const step = (n) => `${box} [data-step="${n}"]`
const plan = (code) => `[data-plan=${code}]`

export const steps = [
  ['a plan is written step by step, its steps change their order, and it is changed beside what a colleague changed', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await open(world, '/watch/plans')
    await page.keyboard.press('a')
    await page.fill(`${box} [name=code]`, 'plans_try')
    await page.fill(`${box} [name=name_zh]`, '试写的预案')
    await page.fill(`${box} [name=name]`, 'A plan to try')
    await page.fill(`${step(1)} [name=text_zh]`, '告诉客户')
    await page.click('[data-test=add-step]')
    await page.selectOption(`${step(2)} [name=action]`, 'handoff')
    await page.fill(`${step(2)} [name=outlet]`, 'NOWHERE')
    await page.fill(`${step(2)} [name=minutes]`, '90')
    await page.selectOption(`${step(2)} [name=after]`, '1')
    await save(page)
    await says(page, `${box} [role=alert]`, /第 2 步 · 网点/)
    await page.fill(`${step(2)} [name=outlet]`, '')
    await page.selectOption(`${step(1)} [name=after]`, '2')
    await save(page)
    await says(page, `${box} [role=alert]`, '成了一圈')
    await page.selectOption(`${step(1)} [name=after]`, '0')
    await page.click(`${step(2)} [data-test=up]`)
    await fieldHas(page, `${step(2)} [name=text_zh]`, '告诉客户')
    await done(page)
    await says(page, plan('plans_try'), /没有规则提出它[\s\S]*协同 → 快件所在网点[\s\S]*90分钟内[\s\S]*在第 2 步之后[\s\S]*通知客户[\s\S]*告诉客户/)
    const path = '/watch/plans/plans_try'
    const kept = await ask('get', path)
    assert.deepEqual(kept.steps.map(({ action, minutes, after }) => [action, minutes, after]), [['handoff', 90, 2], ['notify_customer', null, null]])

    await page.click(`${plan('plans_try')} [data-test=edit]`)
    await page.fill(`${box} [name=name_zh]`, '我改的预案')
    await meanwhile(page, `**/api/v1${path}`, 'PUT', () => ask('put', path, { code: kept.code, name: kept.name, name_zh: '同事改的', steps: [{ action: 'reroute', text_zh: '改走' }] }, 1))
    await save(page)
    await says(page, `${box} [data-test=conflict]`, /我改的预案[\s\S]*同事改的[\s\S]*协同[\s\S]*改走/)
    await page.click(`${box} [data-test=conflict] button`)
    await gone(page, '[role=dialog]')
    await says(page, plan('plans_try'), /我改的预案[\s\S]*版本 3/)
    await page.click(`${plan('plans_try')} [data-test=history]`)
    await counts(page, '[data-test=versions] li', 3)
    await says(page, '[data-test=versions] li', /第 3 版[\s\S]*同事改的[\s\S]*我改的预案/)
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
    await page.click(`${plan('plans_try')} [data-test=remove]`)
    await page.click(`${box} [data-test=sure]`)
    await gone(page, '[role=dialog]')
    await gone(page, plan('plans_try'))
  }],
  ['a plan that was begun is there again after a reload, and one that rules propose is not taken away', async (world) => {
    const { page } = world
    await open(world, '/watch/plans?new=1')
    await page.fill(`${box} [name=name_zh]`, '写了一半')
    await shows(page, `${box} [data-test=draft-kept].kept`)
    await page.reload()
    await settled(page)
    await fieldHas(page, `${box} [name=name_zh]`, '写了一半')
    await page.click(`${box} form [role=status] button`)
    await fieldHas(page, `${box} [name=name_zh]`, '')
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
    await shows(page, `${plan('late')} [data-test=triggers] a`)
    await page.click(`${plan('late')} [data-test=remove]`)
    await page.click(`${box} [data-test=sure]`)
    await shows(page, `${box} [role=alert]`)
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
  }],
  ['what makes an incident is read as a sentence, changed beside a colleague’s change, and kept in versions', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    const policy = (kind) => `[data-policy=${kind}]`
    await open(world, '/watch/thresholds')
    const [before] = (await ask('get', '/watch/incident-policies')).items.filter(({ kind }) => kind === 'vehicle')
    await says(page, policy('vehicle'), /4小时内，同一车辆至少 10 件出现下列异常，就提出事件/)
    await page.click(`${policy('vehicle')} [data-test=edit]`)
    await counts(page, `${box} [name=min_share]`, 0)
    await page.fill(`${box} [name=min_count]`, '1')
    await save(page)
    await says(page, `${box} [role=alert]`, '须在 2 至 100000 之间')
    await page.fill(`${box} [name=min_count]`, '12')
    await page.check(`${box} [name="exceptions.damaged"]`)
    await meanwhile(page, '**/api/v1/watch/incident-policies/vehicle', 'PUT', () => ask('put', '/watch/incident-policies/vehicle', { ...before, kind: undefined, version: undefined, min_count: 15 }, before.version))
    await save(page)
    await says(page, '[data-test=both]', /12[\s\S]*15[\s\S]*破损/)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    await says(page, policy('vehicle'), /至少 12 件[\s\S]*破损/)
    await page.click(`${policy('vehicle')} [data-test=history]`)
    await counts(page, '[data-test=versions] li', 3)
    await says(page, '[data-test=versions] li', /第 3 版[\s\S]*15[\s\S]*12/)
    const now = (await ask('get', '/watch/incident-policies')).items.find(({ kind }) => kind === 'vehicle')
    assert.deepEqual([now.min_count, now.version, now.exceptions.includes('damaged')], [12, before.version + 2, true])
  }],
  ['a rule of parcels insured for much is written, tried and kept, and changed beside what a colleague changed', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await open(world, '/watch/rules')
    await page.click('[data-test=new]')
    await page.fill(`${box} [name=code]`, 'plans_insured')
    await page.fill(`${box} [name=name_zh]`, '保价件停滞')
    await page.fill(`${box} [name=name]`, 'Insured and silent')
    await page.selectOption(`${box} [name=kind]`, 'late_chance')
    await counts(page, `${box} [name=calendar]`, 0)
    await page.selectOption(`${box} [name=kind]`, 'no_scan')
    await counts(page, `${box} [name=threshold]`, 0)
    await page.fill(`${box} [name=hours]`, '30')
    await page.selectOption(`${box} [name=cause]`, 'weather')
    await page.selectOption(`${box} [name=tier]`, 'vip')
    await page.fill(`${box} [name=insured]`, '3000')
    await page.check(`${box} [name=is_off]`)
    await page.click(`${box} [data-test=try]`)
    await shows(page, `${box} [data-test=trial] [role=status]`)
    await narrow(page, world.quiet, world.shoot, 'rule')
    await done(page)
    const rule = '[data-rule=plans_insured]'
    await says(page, rule, /保价件停滞[\s\S]*30 小时/)
    const { insured, tier, cause, exception, threshold, version } = await ask('get', '/watch/rules/plans_insured')
    assert.deepEqual([insured.amount, tier, cause, exception, threshold ?? null, version], [300000, 'vip', 'weather', 'stalled', null, 1])
    await page.click(`${rule} button`)
    await shows(page, `${box} [name=code]:disabled`)
    await shows(page, `${box} [name=kind]:disabled`)
    await page.fill(`${box} [name=hours]`, '40')
    await meanwhile(page, '**/api/v1/watch/rules/plans_insured', 'PUT', async () => {
      const { id: _id, version: now, ...one } = await ask('get', '/watch/rules/plans_insured')
      await ask('put', '/watch/rules/plans_insured', { ...one, hours: 50, severity: 'high' }, now)
    })
    await save(page)
    await says(page, '[data-test=both]', /40[\s\S]*50[\s\S]*中[\s\S]*高/)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    await says(page, rule, '40 小时')
    const kept = await ask('get', '/watch/rules/plans_insured')
    assert.deepEqual([kept.hours, kept.severity, kept.insured.amount, kept.tier, kept.cause, kept.version], [40, 'medium', 300000, 'vip', 'weather', 3])
    await ask('delete', '/watch/rules/plans_insured', undefined, kept.version)
  }],
  ['a rule is tried and kept, its versions are looked at, and it is deleted beside what a colleague changed', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    const one = { code: 'plans_rule', name: 'A rule to try', name_zh: '试写的规则', kind: 'no_scan', hours: 24, exception: 'stalled', severity: 'medium', is_off: true }
    const { version } = await ask('post', '/watch/rules', one)
    const kept = await ask('put', '/watch/rules/plans_rule', { ...one, hours: 36, severity: 'high' }, version)
    const rule = '[data-rule=plans_rule]'
    await open(world, '/watch/rules')
    await page.click(`${rule} [data-test=history]`)
    await counts(page, '[data-test=versions] li', 2)
    await says(page, '[data-test=versions] li', /第 2 版[\s\S]*24[\s\S]*36[\s\S]*中[\s\S]*高/)
    await page.click(`${box} .el-dialog__headerbtn`)
    await gone(page, '[role=dialog]')
    await page.click(`${rule} [data-test=remove]`)
    await says(page, `${box} .el-dialog__title`, '试写的规则')
    await ask('put', '/watch/rules/plans_rule', { ...one, hours: 48 }, kept.version)
    await page.click(`${box} [data-test=sure]`)
    await shows(page, `${box} [role=alert]`)
    await says(page, rule, '48')
    await page.click(`${box} [data-test=sure]`)
    await gone(page, '[role=dialog]')
    await counts(page, rule, 0)
  }],
  ['who may not write the rules of the watch reads plans and thresholds and changes none', async (world) => {
    const { page, site } = world
    const other = await signedInAs(page, site, 'plans.reader', ['agent'])
    for (const path of ['/watch/plans', '/watch/thresholds', '/watch/rules']) {
      await open({ ...world, page: other }, path)
      await shows(other, '[data-test=history]')
      for (const button of ['new', 'edit', 'remove']) await counts(other, `[data-test=${button}]`, 0)
    }
    await other.click('[data-rule] button')
    await other.click(`${box} [data-test=try]`)
    await shows(other, `${box} [data-test=trial] [role=status]`)
    await counts(other, `${box} [data-test=save]`, 0)
    await other.context().close()
  }],
]

export const pages = {
  thresholds: () => '/watch/thresholds',
  'plans new': () => '/watch/plans?new=1',
  'plans edit': () => '/watch/plans?edit=late',
}
