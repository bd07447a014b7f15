/** Whether the screen is narrow, by the widths at which the styles change too; paper never is. */
import { readonly, ref, type Ref } from 'vue'

function upTo(width: number): Readonly<Ref<boolean>> {
  const query = window.matchMedia(`screen and (max-width: ${width}px)`)
  const is = ref(query.matches)
  query.addEventListener('change', () => void (is.value = query.matches))
  return readonly(is)
}
/** Too narrow for the navigation beside the page. */
export const folded = upTo(900)
/** Too narrow for the columns of a list. */
export const narrow = upTo(700)
