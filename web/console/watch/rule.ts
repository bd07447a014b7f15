/** What a rule of the watch says, field by field, for what shows its versions side by side. */
import type { Input } from '@/parts/inputs'
import { optionsOf } from '@/parts/records'
import { useWords } from '@/words'
import words from '@/words/text'

export function useRuleInputs(): (plans: { value: string; label: string }[]) => Input[] {
  const { t, word } = useWords()
  const choice = (name: string, label: string, group: keyof typeof words.zh): Input => ({ name, label, kind: 'select', options: optionsOf(Object.keys(words.zh[group]), (code) => word(group, code)) })
  return (plans) => [
    { name: 'name_zh', label: t('watch.name_zh') }, { name: 'name', label: t('watch.name') },
    choice('kind', t('watch.kind'), 'finding_kind'),
    { name: 'hours', label: t('watch.param_hours'), kind: 'number' }, { name: 'threshold', label: t('watch.threshold'), kind: 'number' },
    { name: 'minute', label: t('watch.minute'), kind: 'time' }, { name: 'calendar', label: t('watch.calendar') },
    choice('exception', t('watch.exception'), 'exception'), choice('cause', t('watch.cause'), 'cause'), choice('severity', t('watch.severity'), 'severity'),
    { name: 'plan', label: t('watch.plan'), kind: 'select', options: plans },
    { name: 'carrier', label: t('watch.carrier') }, { name: 'product', label: t('watch.product') },
    { name: 'origin', label: t('watch.origin'), kind: 'region' }, { name: 'destination', label: t('watch.destination'), kind: 'region' },
    { name: 'outlet', label: t('watch.outlet'), kind: 'outlet' }, { name: 'customer', label: t('watch.customer') },
    { name: 'insured', kind: 'money' }, choice('tier', t('customer.tier'), 'tier'),
    { name: 'source', label: t('watch.source'), shipped: true }, { name: 'is_off', label: t('watch.off'), kind: 'check' },
  ]
}
