/** Pages: each with the right it needs and the key that leads to it after `g`. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { me, whoIsThere } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    right?: string
    /** In the navigation under the text nav.<name>. */
    nav?: string
    key?: string
    open?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./shell/HomePage.vue') },
  { path: '/waybills', name: 'waybills', component: () => import('./waybill/WaybillsPage.vue'), meta: { right: 'waybill.read', nav: 'waybills', key: 'p' } },
  { path: '/waybills/:carrier/:no', name: 'waybill', component: () => import('./waybill/WaybillPage.vue'), meta: { right: 'waybill.read' } },
  { path: '/found', name: 'found', component: () => import('./shell/FoundPage.vue') },
  { path: '/sign-in', name: 'sign-in', component: () => import('./shell/SignInPage.vue'), meta: { open: true } },
  { path: '/password', name: 'password', component: () => import('./shell/PasswordPage.vue') },
  { path: '/:rest(.*)*', name: 'missing', component: () => import('./shell/MissingPage.vue') },
]

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: pages,
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  if (!(await whoIsThere())) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (me.value?.must_change_password && to.name !== 'password') return { name: 'password' }
  return true
})
