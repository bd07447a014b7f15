import { computed, type Ref } from 'vue'
import { get } from '@/api/client'
import { Thing } from '@/api/thing'
import type { Input } from '@/parts/inputs'
import { useWords } from '@/words'
import { useFactName } from './facts'

/** The form of a webhook; its events are those that the server tells of. */
export function useWebhookInputs(): Ref<Input[]> {
  const { t } = useWords()
  const factName = useFactName()
  const facts = new Thing(() => get('/api/v1/notice-facts'))
  void facts.read()
  return computed<Input[]>(() => [
    { name: 'url', label: t('notify.url'), required: true, max: 500 },
    { name: 'doc', label: t('notify.doc'), max: 200 },
    { name: 'customer_id', label: t('notify.customer'), max: 20 },
    { name: 'enabled', label: t('notify.enabled'), kind: 'check' },
    { name: 'events', label: t('notify.events'), kind: 'checks', options: (facts.value.value?.items ?? []).map((fact) => ({ value: fact.event ?? '', label: `${factName(fact.event)} (${fact.event ?? ''})` })) },
  ])
}
