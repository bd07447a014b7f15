/** Which column gives which field: by its name, by what people call it, by what was chosen the last time. */
import catalogue from '@/fields/text'
import { DECLARED, GROUPED, type Declared } from './columns'
import words from './text'

export interface Mapping {
  /** Of each column of the file: the field it gives, or ''. */
  columns: string[]
  /** Fields that are the same in every row. */
  constants: Record<string, string>
}

const plain = (name: string) => name.toLowerCase().replace(/[\s_*#：:（）()【】.-]+/g, '')

/** What shops and carriers call these in their files. */
const others: Record<string, string> = {
  tracking: 'no', trackingno: 'no', trackingnumber: 'no', waybill: 'no', waybillno: 'no', express: 'carrier', courier: 'carrier', company: 'carrier',
  mobile: 'phone', tel: 'phone', telephone: 'phone', consignee: 'receiver_name', consigneephone: 'receiver_phone', shipper: 'sender_name',
  order: 'order_no', ordernumber: 'order_no', weight: 'weight_g', time: 'at', status: 'stage', customer: 'customer_ref',
}
for (const { synonyms } of [catalogue.en, catalogue.zh]) for (const [field, called] of Object.entries(synonyms)) for (const one of called.split(' ')) others[plain(one)] = field

type Words = Record<string, string>
function named(field: string, language: 'zh' | 'en', declared: Declared[]): string | null | undefined {
  const known = catalogue[language] as unknown as Words
  const [, group, number, part] = GROUPED.exec(field) ?? []
  if (group && part) return `${(words[language].group as Words)[group]}${number}${known[part] ?? part}`
  return field.startsWith(DECLARED) ? declared.find((one) => DECLARED + one.name === field)?.[language] : known[field]
}
function names(field: string, declared: Declared[]): string[] {
  return [field, field.replace(DECLARED, ''), named(field, 'zh', declared), named(field, 'en', declared)].filter((one): one is string => typeof one === 'string').map(plain)
}

export function guess(header: string[], fields: string[], declared: Declared[] = []): string[] {
  const taken = new Set<string>()
  return header.map((title) => {
    const key = plain(title)
    const by = fields.find((field) => !taken.has(field) && names(field, declared).includes(key)) ?? others[key] ?? ''
    if (!fields.includes(by) || taken.has(by)) return ''
    taken.add(by)
    return by
  })
}

/** What cells look like where the column's name does not say what they hold. */
const looks = { phone: /^[+\d][\d\s()-]{4,}/, email: /@/ }
type Kind = keyof typeof words.zh.contact_words
const called = (kind: Kind) => `${words.zh.contact_words[kind]} ${words.en.contact_words[kind]}`.split(' ')
function kindOf(title: string, cell: string): Kind | undefined {
  const name = plain(title)
  return (Object.keys(words.zh.contact_words) as Kind[]).find((kind) => called(kind).some((word) => name.includes(word))) ?? (Object.keys(looks) as (keyof typeof looks)[]).find((kind) => looks[kind].test(cell))
}
/** A further contact point without a column for its kind is of the kind that its own column says; a field that a column gives is no constant. */
export function withKinds(mapping: Mapping, { header, rows }: { header: string[]; rows: string[][] }): Mapping {
  const constants = Object.fromEntries(Object.entries(mapping.constants).filter(([field]) => !mapping.columns.includes(field)))
  mapping.columns.forEach((field, at) => {
    const [, group, number, part] = GROUPED.exec(field) ?? []
    const kind = `contact${number}.kind`
    if (group !== 'contact' || part !== 'value' || kind in constants || mapping.columns.includes(kind)) return
    const says = kindOf(header[at] ?? '', rows.slice(0, 40).map((row) => row[at]?.trim()).find(Boolean) ?? '')
    if (says) constants[kind] = says
  })
  return { ...mapping, constants }
}

const keptAs = (target: string, header: string[]) => `parceldesk.import.${target}.${header.join('|').slice(0, 400)}`

export function remember(target: string, header: string[], mapping: Mapping): void {
  localStorage.setItem(keptAs(target, header), JSON.stringify(mapping))
}
export function recall(target: string, header: string[]): Mapping | null {
  try {
    const read = JSON.parse(localStorage.getItem(keptAs(target, header)) ?? 'null') as Mapping | null
    return read && read.columns.length === header.length ? read : null
  } catch {
    return null
  }
}
