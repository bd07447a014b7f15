/** The company's causes of complaints, by code; read once. */
import { shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Shape } from '@/api/shapes'
import { language } from '@/text'

export const causes = shallowRef<Shape<'ComplaintCause'>[]>([])
let began = false

export function readCauses(): void {
  if (began) return
  began = true
  void get('/api/v1/complaint-causes').then(
    (page) => (causes.value = (page.items ?? []) as Shape<'ComplaintCause'>[]),
    () => (began = false),
  )
}
/** They were changed: whoever asks next reads them again. */
export function forgetCauses(): void {
  began = false
}
export function causeName(code: string | null | undefined): string {
  readCauses()
  const found = causes.value.find((one) => one.code === code)
  if (!found) return code || '—'
  return language() === 'zh' ? found.name_zh : found.name_en
}
