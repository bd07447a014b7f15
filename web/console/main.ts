import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/base/style/css'
import './style.css'
import './parts/forms.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { i18n } from './text'
import './theme'
import './paper'

createApp(App).use(i18n).use(router).mount('#app')
