/** What came with the program, in the words of whoever reads it. */
import { personName } from '@/api/names'

type Words = (key: string) => string
export const makerName = (t: Words, who: string | null | undefined): string => (who === 'system' ? t('parts.system') : personName(who))
export const reasonOf = (t: Words, why: string | null | undefined): string => (why === 'shipped' ? t('parts.shipped') : (why ?? ''))

/** The letters and digits of a source: its key among the words. */
export const sourceKey = (source: string) => source.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_/, '').slice(0, 49).replace(/_$/, '')

/** On what a rule rests, where that came with the program; what a company wrote stays as it is. */
export function sourceOf(say: { t: Words; te: (key: string) => boolean }, source: string | null | undefined): string {
  const key = `sources.${sourceKey(source ?? '')}`
  return source && say.te(key) ? say.t(key) : (source ?? '')
}

/** Rules of claims cite in both languages, 民法典 第833条 (Civil Code art. 833): the one that is read. */
export function citeOf(language: string, cited: string): string {
  const [, zh, en] = /^(.*[\u4e00-\u9fff）])\s*\(([A-Za-z].*)\)$/.exec(cited) ?? []
  return (language === 'zh' ? zh : en) ?? cited
}
