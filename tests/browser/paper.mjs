/** What stands on paper: each form, statement and file, printed by Chromium and looked at as print shows it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { asker, claimAt, complaintAt } from './given.mjs'
import { becomes, gone, openPage, settled, visit } from './suite.mjs'

/** The number of pages of a PDF, and the width and height of each in millimetres. */
function sheets(pdf) {
  const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
  return boxes.map(([, width, height]) => [width, height].map((points) => Math.round((Number(points) / 72) * 25.4)))
}
/** Prints the page that is open, and says what of it is to be seen on paper. */
async function onPaper({ assert, paper }, page, name) {
  const pdf = await page.pdf({ preferCSSPageSize: true })
  if (paper) {
    mkdirSync(paper, { recursive: true })
    writeFileSync(`${paper}/${name}.pdf`, pdf)
  }
  const found = sheets(pdf)
  assert.ok(found.length > 0, `${name}: no sheet`)
  for (const one of found) assert.deepEqual(one, [210, 297], `${name} is not A4`)
  await page.emulateMedia({ media: 'print' })
  const text = await page.evaluate(() => document.body.innerText)
  const seen = await page.evaluate(() => {
    const shown = (one) => one.getClientRects().length > 0
    const margin = [...document.styleSheets].some(({ href }) => href?.includes('/print.css'))
    const wide = [...document.querySelectorAll('table, dl, pre, ol, ul')].filter((one) => shown(one) && one.scrollWidth > one.clientWidth + 1)
    const light = getComputedStyle(document.body).color.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 90)
    return {
      light,
      acts: [...document.querySelectorAll('nav, button, input, select, textarea, [role=tablist]')].filter(shown).map((one) => one.outerHTML.slice(0, 120)),
      cut: wide.map((one) => one.outerHTML.slice(0, 120)),
      margin,
    }
  })
  await page.emulateMedia({ media: null })
  assert.deepEqual(seen, { light: true, acts: [], cut: [], margin: true }, name)
  return text
}
/** A page as wide as the paper between its margins. */
const narrow = { viewport: { width: 673, height: 950 } }
/** What must stand on it, and what must not. */
function holds(assert, text, { has = [], not = [] }) {
  for (const one of has) assert.ok(one instanceof RegExp ? one.test(text) : text.includes(one), `${one} does not stand in ${text}`)
  for (const one of not) assert.ok(!text.includes(one), `${one} stands in ${text}`)
}
/** A page of the console, printed as somebody at a desk would. */
async function printed(world, path, name) {
  await world.page.goto(world.at(path))
  await settled(world.page)
  await world.page.setViewportSize(narrow.viewport)
  try {
    return await onPaper(world, world.page, name)
  } finally {
    await world.page.setViewportSize({ width: 1440, height: 900 })
  }
}
const PHONE = '13800138000'
const MASKED = '138****8000'

