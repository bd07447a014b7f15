/** Signing in: the second factor from its set-up to its end, sessions, what administrators do for who is locked out, passwords, tokens. */
import { createHmac } from 'node:crypto'
import { asker, english, signedInAs } from './given.mjs'
import { becomes, complaints, counts, gone, openPage, says, settled, shows, still, until, visit } from './suite.mjs'

const BOX = '[role=dialog]:visible'
const rowOf = (text) => `[role=rowgroup] [role=row]:has-text("${text}")`
const sure = (page) => page.click(`${BOX} [data-test=sure]`)

/** The six digits of a step of 30 seconds (RFC 6238). */
function codeOf(secret, step) {
  const bits = [...secret.replace(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((eight) => Number.parseInt(eight, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', key).update(counter).digest()
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A telephone that knows the secret, by the server's clock. The server takes the step before its own, its own and the next, each once:
 * three codes of one secret are there at any moment, whatever the second. Where a step began since the code was made, the next is made. */
function telephone(url, secret) {
  let last = 0
  const present = async () => Math.floor(Date.parse((await fetch(`${url}/readyz`)).headers.get('date')) / 30_000)
  return async () => {
    let now
    await until(async () => (now = await present()) > last - 1)
    last = Math.max(last + 1, now - 1)
    return codeOf(secret, last)
  }
}
/** Types codes until one is taken. */
const types = (page, field, phone, submit, taken) => until(async () => {
  if (await taken()) return true
  await page.fill(field, await phone(), { timeout: 5_000 })
  await page.click(submit)
  await still(page)
  return taken()
})
const isThere = (page, selector) => async () => (await page.locator(selector).count()) > 0

async function setUp(page, site, password) {
  await page.fill('input[name=factor-password]', password)
  await page.click('[data-test=next]')
  await shows(page, '[data-test=factor-secret]')
  const phone = telephone(site.url, await page.textContent('[data-test=factor-secret]'))
  await types(page, 'input[name=factor-code]', phone, '[data-test=confirm]', isThere(page, '[data-test=recovery]'))
  await counts(page, '[data-test=recovery] li', 10)
}
async function password(page, login, secret) {
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', secret)
  await page.click('button[type=submit]')
}
async function leave(page) {
  await page.click('[data-test=leave]')
  await page.waitForURL('**/sign-in')
  await settled(page)
}
const inside = '[data-test=account]'

export const steps = [
  ['a second factor is set up, signs in, is replaced by a recovery code, and is taken off', async ({ page, at, site, assert, quiet, shoot }) => {
    const own = await signedInAs(page, site, 'factor.own', ['agent'])
    const heard = complaints(own)
    await visit(own, at('/account'))
    await own.click('[data-test=set]')
    await own.fill('input[name=factor-password]', 'not mine')
    await own.click('[data-test=next]')
    await says(own, '[data-test=factor-begin] [role=alert]', '当前密码不正确')
    await own.fill('input[name=factor-password]', site.password)
    await own.click('[data-test=next]')
    await becomes(() => own.locator('img.picture').evaluate((image) => image.complete && image.naturalWidth > 0), true)
    await own.fill('input[name=factor-code]', '00000a')
    await own.click('[data-test=confirm]')
    await says(own, '[data-test=factor-confirm] [role=alert]', '验证码不正确')
    await quiet(own)
    await shoot(own, 'factor-setup')
    const phone = telephone(site.url, await own.textContent('[data-test=factor-secret]'))
    await types(own, 'input[name=factor-code]', phone, '[data-test=confirm]', isThere(own, '[data-test=recovery]'))
    await counts(own, '[data-test=recovery] li', 10)
    const recovery = await own.locator('[data-test=recovery] li').allTextContents()
    const [file] = await Promise.all([own.waitForEvent('download'), own.click('[data-test=download]')])
    if (file.suggestedFilename() !== 'parceldesk-recovery-codes.txt') throw new Error(file.suggestedFilename())
    await quiet(own)
    await shoot(own, 'factor-recovery')
    await own.click('[data-test=kept]')
    await says(own, '[data-test=left]', '10')
    await says(own, '[data-test=factor]', '已开启')
    await leave(own)

    await password(own, 'factor.own', site.password)
    await own.fill('input[name=code]', '00000a')
    await own.click('button[type=submit]')
    await says(own, '[role=alert]', '验证码不正确')
    await quiet(own)
    await shoot(own, 'factor-code')
    await types(own, 'input[name=code]', phone, 'button[type=submit]', isThere(own, inside))
    await leave(own)

    await english(own, async () => {
      await visit(own, at('/sign-in'))
      await password(own, 'factor.own', site.password)
      await own.click('[data-test=other-way]')
      await own.fill('input[name=code]', recovery[0].toLowerCase())
      await own.click('button[type=submit]')
      await shows(own, inside)
      await says(own, '[data-test=alerts]', 'recovery code')
      await own.click('[data-test=seen]')
      await gone(own, '[data-test=alerts]')
      await visit(own, at('/account'))
      await says(own, '[data-test=left]', '9 recovery codes left')
    })
    await visit(own, at('/account'))
    await own.click('[data-test=renew]')
    await own.fill('input[name=proof-password]', site.password)
    await own.fill('input[name=proof-code]', recovery[0])
    await own.click('[data-test=prove]')
    await says(own, '[data-test=proof] [role=alert]', '验证码不正确')
    await own.fill('input[name=proof-code]', recovery[1])
    await own.click('[data-test=prove]')
    await counts(own, '[data-test=recovery] li', 10)
    await own.click('[data-test=kept]')
    await says(own, '[data-test=left]', '10')
    await own.click('[data-test=remove]')
    await own.fill('input[name=proof-password]', site.password)
    await types(own, 'input[name=proof-code]', phone, '[data-test=prove]', isThere(own, '[data-test=set]'))
    await says(own, '[data-test=factor]', '两步验证已移除')
    await leave(own)
    await password(own, 'factor.own', site.password)
    await shows(own, inside)
    assert.deepEqual(heard, [])
    await own.context().close()
  }],
  ['a role demands a second factor, an administrator resets a lost one, and its person is told', async ({ page, at, site, assert, quiet, shoot }) => {
    const ask = asker(page, site.url)
    await ask('post', '/roles', { name: 'key_holder', doc: 'Keys', rights: ['waybill.read'] })
    const own = await signedInAs(page, site, 'factor.due', ['key_holder'])
    const heard = complaints(own)
    await visit(page, at('/people/roles'))
    await page.check('input[name="factor.key_holder"]')
    await becomes(async () => (await ask('get', '/settings/second_factor_roles')).value, 'key_holder')
    try {
      await becomes(async () => (await (await own.request.get(`${site.url}/api/v1/me`)).json()).must_set_factor, true)
      await visit(page, at('/people?sort=-created_at'))
      await says(page, rowOf('factor.due'), '未设两步验证')
      await own.goto(at('/waybills'))
      await own.waitForURL('**/second-factor')
      await settled(own)
      await quiet(own)
      await shoot(own, 'factor-demanded')
      await setUp(own, site, site.password)
      await own.click('[data-test=kept]')
      await shows(own, inside)
      await visit(page, at('/people?sort=-created_at'))
      await says(page, rowOf('factor.due'), '两步验证')
      await page.click(`${rowOf('factor.due')} [data-test=sign-in]`)
      await page.waitForURL('**/sign-in')
      await settled(page)
      await says(page, '[data-test=sessions]', /Chrome/)
      await quiet(page)
      await shoot(page, 'factor-person')
      await page.click('[data-test=reset-factor]')
      await sure(page)
      await says(page, '[data-test=factor]', '已移除')
      await says(page, '[data-test=sessions]', '没有登录')
      await visit(own, at('/sign-in'))
      await password(own, 'factor.due', site.password)
      await own.waitForURL('**/second-factor')
      await says(own, '[data-test=alerts]', '移除了您的两步验证')
      assert.deepEqual(heard, [])
    } finally {
      await visit(page, at('/people/roles'))
      await page.uncheck('input[name="factor.key_holder"]')
      await becomes(async () => (await ask('get', '/settings/second_factor_roles')).value, '')
    }
    await own.context().close()
  }],
  ['one sees where one is signed in, ends one and all others, and an administrator ends those of another', async ({ page, at, site, quiet, shoot }) => {
    const ask = asker(page, site.url)
    const own = await signedInAs(page, site, 'many.places', ['agent'])
    const elsewhere = async (agent) => {
      const other = await openPage(page.context().browser(), { userAgent: agent })
      await visit(other, at('/sign-in'))
      await password(other, 'many.places', site.password)
      await shows(other, inside)
      return other
    }
    const telephone_ = await elsewhere('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1')
    const desk = await elsewhere('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0')
    await visit(own, at('/account'))
    await counts(own, '[data-test=sessions] tbody tr', 3)
    await says(own, '[data-test=sessions]', /Safari，iOS/)
    await says(own, '[data-test=sessions]', /127\.0\.0\.\*/)
    await quiet(own)
    await shoot(own, 'account')
    await own.click('[data-test=sessions] tr:has-text("iOS") [data-test=end]')
    await sure(own)
    await counts(own, '[data-test=sessions] tbody tr', 2)
    await until(async () => (await telephone_.request.get(`${site.url}/api/v1/me`)).status() === 401)
    await own.click('[data-test=end-all]')
    await sure(own)
    await counts(own, '[data-test=sessions] tbody tr', 1)
    await until(async () => (await desk.request.get(`${site.url}/api/v1/me`)).status() === 401)
    const { items } = await ask('get', '/people?limit=200')
    const { id } = items.find(({ login }) => login === 'many.places')
    await visit(page, at(`/people/${id}/sign-in`))
    await page.click('[data-test=end-all]')
    await sure(page)
    await says(page, '[data-test=sessions]', '没有登录')
    await until(async () => (await own.request.get(`${site.url}/api/v1/me`)).status() === 401)
    for (const one of [own, telephone_, desk]) await one.context().close()
  }],
  ['a new password is refused at its field with the reason, and who guesses must wait', async ({ page, at, site }) => {
    const own = await signedInAs(page, site, 'pass.word', ['agent'])
    await visit(own, at('/account'))
    await own.click('[data-test=change-password]')
    await says(own, '#password-rule', '12')
    const change = async (next) => {
      await own.fill('input[name=present]', site.password)
      await own.fill('input[name=next]', next)
      await own.fill('input[name=again]', next)
      await own.click('[data-test=password] button[type=submit]')
    }
    await change('Password123456')
    await says(own, '[data-test=wrong]', '太容易')
    await change('pass.word.pass.word')
    await says(own, '[data-test=wrong]', '太容易')
    await change('seven carts of plums')
    await gone(own, '[data-test=password]')
    await leave(own)
    // The fifth wrong try makes this browser wait; what it says is read from the answer, which stands still.
    for (let i = 0; i < 5; i++) await own.request.post(`${site.url}/api/v1/session`, { data: { login: 'pass.word', password: `wrong ${i}` } })
    const said = await own.request.post(`${site.url}/api/v1/session`, { data: { login: 'nobody.at.all', password: 'x' } })
    if (said.status() !== 401) throw new Error(`another login waits too: ${said.status()}`)
    await own.route('**/api/v1/session', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '600', 'Content-Type': 'application/problem+json' }, body: JSON.stringify({ code: 'too_many', detail: 'too many wrong tries: try again in 600 s' }) }))
    await password(own, 'pass.word', 'seven carts of plums')
    await says(own, '[data-test=wait]', /\d+ 秒/)
    await becomes(() => own.locator('button[type=submit]').isDisabled(), true)
    await own.unroute('**/api/v1/session')
    await own.context().close()
  }],
  ['a token tells when it was last used, and that it ends soon', async ({ page, at, site }) => {
    const ask = asker(page, site.url)
    const made = await ask('post', '/tokens', { name: 'ends-soon', rights: ['waybill.read'], expires_at: new Date(Date.now() + 5.5 * 86_400_000).toISOString() })
    await visit(page, at('/people/tokens'))
    await says(page, rowOf('ends-soon'), /5 天后到期[\s\S]*从未/)
    await says(page, '[data-test=soon]', 'ends-soon')
    const used = await fetch(`${site.url}/api/v1/waybills?limit=1`, { headers: { Authorization: `Bearer ${made.secret}` } })
    if (!used.ok) throw new Error(`the token does not hold: ${used.status}`)
    await visit(page, at('/people/tokens'))
    await becomes(async () => (await page.textContent(rowOf('ends-soon'))).includes('从未'), false)
    await ask('delete', `/tokens/${made.id}`)
  }],
]

export const pages = {
  account: () => '/account',
  person: async ({ page, site }) => {
    const { items } = await asker(page, site.url)('get', '/people?limit=1')
    return `/people/${items[0].id}/sign-in`
  },
}
