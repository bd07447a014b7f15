import type { Tone } from '@/parts/tone'

const tones: Partial<Record<string, Tone>> = { proposed: 'warn', approved: 'calm', paid: 'good', recovering: 'calm', closed: 'none', rejected: 'bad', withdrawn: 'none' }
export const claimTone = (state: string | null | undefined): Tone => tones[state ?? ''] ?? 'calm'
