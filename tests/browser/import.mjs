/** A spreadsheet comes in: found out, mapped, looked at, tried, taken, mended. */
import { becomes, fieldHas, gone, says } from './suite.mjs'

/** 客户编号;类型;城市 in GB18030. */
const header = Buffer.from('bfcdbba7b1e0bac53bc0e0d0cd3bb3c7cad00a', 'hex')
const table = Buffer.concat([header, Buffer.from('BR-1;person;Shanghai\nBR-2;robot;"Bei;jing"\nBR-3;company;\n')])

export const steps = [
  ['a spreadsheet is read, mapped by its column names, tried, taken, and what is refused is mended', async ({ page, at, settled }) => {
    await page.goto(at('/import'))
    await settled(page)
    await page.selectOption('select[name=target]', 'customers')
    await page.setInputFiles('input[type=file]', { name: 'customers.csv', mimeType: 'text/csv', buffer: table })
    await fieldHas(page, '[data-test=encoding]', 'gb18030')
    await fieldHas(page, '[data-test=delimiter]', ';')
    await becomes(() => page.$$eval('table.grid tbody select', (all) => all.map((one) => one.value)), ['code', 'kind', 'city'])
    await page.selectOption('[data-test=constant]', 'name')
    await page.fill('[name="constant.name"]', '同名')
    await page.selectOption('table.grid tbody select >> nth=2', '')
    await fieldHas(page, '[name="constant.name"]', '同名')
    await page.selectOption('table.grid tbody select >> nth=2', 'city')
    await fieldHas(page, '[name="constant.name"]', '同名')
    await fieldHas(page, '[data-test=constant]', '')
    await page.click('[data-test=preview]')
    await says(page, '[data-test=shown] tbody', 'BR-1')
    await says(page, '[data-test=shown] tbody', '同名')
    await page.click('[data-test=dry]')
    await says(page, '[data-test=rejects] tbody tr', /^3/)
    await page.click('[data-test=go]')
    await page.waitForSelector('[data-test=rejects] input.wrong')
    await page.fill('[data-test=rejects] input.wrong', 'company')
    await page.click('[data-test=again]')
    await gone(page, '[data-test=rejects]')
    await says(page, '[data-test=tally]', /1/)
    /* The box of what was refused goes when the taking begins, not when it is done. */
    const known = async (code) => (await (await page.request.get(at('').replace('/console', `/api/v1/customers?code=${code}`))).json()).items.length
    for (const code of ['BR-1', 'BR-2', 'BR-3']) await becomes(() => known(code), 1, code)
  }],
]
