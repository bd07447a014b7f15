/** A list whose filters stand in the address bar: read again when they change. */
import { onBeforeUnmount, watch } from 'vue'
import { useRoute, type LocationQuery } from 'vue-router'
import { onChange } from '@/api/feed'
import { hears, type Live } from '@/api/hears'
import { Listing, type Page } from '@/api/page'

export function useListing<T>(ask: (query: LocationQuery, cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>): Listing<T> {
  const route = useRoute()
  const name = route.name
  const list = new Listing<T>((cursor, signal) => ask(route.query, cursor, signal))
  const stop = watch(() => route.query, () => route.name === name && void list.start(), { immediate: true })
  onBeforeUnmount(stop)
  return list
}

/** More than this is not read again under one's hands: it is said that there is news. */
const READ_AGAIN = 100
/** A list that is read again when something changes; `also` is what stands beside it, which always is. */
export function liveList<T>(name: Live, list: Listing<T>, also: () => unknown = () => undefined): void {
  onChange(name, () => {
    const long = list.items.value.length > READ_AGAIN
    /* What is asked by the clock was told of no change. */
    if (long && !('every' in hears[name])) list.stale.value = true
    return Promise.all([long || list.stale.value ? null : list.start(true), also()])
  })
}
