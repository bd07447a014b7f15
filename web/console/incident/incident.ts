/** One incident, and what is done with it: shared by the parts of its page. */
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import { ask, get } from '@/api/client'
import { onChange } from '@/api/feed'
import { laneName, outletName } from '@/api/names'
import type { Shape } from '@/api/shapes'
import { Thing } from '@/api/thing'
import { useDoing, type Doing } from '@/parts/doing'
import type { Tone } from '@/parts/tone'
import { useWords } from '@/words'
import { instantOf } from '@/zone'

const tones: Partial<Record<string, Tone>> = { proposed: 'warn', confirmed: 'bad', handled: 'calm', ended: 'good' }
export const stateTone = (state: string | null | undefined): Tone => tones[state ?? ''] ?? 'none'
export const isOpen = (state: string | null | undefined): boolean => ['proposed', 'confirmed', 'handled'].includes(state ?? '')

export function usePlaces(): (place: Shape<'IncidentPlace'>) => string {
  const { word } = useWords()
  return (place) => (place.kind === 'site' ? outletName(place.site) : place.kind === 'lane' ? laneName(place.origin, place.destination ?? null) : `${word('place', 'vehicle')} ${place.vehicle ?? ''}`)
}

export interface OpenIncident extends Doing {
  id: string
  path: { id: string }
  thing: Thing<Shape<'Incident'>>
  incident: ComputedRef<Shape<'Incident'> | null>
  version: ComputedRef<number | null | undefined>
  refresh: () => Promise<void>
  /** Says that it was changed meanwhile, and reads it again. */
  stale: () => Promise<void>
}
const key: InjectionKey<OpenIncident> = Symbol('incident')

export function openIncident(id: string): OpenIncident {
  const { t } = useWords()
  const doing = useDoing()
  const path = { id }
  const thing = new Thing(() => get('/api/v1/watch/incidents/{id}', { path }))
  const incident = computed(() => thing.value.value)
  const version = computed(() => incident.value?.version)
  const refresh = () => thing.read(true)
  const stale = async () => {
    await refresh()
    doing.said.value = t('incident.stale')
  }
  onChange('incident', refresh, (about) => about['incident_id'] === id)
  const open = { id, path, thing, incident, version, refresh, stale, ...doing }
  provide(key, open)
  return open
}
export function useIncident(): OpenIncident {
  const open = inject(key)
  if (!open) throw new Error('no incident is open')
  return open
}

/** Of a form: what the API takes. */
export function bodyOf(form: IncidentForm): Shape<'IncidentInput'> {
  const { joins, notice_public, from, until, places, ...texts } = form
  return {
    ...(texts as Shape<'IncidentInput'>), joins: joins ? 1 : 0, notice_public: notice_public ? 1 : 0, ...(from ? { from: instantOf(from) } : {}), ...(until ? { until: instantOf(until) } : {}),
    places: places.filter((one) => one.site || one.origin || one.destination || one.vehicle).map((one) => (one.kind === 'site' ? { kind: 'site', site: one.site } : one.kind === 'lane' ? { kind: 'lane', origin: one.origin, destination: one.destination } : { kind: 'vehicle', vehicle: one.vehicle })) as Shape<'IncidentPlace'>[],
  }
}
export interface PlaceForm { kind: 'site' | 'lane' | 'vehicle'; site: string; origin: string; destination: string; vehicle: string }
export interface IncidentForm {
  title: string; title_zh: string; cause: string; severity: string; owner: string; plan: string; notice: string; notice_zh: string
  from: string; until: string; joins: boolean; notice_public: boolean; places: PlaceForm[]
}
export const emptyPlace = (): PlaceForm => ({ kind: 'site', site: '', origin: '', destination: '', vehicle: '' })
export function formOf(one: Partial<Shape<'Incident'>> = {}): IncidentForm {
  return {
    title: one.title ?? '', title_zh: one.title_zh ?? '', cause: one.cause ?? 'other', severity: one.severity ?? 'medium', owner: one.owner ?? '', plan: one.plan ?? '', notice: one.notice ?? '', notice_zh: one.notice_zh ?? '',
    from: one.from ?? '', until: one.until ?? '', joins: one.joins ?? true, notice_public: one.notice_public ?? false,
    places: (one.places ?? []).map((place) => ({ ...emptyPlace(), ...(Object.fromEntries(Object.entries(place).filter(([, value]) => value)) as Partial<PlaceForm>) })),
  }
}

/** Proposes it. */
export const propose = (form: IncidentForm) => {
  const { plan, owner, ...rest } = bodyOf(form)
  return ask('post', '/api/v1/watch/incidents', { body: { ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')), ...(plan ? { plan } : {}), ...(owner ? { owner } : {}) } as Shape<'IncidentInput'> })
}
