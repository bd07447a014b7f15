import { text } from '../text'

export default text(
  {
    tabs: '网点与产品', outlets: '网点', products: '产品', lanes: '线路时效', code: '编号', name: '名称', kind: '类型', region: '地区', closed: '已停用', parent: '上级',
    kinds: { organization: '公司', branch: '网点', hub: '转运中心', station: '驿站', department: '部门' },
    find: '查找网点', go: '查找', all: '显示全部', new_outlet: '新建网点', below: '新建下级', edit: '修改', open_node: '展开 {name}', close_node: '收起 {name}', more: '更多', none: '还没有网点。先建公司，再在其下建网点。', nothing_below: '没有下级。', kept: '已保存。',
    outlet_why: '编号永久有效，出现在文件和轨迹里，不能改；停用代替删除。有下级在用时不能停用。',
    new_product: '新建产品', no_products: '还没有产品。也可以从文件导入。', calendar: '工作日历', every_day: '每天', cutoff: '截单时间', collect: '揽收时限', history: '历史', product_why: '截单后下的单从第二天起算；揽收时限是当天最晚揽收的时刻。每次修改都是新版本，已承诺的快件按当时的版本。', lanes_of: '时效', import: '从文件导入', state: '状态', on: '在用',
    new_lane: '新建线路', no_lanes: '没有线路时效。也可以从文件导入。', product: '产品', any_product: '全部产品', origin: '始发地', destination: '目的地', city: '到达目的城市', attempt: '首次派送', delivery: '妥投', days: '天数', minute: '时刻', by_days: '第 {n} 天 {clock} 前', remove: '删除', remove_sure: '删除 {lane}？之后的新件不再按它承诺。',
    city_days: '到达目的城市：天', city_minute: '到达目的城市：时刻', attempt_days: '首次派送：天', attempt_minute: '首次派送：时刻', delivery_days: '妥投：天', delivery_minute: '妥投：时刻', lane_why: '从揽收日起算的工作日；更具体的线路优先，* 表示任何地方。', place_hint: '地区代码，或 * 表示任何地方', gone: '已删除',
    promised: '时效试算', promised_about: '现在（或某个时刻）收寄的快件会承诺什么时候送到，按的是哪条线路。', accepted: '收寄时间', accepted_hint: '不填为现在', ask: '试算', days_on: '收寄后第 {n} 天', counts_from: '收寄', by_lane: '依据线路', no_promise: '这个产品没有从 {from} 到 {to} 的线路时效，不作承诺。',
  },
  {
    tabs: 'Outlets and products', outlets: 'Outlets', products: 'Products', lanes: 'Lanes', code: 'Code', name: 'Name', kind: 'Kind', region: 'Region', closed: 'Closed', parent: 'Belongs to',
    kinds: { organization: 'Company', branch: 'Branch', hub: 'Hub', station: 'Station', department: 'Department' },
    find: 'Find an outlet', go: 'Find', all: 'Show all', new_outlet: 'New outlet', below: 'New below', edit: 'Change', open_node: 'Open {name}', close_node: 'Close {name}', more: 'More', none: 'No outlets yet: the company first, then its outlets below it.', nothing_below: 'Nothing is below it.', kept: 'Kept.',
    outlet_why: 'A code is for ever: it stands in files and scans and is never changed. An outlet is closed, not deleted, and not while one below it is open.',
    new_product: 'New product', no_products: 'No products yet. They can also come from a file.', calendar: 'Calendar', every_day: 'Every day', cutoff: 'Cutoff', collect: 'Collected by', history: 'Versions', product_why: 'An order after the cutoff counts from the next day; “collected by” is the latest minute of that day. Each change is a new version: parcels keep what they were promised.', lanes_of: 'Lanes', import: 'From a file', state: 'State', on: 'In use',
    new_lane: 'New lane', no_lanes: 'No lanes. They can also come from a file.', product: 'Product', any_product: 'All products', origin: 'From', destination: 'To', city: 'Destination city', attempt: 'First attempt', delivery: 'Delivery', days: 'Days', minute: 'By', by_days: 'Day {n} by {clock}', remove: 'Delete', remove_sure: 'Delete {lane}? It promises nothing to new parcels.',
    city_days: 'Destination city: days', city_minute: 'Destination city: by', attempt_days: 'First attempt: days', attempt_minute: 'First attempt: by', delivery_days: 'Delivery: days', delivery_minute: 'Delivery: by', lane_why: 'Working days from collection; the more particular lane goes first, * is any place.', place_hint: 'A region’s code, or * for any place', gone: 'Deleted',
    promised: 'What is promised', promised_about: 'By when a parcel would be promised that is accepted now, or at another time, and by which lane.', accepted: 'Accepted', accepted_hint: 'Empty: now', ask: 'Ask', days_on: '{n} days on', counts_from: 'Accepted', by_lane: 'By the lane', no_promise: 'This product has no lane from {from} to {to}: it promises nothing.',
  },
)
