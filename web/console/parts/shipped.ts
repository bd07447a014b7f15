/** What came with the program, in the words of whoever reads it. */
import { personName } from '@/api/names'

type Words = (key: string) => string
export const makerName = (t: Words, who: string | null | undefined): string => (who === 'system' ? t('parts.system') : personName(who))
export const reasonOf = (t: Words, why: string | null | undefined): string => (why === 'shipped' ? t('parts.shipped') : (why ?? ''))
