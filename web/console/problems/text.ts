/** What goes wrong, by the server's `code`, and what its checks of fields say. */
import { text } from '../text'

export default text(
  {
    code: {
      offline: '连接不上服务器。', invalid: '填写有误。', unauthenticated: '尚未登录，或登录已失效。', forbidden: '没有此项操作的权限。', not_found: '没有找到，或无权查看。',
      conflict: '当前状态不允许此操作，或编号已被占用。', stale: '读取之后已被他人修改，请比较后再保存。', precondition_required: '须指明要修改的版本，请刷新后重试。',
      too_large: '内容过大。', too_many: '操作过于频繁，请稍后再试。', unsupported: '不支持这种格式或操作。', timed_out: '用时过长，未完成。',
      unavailable: '服务暂时不可用，请稍后再试。', no_space: '服务器磁盘已满，内容未写入。', no_memory: '服务器内存不足，请稍后再试。', internal: '服务器内部错误，请把请求号告诉管理员。',
      bad_request: '请求不完整。', bad_path: '地址有误。', method_not_allowed: '此地址不支持该操作。', header_too_large: '请求头过大。', idempotency_key_reused: '同一请求已用于其他内容，请重新提交。',
    },
    reason: {
      sign_in_wrong: '账号或密码不正确。', one_time_over: '一次性密码已过期，请管理员重新生成。', provider_unknown: '此账号不能登录本系统，请联系管理员。', provider_away: '统一登录服务没有正常应答，请稍后再试，或用密码登录。', provider_untrusted: '统一登录服务的应答无法通过校验，未登录。请重试；仍不行请告诉管理员。', provider_failed: '统一登录服务未能完成登录，请重新登录。', provider_called_off: '登录已在统一登录页面取消。', provider_over: '这次登录不是在此浏览器中开始的，或已超时，请重新登录。', provider_none: '没有启用统一登录。', wait: '错误次数过多，请 {n} 秒后再试。', code_wrong: '验证码不正确，或已用过。请输入验证器现在显示的验证码。', password_wrong: '当前密码不正确', password_length: '密码须有 {n} 至 {m} 个字符', password_easy: '此密码太容易被猜到，请换一个', password_stolen: '此密码已在别处泄露，请换一个', password_same: '新密码与当前密码相同', no_role: '没有角色“{n}”', macro_wrong: '宏里的“{n}”不是占位符，改正并保存后才能使用。',
      required: '必填', at_most: '最多 {n} 个字符', at_least: '至少 {n} 个字符', most_entries: '最多 {n} 项', least_entries: '至少 {n} 项', or_more: '不得小于 {n}', between: '须在 {n} 至 {m} 之间',
      one_of: '须为以下之一：{n}', whole_number: '须为整数', number: '须为数字', truth: '须为是或否', date: '须为日期，如 2026-11-22', instant: '须为时间，如 2026-11-22 08:00', no_date: '没有这一天', time_form: '须为时间，格式为 {n}', skipped: '{n} 当天改用夏令时，跳过了这一时刻',
      money: '须为金额，用小数点、不写逗号，如 1250.50', read_only: '不能填写', unknown: '没有这个字段', id: '须为编号',
      rule_needs: '规则“{n}”需要此项', no_rule: '没有规则规定此情形如何赔付', not_insured: '订单上没有保价', no_party: '{n} 与本理赔的快件和工单都无关：不付款、不寄件、不收件，也不是工单的客户', no_customer: '没有客户 {n}', no_phone: '不是电话号码', masked: '这是打了星号的内容：请重新填写，或不填', order_says: '须与订单一致：{n}', orders_say: '不得超过各订单保价之和：{n}',
      hours: '须为时间段，如 09:00-18:00', hours_meet: '同一天的时间段不能重叠，最多四段', never_worked: '未来一年没有一个工作日', days_in_order: '最后一天不能早于第一天，一段最多 366 天', date_twice: '{n} 已在另一段里', no_zone: '没有这个时区', untold: '投诉还没有答复客户：先把处理结果告知客户并留证；有复核权限的人可写明原因后处理。', untold_why: '投诉还没有答复客户：请写明原因。', no_region: '没有“{n}”这个地区：请从列表中选，或填六位行政区划代码', given_again: '此同意已撤回：请写明何时重新给予',
    },
    said: '服务器原文',
  },
  {
    code: {
      offline: 'The server cannot be reached.', invalid: 'The input is wrong.', unauthenticated: 'Not signed in, or not any more.', forbidden: 'You may not do this.', not_found: 'There is none, or none that you may see.',
      conflict: 'Its present state does not allow it, or the key is taken.', stale: 'Somebody else changed it since it was read: compare, then save.', precondition_required: 'The version to change must be named: read it again.',
      too_large: 'Too large.', too_many: 'Too often: wait a little.', unsupported: 'This form or act is not supported.', timed_out: 'It took too long and was not done.',
      unavailable: 'Not available now: try again soon.', no_space: 'The server’s disk is full: nothing was written.', no_memory: 'The server is short of memory: try again soon.', internal: 'An error of the server’s own: tell an administrator the request’s number.',
      bad_request: 'The request is incomplete.', bad_path: 'The address is wrong.', method_not_allowed: 'This address does not do that.', header_too_large: 'The request’s head is too large.', idempotency_key_reused: 'The same request was used for something else: send it again.',
    },
    reason: {
      sign_in_wrong: 'Login or password is wrong.', one_time_over: 'The one-time password has run out: ask for a new one.', provider_unknown: 'This account of the provider may not sign in here: ask an administrator.', provider_away: 'The sign-in provider does not answer as it should: try again soon, or use your password.', provider_untrusted: 'The sign-in provider’s answer did not hold when it was checked, and nobody was signed in: try again, and tell an administrator if it stays so.', provider_failed: 'The sign-in provider could not do it: begin again.', provider_called_off: 'The sign-in was called off at the provider.', provider_over: 'This sign-in was not begun in this browser, or too long ago: begin again.', provider_none: 'There is no sign-in provider.', wait: 'Too many wrong tries: try again in {n} s.', code_wrong: 'This code does not hold, or was used: take the one that is shown now.', password_wrong: 'This is not the present password', password_length: 'A password has {n} to {m} characters', password_easy: 'This password is too easy to guess: take another', password_stolen: 'This password was stolen elsewhere: take another', password_same: 'The new password is the present one', no_role: 'there is no role “{n}”', macro_wrong: '“{n}” in this macro is no placeholder: it can be used once it is corrected and saved.',
      required: 'is required', at_most: 'has at most {n} characters', at_least: 'has at least {n} characters', most_entries: 'has at most {n} entries', least_entries: 'has at least {n} entries', or_more: 'is {n} or more', between: 'is {n} to {m}',
      one_of: 'is one of: {n}', whole_number: 'is a whole number', number: 'is a number', truth: 'is yes or no', date: 'is a date, such as 2026-11-22', instant: 'is an instant, such as 2026-11-22 08:00', no_date: 'there is no such day', time_form: 'is a time of the form {n}', skipped: 'the clocks of {n} skipped this time: summer time began',
      money: 'is an amount of money with a point and no commas, such as 1250.50', read_only: 'cannot be set', unknown: 'is no field', id: 'is an id',
      rule_needs: 'is needed by the rule “{n}”', no_rule: 'no rule says what is owed for this', not_insured: 'the order says that the parcel is not insured', no_party: '{n} has nothing to do with this claim: they neither pay for, send nor receive a parcel of it, nor is it their ticket', no_customer: 'there is no customer {n}', no_phone: 'is not a phone number', masked: 'that is masked: write it anew, or leave it', order_says: 'is what the order says: {n}', orders_say: 'is at most what the orders say in all: {n}',
      hours: 'hours such as 09:00-18:00 are expected', hours_meet: 'the hours of a day may not meet, and are at most four spans', never_worked: 'no day of the year to come would be worked', days_in_order: 'the last day comes before the first, or it is over 366 days', date_twice: '{n} stands in another entry', no_zone: 'there is no such time zone', untold: 'The customer was not told yet what became of the complaint: tell them first, with proof; who may review complaints can give a reason instead.', untold_why: 'The customer was not told yet what became of the complaint: give a reason.', no_region: 'there is no region “{n}”: choose one of the list, or type its code of six digits', given_again: 'it was withdrawn: say when it was given again',
    },
    said: 'In the server’s words',
  },
)
