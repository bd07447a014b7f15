/** Who is signed in and what they may do. */
import { computed, nextTick, ref, shallowRef } from 'vue'
import { ask, forgetAttempts, get, onSignedOut, onSupplanted, Problem, speakFor } from './api/client'
import { closeFeed, openFeed } from './api/feed'
import { forgetNames } from './api/names'
import type { Shape } from './api/shapes'
import { forgetDrafts, openDrafts } from './parts/disk'
import { liveIn } from './zone'

export const me = shallowRef<Shape<'Me'> | null>(null)
/** The session ended while somebody worked: what is on the page stays, the sign-in comes over it. */
export const expired = ref(false)
let cameBack: (same: boolean) => void = () => undefined
const rights = computed(() => new Set<string>(me.value?.rights ?? []))

/** Of several rights one is enough. */
export function may(right: string | string[] | undefined): boolean {
  return !right || (Array.isArray(right) ? right.some((one) => rights.value.has(one)) : rights.value.has(right))
}

async function come(who: Shape<'Me'>): Promise<void> {
  const same = who.login === me.value?.login
  // What stands on the page is another's, and is not to be seen or kept under this name.
  if (me.value && !same) return location.reload()
  await openDrafts(who.login ?? '')
  const enters = !who.must_change_password && !who.must_set_factor
  liveIn(who.zone)
  me.value = who
  speakFor(who.id ?? '')
  expired.value = false
  cameBack(same && enters)
  if (enters && may('feed.read')) openFeed(who.id ?? '')
}

/** Reads who is signed in; false where nobody is. */
export async function whoIsThere(): Promise<boolean> {
  if (me.value) return true
  try {
    await come(await get('/api/v1/me'))
    return true
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return false
    throw error
  }
}

/** `code`: of the second factor, or a recovery code, once it was asked for. */
export async function signIn(login: string, password: string, code?: string): Promise<void> {
  await come(await ask('post', '/api/v1/session', { body: { login, password, ...(code === undefined ? {} : { code }) } }))
}

/** By what the provider answered; false where a code of the account's own is to come. */
export async function signInByAnswer(answer: { code?: string | undefined; state: string; iss?: string | undefined; error?: string | undefined }): Promise<boolean> {
  const who = (await ask('post', '/api/v1/session/provider/answer', { body: answer as Shape<'ProviderAnswer'> })) as Shape<'Me'> | undefined
  if (who) await come(who)
  return !!who
}
/** That code, or a recovery code. */
export async function signInByCode(code: string): Promise<boolean> {
  await come(await ask('post', '/api/v1/session/provider/code', { body: { code } }))
  return true
}

/** What one may do has changed. */
export async function readMe(): Promise<void> {
  await come(await get('/api/v1/me'))
}

/** The session goes on with the new password. */
export async function changePassword(present: string, password: string): Promise<void> {
  await ask('post', '/api/v1/me/password', { body: { present, password } })
  await readMe()
}

/** The page goes first: nothing of it asks any more when the session is over. */
export async function signOut(): Promise<void> {
  cameBack(false)
  closeFeed()
  me.value = null
  await nextTick()
  await ask('delete', '/api/v1/session').catch(() => undefined)
  await forgetDrafts()
  forgetNames()
  forgetAttempts()
  speakFor('')
}

/* What stands on the page is another's, as where somebody else signs in over it. */
onSupplanted(() => location.reload())
onSignedOut(() => {
  if (!me.value) return Promise.resolve(false)
  expired.value = true
  return new Promise((resolve) => (cameBack = resolve))
})
