/** What parcels were promised: changed one by one, by what befalls many at once, and for which reasons. */
import { box, done, open, save } from './box.mjs'
import { asker, signedInAs } from './given.mjs'
import { counts, follow, gone, meanwhile, says, settled, shows } from './suite.mjs'

const row = (text) => `[role=rowgroup] [role=row]:has-text("${text}")`
/** A parcel of its own, promised for a day far off. */
async function parcelOf({ page, site }, no) {
  await asker(page, site.url)('post', '/waybills', [{ carrier: 'sto', no, order_no: `P-${no}`, promised_at: '2031-03-03T18:00:00+08:00' }])
  return `/waybills/sto/${no}`
}

export const steps = [
  ['a reason for changing promises is entered, refused where it cannot be, changed and closed', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    await open(world, '/policy/excuses')
    await page.click('[data-test=new]')
    await page.fill(`${box} [name=code]`, 'excuses_dust')
    await page.fill(`${box} [name=name_zh]`, '沙尘暴')
    await page.fill(`${box} [name=name_en]`, 'Dust storm')
    await page.check(`${box} [name=mass]`)
    await save(page)
    await says(page, `${box} [role=alert]`, '顺延小时数')
    await page.fill(`${box} [name=move_hours]`, '36')
    await done(page)
    await says(page, row('excuses_dust'), /沙尘暴[\s\S]*改期[\s\S]*36 小时[\s\S]*是[\s\S]*使用中/)
    await page.click(`${row('excuses_dust')} [data-test=edit]`)
    await page.selectOption(`${box} [name=effect]`, 'excuses')
    await meanwhile(page, '**/api/v1/promise-reasons/excuses_dust', 'PUT', () => ask('put', '/promise-reasons/excuses_dust', { code: 'excuses_dust', name_zh: '同事改的', name_en: 'Dust', effect: 'moves', move_hours: 12, mass: true }, 1))
    await save(page)
    await says(page, '[data-test=both]', /沙尘暴[\s\S]*同事改的[\s\S]*免责[\s\S]*改期/)
    await page.click('[data-test=both] button')
    await says(page, row('excuses_dust'), /沙尘暴[\s\S]*免责/)
    await page.click(`${row('excuses_dust')} [data-test=edit]`)
    await page.check(`${box} [name=closed]`)
    await done(page)
    await says(page, row('excuses_dust'), '已停用')
    const kept = await ask('get', '/promise-reasons/excuses_dust')
    assert.deepEqual([kept.effect, kept.move_hours, kept.closed, kept.version], ['excuses', null, true, 4])
  }],
  ['what a parcel was promised is changed for a reason, and its carrier is set right', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    const path = await parcelOf(world, '771555000000011')
    await open(world, path)
    await page.click('[data-test=change-promise]')
    await page.selectOption(`${box} [name=reason]`, 'customer_request')
    await page.fill(`${box} [name=promised_at]`, '2031-03-05T12:00')
    await page.fill(`${box} [name=text]`, '客户出差，周三再送')
    await done(page)
    await says(page, 'main', /改期 · 应客户要求改约[\s\S]*客户出差，周三再送/)
    assert.equal((await ask('get', `${path}/promise`)).promised_at, '2031-03-05T12:00:00+08:00')
    await page.click('[data-test=correct-carrier]')
    await page.fill(`${box} [name=carrier]`, 'yto')
    await page.fill(`${box} [name=why]`, '面单贴错')
    await save(page)
    await page.waitForURL('**/waybills/yto/771555000000011')
    await settled(page)
    await says(page, 'main .head', 'yto')
  }],
  ['a mass cause is declared, its parcels follow it, and it is withdrawn with a reason', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await parcelOf(world, '771555000000012')
    await open(world, '/watch/causes')
    await page.keyboard.press('a')
    await page.selectOption(`${box} [name=reason]`, 'weather')
    await page.fill(`${box} [name=text]`, '试写：沿海大风，快件会晚到')
    await page.fill(`${box} [name=sites]`, 'NOWHERE')
    await save(page)
    await says(page, `${box} [role=alert]`, '网点')
    await page.fill(`${box} [name=sites]`, '')
    await page.fill(`${box} [name=lanes]`, '650000>540000')
    await done(page)
    await follow(page, `${row('沿海大风')} a`, '**/watch/causes/*')
    await says(page, '[data-test=cause]', /恶劣天气[\s\S]*有效/)
    await says(page, 'main dl', /改期 24 小时[\s\S]*新疆[\s\S]*西藏/)
    await says(page, '[data-test=progress]', '全部快件已处理')
    const path = `/causes/${page.url().split('/').pop()}`
    await page.click('[data-test=edit]')
    await page.fill(`${box} [name=text]`, '我改的说明')
    await meanwhile(page, `**/api/v1${path}`, 'PUT', async () => {
      const { version, reason, from, until, lanes } = await ask('get', path)
      await ask('put', path, { reason, from, until, lanes, text: '同事改的说明' }, version)
    })
    await save(page)
    await says(page, '[data-test=both]', /我改的说明[\s\S]*同事改的说明/)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    await says(page, '[data-test=told]', '我改的说明')
    await page.click('[data-test=end]')
    await page.click(`${box} [data-test=sure]`)
    await gone(page, '[role=dialog]')
    await says(page, '[data-test=cause]', '已结束')
    await page.click('[data-test=withdraw]')
    await page.fill(`${box} [name=why]`, '弄错了线路')
    await page.click(`${box} [data-test=sure]`)
    await gone(page, '[role=dialog]')
    await says(page, '[data-test=cause]', '已撤回')
    await says(page, 'main dl', '弄错了线路')
    await open(world, '/watch/causes?state=withdrawn')
    await shows(page, row('我改的说明'))
  }],
  ['who may not change promises reads what was done to them, and does nothing', async (world) => {
    const { page, site } = world
    const other = await signedInAs(page, site, 'promises.reader', ['agent'])
    const theirs = { ...world, page: other }
    await open(theirs, '/watch/causes')
    await counts(other, '[data-test=new]', 0)
    await open(theirs, '/policy/excuses')
    await shows(other, row('weather'))
    for (const button of ['new', 'edit']) await counts(other, `[data-test=${button}]`, 0)
    await other.context().close()
  }],
]

export const pages = {
  excuses: () => '/policy/excuses',
  'mass causes': () => '/watch/causes',
  'mass causes new': () => '/watch/causes?new=1',
  'mass cause': async ({ page, site }) => {
    const window = { from: '2031-01-01T00:00:00+08:00', until: '2031-01-02T00:00:00+08:00' }
    const { id } = await asker(page, site.url)('post', '/causes', { reason: 'weather', text: '远期大风', ...window, lanes: [{ origin: '650000', destination: '540000' }] })
    return `/watch/causes/${id}`
  },
}
