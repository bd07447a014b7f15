/** Texts: nothing literal outside the catalogues, no key that one language lacks. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { jobKinds, reaching } from './codes.mjs'
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

/** A module of the console's as what it exports, with what it imports given to it. */
export function moduleOf(name, given) {
  const source = readFileSync(join(console_, name), 'utf8').replace(/^import .*$/gm, '')
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs' })
  const module = { exports: {} }
  new Function('module', 'exports', ...Object.keys(given), code)(module, module.exports, ...Object.values(given))
  return module.exports
}
export const vue = () => require('vue')

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

const said = (catalogues, key) => key.split('.').reduce((tree, part) => tree?.[part], catalogues[key.split('.')[0]] && { [key.split('.')[0]]: catalogues[key.split('.')[0]].zh }) !== undefined
/** Acts that are put together of a pattern, and what stands in its places. */
const MADE = {
  'customer.%s_%s': ['contact', 'address', 'person', 'note'].flatMap((part) => ['add', 'change', 'remove'].map((verb) => `customer.${part}_${verb}`)),
  'incident.%s': ['proposed', 'confirmed', 'dismissed', 'handled', 'reopened', 'ended', 'expired', 'changed', 'bound', 'taken_out', 'cause_declared', 'cause_ended'].map((what) => `incident.${what}`),
}
/** Of another thing's member with the same name: never a subject in the audit log. */
const NO_SUBJECTS = ['note', 'one_time_code']

/** Acts and subjects that the server writes into the audit log and the log's page has no words for; and what of them could not be followed. */
export function unaudited(catalogues, acts = reaching('audit_write', 1), subjects = reaching('audit_write', 2)) {
  const made = acts.texts.filter(Boolean).flatMap((act) => MADE[act] ?? [act])
  return [
    ...made.filter((act) => !said(catalogues, `access.verbs.${act.split('.')[1]}`)).map((act) => `the act ${act}`),
    ...[...new Set([...made.map((act) => act.split('.')[0]), ...subjects.texts.filter(Boolean)])].filter((one) => !NO_SUBJECTS.includes(one) && !said(catalogues, `access.subjects.${one}`)).map((one) => `the subject ${one}`),
    ...acts.lost, ...subjects.lost,
  ]
}

/** Kinds of jobs and events of notices that have no words. */
export function unnamed(catalogues, facts, kinds = jobKinds()) {
  const events = [...facts.map(({ event }) => event), ...kinds.texts.filter((kind) => kind.startsWith('notify.')).map((kind) => kind.slice(7))]
  return [
    ...kinds.texts.filter((kind) => !kind.startsWith('notify.')).map((kind) => `job.kinds.${kind.replace('.', '_')}`),
    ...new Set(events.map((event) => `notify.template.facts.${event.replace('.', '_')}`)),
  ].filter((key) => !said(catalogues, key)).concat(kinds.lost)
}

/** Lists of codes in the API that no page says in words, and why not. */
const WORDLESS = {
  'human,token': 'who one is; a page is read by people',
  'number,text,zone,currency,roles': 'how a setting is entered',
  'delivery day,collection day,due day,what stands now,service day': 'the definition of a figure says it',
  'neither,high,low': 'an arrow says it',
  'system,account,token,customer': 'the author is named',
  'reads,writes,left': 'a colleague’s presence is said in a sentence',
  'line,long,date,number,phone': 'how a line of a form is entered',
  'true,false': 'a box that is ticked',
  'system,human,token,nobody': 'who it was is named',
  'confirm,dismiss,handle,reopen,end,expire': 'expire is the clock’s own',
  'ratio,time,count': 'the unit of a figure says it',
  'each_step,frozen,announced': 'the page of accuracy asks for one',
  'outlet,lane,hour,lane_hour': 'watch.by_outlet and so on',
  'all,category,cause,outlet,liable,hub,courier,lane,party,month,appeal': 'complaint.stats.bys, but for all',
  'ordered,collected,in_transit,hub_in,hub_out,dest_city,redirected,customs_in,customs_out,out_for_delivery,at_pickup_point': 'stages, but for ordered, which no page asks for',
}
/** Codes of the API's answers and questions for which there is no table of words that has them all. */
export function wordless(catalogues, openapi) {
  const tables = []
  const gather = (tree) => {
    if (typeof tree !== 'object') return
    tables.push(new Set(Object.keys(tree)))
    Object.values(tree).forEach(gather)
  }
  Object.values(catalogues).forEach(({ zh }) => gather(zh))
  const lists = new Map()
  const look = (part, path) => {
    if (!part || typeof part !== 'object') return
    const codes = Array.isArray(part.enum) ? part.enum.filter((one) => typeof one === 'string') : []
    if (codes.length) lists.set(codes.join(), path)
    for (const [name, one] of Object.entries(part)) look(one, `${path}/${name}`)
  }
  look(openapi.components.schemas, '')
  look(openapi.paths, '')
  const sorts = (codes) => codes.some((code) => code.startsWith('-'))
  return [...lists].filter(([key]) => !(key in WORDLESS) && !sorts(key.split(',')) && !tables.some((table) => key.split(',').every((code) => table.has(code)))).map(([key, path]) => `${path}: ${key}`)
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

/** Where more than a line is written and no draft is kept, and why not. */
const UNDRAFTED = {
  'claim/ClaimTrial.vue': 'a trial is a question: nothing of it is kept anywhere',
  'network/PromisePage.vue': 'so is what would be promised',
  'parts/ShowFor.vue': 'why one looks at a contact is said when one looks',
}
/** A box for several lines, or for a long one. */
const WRITING = /<textarea|type="textarea"|maxlength="([3-9]\d\d|\d{4,})"/
/** Files in which people write more than a line and that keep no draft of it, nor do those that use them. */
export function undrafted(among = sources()) {
  const lost = ({ name, source }) => {
    if (name in UNDRAFTED || /\b(use|keep)Draft\(/.test(source)) return []
    const users = among.filter((one) => new RegExp(`<${name.replace(/.*\/|\.vue$/g, '')}[\\s/>]`).test(one.source))
    return users.length ? users.flatMap(lost) : [name]
  }
  return [...new Set(among.filter(({ source }) => WRITING.test(source)).flatMap(lost))]
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
