/** Pages: each with the right it needs and the key that leads to it after `g`. */
import { shallowRef } from 'vue'
import { createRouter, createWebHistory, isNavigationFailure, NavigationFailureType, type RouteLocationRaw, type RouteRecordRaw } from 'vue-router'
import { enters } from './api/busy'
import { sections } from './policy/sections'
import { me, whoIsThere } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    right?: string | string[]
    /** In the navigation under the text nav.<name>. */
    nav?: string
    key?: string
    open?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./shell/HomePage.vue') },
  { path: '/desk', name: 'desk', component: () => import('./desk/DeskPage.vue'), meta: { right: 'ticket.read', nav: 'desk', key: 'd' } },
  { path: '/desk/tickets/:id', name: 'ticket', component: () => import('./desk/TicketPage.vue'), meta: { right: 'ticket.read' } },
  { path: '/desk/incoming', name: 'incoming', component: () => import('./desk/IncomingListPage.vue'), meta: { right: 'ticket.write' } },
  { path: '/desk/incoming/:id', name: 'incoming-message', component: () => import('./desk/IncomingPage.vue'), meta: { right: 'ticket.write' } },
  { path: '/complaints', name: 'complaints', component: () => import('./complaint/ComplaintsPage.vue'), meta: { right: 'complaint.read', nav: 'complaints', key: 'm' } },
  { path: '/complaints/causes', name: 'causes', component: () => import('./complaint/CausesPage.vue'), meta: { right: 'complaint.read' } },
  { path: '/complaints/handoffs', name: 'handoffs', component: () => import('./complaint/HandoffsPage.vue'), meta: { right: 'handoff.read', nav: 'handoffs', key: 't' } },
  { path: '/complaints/handoffs/:id', name: 'handoff', component: () => import('./complaint/HandoffPage.vue'), meta: { right: 'handoff.read' } },
  { path: '/complaints/appeals', name: 'appeals', component: () => import('./complaint/AppealsPage.vue'), meta: { right: 'appeal.read' } },
  { path: '/complaints/forms', name: 'forms', component: () => import('./form/FormsPage.vue'), meta: { right: 'complaint.read' } },
  { path: '/complaints/forms/:id', name: 'form', component: () => import('./form/FormPage.vue'), meta: { right: 'complaint.read' } },
  { path: '/claims', name: 'claims', component: () => import('./claim/ClaimsPage.vue'), meta: { right: 'claim.read', nav: 'claims', key: 'l' } },
  { path: '/claims/:id', name: 'claim', component: () => import('./claim/ClaimPage.vue'), meta: { right: 'claim.read' } },
  { path: '/watch', name: 'watch', component: () => import('./watch/WatchPage.vue'), meta: { right: 'watch.read', nav: 'watch', key: 'w' } },
  { path: '/watch/findings/:id', name: 'finding', component: () => import('./watch/FindingPage.vue'), meta: { right: 'watch.read' } },
  { path: '/watch/heat', name: 'heat', component: () => import('./watch/HeatPage.vue'), meta: { right: 'watch.read' } },
  { path: '/watch/incidents', name: 'incidents', component: () => import('./incident/IncidentsPage.vue'), meta: { right: 'incident.read' } },
  { path: '/watch/incidents/:id', name: 'incident', component: () => import('./incident/IncidentPage.vue'), meta: { right: 'incident.read' } },
  { path: '/watch/rules', name: 'rules', component: () => import('./watch/RulesPage.vue'), meta: { right: 'watch.read' } },
  { path: '/watch/plans', name: 'plans', component: () => import('./watch/PlansPage.vue'), meta: { right: 'watch.read' } },
  { path: '/watch/causes', name: 'mass-causes', component: () => import('./cause/MassCausesPage.vue'), meta: { right: 'promise.read' } },
  { path: '/watch/causes/:id', name: 'mass-cause', component: () => import('./cause/MassCausePage.vue'), meta: { right: 'promise.read' } },
  { path: '/watch/thresholds', name: 'thresholds', component: () => import('./watch/ThresholdsPage.vue'), meta: { right: 'incident.read' } },
  { path: '/watch/accuracy', name: 'accuracy', component: () => import('./watch/AccuracyPage.vue'), meta: { right: 'figure.read' } },
  { path: '/waybills', name: 'waybills', component: () => import('./waybill/WaybillsPage.vue'), meta: { right: 'waybill.read', nav: 'waybills', key: 'p' } },
  { path: '/waybills/:carrier/:no', name: 'waybill', component: () => import('./waybill/WaybillPage.vue'), meta: { right: 'waybill.read' } },
  { path: '/found', name: 'found', component: () => import('./shell/FoundPage.vue') },
  { path: '/customers', name: 'customers', component: () => import('./customer/CustomersPage.vue'), meta: { right: 'customer.read', nav: 'customers', key: 'c' } },
  { path: '/customers/:id', name: 'customer', component: () => import('./customer/CustomerPage.vue'), meta: { right: 'customer.read' } },
  { path: '/figures', name: 'figures', component: () => import('./insight/FiguresPage.vue'), meta: { right: 'figure.read', nav: 'figures', key: 'f' } },
  { path: '/figures/:name', name: 'figure', component: () => import('./insight/FigurePage.vue'), meta: { right: 'figure.read' } },
  { path: '/policy', name: 'policy', component: () => import('./policy/PolicyPage.vue'), meta: { right: sections.map(({ right }) => right), nav: 'policy', key: 'r' } },
  { path: '/policy/agents', name: 'agents', component: () => import('./policy/AgentsPage.vue'), meta: { right: 'ticket.dispatch' } },
  { path: '/policy/calendars', name: 'calendars', component: () => import('./calendar/CalendarsPage.vue'), meta: { right: 'promise.read' } },
  { path: '/policy/calendars/:code', name: 'calendar', component: () => import('./calendar/CalendarPage.vue'), meta: { right: 'promise.read' } },
  { path: '/policy/excuses', name: 'excuses', component: () => import('./promise/ExcusesPage.vue'), meta: { right: 'promise.read' } },
  { path: '/policy/fields', name: 'fields', component: () => import('./customer/FieldsPage.vue'), meta: { right: 'customer.read' } },
  { path: '/policy/levels', name: 'levels', component: () => import('./policy/LevelsPage.vue'), meta: { right: 'ticket.read' } },
  { path: '/policy/macros', name: 'macros', component: () => import('./desk/MacrosPage.vue'), meta: { right: 'ticket.write' } },
  { path: '/policy/pledges', name: 'pledges', component: () => import('./policy/PledgesPage.vue'), meta: { right: 'knowledge.read' } },
  { path: '/policy/reasons', name: 'reasons', component: () => import('./complaint/ReasonsPage.vue'), meta: { right: 'complaint.read' } },
  { path: '/policy/routes', name: 'routes', component: () => import('./policy/RoutesPage.vue'), meta: { right: 'ticket.read' } },
  { path: '/policy/rulesets', name: 'rulesets', component: () => import('./claim/RuleSetsPage.vue'), meta: { right: 'claim.read' } },
  { path: '/policy/rulesets/:number', name: 'ruleset', component: () => import('./claim/RuleSetPage.vue'), meta: { right: 'claim.read' } },
  { path: '/policy/states', name: 'states', component: () => import('./state/StatesPage.vue'), meta: { right: 'ticket.read' } },
  { path: '/policy/messages', name: 'notices', component: () => import('./notify/NoticesPage.vue'), meta: { right: 'notice.read' } },
  { path: '/policy/templates', name: 'templates', component: () => import('./notify/TemplatesPage.vue'), meta: { right: 'notice.read' } },
  { path: '/policy/teams', name: 'teams', component: () => import('./policy/TeamsPage.vue'), meta: { right: 'ticket.read' } },
  { path: '/policy/teams/:code', name: 'team', component: () => import('./policy/TeamPage.vue'), meta: { right: 'ticket.read' } },
  { path: '/policy/weights', name: 'weights', component: () => import('./complaint/WeightsPage.vue'), meta: { right: 'complaint.read' } },
  { path: '/jobs', name: 'jobs', component: () => import('./job/JobsPage.vue'), meta: { right: 'job.read', nav: 'jobs', key: 'j' } },
  { path: '/people', name: 'people', component: () => import('./access/PeoplePage.vue'), meta: { right: 'people.read', nav: 'people', key: 'o' } },
  { path: '/people/roles', name: 'roles', component: () => import('./access/RolesPage.vue'), meta: { right: 'people.read' } },
  { path: '/people/tokens', name: 'tokens', component: () => import('./access/TokensPage.vue'), meta: { right: 'people.read' } },
  { path: '/people/:id/sign-in', name: 'person', component: () => import('./account/PersonPage.vue'), meta: { right: 'people.write' } },
  { path: '/audit', name: 'audit', component: () => import('./access/AuditPage.vue'), meta: { right: 'audit.read', nav: 'audit', key: 'a' } },
  { path: '/webhooks', name: 'webhooks', component: () => import('./notify/WebhooksPage.vue'), meta: { right: 'webhook.write', nav: 'webhooks', key: 'h' } },
  { path: '/webhooks/:id', name: 'webhook', component: () => import('./notify/WebhookPage.vue'), meta: { right: 'webhook.write' } },
  { path: '/knowledge', name: 'knowledge', component: () => import('./knowledge/ArticlesPage.vue'), meta: { right: 'knowledge.read', nav: 'knowledge', key: 'k' } },
  { path: '/knowledge/:id', name: 'article', component: () => import('./knowledge/ArticlePage.vue'), meta: { right: 'knowledge.read' } },
  { path: '/customers/duplicates', name: 'duplicates', component: () => import('./customer/DuplicatesPage.vue'), meta: { right: 'customer.read' } },
  { path: '/network', name: 'outlets', component: () => import('./network/OutletsPage.vue'), meta: { right: 'outlet.read', nav: 'network', key: 'n' } },
  { path: '/network/products', name: 'products', component: () => import('./network/ProductsPage.vue'), meta: { right: 'promise.read' } },
  { path: '/network/lanes', name: 'lanes', component: () => import('./network/LanesPage.vue'), meta: { right: 'promise.read' } },
  { path: '/network/promised', name: 'promised', component: () => import('./network/PromisePage.vue'), meta: { right: 'promise.read' } },
  { path: '/settings', name: 'settings', component: () => import('./access/SettingsPage.vue'), meta: { right: 'setting.read', nav: 'settings', key: 's' } },
  { path: '/settings/gateways', name: 'gateways', component: () => import('./notify/GatewaysPage.vue'), meta: { right: 'setting.read' } },
  { path: '/settings/sign-in', name: 'provider', component: () => import('./provider/ProviderPage.vue'), meta: { right: 'setting.read' } },
  { path: '/import/kept', name: 'quarantine', component: () => import('./intake/QuarantinePage.vue'), meta: { right: 'scan.review' } },
  { path: '/import/kept/:id', name: 'kept', component: () => import('./intake/KeptPage.vue'), meta: { right: 'scan.review' } },
  { path: '/import/codes', name: 'mappings', component: () => import('./intake/MappingsPage.vue'), meta: { right: 'scan.review' } },
  { path: '/import/pushes', name: 'push', component: () => import('./intake/PushPage.vue'), meta: { right: 'scan.review' } },
  { path: '/import', name: 'import', component: () => import('./import/ImportPage.vue'), meta: { right: ['waybill.write', 'scan.write', 'customer.write', 'promise.write'], nav: 'import', key: 'i' } },
  { path: '/sign-in', name: 'sign-in', component: () => import('./shell/SignInPage.vue'), meta: { open: true } },
  { path: '/sign-in/answer', name: 'answer', component: () => import('./shell/AnswerPage.vue'), meta: { open: true } },
  { path: '/account', name: 'account', component: () => import('./account/AccountPage.vue') },
  { path: '/second-factor', name: 'factor', component: () => import('./account/FactorPage.vue') },
  { path: '/password', name: 'password', component: () => import('./shell/PasswordPage.vue') },
  { path: '/:rest(.*)*', name: 'missing', component: () => import('./shell/MissingPage.vue') },
]

