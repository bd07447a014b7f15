/** Brings a file to the server: its bytes are the body. */
import { exchange, newKey } from './client'
import type { Shape } from './shapes'

export async function upload(owner: string, ownerId: string, file: File): Promise<Shape<'StoredFile'>> {
  const query = new URLSearchParams({ owner, owner_id: ownerId, name: file.name })
  const headers = { Accept: 'application/json', 'X-Parceldesk': '1', 'Idempotency-Key': newKey(), 'Content-Type': file.type || 'application/octet-stream' }
  return exchange(`/api/v1/files?${query}`, { method: 'POST', headers, body: file })
}
