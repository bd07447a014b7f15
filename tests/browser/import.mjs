/** A spreadsheet comes in: found out, mapped, looked at, tried, taken, mended. */
import { until } from './suite.mjs'

/** 客户编号;类型;城市 in GB18030. */
const header = Buffer.from('bfcdbba7b1e0bac53bc0e0d0cd3bb3c7cad00a', 'hex')
const table = Buffer.concat([header, Buffer.from('BR-1;person;Shanghai\nBR-2;robot;"Bei\njing"\nBR-3;company;\n')])

export const steps = [
  ['a spreadsheet is read, mapped by its column names, tried, taken, and what is refused is mended', async ({ page, at, settled, assert }) => {
    await page.goto(at('/import'))
    await settled(page)
    await page.selectOption('select[name=target]', 'customers')
    await page.setInputFiles('input[type=file]', { name: 'customers.csv', mimeType: 'text/csv', buffer: table })
    await page.waitForSelector('[data-test=encoding]')
    assert.equal(await page.inputValue('[data-test=encoding]'), 'gb18030')
    assert.equal(await page.inputValue('[data-test=delimiter]'), ';')
    const chosen = await page.$$eval('table.grid tbody select', (all) => all.map((one) => one.value))
    assert.deepEqual(chosen, ['code', 'kind', 'city'])
    await page.click('[data-test=preview]')
    await page.waitForSelector('[data-test=shown] tbody tr')
    assert.match(await page.textContent('[data-test=shown]'), /BR-1/)
    await page.click('[data-test=dry]')
    await page.waitForSelector('[data-test=rejects]')
    const refused = await page.textContent('[data-test=rejects] tbody tr')
    assert.match(refused, /^3/)
    await page.click('[data-test=go]')
    await page.waitForSelector('[data-test=rejects] input.wrong')
    await page.fill('[data-test=rejects] input.wrong', 'company')
    await page.click('[data-test=again]')
    await page.waitForSelector('[data-test=rejects]', { state: 'detached' })
    await until(async () => /1/.test(await page.textContent('[data-test=tally]')))
    /* The box of what was refused goes when the taking begins, not when it is done. */
    const known = async (code) => (await (await page.request.get(at('').replace('/console', `/api/v1/customers?code=${code}`))).json()).items.length
    for (const code of ['BR-1', 'BR-2', 'BR-3']) await until(async () => (await known(code)) === 1)
  }],
]
