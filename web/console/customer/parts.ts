/** What belongs to a customer, each with its form and how it is shown. */
import { computed } from 'vue'
import { ask, get } from '@/api/client'
import type { Shape } from '@/api/shapes'
import type { Input, Values } from '@/parts/inputs'
import { useWords } from '@/words'

export type Part = Values & { id?: string | null; version?: number | null }
export const kinds = ['contacts', 'addresses', 'people', 'notes'] as const
export type PartKind = (typeof kinds)[number]

/** The addresses of the API are alike: one body for each kind. */
type Body = Shape<'Contact'>
const all = { contacts: '/api/v1/customers/{id}/contacts', addresses: '/api/v1/customers/{id}/addresses', people: '/api/v1/customers/{id}/people', notes: '/api/v1/customers/{id}/notes' } as const
const one = { contacts: '/api/v1/customers/{id}/contacts/{part}', addresses: '/api/v1/customers/{id}/addresses/{part}', people: '/api/v1/customers/{id}/people/{part}', notes: '/api/v1/customers/{id}/notes/{part}' } as const

export const partsOf = async (kind: PartKind, id: string) => ((await get(all[kind], { path: { id }, query: { limit: 50 } })).items ?? []) as Part[]
export const partOf = async (kind: PartKind, id: string, part: string) => ({ ...(await get(one[kind], { path: { id, part } })) }) as Part
export const addPart = (kind: PartKind, id: string, body: Values) => ask('post', all[kind] as '/api/v1/customers/{id}/contacts', { path: { id }, body: body as unknown as Body })
export const changePart = (kind: PartKind, id: string, part: string, body: Values, version: number | undefined) => ask('put', one[kind] as '/api/v1/customers/{id}/contacts/{part}', { path: { id, part }, body: body as unknown as Body, version })
export const removePart = (kind: PartKind, id: string, part: Part) => ask('delete', one[kind] as '/api/v1/customers/{id}/contacts/{part}', { path: { id, part: part.id ?? '' }, version: part.version })

export function usePartInputs() {
  const { t, word } = useWords()
  const options = (group: string, codes: string[]) => codes.map((value) => ({ value, label: word(group, value) }))
  return computed<Record<PartKind, Input[]>>(() => ({
    contacts: [
      { name: 'kind', kind: 'select', required: true, options: options('contact_kind', ['phone', 'email', 'wechat', 'qq', 'fax', 'app', 'other']) },
      { name: 'value', required: true, max: 254 }, { name: 'label', max: 80 },
      { name: 'primary', kind: 'check' }, { name: 'verified', kind: 'check' }, { name: 'invalid', kind: 'check' }, { name: 'opted_out', kind: 'check' },
    ],
    addresses: [
      { name: 'text', label: t('customer.address'), required: true, max: 300 }, { name: 'recipient', max: 120 }, { name: 'phone', max: 40 }, { name: 'city', max: 80 },
      { name: 'region', max: 16 }, { name: 'postcode', max: 16 }, { name: 'label', max: 80 }, { name: 'primary', kind: 'check' },
    ],
    people: [
      { name: 'name', required: true, max: 120 }, { name: 'title', label: t('customer.post'), max: 80 }, { name: 'phone', max: 40 }, { name: 'email', max: 254 },
      { name: 'remark', max: 300 }, { name: 'primary', kind: 'check' },
    ],
    notes: [{ name: 'text', kind: 'area', required: true, max: 4000 }],
  }))
}
