/** A part of a page whose code comes when it is first needed. */
import { type Component, defineAsyncComponent, onMounted } from 'vue'
import { awaits } from '@/api/busy'
import { router, unreached } from '@/router'

/** In its place where its code is gone since an upgrade, or the server away: says so as of a page, each time that one comes upon it. */
const absent: Component = {
  setup() {
    onMounted(() => (unreached.value = router.currentRoute.value.fullPath))
    return () => null
  },
}

export function part(load: () => Promise<{ default: Component }>): Component {
  return defineAsyncComponent(() => awaits(load().then((code) => code.default, () => absent)))
}
