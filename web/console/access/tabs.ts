import { computed } from 'vue'
import { useWords } from '@/words'

export function usePeopleTabs() {
  const { t } = useWords()
  return computed(() => [
    { name: 'people', title: t('access.people'), right: 'people.read' },
    { name: 'roles', title: t('access.roles'), right: 'people.read' },
    { name: 'tokens', title: t('access.tokens'), right: 'people.read' },
  ])
}
