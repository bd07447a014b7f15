import { text } from '../text'

export default text(
  { title: '作业', kind: '作业', state: '状态', due: '应于', attempt: '次数', error: '错误', retry: '重试', empty: '没有作业。', retried: '已重新排队。', archive: '连续归档', archived: '{at} 以前的内容已在归档中', late: '落后', kept_up: '正常', no_base: '还没有可恢复的完整副本', waiting: '{n} 段待传' },
  { title: 'Jobs', kind: 'Job', state: 'State', due: 'Due', attempt: 'Attempts', error: 'Error', retry: 'Run again', empty: 'No jobs.', retried: 'It is to run again.', archive: 'Continuous archive', archived: 'All before {at} is in it', late: 'behind', kept_up: 'up to date', no_base: 'no copy of all yet to begin with', waiting: '{n} moments wait' },
)
