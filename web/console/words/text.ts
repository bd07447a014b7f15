/** The domain's terms: what the API gives as codes. */
import { text } from '../text'

export default text(
  {
    stage: {
      created: '已下单', collected: '已揽收', in_transit: '运输途中', hub_in: '到达分拨', hub_out: '离开分拨',
      dest_city: '到达目的城市', redirected: '已改寄', customs_in: '清关中', customs_out: '清关完成',
      out_for_delivery: '派送中', at_pickup_point: '待取件', delivered: '已签收', delivered_after_exception: '异常后签收',
      delivered_to_agent: '他人代收', collected_by_consignee: '已取件', returning: '退回途中', returned: '已退回',
      cancelled: '已取消', terminated: '已终止',
    },
    exception: {
      no_info: '无物流信息', stalled: '停滞', overdue: '超时未妥投', external: '天气或灾害', network: '网络原因',
      unreachable: '联系不上', bad_address: '地址有误', out_of_area: '超区', refused: '拒收', attempt_failed: '派送失败',
      held_at_outlet: '网点暂存', pickup_overdue: '逾期未取', damaged: '破损', short: '短少', lost: '丢失',
      payment_held: '待付款', customs_held: '海关查验', prohibited: '禁寄', false_signature: '虚假签收',
      no_consent: '未经同意投放', misdelivered: '错派', reopened: '签收后再有动态', at_risk: '可能晚到',
    },
    cause: { carrier: '承运方', consignee: '收件方', shipper: '寄件方', customs: '海关', weather: '天气' },
    leg: { forward: '正向', return: '退回' },
    source: { scan: '承运商扫描', watch: '应变指挥', order: '订单', given: '给定', computed: '按产品时效计算' },
    milestone: {
      collection: '揽收', first_visibility: '首条信息', destination_city: '到达目的城市', first_attempt: '首次派送', delivery: '妥投',
    },
    milestone_state: { none: '未承诺', pending: '进行中', kept: '兑现', broken: '未兑现', excused: '免责' },
    effect: { moves: '改期', excuses: '免责', tells: '告知', rebased: '重新计算' },
    severity: { low: '低', medium: '中', high: '高', critical: '紧急' },
    finding_kind: {
      no_scan_since_collected: '揽收后无扫描', hub_in_without_out: '到分拨未发出', no_scan: '长时间无扫描',
      out_for_delivery_until_evening: '派送至晚未果', at_pickup_point_too_long: '待取过久', overdue: '已超承诺',
      late_chance: '可能晚到', silence: '异常静默', no_info: '无物流信息',
    },
    act: { acknowledge: '知悉', accept: '采纳', decline: '不采纳', done: '完成', close: '关闭' },
    outcome: {
      recovered: '已恢复', delivered_on_time: '按时妥投', delivered_late: '晚到妥投', delivered: '已妥投', returned: '已退回',
      lost: '丢失', ended: '已结束', false_alarm: '误报', handled: '已处理', excused: '免责',
    },
    action: {
      notify_customer: '通知客户', handoff: '转交', reroute: '改路由', call_consignee: '致电收件人', check_evidence: '核查证据',
      change_promise: '改承诺', open_claim: '发起理赔',
    },
    scope: { all: '全部', product: '产品', destination: '目的地', lane: '线路', site: '线路站点' },
    ticket_kind: {
      inquiry: '咨询', complaint: '投诉', claim: '理赔', suggestion: '建议', exception: '异常', service_request: '服务请求',
    },
    channel: {
      phone: '电话', web_chat: '在线', portal: '自助', email: '邮件', sms: '短信', social: '社交媒体', counter: '柜台',
      regulator: '监管', watch: '应变指挥',
    },
    priority: { low: '低', normal: '普通', high: '高', urgent: '紧急' },
    ticket_type: {
      new: '新建', open: '处理中', pending_customer: '待客户', pending_internal: '待内部', resolved: '已解决', closed: '已关闭', merged: '已并入',
    },
    clock: { first_response: '首次响应', next_response: '再次响应', resolution: '解决', handoff: '转交', appeal: '申诉' },
    entry: {
      opened: '建单', message: '消息', note: '内部备注', state: '状态', assigned: '指派', changed: '修改', terms: '服务等级', clock: '时钟',
      handoff: '转交', money: '款项', link: '关联', merged: '合并', split: '拆分', call: '通话', form: '表单', complaint: '投诉',
      watch: '应变指挥', notice: '通知', attachment: '附件',
    },
    direction: { in: '来', out: '去' },
    customer_kind: { person: '个人', company: '企业' },
    role: { consumer: '消费者', retail: '零售', wholesale: '批发', agent: '代理', capital: '资本', public: '公众', internal: '内部' },
    lifecycle: { potential: '潜在', passer_by: '散客', customer: '客户', regular: '常客', seed: '种子' },
    relationship: { basic: '基本型', reactive: '被动型', accountable: '负责型', proactive: '能动型', partnership: '伙伴型' },
    job_state: { waiting: '等待', running: '运行中', failed: '失败', done: '完成' },
    unit: { ratio: '比率', days: '天', parcels: '件', percent: '%' },
    by: {
      all: '合计', carrier: '承运商', product: '产品', origin: '始发', destination: '目的', lane: '线路', outlet: '网点', day: '按日',
      month: '按月', hour: '按小时', exception: '异常', stage: '阶段', customer: '客户', rule: '规则',
    },
    setting_kind: { number: '数字', text: '文字', zone: '时区', currency: '货币' },
  },
  {
    stage: {
      created: 'Ordered', collected: 'Collected', in_transit: 'On its way', hub_in: 'Hub in', hub_out: 'Hub out',
      dest_city: 'Destination city', redirected: 'Redirected', customs_in: 'In customs', customs_out: 'Cleared customs',
      out_for_delivery: 'Out for delivery', at_pickup_point: 'At pickup point', delivered: 'Delivered',
      delivered_after_exception: 'Delivered after trouble', delivered_to_agent: 'Delivered to an agent',
      collected_by_consignee: 'Picked up', returning: 'Going back', returned: 'Returned', cancelled: 'Cancelled', terminated: 'Ended',
    },
    exception: {
      no_info: 'No information', stalled: 'Stalled', overdue: 'Overdue', external: 'Weather or disaster', network: 'Network trouble',
      unreachable: 'Unreachable', bad_address: 'Bad address', out_of_area: 'Out of area', refused: 'Refused', attempt_failed: 'Attempt failed',
      held_at_outlet: 'Held at outlet', pickup_overdue: 'Not picked up', damaged: 'Damaged', short: 'Contents missing', lost: 'Lost',
      payment_held: 'Awaits payment', customs_held: 'Held by customs', prohibited: 'Prohibited goods', false_signature: 'False signature',
      no_consent: 'Left without consent', misdelivered: 'Misdelivered', reopened: 'Moved after its end', at_risk: 'May be late',
    },
    cause: { carrier: 'Carrier', consignee: 'Consignee', shipper: 'Shipper', customs: 'Customs', weather: 'Weather' },
    leg: { forward: 'Forward', return: 'Return' },
    source: { scan: 'Carrier scan', watch: 'Watch', order: 'Order', given: 'Given', computed: 'Computed from the product' },
    milestone: {
      collection: 'Collection', first_visibility: 'First news', destination_city: 'Destination city', first_attempt: 'First attempt', delivery: 'Delivery',
    },
    milestone_state: { none: 'Not promised', pending: 'Under way', kept: 'Kept', broken: 'Broken', excused: 'Excused' },
    effect: { moves: 'Moves', excuses: 'Excuses', tells: 'Tells', rebased: 'Computed anew' },
    severity: { low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' },
    finding_kind: {
      no_scan_since_collected: 'Silent after collection', hub_in_without_out: 'Into a hub, not out', no_scan: 'No scan for long',
      out_for_delivery_until_evening: 'Out for delivery till evening', at_pickup_point_too_long: 'Too long at pickup point', overdue: 'Past its promise',
      late_chance: 'Likely late', silence: 'Abnormal silence', no_info: 'No information',
    },
    act: { acknowledge: 'Acknowledge', accept: 'Accept', decline: 'Decline', done: 'Done', close: 'Close' },
    outcome: {
      recovered: 'Recovered', delivered_on_time: 'Delivered on time', delivered_late: 'Delivered late', delivered: 'Delivered', returned: 'Returned',
      lost: 'Lost', ended: 'Ended', false_alarm: 'False alarm', handled: 'Handled', excused: 'Excused',
    },
    action: {
      notify_customer: 'Notify the customer', handoff: 'Hand off', reroute: 'Reroute', call_consignee: 'Call the consignee', check_evidence: 'Check the evidence',
      change_promise: 'Change the promise', open_claim: 'Open a claim',
    },
    scope: { all: 'All', product: 'Product', destination: 'Destination', lane: 'Lane', site: 'Site on the lane' },
    ticket_kind: {
      inquiry: 'Inquiry', complaint: 'Complaint', claim: 'Claim', suggestion: 'Suggestion', exception: 'Exception', service_request: 'Service request',
    },
    channel: {
      phone: 'Phone', web_chat: 'Web chat', portal: 'Portal', email: 'E-mail', sms: 'SMS', social: 'Social media', counter: 'Counter',
      regulator: 'Regulator', watch: 'Watch',
    },
    priority: { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' },
    ticket_type: {
      new: 'New', open: 'Open', pending_customer: 'Waits for customer', pending_internal: 'Waits for colleagues', resolved: 'Resolved', closed: 'Closed', merged: 'Merged',
    },
    clock: { first_response: 'First response', next_response: 'Next response', resolution: 'Resolution', handoff: 'Handoff', appeal: 'Appeal' },
    entry: {
      opened: 'Opened', message: 'Message', note: 'Note', state: 'State', assigned: 'Assigned', changed: 'Changed', terms: 'Service level', clock: 'Clock',
      handoff: 'Handoff', money: 'Money', link: 'Link', merged: 'Merged', split: 'Split', call: 'Call', form: 'Form', complaint: 'Complaint',
      watch: 'Watch', notice: 'Notice', attachment: 'Attachment',
    },
    direction: { in: 'In', out: 'Out' },
    customer_kind: { person: 'Person', company: 'Company' },
    role: { consumer: 'Consumer', retail: 'Retail', wholesale: 'Wholesale', agent: 'Agent', capital: 'Capital', public: 'Public', internal: 'Internal' },
    lifecycle: { potential: 'Potential', passer_by: 'Passer-by', customer: 'Customer', regular: 'Regular', seed: 'Seed' },
    relationship: { basic: 'Basic', reactive: 'Reactive', accountable: 'Accountable', proactive: 'Proactive', partnership: 'Partnership' },
    job_state: { waiting: 'Waiting', running: 'Running', failed: 'Failed', done: 'Done' },
    unit: { ratio: 'ratio', days: 'days', parcels: 'parcels', percent: '%' },
    by: {
      all: 'All', carrier: 'Carrier', product: 'Product', origin: 'Origin', destination: 'Destination', lane: 'Lane', outlet: 'Outlet', day: 'By day',
      month: 'By month', hour: 'By hour', exception: 'Exception', stage: 'Stage', customer: 'Customer', rule: 'Rule',
    },
    setting_kind: { number: 'Number', text: 'Text', zone: 'Zone', currency: 'Currency' },
  },
)
