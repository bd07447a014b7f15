/** Who counts by which calendar: products, service levels, rules of the watch; of each kind what one may see. */
import type { RouteLocationRaw } from 'vue-router'
import { get } from '@/api/client'
import { clockOf } from '@/parts/inputs'
import { may } from '@/session'
import { language } from '@/text'

export interface Use {
  kind: 'product' | 'level' | 'rule'
  calendar: string
  code: string
  name: string
  /** Of a product: until when what is brought counts as of that day, and until when it is collected. */
  cutoff?: string
  collect?: string
  /** Of a service level: its clock. */
  clock?: string
  minutes?: number
  closed?: boolean
  to: RouteLocationRaw
}

async function products(): Promise<Use[]> {
  const all = (await get('/api/v1/products')).items ?? []
  return all.map((one) => ({
    kind: 'product', calendar: one.calendar ?? '', code: one.code ?? '', name: one.name ?? '', cutoff: clockOf(one.cutoff_minute), collect: clockOf(one.collect_minute), closed: !!one.closed, to: { name: 'products' },
  }))
}
async function levels(): Promise<Use[]> {
  if (!may('ticket.read')) return []
  const all = (await get('/api/v1/desk/policies')).items ?? []
  return all.map((one) => ({ kind: 'level', calendar: one.calendar ?? '', code: one.code ?? '', name: '', clock: one.clock ?? '', minutes: one.minutes ?? 0, to: { name: 'levels', query: may('ticket.admin') ? { edit: one.code } : {} } }))
}
async function rules(): Promise<Use[]> {
  if (!may('watch.read')) return []
  const all = (await get('/api/v1/watch/rules')).items ?? []
  return all.map((one) => ({ kind: 'rule', calendar: one.calendar ?? '', code: one.code ?? '', name: (language() === 'zh' ? one.name_zh : one.name) ?? '', closed: !!one.is_off, to: { name: 'rules' } }))
}
export const readUses = async (): Promise<Use[]> => (await Promise.all([products(), levels(), rules()])).flat().filter(({ calendar }) => calendar)
