/** Incidents of the watch. */
import { asker, incidentAt } from './given.mjs'
import { counts, fieldHas, follow, gone, says, shows, visit } from './suite.mjs'

const stateIs = (page, name) => page.waitForSelector(`[data-test=incident-state]:has-text("${name}")`)

export const steps = [
  ['an incident is proposed, binds its parcels, tells their customers with progress, and ends', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const parcels = (await ask('get', '/waybills?limit=3')).items
    await visit(page, at('/watch/incidents'))
    await page.keyboard.press('a')
    await page.fill('[data-test=incident-form] input[name=title_zh]', '武汉转运中心停电')
    await page.fill('[data-test=incident-form] input[name=title]', 'No power at the Wuhan hub')
    await page.fill('[data-test=incident-form] textarea[name=notice_zh]', '武汉转运中心停电，快件会晚到。')
    await page.fill('[data-test=incident-form] textarea[name=notice]', 'No power at the Wuhan hub: parcels will be late.')
    await page.fill('[data-test=incident-form] input[name=site]', 'HUB-WH')
    await page.click('[data-test=propose]')
    await page.waitForURL('**/watch/incidents/*')
    await stateIs(page, '待确认')
    await page.click('[data-test=take-incident]')
    await gone(page, '[data-test=take-incident]')
    await page.click('[data-test=move-confirm]')
    await stateIs(page, '已确认')
    await page.click('[data-test=incident-parcels] details:not(.choose) summary')
    await page.fill('[data-test=incident-parcels] textarea[name=numbers]', parcels.map((one) => one.no).join('\n'))
    await page.click('[data-test=bind]')
    await counts(page, '[data-test=incident-parcels] [role=rowgroup] [role=row]', (n) => n >= parcels.length)
    await page.click('[data-test=start]')
    await shows(page, '[data-test=mass] [role=progressbar][aria-valuenow="100"]')
    await page.fill('textarea[name=incident-note]', '已联系电力公司')
    await page.click('[data-test=note]')
    await page.waitForSelector('[data-test=incident-log] li:has-text("已联系电力公司")')
    await page.click('[data-test=move-end]')
    await page.fill('textarea[name=move-text]', '已恢复供电')
    await page.click('[data-test=move-form] button[type=submit]')
    await stateIs(page, '已结束')
    await says(page, '[data-test=incident-log]', '批量操作完成')
  }],
  ['an action that was begun comes back with the causes to choose from', async ({ page, at, site, settled }) => {
    const ask = asker(page, site.url)
    await ask('post', '/waybills', [{ carrier: site.parcel.carrier, no: '771556000000001' }])
    const { id } = await incidentAt(ask, ['771556000000001'])
    const { version } = await ask('get', `/watch/incidents/${id}`)
    await ask('post', `/watch/incidents/${id}/causes`, { reason: 'weather', text: '洪水，快件会晚到', move_hours: 12, until: new Date(Date.now() + 86_400_000).toISOString(), bound_only: true }, version)
    const cause = '[data-test=mass-form] select:has(option:text-is("洪水，快件会晚到"))'
    await visit(page, at(`/watch/incidents/${id}`))
    await page.selectOption('[name=mass-kind]', 'change_promise')
    await shows(page, cause)
    await shows(page, '[data-test=mass] [data-test=draft-kept].kept')
    await page.reload()
    await settled(page)
    await fieldHas(page, '[name=mass-kind]', 'change_promise')
    await shows(page, cause)
    await page.click('[data-test=mass] [data-test=drop-draft]')
    await fieldHas(page, '[name=mass-kind]', 'notify')
  }],
  ['a finding leads to the incidents that bind its parcel, each with room for a finger', async ({ page, at, site, quiet }) => {
    const ask = asker(page, site.url)
    const [finding] = (await ask('get', '/watch/findings?state=open&limit=1')).items
    const one = await incidentAt(ask, [finding.no])
    await incidentAt(ask, [finding.no])
    await visit(page, at(`/watch/findings/${finding.id}`))
    await counts(page, '[data-test=finding-incidents] li > a', (n) => n > 1)
    await quiet(page)
    await follow(page, `[data-test=finding-incidents] a[href$="/${one.id}"]`, `**/watch/incidents/${one.id}`)
  }],
]

let made
async function given({ page, site }) {
  const ask = asker(page, site.url)
  made ??= await incidentAt(ask, (await ask('get', '/waybills?limit=40')).items.map((one) => one.no))
  return made
}
export const pages = {
  incidents: async (about) => (await given(about), '/watch/incidents'),
  incident: async (about) => `/watch/incidents/${(await given(about)).id}`,
}
