/** Asks the server, with the types of its own OpenAPI document. What goes wrong is a `Problem`. */
import { awaits } from './busy'
import { reached, unreached } from './reached'
import type { paths } from './schema'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? NonNullable<O> : never
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: infer O } ? (O extends { responses: unknown } ? P : never) : never
}[keyof paths]

type Parameters<O> = O extends { parameters: infer P } ? P : never
type PathValues<O> = Parameters<O> extends { path: infer P } ? (P extends object ? P : undefined) : undefined
export type QueryOf<P extends keyof paths, M extends Method = 'get'> = Parameters<Operation<P, M>> extends { query?: infer Q }
  ? NonNullable<Q>
  : never
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined
type Answers<O> = O extends { responses: infer R } ? R[keyof R & (200 | 201 | 202)] : never
export type AnswerOf<P extends keyof paths, M extends Method = 'get'> = Answers<Operation<P, M>> extends {
  content: { 'application/json': infer A }
}
  ? A
  : undefined

export interface Asking<P extends keyof paths, M extends Method> {
  path?: PathValues<Operation<P, M>>
  /** Of a route that takes none, none: an unknown one is refused by the server. */
  query?: [QueryOf<P, M>] extends [never] ? never : Partial<Record<keyof QueryOf<P, M>, unknown>>
  body?: BodyOf<Operation<P, M>>
  /** The version that was read: sent as If-Match. */
  version?: number | null | undefined
  signal?: AbortSignal
  /** It is sent even when the page goes. */
  keepalive?: boolean
  /** It tells of this moment: where the session is over it is not sent again after the sign-in. */
  fleeting?: boolean
}

/** RFC 9457, as the server says it; `code` "offline" is ours. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  readonly hint: string | undefined
  readonly requestId: string | undefined
  /** Seconds after which asking again may be of use. */
  readonly retryS: number | undefined

  constructor(status: number, said: Partial<Record<'code' | 'detail' | 'field' | 'hint' | 'request_id' | 'retry', string>>) {
    super(said.detail ?? '')
    this.status = status
    this.code = said.code ?? 'internal'
    this.field = said.field
    this.hint = said.hint
    this.requestId = said.request_id
    this.retryS = Number(said.retry) || undefined
  }
}

let signedOut: () => Promise<boolean> = () => Promise.resolve(false)
/** Who is told when the session has ended; says whether the same person has signed in again. */
export function onSignedOut(tell: () => Promise<boolean>): void {
  signedOut = tell
}

const PERSON_HEADER = 'X-Parceldesk-Person'
let person = ''
let supplanted: () => void = () => undefined
/** Whose page asks, by their id; empty: nobody's yet. */
export function speakFor(id: string): void {
  person = id
}
/** Who is told when another page of the browser has signed in as somebody else. */
export function onSupplanted(tell: () => void): void {
  supplanted = tell
}

function address(template: string, values: Record<string, unknown> | undefined, query: Record<string, unknown> | undefined): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values?.[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === '') continue
    search.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

async function problemOf(answer: Response): Promise<Problem> {
  const said = await answer.json().catch(() => ({}))
  const id = answer.headers.get('X-Request-Id')
  const retry = answer.headers.get('Retry-After')
  return new Problem(answer.status, { ...(id ? { request_id: id } : {}), ...(retry ? { retry } : {}), ...said })
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  if (person) headers.set(PERSON_HEADER, person)
  try {
    const answer = await fetch(url, { ...init, headers })
    reached()
    return answer
  } catch (error) {
    if (init.signal?.aborted) throw error
    unreached()
    throw new Problem(0, { code: 'offline' })
  }
}
/** The page ends with what another's session refused: nothing that it asked is to go on. */
async function refusal(answer: Response): Promise<Problem> {
  const problem = await problemOf(answer)
  if (problem.field !== PERSON_HEADER) return problem
  supplanted()
  return new Promise(() => undefined)
}
async function answerTo<A>(url: string, init: RequestInit): Promise<A> {
  const answer = await send(url, init)
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as A
  throw await refusal(answer)
}

/** Who signs in is nobody yet, and tries once. */
const signsIn = (url: string): boolean => /\/session(\/|$)/.test(url)

/** While the sign-in lies over the page: whether the same person came back. */
let comingBack: Promise<boolean> | undefined
let returns = 0
/** What goes out when they are back, once each: what beats time asks the same again and again. */
const waiting = new Map<string, Promise<unknown>>()

