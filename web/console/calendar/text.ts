import { text } from '../text'

export default text(
  {
    about: '承诺时间和服务时限按日历上的工作日和工作时间计算。每次修改都是一个版本，已作出的承诺不变。', new: '新建日历', empty: '还没有日历：承诺和时限按每一天计算。',
    name: '名称', zone: '时区', week: '每周工作时间', differ: '节假日与调休', entries: '{n} 段', uses: '谁在用', used: '{n} 处', code_hint: '小写字母、数字和短横线，建好后不变', like: '照此复制', like_none: '周一至周五 09:00–18:00', like_hint: '复制所选日历的每周时间和节假日',
    never: '没有工作时间', note: '说明', sources: '依据', edit_about: '修改名称与说明', year: '{n} 年', off: '休息日', worked: '工作日', holiday: '放假', makeup: '调休上班', provisional: '尚未公布', mark: { holiday: '休', makeup: '班' },
    of_year: '{n} 天', worked_days: '{n} 个工作日', n_days: '{n} 天', makeup_hours: '调休上班日按当天星期几的时间；那天本是休息日的，按一周中第一个工作日的时间。', week_hint: '每天写一段或几段，最多四段，如 09:00-12:00, 13:30-18:00；全天写 00:00-24:00；不填为休息日。',
    when: '日期', called: '名称', kind: '类型', length: '天数', from: '第一天', to: '最后一天', to_hint: '不填则只有一天', working: '这些天上班（调休）', is_provisional: '尚未公布，暂按惯例', add: '添加节假日或调休', take_out: '移除', take_out_sure: '从日历中移除“{name}”？', none_of_year: '{n} 年没有节假日或调休：每天按每周时间。',
    shipped: { note: '节假日与调休上班日按《国务院办公厅关于部分节假日安排的通知》。2027年尚未公布：先列2024年11月修订的《全国年节及纪念日放假办法》规定的法定节日，标为尚未公布，前后不调休；通知发布后请替换。', names: { mainland: '中国大陆', new_year: '元旦', spring: '春节', qingming: '清明节', labour: '劳动节', dragon_boat: '端午节', mid_autumn: '中秋节', national: '国庆节' } },
    no_uses: '没有产品、时限或预警规则按这个日历计算。', use: { product: '产品', level: '服务时限', rule: '预警规则' }, cutoffs: '{cutoff} 前交寄算当天，{collect} 前揽收', first: '最初的版本', part: { about: '名称与说明', hours: '每周工作时间', days: '节假日与调休' },
    import: {
      title: '导入节假日表', about: '粘贴或选择文件：首行为列名（从、至、名称、上班、尚未公布），每行一段；也可用日历的 JSON 文件。保存前先预览。', file: '文件', text: '内容', example: '从,至,名称,上班\n2027-10-01,2027-10-07,国庆节,\n2027-10-09,,国庆节,是', instead: '替换 {years} 年原有的节假日', instead_of: '替换这些年份原有的节假日',
      unreadable: '读不出来：须为带列名的表格，或日历的 JSON 文件。', wrong: '第 {line} 行：“{field}”填写有误。', wrong_why: '第 {line} 行“{field}”：{why}。', preview: '将导入的内容', keep: '导入 {n} 段',
    },
  },
  {
    about: 'Promised times and deadlines count by a calendar’s working days and hours. Each change is a version; what was promised stays.', new: 'New calendar', empty: 'There are no calendars yet: promises and deadlines count every day.',
    name: 'Name', zone: 'Time zone', week: 'Hours of the week', differ: 'Holidays and make-up days', entries: '{n} entries', uses: 'Who counts by it', used: '{n} uses', code_hint: 'Small letters, digits and hyphens; it does not change', like: 'Like', like_none: 'Monday to Friday, 09:00–18:00', like_hint: 'Begins with that calendar’s hours and holidays',
    never: 'No hours', note: 'Note', sources: 'Sources', edit_about: 'Change name and note', year: '{n}', off: 'Off', worked: 'Worked', holiday: 'Holiday', makeup: 'Made up', provisional: 'Not announced yet', mark: { holiday: 'h', makeup: 'w' },
    of_year: '{n}', worked_days: '{n} worked', n_days: '{n}', makeup_hours: 'A day that is made up has the hours of its weekday; where that is off, those of the first weekday that is worked.', week_hint: 'One span a day or several, up to four: 09:00-12:00, 13:30-18:00. All day is 00:00-24:00; empty is a day off.',
    when: 'Days', called: 'Name', kind: 'Kind', length: 'Days', from: 'First day', to: 'Last day', to_hint: 'Empty: one day only', working: 'Worked, to make up', is_provisional: 'Not announced yet: by custom', add: 'Add a holiday or a made-up day', take_out: 'Take out', take_out_sure: 'Take “{name}” out of the calendar?', none_of_year: 'Nothing differs in {n}: each day is as the week has it.',
    shipped: { note: 'Public holidays and make-up working days as announced by the General Office of the State Council (国务院办公厅关于部分节假日安排的通知). For 2027 nothing is announced yet: the statutory days of 全国年节及纪念日放假办法 as revised in November 2024 stand here as provisional, without the days moved around them; replace them when the notice is out.', names: { mainland: 'Mainland China', new_year: 'New Year’s Day', spring: 'Spring Festival', qingming: 'Qingming Festival', labour: 'Labour Day', dragon_boat: 'Dragon Boat Festival', mid_autumn: 'Mid-Autumn Festival', national: 'National Day' } },
    no_uses: 'No product, service level or rule of the watch counts by it.', use: { product: 'Product', level: 'Service level', rule: 'Rule of the watch' }, cutoffs: 'Brought by {cutoff} counts as that day, collected by {collect}', first: 'The first version', part: { about: 'Name and note', hours: 'Hours of the week', days: 'Holidays and make-up days' },
    import: {
      title: 'Import holidays', about: 'Paste a table or choose a file: first a line of column names (from, to, name, worked, not announced), then an entry a line; or a calendar as JSON. It is shown before it is kept.', file: 'File', text: 'Table', example: 'from,to,name,worked\n2027-10-01,2027-10-07,National Day,\n2027-10-09,,National Day,yes', instead: 'In place of what {years} had', instead_of: 'In place of what those years had',
      unreadable: 'It cannot be read: a table with column names, or a calendar as JSON.', wrong: 'Line {line}: {field} is not right.', wrong_why: 'Line {line}, {field}: {why}.', preview: 'What is taken in', keep: 'Import {n}',
    },
  },
)
