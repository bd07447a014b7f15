import { text } from '../text'

export default text(
  {
    title: 'Parceldesk 客服台',
    skip: '跳到内容',
    nav: {
      label: '主导航', desk: '工单', complaints: '投诉', handoffs: '协同任务', claims: '理赔', watch: '应变指挥', waybills: '快件', customers: '客户', figures: '指标', policy: '规则', jobs: '作业', people: '人员', settings: '设置', import: '导入', audit: '审计', webhooks: '推送', knowledge: '知识', network: '网点与产品',
    },
    menu: '菜单',
    live: '实时', not_live: '未连接', by_hand: '不实时更新', waits: '待处理转交 {n} 件，其中超时 {late} 件', asked: '{at} 已重新读取', read_again: '重新读取',
    language: 'English',
    theme: { auto: '跟随系统', light: '浅色', dark: '深色', label: '外观' },
    sign_out: '退出', leave_unkept: '您写的内容还没有保存到服务器，现在退出会丢失。仍要退出？',
    account: '账号',
    box: {
      label: '查找',
      placeholder: '运单号（可多个）、手机尾号、姓名、拼音、工单号、理赔号、订单号或工单里的词',
      none: '没有符合的快件、工单、理赔或客户',
      not_found: '未找到：{list}',
      unseen: '您没有查看以下内容的权限，所以没有在其中查找：{list}。',
      found: '查找结果',
      waybills: '快件', tickets: '工单', claims: '理赔', customers: '客户', open_tickets: '未完结工单 {n} 张', no_open_tickets: '无未完结工单',
      too_many: '一次最多 {n} 个单号，其余未查。',
      hints: '这些单号还没有登记', looks_like: '像 {list} 的单号', bring_in: '从文件导入快件',
      nothing_asked: '在上方输入单号、手机尾号或姓名。',
    },
    sign_in: {
      title: '登录', login: '账号', password: '密码', go: '登录', expired: '登录已过期，请重新登录。当前页面的内容仍保留。', lost: '忘记密码？请管理员重置。',
      track: '客户查件页', token: '这是接口令牌：系统带着它调用接口（Authorization 请求头），不能用它登录。请用账号和密码登录。', code: '验证码', code_why: '请输入手机验证器现在显示的六位验证码。', recovery: '恢复码', recovery_why: '请输入一个没有用过的恢复码；每个只能用一次。', with_recovery: '手机不在身边？使用恢复码', with_code: '使用验证码', back: '返回', by: '用 {name} 登录', by_busy: '正在登录…', by_code_why: '请输入手机验证器现在显示的六位验证码，或一个恢复码。', by_again: '返回登录页', wait: '错误次数过多，请等待 {n} 秒后再试。',
    },
    password: {
      title: '修改密码', why: '首次登录须修改一次性密码。', present: '当前密码', next: '新密码', again: '再输一次', differ: '两次输入不一致。', go: '保存', rule: '至少 {n} 个字符；不能是常见的密码、账号或公司名称。几个不相干的词连在一起最好记。', done: '密码已修改，其他设备已退出。',
    },
    missing: { title: '没有这个页面', back: '回到首页' },
    unreached: { title: '页面打不开', why: '程序可能刚刚更新，或者服务器暂时连接不上。草稿仍保存在本浏览器。', go: '重新载入' },
    home: { title: '首页', hello: '您好，{name}', nothing: '您还没有可用的页面，请联系管理员分配权限。', jump: '去处理' },
    help: {
      title: '快捷键', everywhere: '所有页面', slash: '转到查找框', question: '显示本帮助', go: '转到：{page}', row: '下一行 / 上一行', enter: '打开所选行', escape: '关闭',
    },
  },
  {
    title: 'Parceldesk console',
    skip: 'Skip to the content',
    nav: {
      label: 'Main', desk: 'Desk', complaints: 'Complaints', handoffs: 'Handoffs', claims: 'Claims', watch: 'Watch', waybills: 'Parcels', customers: 'Customers', figures: 'Figures', policy: 'Rules', jobs: 'Jobs', people: 'People', settings: 'Settings', import: 'Import', audit: 'Audit', webhooks: 'Webhooks', knowledge: 'Knowledge', network: 'Outlets',
    },
    menu: 'Menu',
    live: 'Live', not_live: 'Not connected', by_hand: 'Not live', waits: '{n} handoffs wait, {late} of them late', asked: 'Read again at {at}', read_again: 'Read again',
    language: '中文',
    theme: { auto: 'As the system', light: 'Light', dark: 'Dark', label: 'Appearance' },
    sign_out: 'Sign out', leave_unkept: 'What you wrote could not be kept on the server and is lost when you sign out. Sign out all the same?',
    account: 'Account',
    box: {
      label: 'Find',
      placeholder: 'Waybill numbers (one or fifty), phone tail, name, ticket, claim, order, words',
      none: 'No parcel, ticket, claim or customer like that',
      not_found: 'Not found: {list}',
      unseen: 'You have no right to see these, so nothing was looked for among them: {list}.',
      found: 'Found',
      waybills: 'Parcels', tickets: 'Tickets', claims: 'Claims', customers: 'Customers', open_tickets: 'open tickets: {n}', no_open_tickets: 'no open tickets',
      too_many: 'At most {n} numbers at once: the rest was not looked for.',
      hints: 'Nobody has brought these numbers in', looks_like: 'looks like a number of {list}', bring_in: 'Bring parcels in from a file',
      nothing_asked: 'Type a number, a phone tail or a name above.',
    },
    sign_in: {
      title: 'Sign in', login: 'Login', password: 'Password', go: 'Sign in', expired: 'Your session has ended: sign in again. What is on the page is kept.',
      lost: 'Lost your password? Ask an administrator for a new one.', track: 'Tracking page for customers', token: 'This is a token of an interface: a system sends it with its requests (in the Authorization header), nobody signs in with it. Sign in with a login and a password.',
      code: 'Code', code_why: 'Type the six digits that the app on your telephone shows now.', recovery: 'Recovery code', recovery_why: 'Type a recovery code that was not used; each holds once.', with_recovery: 'No telephone? Use a recovery code', with_code: 'Use a code', back: 'Back', by: 'Sign in with {name}', by_busy: 'Signing in…', by_code_why: 'Type the six digits that the app on your telephone shows now, or a recovery code.', by_again: 'Back to the sign-in page', wait: 'Too many wrong tries: wait {n} s.',
    },
    password: {
      title: 'Change the password', why: 'The one-time password must be changed at the first sign-in.', present: 'Present password', next: 'New password',
      again: 'Once more', differ: 'They are not the same.', go: 'Save', rule: 'At least {n} characters; not a password that everybody tries, nor the login or the company’s name. A few words that have nothing to do with each other are the easiest to keep.', done: 'The password is changed; other devices are signed out.',
    },
    missing: { title: 'There is no such page', back: 'To the start page' },
    unreached: { title: 'This page cannot be opened', why: 'The program may have been updated, or the server cannot be reached. Drafts stay in this browser.', go: 'Load it anew' },
    home: { title: 'Start', hello: 'Hello, {name}', nothing: 'There is no page for you yet: ask an administrator for rights.', jump: 'Open' },
    help: {
      title: 'Keys', everywhere: 'On every page', slash: 'To the box', question: 'This help', go: 'Go to: {page}', row: 'Next / previous row', enter: 'Open the row', escape: 'Close',
    },
  },
)
