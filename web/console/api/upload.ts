/** Brings a file to the server: its bytes are the body. */
import { exchange, once } from './client'
import type { Shape } from './shapes'

export async function upload(owner: string, ownerId: string, file: File): Promise<Shape<'StoredFile'>> {
  const query = new URLSearchParams({ owner, owner_id: ownerId, name: file.name })
  const headers = { Accept: 'application/json', 'X-Parceldesk': '1', 'Content-Type': file.type || 'application/octet-stream' }
  const url = `/api/v1/files?${query}`
  return once(`${url} ${file.size} ${file.lastModified}`, (key) => exchange(url, { method: 'POST', headers: { ...headers, 'Idempotency-Key': key }, body: file }))
}
