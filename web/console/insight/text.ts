import { text } from '../text'

export default text(
  {
    title: '指标', definition: '定义', booked: '归属日', from: '自', to: '至', by: '细分', value: '数值', numerator: '分子', denominator: '分母', mean: '平均', before: '上一期', change: '较上期',
    rows: '背后的快件', no_rows: '没有快件。', counted: '计入分子', all: '全部', yes: '是', no: '否', day: '日期', days: '天数', parcel: '快件', stage: '阶段', good_high: '越高越好', good_low: '越低越好',
    open_rows: '查看快件', empty: '这段时间没有数据。', span: '范围', last: '近 {n} 天', row: '分项', note: '注意', within: '误差不超过 {n} 天', open_list: '打开列表',
    behind: {
      days: '背后的快件列在本页。', complaints: '背后的投诉列在本页。', claims: '列表里是这段时间登记的理赔，已结案的也在内。',
      waybills: '列表里是此刻的快件，尚未揽收的也在内；按产品或未知的分项，列表不再细分。',
      tickets: '列表里正是这段时间计入的工单，后计入的在前；按网点的分项也含其下级网点。',
    },
  },
  {
    title: 'Figures', definition: 'Definition', booked: 'Booked on', from: 'From', to: 'To', by: 'Broken down', value: 'Value', numerator: 'Numerator', denominator: 'Denominator', mean: 'Mean', before: 'Period before', change: 'Change',
    rows: 'The parcels behind', no_rows: 'No parcels.', counted: 'In the numerator', all: 'All', yes: 'Yes', no: 'No', day: 'Day', days: 'Days', parcel: 'Parcel', stage: 'Stage', good_high: 'Higher is better', good_low: 'Lower is better',
    open_rows: 'See the parcels', empty: 'There is nothing in this time.', span: 'Span', last: 'Last {n} days', row: 'Of', note: 'Note', within: 'Off by {n} days at most', open_list: 'Open the list',
    behind: {
      days: 'The parcels behind are listed on this page.', complaints: 'The complaints behind are listed on this page.', claims: 'The list has the claims registered in this time, those that are closed too.',
      waybills: 'The list has the parcels as they stand, those not collected yet too; it is not narrowed to a product, or to what is unknown.',
      tickets: 'The list has just the tickets that were counted in this time, the last first; of an outlet also those of the outlets below it.',
    },
  },
)
