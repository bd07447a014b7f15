/** Signing in by the company's provider: what outlasts the way there and back. */
const KEPT = 'parceldesk.to'

/** Where somebody wanted to go. */
export const keepTarget = (to: unknown): void => sessionStorage.setItem(KEPT, typeof to === 'string' ? to : '')
/** The same, once they are back; only a page of ours. */
export function takeTarget(): string {
  const to = sessionStorage.getItem(KEPT) ?? ''
  sessionStorage.removeItem(KEPT)
  return ownPage(to)
}
export const ownPage = (to: unknown): string => (typeof to === 'string' && /^\/(?!\/)/.test(to) ? to : '/')
