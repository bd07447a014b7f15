/** The company's sign-in provider: how it is set, what is said where it does not answer, and what comes back from it. */
import { asker, english, signedInAs, withoutBeats } from './given.mjs'
import { becomes, fieldHas, gone, openPage, says, settled, shows, visit } from './suite.mjs'

const BOX = '[role=dialog]:visible'

/** Where it is set. */
export const pages = { provider: () => '/settings/sign-in' }

export const steps = [
  ['a sign-in provider is set and checked, and the sign-in page leads to it, as does the one over a page whose session ended', async ({ page, at, site, browser, quiet, shoot }) => {
    const ask = asker(page, site.url)
    await visit(page, at('/settings'))
    await page.click('main a[href="/console/settings/sign-in"]')
    await page.waitForURL('**/settings/sign-in')
    await settled(page)
    await page.click('[data-test=edit]')
    await page.fill(`${BOX} input[name=label]`, 'Example ID')
    await page.fill(`${BOX} input[name=issuer]`, 'http://login.example.com')
    await page.fill(`${BOX} input[name=client_id]`, 'desk')
    await page.click(`${BOX} button[type=submit]`)
    await says(page, `${BOX} [role=alert]`, 'https://')
    await page.fill(`${BOX} input[name=issuer]`, 'https://login.example.com')
    await page.fill(`${BOX} input[name=address]`, 'https://desk.example.com')
    await page.fill(`${BOX} input[name=roles_claim]`, 'groups')
    await page.fill(`${BOX} textarea[name=roles]`, 'cs = agent')
    await quiet(page)
    await shoot(page, 'provider-edit')
    await page.click(`${BOX} button[type=submit]`)
    await gone(page, BOX)
    await says(page, '[data-test=provider]', 'https://desk.example.com/console/sign-in/answer')
    // On this machine, where nobody answers.
    const now = await ask('get', '/sign-in-provider')
    const { version, redirect_uri: _, changed_at: __, ...kept } = now
    if (kept.roles.cs !== 'agent') throw new Error(JSON.stringify(now))
    await ask('put', '/sign-in-provider', { ...kept, issuer: 'http://127.0.0.1:1', private: true, enabled: true }, version)
    await page.reload()
    await settled(page)
    await page.click('[data-test=check]')
    await says(page, '[data-test=said]', '没有正常应答')
    await quiet(page)
    await shoot(page, 'provider')

    const other = await openPage(browser)
    await visit(other, at('/sign-in'))
    await says(other, '[data-test=provider]', '用 Example ID 登录')
    await other.click('[data-test=provider]')
    await says(other, '[role=alert]', '统一登录服务没有正常应答')
    await quiet(other)
    await shoot(other, 'provider-button')
    await other.goto(at('/sign-in/answer?error=access_denied&state=s'))
    await says(other, '[role=alert]', '不是在此浏览器中开始的')
    await quiet(other)
    await shoot(other, 'provider-answer')
    await english(other, async () => {
      await other.goto(at('/sign-in/answer?code=c&state=s'))
      await says(other, '[role=alert]', 'not begun in this browser')
    })
    await other.click('[data-test=again]')
    await shows(other, 'input[name=login]')
    await other.context().close()

    const { id } = await ask('post', '/tickets', { kind: 'inquiry', channel: 'phone', subject: '统一登录过期' })
    const own = await signedInAs(page, site, 'provider.over', ['agent'])
    await withoutBeats(own)
    await visit(own, at(`/desk/tickets/${id}`))
    await own.route('**/api/v1/session/provider', (route) => (route.request().method() === 'POST' ? route.fulfill({ json: { url: at('/sign-in/answer?code=c&state=s') } }) : route.fallback()))
    await own.route('**/api/v1/session/provider/answer', async (route) => {
      const session = await own.request.post(`${site.url}/api/v1/session`, { headers: { 'X-Parceldesk': '1' }, data: { login: 'provider.over', password: site.password } })
      await route.fulfill({ json: await session.json() })
    })
    await own.context().clearCookies()
    await own.fill('textarea[name=words]', '登录过期后写的')
    await shows(own, `${BOX} [data-test=provider]`)
    await quiet(own)
    await shoot(own, 'provider-over')
    await own.click(`${BOX} [data-test=provider]`)
    await own.waitForURL(`**/desk/tickets/${id}`)
    await gone(own, BOX)
    await fieldHas(own, 'textarea[name=words]', '登录过期后写的')
    await becomes(async () => (await asker(own, site.url)('get', `/tickets/${id}/draft`)).text, '登录过期后写的')
    await own.context().close()
    const { version: last, redirect_uri: ___, changed_at: ____, ...rest } = await ask('get', '/sign-in-provider')
    await ask('put', '/sign-in-provider', { ...rest, enabled: false }, last)
  }],
]
