/** The company's sign-in provider, and who is linked to it. */
import { text } from '../text'

export default text(
  {
    title: '统一登录', about: '员工可用公司自己的账号系统（OpenID Connect）登录。只有拥有全部权限的人能修改：它决定谁能以谁的身份登录。', edit: '修改', on: '已启用', off: '未启用', unset: '未设置', changed: '修改时间',
    label: '登录按钮上的名称', issuer: '颁发者地址（Issuer）', client_id: '客户端编号（Client ID）', secret: '客户端密钥', secret_why: '密钥不会显示，留空则不变。', address: '控制台地址', address_why: '如 https://desk.example.com；留空则用设置项 public_url。', redirect_uri: '回调地址', redirect_why: '请在账号系统里登记此地址。', no_redirect: '先填写控制台地址',
    scopes: '请求范围（Scopes）', scopes_why: '以空格分隔，须含 openid。', login_claim: '登录名取自', login_claim_why: '首次登录时按此声明找到账号并关联；以后只认账号系统里的编号。', newcomer_role: '没有账号的人', newcomer_refused: '拒绝登录', newcomer_outlet: '新账号所属网点', newcomer_outlet_why: '留空则可见全部。',
    roles_claim: '角色取自', roles_claim_why: '如 groups；留空则角色在本系统设置。', roles: '对应的角色', roles_why: '每行一条：声明的值 = 角色代码。', second_factor: '两步验证', ours: '用本系统的', amr: '账号系统声明 mfa 时用它的，否则用本系统的', theirs: '由账号系统负责', passwords_off: '已关联的人不能再用密码登录（管理员除外）', private: '账号系统在内网', enabled: '启用',
    check: '检查', checking: '正在检查…', well: '连接正常，{n} 个签名密钥可用。', ill: '账号系统没有正常应答：', kept: '已保存。',
    link: { title: '统一登录', none: '没有关联。首次用统一登录时按登录名关联；管理员和客户用户须在服务器上关联。', since: '自 {at} 起关联 {issuer}。', remove: '解除关联', sure: '解除 {name} 与统一登录的关联？下次登录时会重新关联；管理员和客户用户须在服务器上关联。', removed: '已解除。' },
  },
  {
    title: 'Sign-in provider', about: 'People may sign in by the company’s own directory (OpenID Connect). Only who may do everything changes it: it decides who can be signed in as whom.', edit: 'Change', on: 'On', off: 'Off', unset: 'Not set', changed: 'Changed',
    label: 'What the button calls it', issuer: 'Issuer', client_id: 'Client ID', secret: 'Client secret', secret_why: 'It is never shown; left empty it stays.', address: 'Address of the console', address_why: 'Such as https://desk.example.com; left empty it is the setting public_url.', redirect_uri: 'Redirect address', redirect_why: 'Enter it at the provider.', no_redirect: 'The address of the console comes first',
    scopes: 'Scopes', scopes_why: 'With spaces between; openid is one of them.', login_claim: 'The login is', login_claim_why: 'At the first sign-in this claim finds the account, which is linked; from then on the provider’s subject alone counts.', newcomer_role: 'Who has no account', newcomer_refused: 'is refused', newcomer_outlet: 'Outlet of a new account', newcomer_outlet_why: 'Left empty it sees everything.',
    roles_claim: 'Roles are', roles_claim_why: 'Such as groups; left empty roles are given here.', roles: 'Which roles they are', roles_why: 'One a line: the claim’s value = the role’s code.', second_factor: 'Second factor', ours: 'The account’s own', amr: 'The provider’s where it says mfa, else the account’s own', theirs: 'The provider sees to it', passwords_off: 'Linked people have no password any more (administrators keep theirs)', private: 'It stands in a private network', enabled: 'On',
    check: 'Check', checking: 'Checking…', well: 'It answers, and {n} of its keys may sign.', ill: 'It does not answer as it should:', kept: 'Kept.',
    link: { title: 'Sign-in provider', none: 'Not linked. The first sign-in by the provider links the login; administrators and customers’ people are linked on the machine.', since: 'Linked to {issuer} since {at}.', remove: 'Forget the link', sure: 'Forget who {name} is at the provider? Their next sign-in makes a new link; an administrator’s, or a customer’s person’s, is made on the machine.', removed: 'Forgotten.' },
  },
)
