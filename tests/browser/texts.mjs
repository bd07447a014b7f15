/** Texts: nothing literal outside the catalogues, no key that one language lacks. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { top } from './suite.mjs'

const console_ = join(top, 'web', 'console')
const require = createRequire(join(top, 'web', 'package.json'))
const { transformSync } = require('esbuild')
const NAMES = /^(Parceldesk|Enter|Esc|kg|g|j k)$/

export function sources() {
  return readdirSync(console_, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('schema.ts'))
    .map((name) => ({ name, source: readFileSync(join(console_, name), 'utf8') }))
}

function flat(tree, before = '') {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : flat(value, `${before}${key}.`)))
}

/** The catalogue of one slice, read as the program it is. */
async function catalogue(source) {
  const { code } = transformSync(source.replace(/^import .*$/gm, ''), { loader: 'ts' })
  const module = await import(`data:text/javascript,${encodeURIComponent(`const text = (zh, en) => ({ zh, en })\n${code}`)}`)
  return module.default
}

export async function readCatalogues() {
  const all = {}
  for (const { name, source } of sources().filter((one) => one.name.endsWith('/text.ts'))) all[name.split('/')[0]] = await catalogue(source)
  return all
}

/** Keys that one language has and the other has not, or that are empty. */
export function lacking(catalogues) {
  return Object.entries(catalogues).flatMap(([slice, { zh, en }]) => {
    const [chinese, english] = [new Set(flat(zh)), new Set(flat(en))]
    return [...[...chinese].filter((key) => !english.has(key)), ...[...english].filter((key) => !chinese.has(key))].map((key) => `${slice}.${key}`)
  })
}

/** Keys that the pages ask for and no catalogue has. */
export function unknown(catalogues) {
  const known = new Set(Object.entries(catalogues).flatMap(([slice, { zh }]) => flat(zh).map((key) => `${slice}.${key}`)))
  return sources().flatMap(({ name, source }) =>
    [...source.matchAll(/\bt\('([\w.]+)'/g)].map((match) => match[1]).filter((key) => !known.has(key)).map((key) => `${name}: ${key}`))
}

/** What the server names and no catalogue has in words: codes of problems, settings, rights. */
export function unspoken(catalogues, { openapi, settings, roles }) {
  const known = new Set(Object.entries(catalogues).flatMap(([slice, { zh }]) => flat(zh).map((key) => `${slice}.${key}`)))
  const asked = Object.values(openapi.paths).flatMap((path) => Object.values(path).map((operation) => operation['x-right']))
  const rights = new Set([...asked, ...roles.flatMap((role) => role.rights ?? [])].filter((right) => right?.includes('.')))
  return [
    ...openapi.components.schemas.Problem.properties.code.enum.map((code) => `problems.code.${code}`),
    ...settings.flatMap(({ name }) => [`settings.${name}.name`, `settings.${name}.doc`]),
    ...[...rights].map((right) => `rights.right.${right}`),
    ...roles.filter((role) => role.built_in).map((role) => `rights.role.${role.name}`),
  ].filter((key) => !known.has(key))
}

/** Of the sources that shipped rules name, those that are in English and have no words; what is in Chinese needs none. */
export async function unsourced(catalogues, sources) {
  const { code } = transformSync(readFileSync(join(console_, 'parts', 'shipped.ts'), 'utf8').replace(/^import .*$/gm, ''), { loader: 'ts' })
  const { sourceKey } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
  return sources.filter((source) => sourceKey(source ?? '') && !(sourceKey(source) in catalogues.sources.zh))
}

/** Days and hours by the browser's clock and zone: only zone.ts knows which are meant. What this finds in a breach is looked at too. */
const CLOCK = /\bnew Date\b|\bDate\.parse\b|\.to(?:ISO|LocaleDate|LocaleTime|Date|Time)String\b|\.get(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes|TimezoneOffset)\(|\bIntl\.DateTimeFormat\(|["']datetime-local["']/
export function clocks(among = sources()) {
  const known = ['zone.ts', 'parts/InstantInput.vue']
  return among.filter(({ name }) => !known.includes(name)).flatMap(({ name, source }) =>
    source.replace(/\/\*[\s\S]*?\*\/|<style[\s\S]*?<\/style>/g, '').split('\n').filter((line) => CLOCK.test(line)).map((line) => `${name}: ${line.trim().slice(0, 120)}`))
}

/** What the shipped calendar says in one language only: its note, its name and those of its holidays. */
export function undated(catalogues, { name, note, days }) {
  const { zh, en } = catalogues.calendar
  const known = new Set(Object.values(zh.shipped.names))
  return [...new Set([name, ...days.flatMap((day) => day.name.split('、'))])].filter((one) => !known.has(one)).concat(note === en.shipped.note ? [] : [note])
}

/** Words of either language that stand in a template or a script. */
export function literal() {
  const found = []
  for (const { name, source } of sources()) {
    if (name.endsWith('text.ts')) continue
    const bare = source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|<!--[\s\S]*?-->/g, '')
    for (const match of bare.matchAll(/[^\n]*[\u3400-\u9fff][^\n]*/g)) found.push(`${name}: ${match[0].trim()}`)
    const template = /<template>([\s\S]*)<\/template>/.exec(bare)?.[1] ?? ''
    const texts = template.replace(/\{\{[\s\S]*?\}\}/g, ' ').replace(/<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>/g, '\n')
    for (const text of texts.split('\n').map((line) => line.trim())) if (/[A-Za-z]/.test(text) && !NAMES.test(text)) found.push(`${name}: ${text}`)
    for (const match of template.matchAll(/\s(?:placeholder|title|label|aria-label|alt)="([^"]*[A-Za-z]{2}[^"]*)"/g)) found.push(`${name}: ${match[1]}`)
  }
  return found
}

export const here = pathToFileURL(console_)
