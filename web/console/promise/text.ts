import { text } from '../text'

export default text(
  {
    about: '承诺只能凭这里的理由变更，每次变更都留在快件的历史里。“改期”换一个时间，“免责”让承诺不作数，“告知”只把预计时间告诉客户。', new: '新增理由', empty: '没有理由：承诺不能变更。', code_hint: '小写字母、数字和下划线，建好后不变', name: '理由', name_zh: '中文名称', name_en: '英文名称', told: '客户看到的就是它', effect: '作用', mass: '可用于许多快件（批量原因）',
    move_hours: '通常顺延几小时', move_days: '通常顺延几个工作日', move_hint: '批量原因须填小时或工作日之一', after_end: '快件结束后也可用', source: '依据', close: '停用，人员不能再选', usual: '通常顺延', many: '批量原因', ended: '结束后可用', hours: '{n} 小时', days: '{n} 个工作日',
    change: '变更承诺', reason: '理由', until: '新的承诺时间', until_hint: '免责的理由不必填', text: '情况说明', text_hint: '客户怎么说的，或发生了什么', changed: '承诺已变更。', carrier: '更正承运商', to_carrier: '实际承运商', to_carrier_hint: '承运商代码，如 sto', why: '理由',
  },
  {
    about: 'A promise is changed for one of these reasons only, and each change stays in the parcel’s history. “Moves” gives another time, “excuses” makes it not count, “tells” tells the customer what to expect.', new: 'New reason', empty: 'There are no reasons: no promise can be changed.', code_hint: 'Small letters, digits and _; it does not change', name: 'Reason', name_zh: 'Name in Chinese', name_en: 'Name in English', told: 'It is what customers are told', effect: 'Effect', mass: 'May befall many parcels at once',
    move_hours: 'Usually moves by hours', move_days: 'Usually moves by working days', move_hint: 'What befalls many parcels needs one of both', after_end: 'May be used once a parcel has ended', source: 'Source', close: 'Closed: nobody chooses it any more', usual: 'Usually moves by', many: 'Of many', ended: 'After the end', hours: '{n} h', days: '{n} working days',
    change: 'Change the promise', reason: 'Reason', until: 'Promised now', until_hint: 'Not needed to excuse', text: 'What happened', text_hint: 'What the customer said, or what befell', changed: 'The promise was changed.', carrier: 'Correct the carrier', to_carrier: 'Whose parcel it is', to_carrier_hint: 'Code of the carrier, such as sto', why: 'Why',
  },
)
