/** The forms of codes and of events kept aside. */
import { computed } from 'vue'
import { ask } from '@/api/client'
import type { Shape } from '@/api/shapes'
import type { Input, Values } from '@/parts/inputs'
import words from '@/words/text'
import { useWords } from '@/words'

export type Mapping = Shape<'CodeMapping'>

export function useMeaningInputs() {
  const { t, word } = useWords()
  const choices = (group: 'stage' | 'exception' | 'leg' | 'cause') => Object.keys(words.zh[group]).map((value) => ({ value, label: word(group, value) }))
  return computed<Input[]>(() => [
    { name: 'stage', label: t('intake.stage'), kind: 'select', options: choices('stage') },
    { name: 'exception', label: t('intake.exception'), kind: 'select', options: choices('exception') },
    { name: 'leg', label: t('intake.leg'), kind: 'select', options: choices('leg') },
    { name: 'cause', label: t('intake.cause'), kind: 'select', options: choices('cause') },
  ])
}

/** Of a code that is there only what it means can be changed. */
export function useMappingInputs(known: () => boolean) {
  const { t } = useWords()
  const meaning = useMeaningInputs()
  return computed<Input[]>(() => [
    { name: 'provider', label: t('intake.provider'), required: true, max: 32, disabled: known() },
    { name: 'code', label: t('intake.code'), required: true, max: 64, disabled: known() },
    { name: 'action', label: t('intake.action'), max: 64, disabled: known() },
    ...meaning.value,
    { name: 'note', label: t('intake.note'), kind: 'area', rows: 2, max: 400 },
  ])
}

/** Writes what a code means; `was`: the version that was read. */
export function writeMapping(of: Values, body: Values, was?: number, removed = false): Promise<Mapping> {
  const { provider, code, action } = { ...of, ...body } as Mapping
  return ask('post', '/api/v1/mappings', { body: { ...body, provider, code, action: action || '', removed, ...(was ? { was } : {}) } as Mapping }) as Promise<Mapping>
}
