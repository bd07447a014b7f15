/** On what shipped rules rest, by the letters and digits of what the server says (parts/shipped.ts). */
import { text } from '../text'

export default text(
  {
    parceldesk_s_own_set_yours: '本软件的默认值，请按公司规定设置', '2025_art_29_seven_days_from_receipt': '《快递暂行条例》（2025年修订）第二十九条：自接到投诉之日起七日', fifteen_days_after_transfer_set_yours: '《邮政业消费者申诉处理办法》：转办后十五日；请按公司规定设置',
    usual_figures_of_a_network_of_some_hundred_sites: '百来个场地的网络的常见数字，各家可能不同', experience_a_parcel_leaves_its_outlet_within_a_da: '经验：快件一天之内离开收件网点', experience_a_hub_sorts_within_a_day: '经验：分拨中心一天之内完成分拣',
    '48_hours_as_the_setting_stall_hours_and_the_figur': '48小时，与设置 stall_hours 和指标“滞留率”一致', the_company_s_own_gaps_one_in_a_hundred_is_longer: '公司自己的间隔：每百次里有一次更长', couriers_rounds_end_by_eight_in_the_evening: '快递员晚上八点前结束派送', stations_remind_at_24_48_and_72_hours: '驿站在24、48、72小时提醒取件',
    what_was_promised_is_owed: '承诺了就应当做到', more_likely_late_than_not_watch_try_shows_how_oft: '迟到的可能大于准时；试运行可看命中多少', experience_an_order_is_collected_within_a_day: '经验：下单后一天之内揽收', insured_for_5_000_or_more_half_the_time_of_others: '保价5000元及以上：时限为其他快件的一半',
    art_23_art_14_and_annex_vouchers_30_years: '《会计法》第二十三条、《会计档案管理办法》第十四条及附表：凭证保存三十年',
    art_180_590: '《民法典》第一百八十条、第五百九十条', '2025_art_29_2019_28': '《快递暂行条例》（2025年修订）第二十九条（2019年版第二十八条）', three_years_by_secondary_sources_set_yours: '《邮政业消费者申诉处理办法》：三年，据二手资料；请按公司规定设置',
    art_39: '《快递市场管理办法》第三十九条', art_31_three_years_after_the_transaction_at_least: '《电子商务法》第三十一条：自交易完成之日起不少于三年', the_company_s_own_service_statement_no_law_sets_i: '公司自己的服务承诺，法律未作规定', iso_4217: '国际标准 ISO 4217', nist_sp_800_63b_5_1_1_2_8_or_more: '美国 NIST SP 800-63B 第 5.1.1.2 节（不少于 8 位）', '2015_art_18_set_yours': '《通信短信息服务管理规定》（2015）第十八条；请按公司规定设置',
  },
  {
    parceldesk_s_own_set_yours: 'Parceldesk’s own; set yours', '2025_art_29_seven_days_from_receipt': 'Interim Regulations on Express Delivery (2025) art. 29: seven days from receipt', fifteen_days_after_transfer_set_yours: 'Rules on postal consumers’ appeals: fifteen days after transfer; set yours',
    usual_figures_of_a_network_of_some_hundred_sites: 'Usual figures of a network of some hundred sites; yours may differ', experience_a_parcel_leaves_its_outlet_within_a_da: 'Experience: a parcel leaves its outlet within a day', experience_a_hub_sorts_within_a_day: 'Experience: a hub sorts within a day',
    '48_hours_as_the_setting_stall_hours_and_the_figur': '48 hours, as the setting stall_hours and the figure stall rate', the_company_s_own_gaps_one_in_a_hundred_is_longer: 'The company’s own gaps: one in a hundred is longer', couriers_rounds_end_by_eight_in_the_evening: 'Couriers’ rounds end by eight in the evening', stations_remind_at_24_48_and_72_hours: 'Stations remind at 24, 48 and 72 hours',
    what_was_promised_is_owed: 'What was promised is owed', more_likely_late_than_not_watch_try_shows_how_oft: 'More likely late than not; a trial shows how often', experience_an_order_is_collected_within_a_day: 'Experience: an order is collected within a day', insured_for_5_000_or_more_half_the_time_of_others: 'Insured for 5,000 or more: half the time of others',
    art_23_art_14_and_annex_vouchers_30_years: 'Accounting Law art. 23, Rules on accounting archives art. 14 and annex: vouchers, 30 years',
    art_180_590: 'Civil Code art. 180, 590', '2025_art_29_2019_28': 'Interim Regulations on Express Delivery (2025) art. 29 (2019: 28)', three_years_by_secondary_sources_set_yours: 'Rules on postal consumers’ appeals: three years, by secondary sources; set yours',
    art_39: 'Measures for the Express Delivery Market art. 39', art_31_three_years_after_the_transaction_at_least: 'E-Commerce Law art. 31: three years after the transaction at least', the_company_s_own_service_statement_no_law_sets_i: 'The company’s own service statement; no law sets it', iso_4217: 'ISO 4217', nist_sp_800_63b_5_1_1_2_8_or_more: 'NIST SP 800-63B 5.1.1.2 (8 or more)', '2015_art_18_set_yours': 'Rules on short messages (2015) art. 18; set yours',
  },
)