/** What the navigation leads to, in its order. */
export const mainPages = pages.flatMap(({ path, meta }) => (meta?.nav ? [{ path, meta }] : []))

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: pages,
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
})

/** The page that could not be entered: its code is of another version by now, or the server is away. */
export const unreached = shallowRef<RouteLocationRaw | null>(null)
/** Enters a page by a full load, with the code that the server has now. */
export function loadAnew(to: RouteLocationRaw): void {
  enters(true)
  location.assign(router.resolve(to).href)
}
/** To whoever signed out; by a full load where the code of that page is gone too. */
export async function toSignIn(): Promise<void> {
  const to = { name: 'sign-in' }
  await router.push(to).catch(() => loadAnew(to))
}

router.beforeEach(() => enters(true))
router.afterEach((_to, _from, failure) => {
  // What was called off for another page: that one is being entered.
  if (isNavigationFailure(failure, NavigationFailureType.cancelled)) return
  enters(false)
  unreached.value = null
})
router.onError((_error, { path, query }) => {
  enters(false)
  unreached.value = { path, query }
})
router.beforeEach(async (to) => {
  if (to.meta.open) return true
  if (!(await whoIsThere())) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (me.value?.must_change_password) return to.name === 'password' || { name: 'password' }
  if (me.value?.must_set_factor) return to.name === 'factor' || { name: 'factor' }
  if (to.name === 'factor' || to.name === 'password') return { name: 'account' }
  return true
})
