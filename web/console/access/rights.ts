/** The rights that somebody can give: their own. */
import { computed } from 'vue'
import { me } from '@/session'
import { useWords } from '@/words'

export function useRights() {
  const { rightName } = useWords()
  return computed(() => [...(me.value?.rights ?? [])].filter((right) => right.includes('.')).sort().map((value) => ({ value, label: rightName(value) })))
}
