import { text } from '../text'

export default text(
  {
    people: '人员', login: '账号', name: '姓名', roles: '角色', outlet: '网点', closed: '已停用', active: '可用', state: '状态', empty: '没有人员。', rights: '权限', role: '角色',
    settings: '设置', setting: '设置项', value: '当前值', standard: '默认值', doc: '说明', save: '保存', reset: '恢复默认', kept: '已保存。', changed: '已修改',
  },
  {
    people: 'People', login: 'Login', name: 'Name', roles: 'Roles', outlet: 'Outlet', closed: 'Closed', active: 'Active', state: 'State', empty: 'Nobody.', rights: 'Rights', role: 'Role',
    settings: 'Settings', setting: 'Setting', value: 'Value', standard: 'Default', doc: 'What it does', save: 'Save', reset: 'Back to the default', kept: 'Kept.', changed: 'Changed',
  },
)
