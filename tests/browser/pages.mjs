/** What people do on the pages, and every page there is. */
export const steps = []

export const pages = {
  home: () => '/',
  waybills: () => '/waybills?view=late',
  waybill: ({ site }) => `/waybills/${site.parcel.carrier}/${site.parcel.no}`,
  found: () => '/found',
}