export const steps = [
  ['the edges of paper say company, day and page', async ({ page, site, assert }) => {
    const css = await (await page.request.get(`${site.url}/print.css`)).text()
    for (const one of ['size:A4', '@top-left{content:"', 'counter(pages)']) assert.ok(css.includes(one), css)
  }],
  ['each form prints whole on A4: title, number, each line, who signed', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    const ticket = await complaintAt(ask, 'registered', { subject: '要填表' })
    const { items: layouts } = await ask('get', '/form-kinds')
    assert.ok(layouts.length >= 5)
    for (const layout of layouts) {
      const { kind } = layout
      const values = Object.fromEntries(layout.lines.filter(({ required, input }) => required || input === 'long').map(({ name, input }) => [name, input === 'date' ? '2026-11-20' : input === 'number' ? '3' : input === 'phone' ? PHONE : `${name}：${'外箱破损，内件受潮，现场已拍照并通知发件网点。'.repeat(input === 'long' ? 7 : 1)}`]))
      const form = await ask('post', '/forms', { kind, ticket_id: ticket.id, outlet: 'SH-01', values })
      for (const lang of ['zh', 'en']) {
        await page.goto(`${site.url}/api/v1/forms/${form.id}/page?lang=${lang}`)
        const text = await onPaper(world, page, `form-${kind}-${lang}`)
        holds(assert, text, { has: [form.no, lang === 'zh' ? layout.name_zh : layout.name_en, '外箱破损'] })
      }
    }
  }],
  ['a parcel, a ticket, a claim and a customer print without what could be done, and with masked phones', async (world) => {
    const { page, site, assert } = world
    const ask = asker(page, site.url)
    const { waybill } = await ask('get', `/waybills/${site.parcel.carrier}/${site.parcel.no}`)
    const phone = waybill.receiver_phone
    const parcel = await printed(world, `/waybills/${site.parcel.carrier}/${site.parcel.no}`, 'waybill')
    holds(assert, parcel, { has: [site.parcel.no, /\d{3}\*{4}\d{4}/], not: [phone] })
    const ticket = await complaintAt(ask, 'registered', { subject: '打印这张工单' })
    holds(assert, await printed(world, `/desk/tickets/${ticket.id}`, 'ticket'), { has: [ticket.no, '打印这张工单', MASKED], not: [PHONE] })
    const claim = await claimAt(ask, 'proposed')
    const begun = await claimAt(ask, 'registered')
    holds(assert, await printed(world, `/claims/${begun.id}`, 'claim-begun'), { has: [begun.no, '还没有按规则核算'], not: ['先按规则核算', '小额、客户条件符合', '决定与赔付'] })
    holds(assert, await printed(world, `/claims/${claim.id}`, 'claim'), { has: [claim.no, MASKED, '需要 1 人'], not: [PHONE, '6222000000001', '提出人不能批准', '逐条说明'] })
    for (const lang of ['zh', 'en']) {
      await page.goto(`${site.url}/api/v1/claims/${claim.id}/settlement?lang=${lang}`)
      holds(assert, await onPaper(world, page, `settlement-${lang}`), { has: [claim.no] })
      await becomes(() => page.evaluate(() => getComputedStyle(document.querySelector('td')).borderTopStyle), 'solid')
    }
    await ask('post', '/customers', [{ code: 'PAPER-1', name: '纸上客户', phone: PHONE }])
    const [customer] = (await ask('get', '/customers?code=PAPER-1')).items
    holds(assert, await printed(world, `/customers/${customer.id}`, 'customer'), { has: ['PAPER-1', '纸上客户', MASKED], not: [PHONE] })
  }],
  ['a dark page prints light, with the day on which it is printed', async ({ page, at }) => {
    await visit(page, at('/waybills'))
    await page.evaluate(() => localStorage.setItem('parceldesk.theme', 'dark'))
    await page.reload()
    await settled(page)
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    await becomes(() => page.evaluate(() => [document.documentElement.classList.contains('dark'), /^"\d{4}-\d\d-\d\d"$/.test(document.documentElement.style.getPropertyValue('--printed'))]), [false, true])
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    await becomes(() => page.evaluate(() => document.documentElement.classList.contains('dark')), true)
    await page.evaluate(() => localStorage.removeItem('parceldesk.theme'))
    await page.reload()
  }],
  ['the service statement and a tracking page print, names and phones masked', async (world) => {
    const { browser, site, assert } = world
    const visitor = await openPage(browser, { ...narrow, colorScheme: 'dark' })
    await visitor.goto(`${site.url}/k/service-promise?lang=zh`)
    holds(assert, await onPaper(world, visitor, 'statement'), { has: ['服务承诺', '承诺与兑现', '72小时妥投率'], not: ['有帮助'] })
    await visitor.goto(`${site.url}/t/${site.parcel.no}?carrier=${site.parcel.carrier}&lang=zh`)
    await visitor.fill('#tail', site.parcel.tail)
    await visitor.click('form.tail button')
    await visitor.waitForSelector('.state')
    await gone(visitor, 'form.tail')
    const { waybill } = await asker(world.page, site.url)('get', `/waybills/${site.parcel.carrier}/${site.parcel.no}`)
    holds(assert, await onPaper(world, visitor, 'tracking'), { has: [site.parcel.no], not: [waybill.receiver_phone, waybill.receiver_name] })
    await visitor.context().close()
  }],
]
export const pages = {}
