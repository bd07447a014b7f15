/* portal_words.h -- every text of a visitor's pages: constant, Chinese, English. */
#pragma once

#include <stdint.h>

#include "waybill/track_words.h"

#define PORTAL_WORDS(X)                                                                            \
    X(PORTAL_MINE, "我的快件", "My parcels")                                                       \
    X(PORTAL_OTHER_LANGUAGE, "English", "中文")                                                    \
    X(PORTAL_TRACK, "查询快件", "Track a parcel")                                                  \
    X(PORTAL_HELP, "帮助与服务说明", "Help and service terms")                                     \
    X(PORTAL_HOTLINE, "客服电话", "Customer service")                                              \
    X(PORTAL_SIGN_IN, "登录", "Sign in")                                                           \
    X(PORTAL_SIGN_IN_WHY, "输入寄件或收件时留的手机号，或您的邮箱，我们会发送一次性验证码。",      \
      "Enter the phone number given for your parcels, or your e-mail address: we send a code.")    \
    X(PORTAL_CONTACT, "手机号或邮箱", "Phone number or e-mail address")                            \
    X(PORTAL_SEND, "发送验证码", "Send the code")                                                  \
    X(PORTAL_CONTACT_WRONG, "请输入手机号或邮箱。", "Enter a phone number or an e-mail address.")  \
    X(PORTAL_SENT, "如果我们有与此相关的快件，验证码已发送。收不到时请核对号码，稍后再试。",       \
      "If we have parcels for it, a code is on its way. If none comes, check it and try later.")   \
    X(PORTAL_SENT_LAST, "验证码请求过多，这次没有再发。请输入最近一次收到的验证码，它仍然有效。",  \
      "Too many codes were asked for, so no further one is sent. Enter the last that came: it "    \
      "still holds.")                                                                              \
    X(PORTAL_SENT_AGAIN, "可再次发送的时间：", "Another can be sent from")                         \
    X(PORTAL_CODE, "验证码", "The digits that were sent")                                          \
    X(PORTAL_CODE_WRONG, "验证码不对或已失效。", "The code is wrong, or holds no more.")           \
    X(PORTAL_AGAIN, "重新发送", "Send another")                                                    \
    X(PORTAL_SIGN_OUT, "退出", "Sign out")                                                         \
    X(PORTAL_NO_PARCELS, "没有与此相关的快件。", "No parcels yet.")                                \
    X(PORTAL_PARCELS, "快件", "Parcels")                                                           \
    X(PORTAL_REQUESTS, "投诉与理赔进度", "Complaints and claims")                                  \
    X(PORTAL_NO_REQUESTS, "还没有投诉或理赔。", "None yet.")                                       \
    X(PORTAL_COMPLAIN, "投诉", "Complain")                                                         \
    X(PORTAL_CLAIM, "理赔", "Claim")                                                               \
    X(PORTAL_NUMBER, "运单号", "Waybill number")                                                   \
    X(PORTAL_ABOUT, "关于什么", "About what")                                                      \
    X(PORTAL_DESCRIBE, "发生了什么", "What happened")                                              \
    X(PORTAL_DEMANDED, "要求赔偿金额（元）", "What you ask for (CNY)")                             \
    X(PORTAL_AMOUNT_FORM, "金额请用小数点、不写逗号，如 1250.50。",                                \
      "An amount has a point and no commas, such as 1250.50.")                                     \
    X(PORTAL_NAME, "怎么称呼您", "Your name")                                                      \
    X(PORTAL_SUBMIT, "提交", "Send")                                                               \
    X(PORTAL_ANSWER_DAYS, "我们会在 %lld 天内答复处理结果。", "We answer within %lld days.")       \
    X(PORTAL_ANSWER_PAUSES, "等您补充材料的时间不计在内。",                                        \
      "The time in which we wait for you does not count.")                                         \
    X(PORTAL_NOT_YOURS, "没有您的快件是这个号码。", "No parcel of yours has this number.")         \
    X(PORTAL_STANDS, "这一损失您已申请理赔，请在原受理单上补充。",                                 \
      "You have claimed for this loss already: add to that request.")                              \
    X(PORTAL_STANDS_OTHER, "这一损失已有人申请理赔；如有疑问，请联系客服。",                       \
      "Somebody has claimed for this loss already: ask customer service.")                         \
    X(PORTAL_WRONG, "请检查这一项：", "Please look at this: ")                                     \
    X(PORTAL_REQUEST, "受理单", "Request")                                                         \
    X(PORTAL_STATE, "进度", "State")                                                               \
    X(PORTAL_OPENED, "提交时间", "Sent")                                                           \
    X(PORTAL_DUE, "最晚答复", "Answer by")                                                         \
    X(PORTAL_YOU, "您", "You")                                                                     \
    X(PORTAL_WE, "客服", "Customer service")                                                       \
    X(PORTAL_MESSAGES, "往来", "What was said")                                                    \
    X(PORTAL_WRITE, "补充说明", "Add something")                                                   \
    X(PORTAL_PHOTOS, "照片", "Photos")                                                             \
    X(PORTAL_ADD_PHOTO, "上传照片", "Add a photo")                                                 \
    X(PORTAL_PHOTO_WHY, "JPEG、PNG、WebP 或 HEIC，每张最大 %lld MB，最多 10 张。",                 \
      "JPEG, PNG, WebP or HEIC, up to %lld MB each, ten at most.")                                 \
    X(PORTAL_PHOTO_WRONG, "这张照片没有收下：", "This photo was not taken:")                       \
    X(PORTAL_PHOTO_KIND, "不是可以收的照片格式", "not a photo of a kind that is taken")            \
    X(PORTAL_PHOTO_LARGE, "太大", "too large")                                                     \
    X(PORTAL_PHOTO_FULL, "照片张数已满", "there are as many photos as one request has")            \
    X(PORTAL_PHOTO_AGAIN, "没有传上来，请再试一次", "did not arrive: try again")                   \
    X(PORTAL_PHOTO_SINGLY, "请一次选一张，逐张上传。", "Choose and send them one after another.")  \
    X(PORTAL_NO_SUCH, "没有您的受理单是这个号码。", "No request of yours has this number.")        \
    X(PORTAL_CLOSED, "已结束；如需再提，请新建。", "It is closed; begin another if you need to.")

typedef enum PortalWord {
#define PORTAL_WORD_CONSTANT_(constant, zh, en) constant,
    PORTAL_WORDS(PORTAL_WORD_CONSTANT_)
#undef PORTAL_WORD_CONSTANT_
        PORTAL_WORD_COUNT
} PortalWord;

/* A text of the pages. */
const char *portal_word(PortalWord word, Language language);

/* What a state of a ticket (TicketType) is called to a customer; "" where there is none. */
const char *portal_type_word(int64_t type, Language language);
