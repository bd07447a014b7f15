/** The public pages on a phone: sign in by a code, complain and claim with a photo, see what became of it. */
import { createServer } from 'node:http'
import { becomes, fieldHas, hold, openPage, says, until } from './suite.mjs'

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
/** What a public page may cost before it is there, compressed and with all that it loads. */
export const MOST_BYTES = 60_000

const PHONE = { viewport: { width: 390, height: 844 } }

/** Goes to a page with an empty cache, and says how many bytes came over the wire until all was there. */
export async function weigh(page, url) {
  const wire = await page.context().newCDPSession(page)
  let bytes = 0
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await wire.send('Network.enable')
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.goto(url)
  await becomes(async () => bytes > 0, true)
  await wire.detach()
  return bytes
}
/** The pages that everybody sees. */
export const openPages = (site) => ['/', `/t/${site.parcel.no}`, '/my', '/k', '/k/late-parcel', '/k/service-promise?lang=zh', '/k/service-promise?lang=en']
/** The pages of a visitor who has signed in and complained. */
export async function ownPages(visitor, site) {
  await visitor.goto(`${site.url}/my/ask/complaint?no=${site.parcel.no}`)
  await visitor.selectOption('select[name=about]', 'other')
  await visitor.fill('textarea[name=description]', '页面有多大')
  await visitor.fill('input[name=name]', '王小明')
  await visitor.click('form button')
  await visitor.waitForURL('**/my/requests/T*')
  return ['/my', `/my/ask/complaint?no=${site.parcel.no}`, `/my/ask/claim?no=${site.parcel.no}`, new URL(visitor.url()).pathname]
}

