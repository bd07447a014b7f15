/** What the columns of a target are called to people: those of a group with its number, declared fields by their labels. */
import { computed } from 'vue'
import { get } from '@/api/client'
import type { Shape } from '@/api/shapes'
import { Thing } from '@/api/thing'
import { useProblems } from '@/problems/say'
import { may } from '@/session'
import { language } from '@/text'
import { useWords } from '@/words'

export type Declared = Shape<'CustomField'>
export const GROUPED = /^(contact|address|consent)(\d)\.(\w+)$/
export const DECLARED = 'field.'

export function useColumns() {
  const { t } = useWords()
  const { fieldName } = useProblems()
  const asked = new Thing(() => get('/api/v1/customer-fields'))
  if (may('customer.read')) void asked.read()
  const declared = computed<Declared[]>(() => asked.value.value?.items ?? [])

  function columnName(column: string): string {
    const [, group, number, field] = GROUPED.exec(column) ?? []
    if (group && field) return `${t(`import.group.${group}`)} ${number} · ${fieldName(field)}`
    const own = column.startsWith(DECLARED) ? declared.value.find((one) => DECLARED + one.name === column) : undefined
    return (own && (language() === 'zh' ? own.zh : own.en)) ?? fieldName(column)
  }
  return { declared, columnName }
}
