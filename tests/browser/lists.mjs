/** Lists: their columns, what is taken out of them, and what the server says in the reader's language. */
import { readFileSync } from 'node:fs'
import { becomes, says } from './suite.mjs'

export const steps = [
  ['a column that is put away stays away, and comes back', async ({ page, at, settled }) => {
    const titles = () => page.locator('[role=columnheader]').allTextContents()
    await page.goto(at('/waybills'))
    await settled(page)
    const before = await titles()
    await page.click('details.choose summary')
    await page.click('details.choose label:nth-of-type(2)')
    await becomes(async () => (await titles()).length, before.length - 1)
    await page.reload()
    await settled(page)
    await becomes(async () => (await titles()).length, before.length - 1)
    await page.click('details.choose summary')
    await page.click('details.choose label:nth-of-type(2)')
    await page.keyboard.press('Escape')
    await becomes(titles, before)
  }],
  ['a list is taken out whole as CSV, as it is filtered', async ({ page, at, settled, assert }) => {
    await page.goto(at('/waybills?stage=delivered'))
    await settled(page)
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=csv]')])
    const text = readFileSync(await file.path(), 'utf8')
    const lines = text.trim().split('\r\n')
    assert.ok(text.startsWith('\ufeff') && lines[0].includes('运单号'), lines[0])
    assert.ok(lines.length > 200, `${lines.length} lines`)
    assert.ok(lines.slice(1).every((line) => line.includes('delivered')))
  }],
  ['customers leave as a spreadsheet', async ({ page, at, settled, assert }) => {
    await page.goto(at('/customers'))
    await settled(page)
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-test=xlsx]')])
    const bytes = readFileSync(await file.path())
    assert.equal(bytes.subarray(0, 2).toString(), 'PK')
  }],
  ['what the server refuses is told in Chinese, by code and field', async ({ page, at, settled }) => {
    await page.goto(at('/settings'))
    await settled(page)
    await page.fill('tr:has(code:text-is("stall_hours")) input', 'x')
    await page.click('tr:has(code:text-is("stall_hours")) button[type=submit]')
    await says(page, '[role=alert] p', /^[^a-z]*[\u4e00-\u9fff]/)
    await says(page, 'tr:has(code:text-is("stall_hours")) strong', '停滞')
  }],
]
