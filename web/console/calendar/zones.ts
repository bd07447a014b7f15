/** Zones that are proposed. */
export const zones: string[] = [...new Set(['Asia/Shanghai', ...Intl.supportedValuesOf('timeZone')])]
