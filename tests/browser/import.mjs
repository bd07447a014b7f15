/** A spreadsheet comes in: found out, mapped, looked at, tried, taken, mended. */
import { asker } from './given.mjs'
import { becomes, fieldHas, follow, gone, says, visit } from './suite.mjs'

/** 客户编号;类型;城市 in GB18030. */
const header = Buffer.from('bfcdbba7b1e0bac53bc0e0d0cd3bb3c7cad00a', 'hex')
const table = Buffer.concat([header, Buffer.from('BR-1;person;Shanghai\nBR-2;robot;"Bei;jing"\nBR-3;company;\n')])

/** Of people: MEND-1 and, what no customer is, a robot. */
const mendable = Buffer.from('code,kind,name\nMEND-1,person,Ann\nMEND-2,robot,Bob\n')

export const steps = [
  ['what was mended is what is taken, also when its page was left in between', async ({ page, at, site }) => {
    await visit(page, at('/import'))
    await page.selectOption('select[name=target]', 'customers')
    await page.setInputFiles('input[type=file]', { name: 'mendable.csv', mimeType: 'text/csv', buffer: mendable })
    await becomes(() => page.$$eval('table.grid tbody select', (all) => all.map((one) => one.value)), ['code', 'kind', 'name'])
    await page.click('[data-test=dry]')
    await says(page, '[data-test=rejects] tbody tr', /^3/)
    await page.fill('[data-test=rejects] input.wrong', 'company')
    await page.click('[data-test=again]')
    await gone(page, '[data-test=rejects]')
    await follow(page, 'nav a[href="/console/customers"]', '**/customers')
    await follow(page, 'nav a[href="/console/import"]', '**/import')
    await says(page, '[data-test=back]', '改正过')
    await page.click('[data-test=go]')
    const known = async (code) => (await (await page.request.get(`${site.url}/api/v1/customers?code=${code}`)).json()).items.length
    for (const code of ['MEND-1', 'MEND-2']) await becomes(() => known(code), 1, code)
    await gone(page, '[data-test=rejects]')
    await gone(page, '[data-test=back]')
  }],
  ['what was tried only is there again when its page was left in between', async ({ page, at }) => {
    await visit(page, at('/import'))
    await page.selectOption('select[name=target]', 'customers')
    await page.setInputFiles('input[type=file]', { name: 'tried.csv', mimeType: 'text/csv', buffer: Buffer.from('code,kind,name\nTRIED-1,person,Ann\nTRIED-2,robot,Bob\n') })
    await becomes(() => page.$$eval('table.grid tbody select', (all) => all.length), 3)
    await page.click('[data-test=dry]')
    await says(page, '[data-test=rejects] tbody tr', /^3/)
    await follow(page, 'nav a[href="/console/customers"]', '**/customers')
    await follow(page, 'nav a[href="/console/import"]', '**/import')
    await says(page, '[data-test=back]', '试导入过')
    await says(page, '[data-test=tally]', /试导入结果[\s\S]*2 \/ 2/)
    await says(page, '[data-test=rejects] tbody tr', /^3/)
    await page.setInputFiles('input[type=file]', { name: 'other.csv', mimeType: 'text/csv', buffer: Buffer.from('code,kind\nTRIED-3,person\n') })
    await gone(page, '[data-test=back]')
  }],
  ['what is no table is refused, with what it is and what is taken', async ({ page, at }) => {
    await visit(page, at('/import'))
    const bytes = (hex, text = '') => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(text), Buffer.from('00010203ff000102fe', 'hex')])
    const files = [['photo.csv', bytes('ffd8ffe000104a464946'), '图片'], ['a.csv', bytes('255044462d312e34', '\n%âãÏÓ'), 'PDF'], ['old.xls', bytes('d0cf11e0a1b11ae1'), '旧版 Office'], ['a.docx', bytes('504b030414000600'), '压缩包或其他文档'],
      ['a.gz', bytes('1f8b0800'), '压缩包'], ['program.txt', bytes('7f454c46020101'), '二进制文件']]
    for (const [name, buffer, kind] of files) {
      await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer })
      await says(page, '.begin [role=alert]', new RegExp(`${name}[\\s\\S]*${kind}[\\s\\S]*CSV、TSV、TXT 文本和 XLSX`))
      await gone(page, 'table.grid')
    }
    const wide = (text) => Buffer.from(text, 'utf16le')
    for (const [name, buffer, encoding] of [['wide.csv', wide('编号,code\n1,W-1\n2,W-2\n'), 'utf-16le'], ['wide-be.csv', wide('编号,code\n1,W-1\n2,W-2\n').swap16(), 'utf-16be'], ['gb.csv', table, 'gb18030']]) {
      await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer })
      await fieldHas(page, '[data-test=encoding]', encoding)
      await gone(page, '.begin [role=alert]')
    }
  }],
  ['a spreadsheet is read, mapped by its column names, tried, taken, and what is refused is mended', async ({ page, at }) => {
    await visit(page, at('/import'))
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
  ['a file of more rows than a body may have comes in by one press, piece by piece', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const ROWS = 2001
    const rows = ['code,name', ...Array.from({ length: ROWS }, (_, n) => `MANY-${n},多`)].join('\n')
    const refused = await page.request.post(`${site.url}/api/v1/customers`, { headers: { 'Content-Type': 'text/csv', 'X-Parceldesk': '1', 'Idempotency-Key': crypto.randomUUID() }, data: rows })
    await becomes(async () => [refused.status(), (await refused.json()).detail], [413, 'the body has more than 2000 rows'])
    await visit(page, at('/import'))
    await page.selectOption('select[name=target]', 'customers')
    await page.setInputFiles('input[type=file]', { name: 'many.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
    await becomes(() => page.$$eval('table.grid tbody select', (all) => all.map((one) => one.value)), ['code', 'name'])
    await page.click('[data-test=go]')
    await says(page, '[data-test=tally]', /2,001 \/ 2,001/)
    await becomes(async () => (await ask('get', `/customers?code=MANY-${ROWS - 1}`)).items.length, 1)
  }],
  ['a second phone is of the kind that its column says, and a column for the kind goes before', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    await visit(page, at('/import'))
    await page.selectOption('select[name=target]', 'customers')
    const rows = 'code,第二电话,第三联系方式\nSECOND-1,13900139007,second@example.com\nSECOND-2,,\n'
    await page.setInputFiles('input[type=file]', { name: 'second.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
    await becomes(() => page.$$eval('table.grid tbody select', (all) => all.map((one) => one.value)), ['code', 'contact2.value', 'contact3.value'])
    const constants = () => page.$$eval('label.row:has(button) > select', (all) => all.map((one) => one.value).sort())
    await becomes(constants, ['email', 'phone'])
    await page.selectOption('table.grid tbody select >> nth=2', 'contact2.kind')
    await becomes(constants, ['email'])
    await page.selectOption('table.grid tbody select >> nth=2', 'contact3.value')
    await becomes(constants, ['email', 'phone'])
    await page.click('[data-test=go]')
    await says(page, '[data-test=tally]', /2 \/ 2/)
    await gone(page, '[data-test=rejects]')
    const [{ id }] = (await ask('get', '/customers?code=SECOND-1')).items
    await becomes(async () => (await ask('get', `/customers/${id}/contacts`)).items.map((one) => [one.kind, one.value]), [['phone', '13900139007'], ['email', 'second@example.com']])
  }],
  ['what a CRM brings beyond the customers themselves is mapped by what people call it, in both languages', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const asked = async (path) => (await ask('get', path)).items
    await ask('post', '/customer-fields', { name: 'br_contract', kind: 'text', zh: '合同号', en: 'Contract' })
    await visit(page, at('/import'))
    await page.selectOption('select[name=target]', 'customers')
    const rows = ['客户编号,联系方式2 类型,备用手机,Address 2 Text,同意1用途,营销同意,同意日期,合同号', 'BR-9,wechat,wx-br9,文三路 9 号,marketing,given,2025-03-01,HT-9', 'BR-10,phone,none,,,,,']
    await page.setInputFiles('input[type=file]', { name: 'crm.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) })
    await becomes(() => page.$$eval('table.grid tbody select', (all) => all.map((one) => one.value)),
      ['code', 'contact2.kind', 'contact2.value', 'address2.text', 'consent1.purpose', 'consent1.said', 'consent1.at', 'field.br_contract'])
    await page.click('[data-test=go]')
    await says(page, '[data-test=rejects] tbody tr', '联系方式 2')
    await becomes(async () => (await asked('/customers?code=BR-9')).length, 1)
    const [{ id }] = await asked('/customers?code=BR-9')
    await becomes(async () => (await asked(`/customers/${id}/contacts`)).map((one) => one.kind), ['wechat'])
    await becomes(async () => (await asked(`/customers/${id}/fields`)).map((one) => one.value), ['HT-9'])
  }],
]
