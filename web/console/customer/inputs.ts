/** What is said of a customer, for the form of a new one and of one that is known. */
import { computed } from 'vue'
import type { Input } from '@/parts/inputs'
import words from '@/words/text'
import { useWords } from '@/words'

export function useCustomerInputs() {
  const { word } = useWords()
  const choices = (name: 'customer_kind' | 'role' | 'lifecycle' | 'relationship' | 'tier') => Object.keys(words.zh[name]).map((value) => ({ value, label: word(name, value) }))
  return computed<Input[]>(() => [
    { name: 'name', max: 120 }, { name: 'phone', max: 40 }, { name: 'email', max: 254 }, { name: 'address', max: 300 }, { name: 'city', max: 80 }, { name: 'region', max: 16 }, { name: 'postcode', max: 16 },
    { name: 'kind', kind: 'select', options: choices('customer_kind') }, { name: 'role', kind: 'select', options: choices('role') }, { name: 'lifecycle', kind: 'select', options: choices('lifecycle') },
    { name: 'relationship', kind: 'select', options: choices('relationship') }, { name: 'tier', kind: 'select', options: choices('tier') }, { name: 'outlet', kind: 'outlet' }, { name: 'specialist', kind: 'person' },
  ])
}
