import { text } from '../text'

export default text(
  {
    title: '知识库', new: '新建文章', search: '关键词', kind: '类型', language: '语言', tag: '标签', due: '复审到期前', audience: '读者', name: '标题', review: '复审', state: '状态', helpful: '有帮助', empty: '没有符合的文章。', draft: '草稿 {n}', in_force: '第 {n} 版', none: '未发布',
    kinds: { article: '文章', standard: '服务标准', statement: '服务声明' }, audiences: { public: '公众', agent: '客服', outlet: '网点', role: '角色' }, languages: { 'zh-CN': '中文', en: 'English' }, topics: '查件页何时显示（late、阶段或异常代码，空格分隔）', tags: '标签（空格分隔）', body: '正文（Markdown）', why: '为什么写', code: '编号（各语言相同）',
    edit_text: '写新版本', edit_about: '读者与复审', publish: '发布', publish_why: '发布理由', from: '生效时间（空：立即）', retire: '停用', retire_sure: '停用这篇文章？读者将看不到它。', retire_why: '停用理由', versions: '版本', states: { draft: '草稿', published: '已发布', retired: '已停用' }, written: '撰写', published: '发布', retired: '停用', translations: '其他语言', public_page: '公众页面', show: '查看', text: '正文', nothing: '还没有发布的正文。', overdue: '复审已到期',
    feedback: { title: '这篇内容有帮助吗？', so_far: '{yes} 人觉得有帮助，{no} 人觉得没有', yes: '有帮助', no: '没有帮助', thanks: '谢谢，已记下。' },
  },
  {
    title: 'Knowledge', new: 'New article', search: 'Words', kind: 'Kind', language: 'Language', tag: 'Tag', due: 'To be reviewed by', audience: 'Readers', name: 'Title', review: 'Review', state: 'State', helpful: 'Helped', empty: 'No article is like that.', draft: 'Draft {n}', in_force: 'Version {n}', none: 'Not published',
    kinds: { article: 'Article', standard: 'Service standard', statement: 'Service statement' }, audiences: { public: 'Public', agent: 'Agents', outlet: 'Outlet', role: 'Role' }, languages: { 'zh-CN': '中文', en: 'English' }, topics: 'When the tracking page shows it (late, stages or exceptions, with blanks between)', tags: 'Tags (with blanks between)', body: 'Text (Markdown)', why: 'Why it is written', code: 'Code (the same in each language)',
    edit_text: 'Write a version', edit_about: 'Readers and review', publish: 'Publish', publish_why: 'Why it is published', from: 'In force from (empty: now)', retire: 'Retire', retire_sure: 'Retire this article? Nobody will see it.', retire_why: 'Why', versions: 'Versions', states: { draft: 'Draft', published: 'Published', retired: 'Retired' }, written: 'Written', published: 'Published', retired: 'Retired', translations: 'In other languages', public_page: 'Public page', show: 'Show', text: 'Text', nothing: 'Nothing is published yet.', overdue: 'Review overdue',
    feedback: { title: 'Did this help?', so_far: 'It helped {yes}, and {no} not', yes: 'Yes', no: 'No', thanks: 'Thank you: it is counted.' },
  },
)
