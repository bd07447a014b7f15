import { text } from '../text'

export default text(
  { title: '作业', kind: '作业', state: '状态', due: '应于', attempt: '次数', error: '错误', retry: '重试', empty: '没有作业。', retried: '已重新排队。' },
  { title: 'Jobs', kind: 'Job', state: 'State', due: 'Due', attempt: 'Attempts', error: 'Error', retry: 'Run again', empty: 'No jobs.', retried: 'It is to run again.' },
)
