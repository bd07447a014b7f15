import { text } from '../text'

export default text(
  {
    title: '表单', kind: '表单', no: '编号', state: '状态', outlet: '网点', ticket: '工单号', waybill: '运单号', about: '工单、运单、网点至少填一项。', about_what: '关于', begin: '开始填写', new: '新建表单', none: '还没有表单。', empty: '没有表单。可以新建，或在工单的“表单”中填写。',
    open: '未签字', signed_by: '{who} 已签字', sign: '签字', signed: '已签字，不能再改。', saved: '已保存。', signature: '签字', print: '打印页', created: '填写时间', changed: '最后修改', of_ticket: '工单', of_waybill: '快件', of_outlet: '网点', missing: '签字前须填写：{list}', no_waybill: '没有找到运单 {no}，或有多家承运商使用。',
  },
  {
    title: 'Forms', kind: 'Form', no: 'Number', state: 'State', outlet: 'Outlet', ticket: 'Ticket number', waybill: 'Waybill number', about: 'A ticket, a waybill or an outlet: one of them at least.', about_what: 'About', begin: 'Begin', new: 'New form', none: 'There are no forms yet.', empty: 'There are no forms. Begin one here, or on a ticket under “Forms”.',
    open: 'Not signed', signed_by: 'Signed by {who}', sign: 'Sign', signed: 'It is signed and is not changed any more.', saved: 'Saved.', signature: 'Signature', print: 'Page to print', created: 'Begun', changed: 'Last changed', of_ticket: 'A ticket', of_waybill: 'A parcel', of_outlet: 'An outlet', missing: 'To be filled in before it is signed: {list}', no_waybill: 'There is no waybill {no}, or more than one carrier uses it.',
  },
)
