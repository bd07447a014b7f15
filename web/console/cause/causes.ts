/** Mass causes: what befalls many parcels at once, as a form has them and the API takes them. */
import { laneCodeName, outletName } from '@/api/names'
import type { Shape } from '@/api/shapes'
import { linesOf, type Input, type Values } from '@/parts/inputs'
import { optionsOf } from '@/parts/records'
import type { Tone } from '@/parts/tone'
import { useReasons } from '@/promise/reasons'
import { useWords } from '@/words'

export type Cause = Shape<'Cause'>
const tones: Record<string, Tone> = { declared: 'warn', ended: 'none', withdrawn: 'bad' }
export const causeTone = (state: string | null | undefined): Tone => tones[state ?? ''] ?? 'none'

/** "440000>310000"; any place is "*". */
const laneText = (lane: Shape<'CauseLane'>) => `${lane.origin ?? '*'}>${lane.destination ?? '*'}`
const laneOf = (text: string) => {
  const [origin = '*', destination = '*'] = text.split(/[>→]/).map((part) => part.trim() || '*')
  return { origin, destination }
}
export const shapeOf = (cause: Cause): Values => ({ ...cause, lanes: (cause.lanes ?? []).map(laneText) })
/** Nothing of it is made by the server. */
export function bodyOf(values: Values, before?: Cause): Cause {
  const all = { ...(before ? shapeOf(before) : {}), ...values }
  const taken = Object.fromEntries(['reason', 'text', 'effect', 'move_hours', 'move_days', 'from', 'until', 'sites', 'everywhere'].map((name) => [name, all[name] ?? null]))
  return { ...taken, everywhere: !!all['everywhere'], sites: linesOf(all['sites']), lanes: linesOf(all['lanes']).map(laneOf) } as unknown as Cause
}

export function useCauses() {
  const { t, word, number } = useWords()
  const { reasons, reasonName } = useReasons()
  const where = (cause: Cause) =>
    cause.everywhere ? t('cause.everywhere') : [...(cause.sites ?? []).map((code) => outletName(code)), ...(cause.lanes ?? []).map((lane) => `${laneCodeName(lane.origin ?? '*')} → ${laneCodeName(lane.destination ?? '*')}`)].join('、') || '—'
  const does = (cause: Cause) => [word('effect', cause.effect), cause.move_hours ? t('promise.hours', { n: number(cause.move_hours) }) : cause.move_days ? t('promise.days', { n: number(cause.move_days) }) : ''].filter(Boolean).join(' ')
  /** Once it is declared, neither its reason nor its places change. */
  const inputs = (cause: Cause | null): Input[] => {
    const moves = (values: Values) => values['effect'] !== 'excuses'
    const place = (values: Values) => !values['everywhere']
    return [
      ...(cause ? [] : [{ name: 'reason', label: t('cause.reason'), kind: 'select' as const, required: true, options: reasons.value.filter((one) => one.mass && !one.closed).map((one) => ({ value: one.code, label: reasonName(one.code) })) }]),
      { name: 'text', label: t('cause.text'), kind: 'area', required: true, max: 200, rows: 2, hint: t('cause.text_hint') },
      { name: 'effect', label: t('cause.effect'), kind: 'select', options: optionsOf(['moves', 'excuses'], (code) => word('effect', code)), blank: t('cause.as_reason') },
      { name: 'move_hours', label: t('cause.move_hours'), kind: 'number', blank: t('cause.as_reason'), when: moves },
      { name: 'move_days', label: t('cause.move_days'), kind: 'number', blank: t('cause.as_reason'), when: moves },
      ...(cause ? [] : [{ name: 'from', label: t('cause.from'), kind: 'instant' as const, required: true }]),
      { name: 'until', label: t('cause.until'), kind: 'instant', required: true, hint: t('cause.until_hint') },
      ...(cause
        ? []
        : [
            { name: 'everywhere', label: t('cause.everywhere'), kind: 'check' as const },
            { name: 'sites', label: t('cause.sites'), kind: 'lines' as const, hint: t('cause.sites_hint'), when: place },
            { name: 'lanes', label: t('cause.lanes'), kind: 'lines' as const, hint: t('cause.lanes_hint'), when: place },
          ]),
    ]
  }
  return { reasonName, where, does, inputs }
}
