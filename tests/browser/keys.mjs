/** By the keyboard alone: every page is gone through by Tab, and what has the focus is always something, to be seen, and not hidden behind anything. */
import { open } from './box.mjs'
import { asker, complaintAt } from './given.mjs'
import { becomes, gone, says, settled, shows, until } from './suite.mjs'

/** What has the focus, and what is wrong with it. */
function focused() {
  const one = document.activeElement
  if (!one || one === document.body) return { name: 'nothing', wrong: ['nothing has the focus'] }
  const box = one.getBoundingClientRect()
  const wrong = []
  if (!box.width || !box.height) wrong.push('is not to be seen')
  const drawn = [one, one.closest('.el-input__wrapper, .el-select__wrapper, .el-checkbox, .el-radio-button, .el-switch, .el-input-number')].filter(Boolean).map((around) => getComputedStyle(around))
  if (!drawn.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2)) wrong.push(`has no ring of two pixels: ${one.outerHTML.slice(0, 120)}`)
  const within = (x, y) => {
    const top = document.elementFromPoint(x, y)
    return !top || one.contains(top) || top.contains(one) || top.closest('label')?.contains(one)
  }
  const left = Math.max(box.left, 0) + 2
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2
  const points = [[left, middle], [(left + Math.min(box.right, innerWidth)) / 2, middle], [Math.min(box.right, innerWidth) - 2, middle]]
  if (box.bottom < 0 || box.top > innerHeight) wrong.push('is out of sight')
  else if (!points.some(([x, y]) => within(x, y))) wrong.push('is hidden behind something')
  return { name: `${one.tagName} ${one.getAttribute('data-test') ?? one.getAttribute('name') ?? one.textContent.trim().slice(0, 30)}`, wrong }
}
/** Tabs through a page, and says what was wrong on the way. */
async function goThrough(page, most) {
  const found = []
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab')
    const { name, wrong } = await page.evaluate(focused)
    if (name === 'nothing') return found // past the last thing: the browser's own
    if (wrong.length) found.push(`${name} ${wrong.join(', ')}`)
  }
  return found
}
const has = (page, selector) => becomes(() => page.evaluate((one) => !!document.activeElement?.matches(one), selector), true, `the focus is on ${selector}`)
const MOST = 60

export const steps = [
  ['a page begins at what it is about, and before the navigation stands a way past it', async (world) => {
    const { page, assert } = world
    await open(world, '/waybills')
    await has(page, '#content')
    let back = 0
    while (back++ < MOST && !(await page.evaluate(() => document.activeElement?.matches('a.skip')))) await page.keyboard.press('Shift+Tab')
    assert.ok(back < MOST, 'there is no way past the navigation')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await becomes(() => page.evaluate(() => !!document.activeElement?.closest('main')), true)
  }],
  ['by Tab alone every main page is gone through, light and dark, and what has the focus shows it', async (world) => {
    const { page, site, assert } = world
    const ticket = await complaintAt(asker(page, site.url), 'registered', { subject: '只用键盘' })
    const paths = ['/', '/waybills', `/waybills/${site.parcel.carrier}/${site.parcel.no}`, '/desk', `/desk/tickets/${ticket.id}`, '/watch', '/customers', '/claims', '/figures', '/policy', '/policy/pledges?edit=on-time', '/knowledge', '/settings', '/import']
    for (const theme of ['light', 'dark', undefined]) {
      await page.evaluate((one) => (one ? localStorage.setItem('parceldesk.theme', one) : localStorage.removeItem('parceldesk.theme')), theme)
      await page.reload()
      await settled(page)
      for (const path of theme ? paths.filter((_, at) => at % 2 === (theme === 'dark' ? 1 : 0)) : []) {
        await open(world, path)
        assert.equal(await page.evaluate(() => document.documentElement.classList.contains('dark')), theme === 'dark')
        assert.deepEqual(await goThrough(page, MOST), [], path)
      }
    }
  }],
  ['a ticket is found and answered by keys alone', async (world) => {
    const { page, site } = world
    const ticket = await complaintAt(asker(page, site.url), null, { subject: '键盘答复' })
    await open(world, '/')
    await page.keyboard.press('/')
    await page.keyboard.type(ticket.no)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/desk/tickets/${ticket.id}`)
    await settled(page)
    await page.keyboard.press('Escape')
    await page.evaluate(() => document.activeElement?.blur())
    await page.keyboard.press('r')
    await has(page, 'textarea[name=words]')
    await page.keyboard.type('马上查')
    await page.keyboard.press('Control+Enter')
    await says(page, '[data-test=timeline]', '马上查')
    await until(async () => (await page.evaluate(() => document.activeElement !== document.body)))
  }],
  ['a dialog takes the focus, keeps it, and gives it back to what opened it', async (world) => {
    const { page } = world
    await open(world, '/policy/pledges')
    await page.focus('[data-test=new]')
    await page.keyboard.press('Enter')
    await shows(page, '[role=dialog]:visible form')
    await becomes(() => page.evaluate(() => !!document.activeElement?.closest('[role=dialog]')), true)
    for (let n = 0; n < 20; n++) {
      await page.keyboard.press('Tab')
      await becomes(() => page.evaluate(() => !!document.activeElement?.closest('[role=dialog]')), true)
    }
    await page.evaluate(() => document.activeElement.blur())
    await becomes(() => page.evaluate(() => !!document.activeElement?.closest('[role=dialog]')), true)
    await page.keyboard.press('Escape')
    await gone(page, '[role=dialog]')
    await has(page, '[data-test=new]')
  }],
]
export const pages = {}
