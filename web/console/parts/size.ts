/** How much something holds, in the unit that fits. */
export function readable(bytes: number | null | undefined, number: (value: number, digits?: number) => string): string {
  const units = ['B', 'kB', 'MB', 'GB']
  let value = bytes ?? 0
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
  return `${number(value, value < 10 && unit ? 1 : 0)} ${units[unit]}`
}
