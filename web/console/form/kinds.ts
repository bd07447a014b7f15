/** The forms there are, and what each asks; read once. */
import { shallowRef } from 'vue'
import { get } from '@/api/client'
import type { Shape } from '@/api/shapes'

export const layouts = shallowRef<Shape<'FormLayout'>[]>([])
export async function readLayouts(): Promise<void> {
  if (!layouts.value.length) layouts.value = ((await get('/api/v1/form-kinds')).items ?? []) as Shape<'FormLayout'>[]
}
export const layoutOf = (kind: string | null | undefined) => layouts.value.find((one) => one.kind === kind)
