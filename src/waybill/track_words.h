/* track_words.h -- every text of the public tracking page, in both languages: constant, Chinese,
 * English. */
#pragma once

typedef enum Language { LANGUAGE_ZH, LANGUAGE_EN, LANGUAGE_COUNT } Language;

#define TRACK_WORDS(X)                                                                             \
    X(WORD_TITLE, "快件跟踪", "Track a parcel")                                                    \
    X(WORD_NUMBER, "运单号", "Waybill number")                                                     \
    X(WORD_LOOK_UP, "查询", "Track")                                                               \
    X(WORD_ANOTHER, "查询其他快件", "Track another parcel")                                        \
    X(WORD_OTHER_LANGUAGE, "English", "中文")                                                      \
    X(WORD_PROMISED, "承诺送达", "Promised by")                                                    \
    X(WORD_PROMISE_FIRST, "最初承诺", "First promised by")                                         \
    X(WORD_PROMISE_WHY, "承诺变更原因", "Why that changed")                                        \
    X(WORD_EXPECTED, "预计送达", "Expected by")                                                    \
    X(WORD_DELIVERED_AT, "送达时间", "Delivered")                                                  \
    X(WORD_FROM_TO, "路线", "Route")                                                               \
    X(WORD_JOURNEY, "物流轨迹", "Journey")                                                         \
    X(WORD_NO_JOURNEY, "暂无轨迹。包裹揽收后，这里会显示它的每一站。",                             \
      "No events yet. Every stop appears here once the parcel is collected.")                      \
    X(WORD_NOT_FOUND, "没有找到这个运单号", "No parcel has this number")                           \
    X(WORD_NOT_FOUND_HINT, "请核对号码；刚寄出的包裹可能要几小时后才能查到。",                     \
      "Check the number; a parcel just sent may take a few hours to appear.")                      \
    X(WORD_SEVERAL, "这个号码对应多家快递公司的包裹，请选择：",                                    \
      "More than one carrier has a parcel with this number. Choose yours:")                        \
    X(WORD_INCIDENT, "突发情况", "What has happened")                                              \
    X(WORD_LATE, "这个包裹晚于承诺时间，抱歉让您久等。",                                           \
      "This parcel is later than promised. We are sorry.")                                         \
    X(WORD_LATE_HINT, "我们正在跟进。您也可以联系客服，报运单号即可。",                            \
      "We are on it. You can also contact customer service; the waybill number is all we need.")   \
    X(WORD_LATE_ASK, "在线投诉或催问这个包裹", "Ask or complain about this parcel online")         \
    X(WORD_EXCEPTION, "包裹遇到问题", "There is a problem with this parcel")                       \
    X(WORD_PICKUP_HINT, "包裹已在自提点，请凭取件码领取。放在自提点不等于已签收。",                \
      "Your parcel waits at a pickup point; bring the pickup code. It does not count as received " \
      "yet.")                                                                                      \
    X(WORD_RETURN_LEG, "退回途中", "On its way back")                                              \
    X(WORD_TAIL_ASK, "输入收件人手机号后四位，查看收件人、签收人和轨迹详情",                       \
      "Enter the last four digits of the receiver's phone to see names and the carrier's notes")   \
    X(WORD_SHOW, "查看", "Show")                                                                   \
    X(WORD_TAIL_WRONG, "号码与收件人不符。", "That does not match the receiver.")                  \
    X(WORD_CONSIGNEE, "收件人", "Receiver")                                                        \
    X(WORD_SIGNER, "签收人", "Signed by")                                                          \
    X(WORD_TIMES_IN, "时间所在时区：", "Times are in ")                                            \
    X(WORD_TOO_MANY, "查询太频繁，请稍后再试。", "Too many look-ups. Please wait a moment.")       \
    X(WORD_ENTER_NUMBER, "请输入运单号", "Enter a waybill number")                                 \
    X(WORD_ADVICE, "可能对您有帮助", "This may help")                                              \
    X(WORD_MINE, "我的快件、投诉与理赔", "My parcels, complaints and claims")                      \
    X(WORD_HELP, "帮助与服务说明", "Help and service terms")                                       \
    X(WORD_HOTLINE, "客服电话", "Customer service")

typedef enum TrackWord {
#define TRACK_WORD_CONSTANT_(constant, zh, en) constant,
    TRACK_WORDS(TRACK_WORD_CONSTANT_)
#undef TRACK_WORD_CONSTANT_
        TRACK_WORD_COUNT
} TrackWord;

/* A text of the page. */
const char *track_word(TrackWord word, Language language);

/* What a stage and an exception are called to a customer; stage by its WaybillStage, exception by
 * its number. */
const char *stage_word(int stage, Language language);
const char *exception_word(int exception, Language language);
