/** The suite's own house: a demonstration company that is served, a browser, and tests that count. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const top = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(join(top, 'web', 'package.json'))
const { chromium } = require('playwright-core')
export const axeSource = require.resolve('axe-core/axe.min.js')
/** How long what must come is waited for: as long as the busiest machine might need. */
export const PATIENCE_MS = 60_000
const PASSWORD = 'only for the browser suite'

/** Fills a folder with a small company and serves it. */
export async function serve(program) {
  const folder = mkdtempSync('/tmp/parceldesk-browser-')
  const where = ['--data', join(folder, 'data')]
  if (process.env.PARCELDESK_TEST_DATABASE) where.push('--database', process.env.PARCELDESK_TEST_DATABASE)
  const filled = spawnSync(program, ['demo', '--parcels', '1500', ...where], { encoding: 'utf8' })
  const parcel = /A parcel to look at: (\S+) of carrier (\S+); its receiver's phone ends with (\d+)/.exec(filled.stdout)
  if (!parcel) throw new Error(`the company is not filled: ${filled.stdout}${filled.stderr}`)
  const process_ = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--log', 'error', ...where])
  const ended = new Promise((resolve) => process_.on('exit', resolve))
  let said = ''
  process_.stdout.on('data', (data) => (said += data))
  process_.stderr.on('data', (data) => (said += data))
  let url
  await until(async () => {
    if (process_.exitCode !== null) throw new Error(`the server does not start: ${said}`)
    url = / listens on (\S+) /.exec(said)?.[1]
    return url && (await fetch(`${url}/readyz`)).ok
  })
  const oneTime = /one-time password (\S+)/.exec(said)?.[1]
  const stop = async () => {
    process_.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, oneTime, password: PASSWORD, stop, parcel: { no: parcel[1], carrier: parcel[2], tail: parcel[3] } }
}

export async function browse() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
  if (!executablePath) throw new Error('there is no chromium: tools/setup.sh test')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

/** Waits from outside: what waits within a page is a script that the policy may refuse. */
export async function until(holds) {
  for (const end = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (await holds()) return
    if (Date.now() > end) throw new Error(`never came true: ${holds}`)
  }
}

/** Whoever saves the form open on the page finds that another was faster. */
export async function meanwhile(page, pattern, method, change) {
  let untouched = true
  await page.route(pattern, async (route) => {
    if (untouched && route.request().method() === method) {
      untouched = false
      await change(route.request().url())
    }
    await route.continue()
  })
}

/** Collects what a page complains of: errors of scripts, of the console, of the policy. */
export function complaints(page) {
  const heard = []
  page.on('pageerror', (error) => heard.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    const refused = /the server responded with a status of (401|403|404|409|412|422)/.test(message.text())
    if (message.type() === 'error' && !refused) heard.push(`${page.url()}: ${message.text()}`)
  })
  return heard
}

export class Suite {
  passed = 0
  failed = 0

  async test(name, run) {
    try {
      await run()
      this.passed++
      console.log(`[  OK  ] ${name}`)
    } catch (error) {
      this.failed++
      console.log(`[FAILED] ${name}\n  ${error.message}`)
    }
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`)
    return this.failed ? 1 : 0
  }
}
