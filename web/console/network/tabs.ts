import { computed } from 'vue'
import { useWords } from '@/words'

export function useNetworkTabs() {
  const { t } = useWords()
  return computed(() => [
    { name: 'outlets', title: t('network.outlets'), right: 'outlet.read' },
    { name: 'products', title: t('network.products'), right: 'promise.read' },
    { name: 'lanes', title: t('network.lanes'), right: 'promise.read' },
    { name: 'promised', title: t('network.promised'), right: 'promise.read' },
  ])
}
