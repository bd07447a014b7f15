import { text } from '../text'

export default text(
  {
    title: '指标', definition: '定义', booked: '归属日', from: '自', to: '至', by: '细分', value: '数值', numerator: '分子', denominator: '分母', mean: '平均', before: '上一期', change: '较上期',
    rows: '背后的快件', no_rows: '没有快件。', counted: '计入分子', all: '全部', yes: '是', no: '否', day: '日期', days: '天数', parcel: '快件', stage: '阶段', good_high: '越高越好', good_low: '越低越好',
    csv: '下载 CSV', open_rows: '查看快件', empty: '这段时间没有数据。', span: '范围', last: '近 {n} 天', row: '分项', note: '注意', within: '误差不超过 {n} 天',
  },
  {
    title: 'Figures', definition: 'Definition', booked: 'Booked on', from: 'From', to: 'To', by: 'Broken down', value: 'Value', numerator: 'Numerator', denominator: 'Denominator', mean: 'Mean', before: 'Period before', change: 'Change',
    rows: 'The parcels behind', no_rows: 'No parcels.', counted: 'In the numerator', all: 'All', yes: 'Yes', no: 'No', day: 'Day', days: 'Days', parcel: 'Parcel', stage: 'Stage', good_high: 'Higher is better', good_low: 'Lower is better',
    csv: 'Download CSV', open_rows: 'See the parcels', empty: 'There is nothing in this time.', span: 'Span', last: 'Last {n} days', row: 'Of', note: 'Note', within: 'Off by {n} days at most',
  },
)
