/** One's own sign-in: the second factor, recovery codes, sessions, what others did to it. */
import { text } from '../text'

export default text(
  {
    title: '我的账号', login: '账号', password: '密码', change_password: '修改密码',
    factor: {
      title: '两步验证', why: '登录时除密码外，还须输入手机验证器显示的六位数字。密码泄露，他人也无法登录。', off: '未开启', on: '已开启', since: '自 {at} 起登录须用验证码。', left: '剩余 {n} 个恢复码', few: '恢复码快用完了，请生成新的一组。',
      demanded: '您的角色要求两步验证。', demanded_why: '设置好之前不能使用其他页面。', removal_demanded: '您的角色要求两步验证：移除后须立即重新设置。',
      begin: '设置', begin_why: '请先输入密码，确认是您本人。', next: '继续', cancel: '取消',
      scan: '用手机上的验证器应用扫描二维码（如微软、谷歌的验证器，或任何支持 TOTP 的应用）：', picture: '供验证器扫描的二维码', type: '不能扫描？在应用中手工输入密钥：', secret: '密钥', enter: '然后输入应用现在显示的六位验证码：', code: '验证码', confirm: '开启', copy: '复制', copied: '已复制',
      renew: '生成新的恢复码', renew_why: '原来的恢复码随即作废。', remove: '移除', remove_why: '移除后只用密码登录。', code_or_recovery: '验证码或恢复码', removed: '两步验证已移除。',
    },
    recovery: {
      title: '恢复码', why: '手机丢失或不在身边时，每个恢复码可以代替验证码用一次。只显示这一次，请现在保存，不要与密码放在一起。', copy: '复制', copied: '已复制', download: '下载', print: '打印', kept: '我已保存', file: 'Parceldesk 恢复码', of: '账号 {login}，{at}',
    },
    sessions: {
      title: '登录设备', theirs: '登录设备', why: '这里是您当前登录的设备。不认识的请退出，并修改密码。', device: '设备', from: '来自', began: '登录', seen: '最近使用', current: '本机', end: '退出', end_others: '退出其他所有设备', end_all: '全部退出', ended: '已退出。', sure: '退出“{device}”？', sure_others: '退出其他所有设备？', sure_all: '退出 {name} 的全部登录？', none: '没有登录。', unknown: '未知设备', on: '{browser}，{system}',
    },
    alert: {
      title: '您的登录发生了变化', factor_reset: '{at}，{who} 移除了您的两步验证。', sessions_ended: '{at}，{who} 退出了您的登录。', password_reset: '{at}，{who} 重置了您的密码。', recovery_used: '{at}，有人用您的恢复码登录。', machine: '管理员（在服务器上）', unknown: '不是您所知道的？请立即联系管理员并修改密码。', seen: '知道了',
    },
    person: {
      title: '{name} 的登录', back: '返回人员', open: '登录情况', has: '两步验证', lacks: '未设两步验证', factor_on: '自 {at} 起使用两步验证。', factor_off: '没有使用两步验证。', factor_due: '其角色要求两步验证，尚未设置：下次登录时须先设置。', reset: '移除两步验证', reset_sure: '移除 {name} 的两步验证？请先确认对方身份：此后只凭密码即可登录。其登录会立即退出，并会得到通知。', reset_done: '已移除。对方下次登录时会得到通知。', own: '自己的两步验证在“我的账号”里移除。',
    },
  },
  {
    title: 'My account', login: 'Login', password: 'Password', change_password: 'Change the password',
    factor: {
      title: 'Second factor', why: 'Besides the password one signs in with six digits that an app on the telephone shows. Who has your password alone does not get in.', off: 'Off', on: 'On', since: 'Since {at} you sign in with a code.', left: '{n} recovery codes left', few: 'Few recovery codes are left: make new ones.',
      demanded: 'Your role needs a second factor.', demanded_why: 'No other page is open to you before it is set up.', removal_demanded: 'Your role needs a second factor: once it is off you must set up another at once.',
      begin: 'Set up', begin_why: 'Your password first, to show that it is you.', next: 'Go on', cancel: 'Cancel',
      scan: 'Scan this with an authenticator on your telephone (any app for TOTP):', picture: 'QR code for an authenticator', type: 'It cannot scan? Type this key into the app:', secret: 'Key', enter: 'Then type the six digits that the app shows now:', code: 'Code', confirm: 'Turn on', copy: 'Copy', copied: 'Copied',
      renew: 'New recovery codes', renew_why: 'Those that you have will not hold any more.', remove: 'Take it off', remove_why: 'From then on the password alone signs in.', code_or_recovery: 'Code, or a recovery code', removed: 'The second factor is off.',
    },
    recovery: {
      title: 'Recovery codes', why: 'Without your telephone each of these signs in once in place of a code. They are shown this once: keep them now, and not beside the password.', copy: 'Copy', copied: 'Copied', download: 'Download', print: 'Print', kept: 'I have kept them', file: 'Parceldesk recovery codes', of: 'Login {login}, {at}',
    },
    sessions: {
      title: 'Where I am signed in', theirs: 'Where they are signed in', why: 'End what you do not know, and change your password.', device: 'Device', from: 'From', began: 'Since', seen: 'Last used', current: 'This one', end: 'End', end_others: 'End all others', end_all: 'End all', ended: 'Ended.', sure: 'End “{device}”?', sure_others: 'End all other sessions?', sure_all: 'End all sessions of {name}?', none: 'Signed in nowhere.', unknown: 'Unknown device', on: '{browser} on {system}',
    },
    alert: {
      title: 'Your sign-in was changed', factor_reset: '{at}: {who} took your second factor away.', sessions_ended: '{at}: {who} ended sessions of yours.', password_reset: '{at}: {who} gave you a new one-time password.', recovery_used: '{at}: somebody signed in with a recovery code of yours.', machine: 'an administrator on the server', unknown: 'Not what you know of? Tell an administrator at once, and change your password.', seen: 'Seen',
    },
    person: {
      title: 'How {name} signs in', back: 'Back to people', open: 'Sign-in', has: 'Second factor', lacks: 'No second factor', factor_on: 'With a second factor since {at}.', factor_off: 'Without a second factor.', factor_due: 'A role of theirs needs a second factor; they must set one up when they next sign in.', reset: 'Take the second factor away', reset_sure: 'Take {name}’s second factor away? Make sure first that it is them: the password alone will do then. Their sessions end at once, and they are told.', reset_done: 'It is gone. They are told when they sign in.', own: 'Your own second factor goes on “My account”.',
    },
  },
)
