/** The provider of the tests: oidc-provider with its own login and consent forms, on a port of its own.
 *
 * usage: node provider.mjs REDIRECT-URI        prints its address; ends with its standard input
 *
 * GET /test/set?claims=JSON changes what it knows of people (by their login there), ?keys=new its keys, ?trouble=WHAT how its
 * token endpoint behaves: hang, huge, error, none (a token that nobody signed), bent (a signature that does not hold). */
import { createServer } from 'node:http'
import { generateKeyPairSync } from 'node:crypto'
import Provider from 'oidc-provider'

const [redirectUri] = process.argv.slice(2)
const SECRET = 'a secret & more: of 40 letters, or so +%'
let people = {}
let trouble = ''
let round = 0
let current

function keys() {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  round += 1
  return { keys: [{ ...rsa, kid: `rsa-${round}`, use: 'sig' }, { ...ec, kid: `ec-${round}`, use: 'sig' }] }
}
const client = (id, algorithm, more) => ({
  client_id: id, client_secret: SECRET, redirect_uris: [redirectUri], response_types: ['code'], grant_types: ['authorization_code'],
  id_token_signed_response_alg: algorithm, ...more,
})
function make(issuer) {
  const provider = new Provider(issuer, {
    clients: [client('rs', 'RS256'), client('ps', 'PS256'), client('es', 'ES256', { token_endpoint_auth_method: 'client_secret_post' }),
      client('open', 'RS256', { client_secret: undefined, token_endpoint_auth_method: 'none' })],
    cookies: { keys: ['of no use to anybody'] },
    jwks: keys(),
    claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `subject-${id}`, ...people[id] }) }),
    pkce: { required: () => true, methods: ['S256'] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Grant: 600, Session: 600 },
  })
  return provider
}

/** What the token endpoint says, with its token made worse. */
function worsened(text) {
  const answer = JSON.parse(text)
  if (!answer.id_token) return text
  const [, claims, signature] = answer.id_token.split('.')
  if (trouble === 'none') answer.id_token = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
  if (trouble === 'bent') {
    const flipped = (signature[9] === 'A' ? 'B' : 'A')
    answer.id_token = `${answer.id_token.split('.').slice(0, 2).join('.')}.${signature.slice(0, 9)}${flipped}${signature.slice(10)}`
  }
  return JSON.stringify(answer)
}
function troubled(request, response) {
  if (trouble === 'hang') return
  if (trouble === 'error') return void response.writeHead(500).end('out of order')
  if (trouble === 'huge') return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(`{"x":"${'y'.repeat(2 << 20)}"}`)
  const end = response.end.bind(response)
  response.end = (text) => {
    const worse = worsened(String(text))
    response.setHeader('Content-Length', Buffer.byteLength(worse))
    return end(worse)
  }
  current.callback()(request, response)
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1')
  if (url.pathname === '/test/set') {
    const set = url.searchParams
    if (set.has('claims')) people = JSON.parse(set.get('claims'))
    if (set.has('trouble')) trouble = set.get('trouble')
    if (set.get('keys') === 'new') current = make(current.issuer)
    return response.writeHead(204).end()
  }
  return url.pathname === '/token' && trouble ? troubled(request, response) : current.callback()(request, response)
})
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  current = make(issuer)
  console.log(`address ${issuer}`)
})
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