/** Hears what is sent as short messages. */
export async function gateway({ page, site }) {
  const texts = []
  const server = createServer((request, answer) => {
    const parts = []
    request.on('data', (part) => parts.push(part)).on('end', () => {
      texts.push(Buffer.concat(parts).toString('utf8'))
      answer.writeHead(202).end('0: Accepted for delivery')
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `${site.url}/api/v1/gateways/sms`
  const now = await page.request.get(url)
  const { version } = await now.json()
  const put = await page.request.put(url, {
    headers: { 'X-Parceldesk': '1', 'If-Match': `"${version}"` }, data: { url: `http://127.0.0.1:${server.address().port}/sendsms`, user: 'x', password: 'x', enabled: true },
  })
  if (!put.ok()) throw new Error(await put.text())
  return { texts, server }
}

/** The receiver's phone of the parcel to look at: staff may read it. */
export async function phoneOf({ page, site }) {
  const parcel = await (await page.request.get(`${site.url}/api/v1/waybills/${site.parcel.carrier}/${site.parcel.no}`)).json()
  return parcel.receiver_phone ?? parcel.waybill?.receiver_phone
}

/** Signed in by a code, on the page that was asked for. */
export async function signedIn(world, phone, texts, path = '/my', there = '.choices') {
  const visitor = await openPage(world.browser, { viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  await visitor.goto(world.site.url + path)
  await world.quiet(visitor)
  const codes = () => texts.flatMap((text) => /验证码 (\d{6,10})/.exec(text)?.[1] ?? [])
  const before = codes().length
  await visitor.fill('input[name=contact]', phone)
  await visitor.click('form button')
  await visitor.waitForSelector('input[name=code]')
  await world.quiet(visitor)
  await until(() => codes().length > before)
  await visitor.fill('input[name=code]', codes().at(-1))
  await visitor.click('form button')
  await visitor.waitForSelector(there)
  return visitor
}

export const steps = [
  ['a customer signs in by a code on a phone, complains, adds a photo and a word, and sees both', async (world) => {
    const { site, quiet, shoot } = world
    const { texts, server } = await gateway(world)
    const visitor = await signedIn(world, await phoneOf(world), texts, `/my/ask/complaint?no=${site.parcel.no}`, 'select[name=about]')
    await fieldHas(visitor, 'input[name=no]', site.parcel.no)
    await visitor.goto(`${site.url}/my`)
    await quiet(visitor)
    await shoot(visitor, 'public-mine')
    await says(visitor, 'main', site.parcel.no)
    await visitor.goto(`${site.url}/my/ask/complaint?no=${site.parcel.no}`)
    await quiet(visitor)
    await shoot(visitor, 'public-ask')
    await visitor.selectOption('select[name=about]', 'delay')
    await visitor.fill('textarea[name=description]', '已经晚了两天')
    await visitor.fill('input[name=name]', '王小明')
    await visitor.click('form button')
    await visitor.waitForURL('**/my/requests/T*')
    await quiet(visitor)
    const held = await hold(visitor, '**/portal*.js')
    await visitor.goto(visitor.url(), { waitUntil: 'commit' })
    await visitor.setInputFiles('#photo', { name: 'box.png', mimeType: 'image/png', buffer: PIXEL })
    await held.release()
    await says(visitor, '#photos li', 'box.png')
    await visitor.setInputFiles('#photo', { name: 'virus.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('#!/bin/sh\nexit 1\n') })
    await visitor.waitForSelector('#photo-wrong:not([hidden])')
    const plain = await openPage(world.browser, { viewport: { width: 390, height: 844 }, javaScriptEnabled: false, storageState: await visitor.context().storageState() })
    await plain.goto(visitor.url())
    await says(plain, 'noscript p', '逐张上传')
    await plain.setInputFiles('#photo', { name: 'plain.png', mimeType: 'image/png', buffer: PIXEL })
    await plain.click('form[enctype] button')
    await says(plain, '#photos', 'plain.png')
    await plain.setInputFiles('#photo', { name: 'virus.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('#!/bin/sh\nexit 1\n') })
    await plain.click('form[enctype] button')
    await says(plain, '#photo-wrong:not([hidden])', '这张照片没有收下： 不是可以收的照片格式')
    const away = await plain.request.post(`${site.url}/my/requests/T%E5%8F%B71/photo?lang=zh`, { multipart: { photo: { name: 'a.png', mimeType: 'image/png', buffer: PIXEL } }, maxRedirects: 0 })
    world.assert.equal(away.headers()['location'], '/my/requests/T%E5%8F%B71?lang=zh&photo=again#photos')
    await until(async () => !/virus/.test(await plain.textContent('#photos')))
    await plain.context().close()
    await visitor.fill('textarea[name=text]', '请回电话')
    await visitor.click('form.tall button')
    await says(visitor, '.journey', '请回电话')
    await shoot(visitor, 'public-request')
    await visitor.goto(`${site.url}/my/ask/claim?no=${site.parcel.no}`)
    await quiet(visitor)
    await visitor.fill('input[name=no]', 'NOBODYS123')
    await visitor.fill('textarea[name=description]', '摔坏了')
    await visitor.fill('input[name=demanded]', '120.50')
    await visitor.fill('input[name=name]', '王小明')
    await visitor.click('form button')
    await visitor.waitForSelector('.error')
    await visitor.fill('input[name=no]', site.parcel.no)
    await visitor.fill('input[name=demanded]', '120,50')
    await visitor.click('form button')
    await says(visitor, '.error', '不写逗号，如 1250.50')
    await visitor.fill('input[name=demanded]', '120.50')
    await visitor.click('form button')
    await visitor.waitForURL('**/my/requests/T*')
    await says(visitor, 'main', '最晚答复')
    const first = new URL(visitor.url()).pathname
    await visitor.goto(`${site.url}/my/ask/claim?no=${site.parcel.no}&lang=en`)
    await says(visitor, 'main', 'within 15 days')
    await visitor.fill('textarea[name=description]', 'broken')
    await visitor.fill('input[name=demanded]', '120.50')
    await visitor.fill('input[name=name]', 'Wang')
    await visitor.click('form button')
    await says(visitor, '[role=alert]', 'You have claimed for this loss already')
    await visitor.waitForSelector('footer')
    await quiet(visitor)
    await visitor.click(`main a[href^="${first}?"]`)
    await visitor.waitForURL(`**${first}*`)
    await visitor.context().close()
    server.close()
  }],
  ['of several photos those that are refused are named with why, and the others are there', async (world) => {
    const { site, quiet, assert } = world
    const { texts, server } = await gateway(world)
    const visitor = await signedIn(world, await phoneOf(world), texts)
    const complain = async () => {
      await visitor.goto(`${site.url}/my/ask/complaint?no=${site.parcel.no}`)
      await visitor.selectOption('select[name=about]', 'damage')
      await visitor.fill('textarea[name=description]', '照片里可以看到')
      await visitor.fill('input[name=name]', '王小明')
      await visitor.click('form button')
      await visitor.waitForURL('**/my/requests/T*')
      return new URL(visitor.url()).pathname
    }
    const first = await complain()
    assert.equal(await complain(), first)
    await visitor.fill('textarea[name=text]', '还在写')
    const photo = (name) => ({ name, mimeType: 'image/png', buffer: PIXEL })
    await visitor.setInputFiles('#photo', [photo('one.png'), { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') }, photo('two.png')])
    await says(visitor, '#photo-wrong:not([hidden])', 'list.csv: 不是可以收的照片格式')
    await becomes(() => visitor.locator('#photos li').allTextContents(), (names) => names.join() === 'one.png,two.png' || names.join() === 'two.png,one.png', 'the photos')
    await fieldHas(visitor, 'textarea[name=text]', '还在写')
    await quiet(visitor)
    await visitor.context().close()
    server.close()
  }],
  ['each public page is light, and says it all without scripts', async (world) => {
    const { browser, site, assert } = world
    const { texts, server } = await gateway(world)
    const visitor = await signedIn(world, await phoneOf(world), texts)
    const open = await openPage(browser, { ...PHONE, javaScriptEnabled: false })
    const own = await openPage(browser, { ...PHONE, javaScriptEnabled: false, storageState: await visitor.context().storageState() })
    for (const [page, paths] of [[open, openPages(site)], [own, await ownPages(visitor, site)]])
      for (const path of paths) {
        const bytes = await weigh(page, site.url + path)
        assert.ok(bytes > 300 && bytes < MOST_BYTES, `${path}: ${bytes} bytes`)
        await says(page, 'main', /\S.{9,}/s)
      }
    for (const one of [visitor, open, own]) await one.context().close()
    server.close()
  }],
]
