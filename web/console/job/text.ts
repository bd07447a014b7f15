import { text } from '../text'

export default text(
  {
    title: '作业', kind: '作业', state: '状态', due: '应于', attempt: '次数', error: '错误', retry: '重试', empty: '没有作业。', retried: '已重新排队。', archive: '连续归档', archived: '{at} 以前的内容已在归档中', late: '落后', kept_up: '正常', no_base: '还没有可恢复的完整副本', waiting: '{n} 段待传',
    tells: '告知：{what}',
    kinds: {
      session_prune: '清理已结束的登录', channel_prune: '清理到期的来信记录', claim_valued: '理赔读取保价额', claim_forget: '清除已删客户的索赔人', claim_vouchers: '删除到期的理赔凭证文件', complaint_handoff_clock: '协同时限的提醒', complaint_age: '投诉随时间重新加权', complaint_valued: '投诉读取保价额', complaint_register: '补登升级前的投诉', complaint_appeal_clock: '申诉时限的提醒', complaint_answer_clock: '投诉答复期限的提醒',
      customer_derive: '更新客户的检索与查重', desk_clocks: '工单时限的提醒', desk_close: '关闭已解决的工单', desk_awaited: '补上后到快件的网点和客户', desk_watch_opened: '为发现的异常建单', desk_watch_closed: '异常解除后写入工单', desk_incident: '为事件建单', desk_words: '补建工单检索', desk_unowned: '为旧工单的邮箱建索引', desk_bulk: '批量修改工单',
      desk_route: '派发新工单', desk_route_reopened: '派发重开的工单', desk_account_closed: '停用账号的工单转派', desk_left: '停用账号的工单转派（续）', desk_pull_freed: '腾出手后派下一单', desk_pull: '上线后派等待的工单', desk_sweep_presence: '清理过时的在线状态', file_remove: '删除文件内容',
      file_sweep: '清理崩溃留下的文件', file_sweep_folders: '清理文件目录', http_prune_idempotency: '清理重复请求的记录', insight_tidy: '清理空的统计', insight_sketch: '汇总时长分布', insight_zone: '换时区后重算指标', knowledge_refresh: '更新文章检索', knowledge_review: '文章复审提醒',
      notice_deliver: '发送通知', notice_prune: '清理到期的通知', webhook_deliver: '推送事件', webhook_prune: '清理到期的推送记录', portal_send_code: '发送一次性验证码', portal_forget: '清理验证码与登录', keys_reseal: '用新密钥重新加密', keys_reindex: '用新密钥重建检索指纹', search_tidy: '整理检索',
      eta_tell: '记录并评判预计送达', eta_now: '查看当前快慢', eta_forget: '清理过期的预计', incident_look: '归并发现为事件', incident_act: '对事件的快件执行措施', incident_expire: '结束无人确认的事件提议', incident_report: '上报时限的提醒', watch_fire: '查看到时的快件',
      watch_rearm: '规则变更后重设时限', watch_retain: '清理到期的发现', promise_cause_changed: '开始处理群体原因', promise_cause: '按群体原因改承诺', track_forget_tries: '清理试错记录', intake_prune: '清理到期的上报原文', scan_release: '处理暂存的事件', scan_forget: '清理到期的暂存事件',
      waybill_retain: '清除到期快件的个人信息',
    },
  },
  {
    title: 'Jobs', kind: 'Job', state: 'State', due: 'Due', attempt: 'Attempts', error: 'Error', retry: 'Run again', empty: 'No jobs.', retried: 'It is to run again.', archive: 'Continuous archive', archived: 'All before {at} is in it', late: 'behind', kept_up: 'up to date', no_base: 'no copy of all yet to begin with', waiting: '{n} moments wait',
    tells: 'Tells: {what}',
    kinds: {
      session_prune: 'Takes away sessions that ended', channel_prune: 'Forgets messages whose time is over', claim_valued: 'Claims learn what was insured', claim_forget: 'Empties claimants that were erased', claim_vouchers: 'Deletes vouchers of erased claimants', complaint_handoff_clock: 'Clocks of handoffs', complaint_age: 'Weighs older complaints anew', complaint_valued: 'Complaints learn what was insured', complaint_register: 'Registers complaints from before an upgrade', complaint_appeal_clock: 'Clocks of appeals', complaint_answer_clock: 'Deadlines of complaints',
      customer_derive: 'Search and keys of customers', desk_clocks: 'Clocks of tickets', desk_close: 'Closes resolved tickets', desk_awaited: 'Outlet and customer from a parcel that came later', desk_watch_opened: 'Opens tickets for findings', desk_watch_closed: 'Writes that findings are over', desk_incident: 'Opens tickets for incidents', desk_words: 'Tickets of before an upgrade, for the search', desk_unowned: 'Addresses on tickets of before an upgrade', desk_bulk: 'Changes many tickets',
      desk_route: 'Routes new tickets', desk_route_reopened: 'Routes tickets opened again', desk_account_closed: 'Hands on what a closed account has', desk_left: 'Hands on the rest of it', desk_pull_freed: 'The next for who has resolved one', desk_pull: 'What waits for who becomes available', desk_sweep_presence: 'Forgets old presence', file_remove: 'Takes away deleted files',
      file_sweep: 'Takes away what a crash left', file_sweep_folders: 'The same, folder by folder', http_prune_idempotency: 'Forgets answers kept for repeats', insight_tidy: 'Takes away empty counts', insight_sketch: 'Folds times into histograms', insight_zone: 'Counts anew in another zone', knowledge_refresh: 'Search of an article', knowledge_review: 'Articles that are to be reviewed',
      notice_deliver: 'Sends notices', notice_prune: 'Forgets notices whose time is over', webhook_deliver: 'Posts events to webhooks', webhook_prune: 'Forgets deliveries whose time is over', portal_send_code: 'Sends a one-time code', portal_forget: 'Forgets codes and sessions of customers', keys_reseal: 'Seals anew with the present key', keys_reindex: 'Finds by the present key what an older one found', search_tidy: 'Tidies the search',
      eta_tell: 'Keeps expectations, and judges them', eta_now: 'How slow parcels go now', eta_forget: 'Forgets old expectations', incident_look: 'Groups findings as incidents', incident_act: 'Does an action to an incident’s parcels', incident_expire: 'Ends proposals nobody confirmed', incident_report: 'Incidents that were to be reported', watch_fire: 'Looks at parcels whose time has come',
      watch_rearm: 'Sets timers by changed rules', watch_retain: 'Forgets old findings', promise_cause_changed: 'Begins with a mass cause', promise_cause: 'Moves or excuses promises of a mass cause', track_forget_tries: 'Forgets wrong tries', intake_prune: 'Forgets payloads whose time is over', scan_release: 'Applies events kept aside', scan_forget: 'Forgets events kept aside',
      waybill_retain: 'Empties parcels whose time is over',
    },
  },
)
