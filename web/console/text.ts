/** Texts: each slice has a `text.ts` with both languages side by side; here they become catalogues. */
import { createI18n } from 'vue-i18n'

export interface Tree {
  [key: string]: string | Tree
}
/** The same keys, other words: a key that one language lacks is refused by the compiler. */
type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

export function text<T extends Tree>(zh: T, en: Same<T>): { zh: T; en: Same<T> } {
  return { zh, en }
}

export type Language = 'zh' | 'en'
const modules = import.meta.glob<{ default: { zh: Tree; en: Tree } }>('./*/text.ts', { eager: true })
const catalogue: Record<Language, Tree> = { zh: {}, en: {} }
for (const [path, module] of Object.entries(modules)) {
  const slice = path.split('/')[1] as string
  catalogue.zh[slice] = module.default.zh
  catalogue.en[slice] = module.default.en
}

const KEPT = 'parceldesk.language'
function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT)
  return kept === 'en' || kept === 'zh' ? kept : 'zh'
}

export const i18n = createI18n({ legacy: false, locale: firstLanguage(), fallbackLocale: false as const, messages: catalogue as Record<string, never> })

export function language(): Language {
  return i18n.global.locale.value as Language
}

export function setLanguage(next: Language): void {
  i18n.global.locale.value = next as never
  localStorage.setItem(KEPT, next)
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}
setLanguage(language())
