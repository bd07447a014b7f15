/** One claim with all that explains it, and what is done with it: shared by the parts of its page. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import { ask, get, type PathOf } from '@/api/client'
import { onChange } from '@/api/feed'
import type { Shape, ValueOf } from '@/api/shapes'
import { Thing } from '@/api/thing'
import { useDoing, type Doing } from '@/parts/doing'
import { may } from '@/session'
import { useWords } from '@/words'

export type State = ValueOf<'Claim', 'state'>
export const states: State[] = ['registered', 'evidence', 'assessed', 'proposed', 'approved', 'paid', 'recovering', 'closed']
/** Nothing is decided yet. */
export const undecided = (state: State | null | undefined): boolean => ['registered', 'evidence', 'assessed'].includes(state ?? '')

export type Kind = ValueOf<'Claim', 'kind'>
/** What is claimed for where a complaint is about this: by its cause, where that says more, else by its category. Others may be about anything. */
const claimedFor: Partial<Record<string, Kind>> = { contents_short: 'shortage', loss_shortage: 'loss', damage: 'damage', delay: 'delay' }
/** The kind that a claim of a ticket begins with; '' where nothing says which. */
export async function kindOf(ticket: Shape<'Ticket'> | undefined): Promise<Kind | ''> {
  if (ticket?.kind !== 'complaint') return ''
  const complaint = may('complaint.read') ? await get('/api/v1/tickets/{id}/complaint', { path: { id: ticket.id ?? '' } }).catch(() => null) : null
  return claimedFor[complaint?.cause ?? ''] ?? claimedFor[complaint?.category ?? ticket.category ?? ''] ?? ''
}

export interface OpenClaim extends Doing {
  id: string
  thing: Thing<Shape<'ClaimRecord'>>
  record: ComputedRef<Shape<'ClaimRecord'> | null>
  claim: ComputedRef<Shape<'Claim'> | null>
  version: ComputedRef<number | null | undefined>
  /** Does one of the claim's moves, at the version that is seen; a stale one is read again and said so. */
  act: (path: ActPath, body: object | undefined, done: string) => Promise<boolean>
  refresh: () => Promise<void>
}
type ActPath = Extract<PathOf<'post'>, `/api/v1/claims/{id}/${string}`>
const key: InjectionKey<OpenClaim> = Symbol('claim')

export function openClaim(id: string): OpenClaim {
  const { t } = useWords()
  const doing = useDoing()
  const thing = new Thing(() => get('/api/v1/claims/{id}/record', { path: { id } }))
  const record = computed(() => thing.value.value)
  const claim = computed(() => record.value?.claim ?? null)
  const version = computed(() => claim.value?.version)
  const refresh = () => thing.read(true)
  const act: OpenClaim['act'] = (path, body, done) => doing.during(
    async () => {
      await ask('post', path as '/api/v1/claims/{id}/rejection', { path: { id }, ...(body ? { body: body as Shape<'WhyInput'> } : {}), version: version.value })
      await refresh()
    },
    done,
    async () => {
      await refresh()
      doing.said.value = t('claim.stale')
    },
  )
  onChange('claim', refresh, (about) => about['id'] === id)
  const open = { id, thing, record, claim, version, act, refresh, ...doing }
  provide(key, open)
  return open
}
export function useClaim(): OpenClaim {
  const open = inject(key)
  if (!open) throw new Error('no claim is open')
  return open
}
