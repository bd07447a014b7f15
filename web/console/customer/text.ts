import { text } from '../text'

export default text(
  {
    title: '客户', code: '客户编号', name: '名称', phone: '电话', kind: '类型', role: '角色', lifecycle: '阶段', relationship: '关系', region: '地区', city: '城市', specialist: '专员', outlet: '网点', email: '邮箱', address: '地址',
    search: '编号、姓名、电话或尾号、邮箱', go: '查找', empty: '没有符合的客户。', why: '输入后查找；个人信息不进入地址栏。', facts: '资料', timeline: '时间线', no_timeline: '还没有记录。', parcels: '快件', no_parcels: '没有快件。', tickets: '未关闭工单', no_tickets: '没有未关闭的工单。',
    consents: '同意', no_consents: '没有登记。', notes: '备注', no_notes: '没有备注。', classes: '分类记录', more: '更早', merged: '已并入另一客户',
  },
  {
    title: 'Customers', code: 'Code', name: 'Name', phone: 'Phone', kind: 'Kind', role: 'Role', lifecycle: 'Lifecycle', relationship: 'Relationship', region: 'Region', city: 'City', specialist: 'Specialist', outlet: 'Outlet', email: 'E-mail', address: 'Address',
    search: 'Code, name, phone or its tail, e-mail', go: 'Find', empty: 'No customer is like that.', why: 'Type and find; what is personal stays out of the address.', facts: 'Facts', timeline: 'Timeline', no_timeline: 'Nothing happened yet.', parcels: 'Parcels', no_parcels: 'No parcels.', tickets: 'Open tickets', no_tickets: 'No open ticket.',
    consents: 'Consents', no_consents: 'None are written down.', notes: 'Notes', no_notes: 'No notes.', classes: 'Classifications', more: 'Before', merged: 'Merged into another customer',
  },
)
