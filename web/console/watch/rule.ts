/** What a rule of the watch says, field by field, for its form and for what shows its versions side by side. */
import { computed, type ComputedRef } from 'vue'
import { get } from '@/api/client'
import type { Shape } from '@/api/shapes'
import { Thing } from '@/api/thing'
import type { Input, Values } from '@/parts/inputs'
import { optionsOf } from '@/parts/records'
import { useCalendars } from '@/policy/choices'
import { may } from '@/session'
import { useWords } from '@/words'
import words from '@/words/text'

export type Rule = Shape<'WatchRule'>
type Plans = ComputedRef<Pick<Shape<'WatchPlan'>, 'code' | 'name' | 'name_zh'>[]>
export const freshRule: Values = { kind: 'no_scan', severity: 'medium', hours: 24, is_off: false }

/** What some kinds are judged by and the others do not take, as the server has it (src/watch/rule.c). */
const byMinute = ['out_for_delivery_until_evening']
const byThreshold = ['late_chance']
const without = { hours: byMinute, calendar: [...byMinute, ...byThreshold, 'silence'] }
const oneOf = (kinds: string[]) => (values: Values) => kinds.includes(String(values['kind']))
const noneOf = (kinds: string[]) => (values: Values) => !kinds.includes(String(values['kind']))

/** Of a rule that there is, or of a new one: code and kind stay what they are. */
export function useRuleInputs(plans: Plans): (rule: Rule | null) => Input[] {
  const { t, word, either } = useWords()
  const { options: calendars } = useCalendars()
  const products = new Thing(() => get('/api/v1/products'))
  if (may('promise.read')) void products.read()
  const productOptions = computed(() => (products.value.value?.items ?? []).map((one) => ({ value: one.code, label: one.name ?? one.code })))
  const planOptions = computed(() => plans.value.map((one) => ({ value: one.code, label: either(one.name_zh, one.name) })))
  const choice = (name: string, label: string, group: keyof typeof words.zh, more: Partial<Input>): Input =>
    ({ name, label, kind: 'select', options: optionsOf(Object.keys(words.zh[group]), (code) => word(group, code)), ...more })
  const any = { blank: t('parts.any') }
  return (rule) => [
    { name: 'code', label: t('watch.code'), required: true, max: 40, disabled: !!rule },
    { name: 'name_zh', label: t('watch.name_zh'), required: true, max: 80 }, { name: 'name', label: t('watch.name'), required: true, max: 80 },
    choice('kind', t('watch.kind'), 'finding_kind', { required: true, disabled: !!rule }),
    { name: 'hours', label: t('watch.param_hours'), kind: 'number', when: noneOf(without.hours) },
    { name: 'threshold', label: t('watch.threshold'), kind: 'number', hint: t('watch.threshold_hint'), when: oneOf(byThreshold) },
    { name: 'minute', label: t('watch.until'), kind: 'time', when: oneOf(byMinute) },
    { name: 'calendar', label: t('watch.calendar'), max: 32, options: calendars.value, hint: t('watch.calendar_hint'), when: noneOf(without.calendar) },
    choice('exception', t('watch.exception'), 'exception', { blank: t('watch.usual') }),
    choice('cause', t('watch.cause'), 'cause', { blank: t('watch.usual') }),
    choice('severity', t('watch.severity'), 'severity', { required: true }),
    { name: 'plan', label: t('watch.plan'), kind: 'select', options: planOptions.value, blank: t('watch.nothing') },
    { name: 'carrier', label: t('watch.carrier'), max: 16, ...any },
    { name: 'product', label: t('watch.product'), max: 32, options: productOptions.value, ...any },
    { name: 'origin', label: t('watch.origin'), kind: 'region' }, { name: 'destination', label: t('watch.destination'), kind: 'region' },
    { name: 'outlet', label: t('watch.outlet'), kind: 'outlet', hint: t('watch.below') },
    choice('tier', t('customer.tier'), 'tier', any),
    { name: 'insured', label: t('watch.insured'), kind: 'money', hint: t('watch.insured_hint') },
    { name: 'customer', label: t('watch.customer'), kind: 'customer', ...any },
    { name: 'source', label: t('watch.source'), max: 300, shipped: true }, { name: 'is_off', label: t('watch.off'), kind: 'check' },
  ]
}
