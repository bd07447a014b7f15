/** A list whose filters stand in the address bar: read again when they change. */
import { onBeforeUnmount, watch } from 'vue'
import { useRoute, type LocationQuery } from 'vue-router'
import { Listing, type Page } from '@/api/page'

export function useListing<T>(ask: (query: LocationQuery, cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>): Listing<T> {
  const route = useRoute()
  const name = route.name
  const list = new Listing<T>((cursor, signal) => ask(route.query, cursor, signal))
  const stop = watch(() => route.query, () => route.name === name && void list.start(), { immediate: true })
  onBeforeUnmount(stop)
  return list
}
