/** By which days and hours promises and deadlines count: calendars, from a new one to who goes by it. */
import { box, done, open, save } from './box.mjs'
import { asker, signedInAs } from './given.mjs'
import { counts, fieldHas, follow, gone, meanwhile, says, shows } from './suite.mjs'

/** A calendar of five days, with a holiday in 2031. */
async function given(world, code) {
  const hours = [{ weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' }]
  const document = { code, name: `日历${code}`, zone: 'Asia/Shanghai', hours, days: [{ from: '2031-10-01', to: '2031-10-07', working: false, name: '国庆节' }] }
  await asker(world.page, world.site.url)('post', '/calendars', document)
  return document
}
const cell = (date) => `[data-test=year] td[data-date="${date}"]`
const kind = async (page, date, wanted) => shows(page, `${cell(date)}[data-kind=${wanted}]`)

export const steps = [
  ['a calendar begins like another, gets its week and a holiday, and every version can be looked at', async (world) => {
    const { page, site, assert } = world
    await open(world, '/policy/calendars')
    await page.click('[data-test=new]')
    await page.fill(`${box} [name=code]`, 'cal-new')
    await page.fill(`${box} [name=name]`, '试用日历')
    await page.fill(`${box} [name=zone]`, 'Mars/Olympus')
    await page.selectOption(`${box} [name=like]`, 'cn')
    await save(page)
    await says(page, `${box} [role=alert]`, '时区: 没有这个时区')
    await page.fill(`${box} [name=zone]`, 'Asia/Shanghai')
    await done(page)
    await follow(page, '[role=row] a:has-text("试用日历")', '**/policy/calendars/cal-new')
    await page.click('[data-test=edit-week]')
    await fieldHas(page, `${box} [name=mon]`, '09:00-18:00')
    await page.fill(`${box} [name=sat]`, '9:00-12:00, 11:00-15:00')
    await save(page)
    await says(page, `${box} [role=alert]`, '周六: 同一天的时间段不能重叠')
    await shows(page, `${box} [name=sat][aria-invalid=true]`)
    await page.fill(`${box} [name=sat]`, '9:00-12:00，13:00-15:00')
    await done(page)
    await says(page, '[data-test=week]', /周六\s*09:00-12:00 · 13:00-15:00/)
    await open(world, '/policy/calendars/cal-new?year=2031')
    await kind(page, '2031-05-03', 'worked')
    await page.keyboard.press('a')
    await page.fill(`${box} [name=from]`, '2031-05-01')
    await page.fill(`${box} [name=to]`, '2031-04-01')
    await page.fill(`${box} [name=name]`, '劳动节')
    await save(page)
    await says(page, `${box} [role=alert]`, '最后一天不能早于第一天')
    await page.fill(`${box} [name=to]`, '2031-05-04')
    await done(page)
    await kind(page, '2031-05-03', 'holiday')
    await says(page, '[data-test=days] tr[data-from="2031-05-01"]', /2031年5月1日 – 2031年5月4日[\s\S]*劳动节[\s\S]*放假[\s\S]*4 天/)
    await page.click('[data-test=history]')
    await counts(page, '[data-test=versions] li', 3)
    await says(page, '[data-test=versions] li', /第 3 版[\s\S]*2031年5月1日 – 2031年5月4日 · 劳动节 · 放假/)
    const { version, document } = await asker(page, site.url)('get', '/calendars/cal-new')
    assert.deepEqual([version, JSON.parse(document).hours.filter(({ weekdays }) => weekdays[0] === 'sat').length], [3, 2])
  }],
  ['two people change the days of a calendar at once, and both changes are kept', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    const document = await given(world, 'cal-two')
    await open(world, '/policy/calendars/cal-two?year=2031')
    await page.click('tr[data-from="2031-10-01"] [data-test=edit-entry]')
    await page.fill(`${box} [name=to]`, '2031-10-08')
    const theirs = [{ ...document.days[0], name: '国庆中秋' }, { from: '2031-12-25', to: '2031-12-25', working: false, name: '圣诞节' }]
    await meanwhile(page, '**/api/v1/calendars/cal-two', 'PUT', () => ask('put', '/calendars/cal-two', { ...document, days: theirs }, 1))
    await save(page)
    await says(page, '[data-test=both]', /2031-10-08[\s\S]*2031-10-07[\s\S]*国庆节[\s\S]*国庆中秋/)
    await page.click('[data-test=both] button')
    await gone(page, '[role=dialog]')
    await kind(page, '2031-12-25', 'holiday')
    await kind(page, '2031-10-08', 'holiday')
    const kept = await ask('get', '/calendars/cal-two')
    assert.deepEqual(JSON.parse(kept.document).days.map(({ from, to }) => `${from} ${to}`), ['2031-10-01 2031-10-08', '2031-12-25 2031-12-25'])
    await page.click('tr[data-from="2031-12-25"] [data-test=remove-entry]')
    await page.click(`${box} [data-test=sure]`)
    await gone(page, '[role=dialog]')
    await kind(page, '2031-12-25', 'worked')
  }],
  ['a list of holidays is taken in: what is wrong is named with its line, and what stands there is replaced', async (world) => {
    const { page, site, assert } = world
    await given(world, 'cal-list')
    await open(world, '/policy/calendars/cal-list?year=2031')
    await page.click('[data-test=import]')
    await page.fill(`${box} [name=list]`, '从,至,名称,上班\n2031/1/1,2031/1/3,元旦,\n2031-02-30,,春节,')
    await says(page, `${box} [data-test=wrong]`, '第 3 行：“从”填写有误')
    await page.fill(`${box} [name=list]`, '从,至,名称,上班\n2031/1/1,2031/1/3,元旦,\n2031-01-03,,元旦,是')
    await counts(page, `${box} [data-test=preview] tr`, 2)
    await says(page, `${box} [data-test=preview]`, /2031年1月1日 – 2031年1月3日[\s\S]*元旦[\s\S]*放假[\s\S]*调休上班/)
    await save(page)
    await says(page, `${box} [data-test=place]`, '第 3 行“从”：2031-01-03 已在另一段里')
    await page.fill(`${box} [name=list]`, '从,至,名称,上班\n2031/1/1,2031/1/3,元旦,\n2031-01-04,,元旦,是')
    await counts(page, `${box} [data-test=preview] tr`, 2)
    await done(page)
    await kind(page, '2031-01-02', 'holiday')
    await kind(page, '2031-01-04', 'makeup')
    await kind(page, '2031-10-01', 'worked')
    const { document } = await asker(page, site.url)('get', '/calendars/cal-list')
    assert.deepEqual(JSON.parse(document).days.map(({ name }) => name), ['元旦', '元旦'])
  }],
  ['who counts by a calendar is told, and who may only look at it changes nothing', async (world) => {
    const { page, site } = world
    const ask = asker(page, site.url)
    await given(world, 'cal-used')
    await ask('post', '/products', { code: 'cal-used', name: '日历试用产品', calendar: 'cal-used', cutoff_minute: 1020, collect_minute: 1200 })
    await open(world, '/policy/calendars/cal-used')
    await says(page, '[data-test=uses]', /日历试用产品[\s\S]*17:00 前交寄算当天，20:00 前揽收/)
    const other = await signedInAs(page, site, 'calendar.reader', ['agent'])
    await open({ ...world, page: other }, '/policy/calendars/cal-used?year=2031')
    await kind(other, '2031-10-01', 'holiday')
    for (const button of ['edit-about', 'edit-week', 'add-entry', 'import', 'edit-entry']) await counts(other, `[data-test=${button}]`, 0)
    await open({ ...world, page: other }, '/policy/calendars/no-such')
    await says(other, 'main [role=alert]', '没有找到')
    await counts(other, 'main [role=alert] [lang=en]', 0)
    await other.context().close()
  }],
]

export const pages = {
  calendars: () => '/policy/calendars',
  'calendars new': () => '/policy/calendars?new=1',
  calendar: () => '/policy/calendars/cn?year=2026',
}
