/** The server's problems in the reader's language: by code and field, never by guessing at sentences. */
import type { Problem } from '@/api/client'
import { useWords } from '@/words'

/** How the checks of field tables say what they expect (src/base/field_check.c, field_set.c, field_text.c) and of times (src/base/instant.c, zone.c, pattern.c), the rules of claims (src/claim/rules_compute.c, worth.c), and calendars (src/base/calendar_file.c). */
const reasons: [RegExp, string][] = [
  [/^is required$/, 'required'],
  [/^login or password is wrong$/, 'sign_in_wrong'],
  [/^the one-time password has run out/, 'one_time_over'],
  [/^nobody may sign in here with this account of the provider$/, 'provider_unknown'],
  [/^the sign-in provider does not answer/, 'provider_away'],
  [/^the sign-in provider's answer cannot be trusted/, 'provider_untrusted'],
  [/^the sign-in provider (could not do it|did not take)/, 'provider_failed'],
  [/^the sign-in was called off at the provider$/, 'provider_called_off'],
  [/^the sign-in was not begun in this browser/, 'provider_over'],
  [/^there is no sign-in provider$/, 'provider_none'],
  [/^too many wrong tries: try again in (\d+) s$/, 'wait'],
  [/^this code does not hold/, 'code_wrong'],
  [/^the present password is wrong$/, 'password_wrong'],
  [/^a password has (\d+) to (\d+) characters$/, 'password_length'],
  [/^this password is too easy to guess$/, 'password_easy'],
  [/^this password was stolen elsewhere$/, 'password_stolen'],
  [/^the new password is the present one$/, 'password_same'],
  [/^there is no role "(.*)"$/, 'no_role'],
  [/^(.*) in this macro is no placeholder$/, 'macro_wrong'],
  [/^expected at most (\d+) characters?$/, 'at_most'],
  [/^expected at least (\d+) characters?$/, 'at_least'],
  [/^expected at most (\d+) entries$/, 'most_entries'],
  [/^expected at least (\d+) entries$/, 'least_entries'],
  [/^expected (-?\d+) or more$/, 'or_more'],
  [/^expected (-?\d+) to (-?\d+)$/, 'between'],
  [/^expected one of: (.*)$/, 'one_of'],
  [/^expected a whole number/, 'whole_number'],
  [/^expected a number/, 'number'],
  [/^expected (yes or no|true or false)/, 'truth'],
  [/^(expected a date|this is not a date$)/, 'date'],
  [/^there is no such date$/, 'no_date'],
  [/^this is not a time of the form (.+)$/, 'time_form'],
  [/^(expected an instant|this is not a time$|there is no such time of day$)/, 'instant'],
  [/^the clocks of (.+) skipped this time$/, 'skipped'],
  [/^expected an amount/, 'money'],
  [/^expected an id/, 'id'],
  [/^cannot be set$/, 'read_only'],
  [/^rule (\S+) needs it: /, 'rule_needs'],
  [/^no rule says what is owed/, 'no_rule'],
  [/^the order says that the parcel is not insured$/, 'not_insured'],
  [/^(.+) neither pays for, sends nor receives a parcel of this claim/, 'no_party'],
  [/^there is no customer (.*)$/, 'no_customer'],
  [/^is not a phone number$/, 'no_phone'],
  [/^is a masked form of what is known/, 'masked'],
  [/^the order says (.+)$/, 'order_says'],
  [/^the orders of these parcels say at most (.+) in all$/, 'orders_say'],
  [/^is (not a field|no field|not a parameter)/, 'unknown'],
  [/^expected hours such as /, 'hours'],
  [/^the hours of a day meet/, 'hours_meet'],
  [/^no day of the year to come is worked$/, 'never_worked'],
  [/^expected the first and the last day, in order$/, 'days_in_order'],
  [/^(\d{4}-\d\d-\d\d) is given twice$/, 'date_twice'],
  [/^there is no such time zone$/, 'no_zone'],
  [/^the customer was not told yet what became of the complaint$/, 'untold'],
  [/^is required: the customer was not told of the complaint$/, 'untold_why'],
  [/^there is no region (.*)$/, 'no_region'],
  [/^is required: it was withdrawn, /, 'given_again'],
]

export function useProblems() {
  const { t, te, locale } = useWords()

  /** What a field is called; of "steps[2].text" the last part. One without a name is shown as it is. */
  function fieldName(field: string): string {
    const last = field.replace(/\[\d+\]$/, '').split('.').pop() ?? field
    return te(`fields.${last}`) ? t(`fields.${last}`) : field
  }
  /** What a check says of a field; null where it is a rule's own sentence. */
  function reason(said: string): string | null {
    for (const [pattern, key] of reasons) {
      const found = pattern.exec(said)
      if (found) return t(`problems.reason.${key}`, { n: found[1] ?? '', m: found[2] ?? '' })
    }
    return null
  }
  function code(one: string): string {
    return te(`problems.code.${one}`) ? t(`problems.code.${one}`) : t('problems.code.internal')
  }
  /** One line for people. */
  function say(problem: Problem): string {
    const known = reason(problem.message)
    if (known) return problem.field ? `${fieldName(problem.field)}: ${known}` : known
    if (locale.value === 'en' && problem.message) return problem.field ? `${fieldName(problem.field)}: ${problem.message}` : problem.message
    return problem.field ? `${fieldName(problem.field)}: ${code(problem.code)}` : code(problem.code)
  }
  /** The server's own words, where the line above is not made of them; of what is not there they say no more. */
  function said(problem: Problem): string {
    if (locale.value === 'en') return problem.hint ?? ''
    if (!problem.message || problem.status === 404 || reason(problem.message)) return ''
    return [problem.message, problem.hint].filter(Boolean).join(' ')
  }
  return { say, said, fieldName, reason, code }
}
