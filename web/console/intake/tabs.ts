import { computed } from 'vue'
import { useWords } from '@/words'

export function useIntakeTabs() {
  const { t } = useWords()
  return computed(() => [
    { name: 'quarantine', title: t('intake.kept'), right: 'scan.review' },
    { name: 'mappings', title: t('intake.mappings'), right: 'scan.review' },
    { name: 'push', title: t('intake.push'), right: 'scan.review' },
  ])
}
