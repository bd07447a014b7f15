import { computed } from 'vue'
import type { Input, Values } from '@/parts/inputs'
import { useWords } from '@/words'

export function useArticleInputs() {
  const { t } = useWords()
  const choices = (group: string, codes: string[]) => codes.map((value) => ({ value, label: t(`knowledge.${group}.${value}`) }))
  const about = computed<Input[]>(() => [
    { name: 'audience', label: t('knowledge.audience'), kind: 'select', required: true, options: choices('audiences', ['public', 'agent', 'outlet', 'role']) },
    { name: 'outlet', max: 32 },
    { name: 'role', max: 40 },
    { name: 'review_on', kind: 'date' },
    { name: 'tags', label: t('knowledge.tags') },
    { name: 'topics', label: t('knowledge.topics') },
  ])
  const words = computed<Input[]>(() => [
    { name: 'title', required: true, max: 200 },
    { name: 'body', label: t('knowledge.body'), kind: 'area', required: true, max: 50000, rows: 14 },
    { name: 'why', label: t('knowledge.why'), max: 300 },
  ])
  const whole = computed<Input[]>(() => [
    { name: 'code', label: t('knowledge.code'), required: true, max: 64 },
    { name: 'language', label: t('knowledge.language'), kind: 'select', required: true, options: choices('languages', ['zh-CN', 'en']) },
    { name: 'kind', label: t('knowledge.kind'), kind: 'select', required: true, options: choices('kinds', ['article', 'standard', 'statement']) },
    ...about.value, ...words.value,
  ])
  return { about, words, whole }
}

/** Lists of words stand in one input each. */
export const spread = (thing: Values): Values => ({ ...thing, tags: ((thing['tags'] as string[] | null) ?? []).join(' '), topics: ((thing['topics'] as string[] | null) ?? []).join(' ') })
export function gathered(body: Values): Values {
  const list = (value: unknown) => String(value ?? '').split(/[\s,，]+/).filter(Boolean)
  return { ...body, tags: list(body['tags']), topics: list(body['topics']) }
}