async function afterReturn<A>(url: string, init: RequestInit, refused: Problem): Promise<A> {
  if (!(await comingBack)) throw refused
  returns++
  return awaits(answerTo<A>(url, init))
}
/** What a request is answered with; what is refused is thrown. What came when the session was over is sent again after the sign-in. */
export async function exchange<A>(url: string, asking: RequestInit, fleeting = false): Promise<A> {
  const init: RequestInit = { credentials: 'same-origin', ...asking }
  const before = returns
  try {
    return await awaits(answerTo<A>(url, init))
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401 || signsIn(url)) throw error
    if (before !== returns) return awaits(answerTo<A>(url, init))
    comingBack ??= signedOut().finally(() => (comingBack = undefined))
    if (fleeting) throw error
    if (init.signal || init.body instanceof Blob) return afterReturn<A>(url, init, error)
    const name = `${init.method} ${url} ${init.body}`
    const again = waiting.get(name) ?? afterReturn<A>(url, init, error).finally(() => waiting.delete(name))
    waiting.set(name, again)
    return again as Promise<A>
  }
}

/** A file of the server, whole: for what is asked of a person, whose address the browser is not to keep. */
export async function fileOf(url: string, signal: AbortSignal): Promise<Blob> {
  const answer = await awaits(send(url, { credentials: 'same-origin', signal }))
  if (!answer.ok) throw await refusal(answer)
  return answer.blob()
}

export interface Sending {
  query?: Record<string, unknown>
  signal?: AbortSignal
  headers?: Record<string, string>
}
/** A body that is not JSON: a table, a file. */
export async function sendText<P extends PathOf<'post'>>(path: P, type: string, body: BodyInit, sending: Sending = {}): Promise<NonNullable<AnswerOf<P, 'post'>>> {
  const headers = { Accept: 'application/json', 'X-Parceldesk': '1', 'Content-Type': type, ...sending.headers }
  const init: RequestInit = { method: 'POST', headers, body }
  if (sending.signal) init.signal = sending.signal
  return exchange(address(path as string, undefined, sending.query), init)
}

const newKey = (): string => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`
/** Long enough for a network to come back; the same asked later is meant anew. */
const ATTEMPT_MS = 3_600_000
/** What was not yet done as far as is known here, by what was asked, in memory only. */
const attempts = new Map<string, { key: string; until: number }>()

/** Sends something under a key that stays its own until it is done: where the answer was lost on the way, the server says it again and does nothing twice. */
export async function once<A>(attempt: string, work: (key: string) => Promise<A>): Promise<A> {
  const before = attempts.get(attempt)
  const mine = before && before.until > Date.now() ? before : { key: newKey(), until: Date.now() + ATTEMPT_MS }
  attempts.set(attempt, mine)
  const answer = await work(mine.key)
  if (attempts.get(attempt) === mine) attempts.delete(attempt)
  return answer
}
export const forgetAttempts = (): void => attempts.clear()

export async function ask<M extends Method, P extends PathOf<M>>(method: M, path: P, asking: Asking<P, M> = {}): Promise<AnswerOf<P, M>> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  const init: RequestInit = { method: method.toUpperCase(), headers }
  if (method !== 'get') headers['X-Parceldesk'] = '1'
  if (asking.version != null) headers['If-Match'] = `"${asking.version}"`
  if (asking.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    init.body = JSON.stringify(asking.body)
  }
  if (asking.signal) init.signal = asking.signal
  if (asking.keepalive) init.keepalive = true
  const url = address(path as string, asking.path as Record<string, unknown> | undefined, asking.query)
  if (method !== 'post' || signsIn(url)) return exchange(url, init, asking.fleeting)
  return once(`${url} ${init.body}`, (key) => exchange(url, { ...init, headers: { ...headers, 'Idempotency-Key': key } }))
}

export const get = <P extends PathOf<'get'>>(path: P, asking: Asking<P, 'get'> = {}) => ask('get', path, asking)

/** What may be out of one's sight is left out then. */
export async function orNone<T>(allowed: boolean, read: () => Promise<T>): Promise<T | null> {
  if (!allowed) return null
  try {
    return await read()
  } catch (error) {
    if (error instanceof Problem && [403, 404].includes(error.status)) return null
    throw error
  }
}
