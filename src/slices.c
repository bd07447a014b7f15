#include "slices.h"

#include <stddef.h>

#include "access/tables.h"
#include "backup/backup_slice.h"
#include "channel/answer.h"
#include "channel/channel_slice.h"
#include "channel/incoming_files.h"
#include "channel/incoming_indexed.h"
#include "claim/asker.h"
#include "claim/claim_api.h"
#include "claim/claim_files.h"
#include "claim/worth.h"
#include "complaint/complaint_files.h"
#include "complaint/complaint_slice.h"
#include "complaint/contributor.h"
#include "complaint/handoff_replay.h"
#include "complaint/receive.h"
#include "complaint/valued.h"
#include "customer/contributor.h"
#include "customer/customer_api.h"
#include "customer/customer_files.h"
#include "customer/customer_indexed.h"
#include "demo/demo.h"
#include "desk/asker.h"
#include "desk/desk_slice.h"
#include "desk/replay.h"
#include "desk/service.h"
#include "desk/ticket_indexed.h"
#include "desk_work/attach.h"
#include "desk_work/contributor.h"
#include "desk_work/desk_work_slice.h"
#include "file/file.h"
#include "file/file_slice.h"
#include "http/routes.h"
#include "import/import_slice.h"
#include "insight/insight.h"
#include "insight/observer.h"
#include "knowledge/knowledge_api.h"
#include "notify/asker.h"
#include "notify/contributor.h"
#include "notify/notify_api.h"
#include "notify/observer.h"
#include "notify/preference.h"
#include "oidc/oidc_slice.h"
#include "pledge/pledge_slice.h"
#include "portal/portal_indexed.h"
#include "portal/portal_slice.h"
#include "promise/promise_api.h"
#include "reseal/reseal_slice.h"
#include "search/search_slice.h"
#include "watch/eta_public.h"
#include "watch/eta_slice.h"
#include "watch/incident_public.h"
#include "watch/incident_slice.h"
#include "watch/observer.h"
#include "watch/rule_api.h"
#include "watch/timer.h"
#include "watch/watch.h"
#include "waybill/customer_parcels.h"
#include "waybill/facts.h"
#include "waybill/waybill_api.h"
#include "waybill/waybill_indexed.h"
#include "waybill/waybill_slice.h"

static const Slice http_slice = {.name = "http",
                                 .doc = "What the server answers by itself",
                                 .routes = http_routes,
                                 .jobs = http_jobs};

/* One a line. */
/* clang-format off */
const Slice *const slices[] = {&http_slice,
                               &feed_slice,
                               &session_slice,
                               &session_list_slice,
                               &factor_slice,
                               &people_slice,
                               &colleague_slice,
                               &token_slice,
                               &outlet_slice,
                               &setting_slice,
                               &audit_slice,
                               &job_slice,
                               &key_slice,
                               &search_slice,
                               &waybill_slice,
                               &promise_slice,
                               &timer_slice,
                               &rule_slice,
                               &finding_slice,
                               &incident_slice,
                               &incident_action_slice,
                               &version_slice,
                               &reason_slice,
                               &cause_slice,
                               &customer_slice,
                               &customer_part_slice,
                               &claim_slice,
                               &claim_work_slice,
                               &claim_rules_slice,
                               &customer_merge_slice,
                               &customer_person_slice,
                               &customer_custom_slice,
                               &timeline_slice,
                               &handoff_slice,
                               &complaint_slice,
                               &appeal_slice,
                               &form_slice,
                               &pledge_slice,
                               &knowledge_slice,
                               &knowledge_pages_slice,
                               &ticket_article_slice,
                               &notice_slice,
                               &notify_slice,
                               &preference_slice,
                               &webhook_slice,
                               &insight_slice,
                               &demo_slice,
                               &mapping_slice,
                               &quarantine_slice,
                               &scan_slice,
                               &push_slice,
                               &promised_slice,
                               &track_slice,
                               &portal_slice,
                               &oidc_slice,
                               &provider_slice,
                               &portal_ask_slice,
                               &portal_request_slice,
                               &portal_photo_slice,
                               &portal_print_slice,
                               &import_slice,
                               &import_trial_slice,
                               &import_target_slice,
                               &file_slice,
                               &backup_slice,
                               &reseal_slice,
                               &watch_slice,
                               &eta_slice,
                               &desk_slice,
                               &desk_rules_slice,
                               &desk_queue_slice,
                               &desk_work_slice,
                               &desk_route_slice,
                               &desk_macro_slice,
                               &desk_bulk_slice,
                               &channel_slice,
                               NULL};
const CustomerContributor *const customer_contributors[] = {&customer_contributor,
                                                            &timeline_contributor,
                                                            &account_contributor,
                                                            &notice_contributor,
                                                            &preference_contributor,
                                                            &claim_contributor,
                                                            &ticket_contributor,
                                                            &incoming_contributor,
                                                            &complaint_contributor,
                                                            &portal_contributor,
                                                            &parcel_contributor,
                                                            NULL};
/* clang-format on */
const TimelineSource *const timeline_sources[] = {&parcel_timeline, NULL};
/* clang-format off */
const WaybillObserver *const waybill_observers[] = {&insight_observer,
                                                    &watch_observer,
                                                    &timer_observer,
                                                    &notify_observer,
                                                    NULL};
/* clang-format on */
WaybillValued *const waybill_valued[] = {claim_valued, complaint_valued, NULL};
const ServiceSource *const service_sources[] = {&complaint_service, &claim_service, &ticket_service,
                                                NULL};
ClocksVerify *const clocks_verifiers[] = {handoff_clocks_verify, NULL};
TicketJoin *const ticket_joiners[] = {complaint_join, NULL};
const NoticeAskerSource *const notice_askers[] = {&ticket_asker, &claim_asker, NULL};
AnswerSend *const answer_senders[] = {answer_send, NULL};
TrackTell *const track_tellers[] = {incident_public, NULL};
TrackExpect *const track_expecters[] = {eta_public, NULL};
TrackAdvise *const track_advisers[] = {knowledge_advise, NULL};

/* What is found by keyed indexes; one a line. */
/* clang-format off */
const Indexed *const indexed[] = {&customer_indexed,
                                  &customer_part_indexed,
                                  &customer_value_indexed,
                                  &incoming_indexed,
                                  &portal_code_indexed,
                                  &portal_session_indexed,
                                  &ticket_indexed,
                                  &waybill_indexed,
                                  NULL};
/* clang-format on */

/* Whose files there are; one a line. */
/* clang-format off */
const FileOwner *const file_owners[] = {&complaint_files,
                                        &customer_files,
                                        &ticket_files,
                                        &ticket_note_files,
                                        &incoming_files,
                                        &claim_files_owner,
                                        NULL};
/* clang-format on */
