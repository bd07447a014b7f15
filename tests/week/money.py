"""What ought to be true of claims: what the rules owe, where each fen is, and who bears it. By docs/claims.md and the law they cite;
it never asks the program."""

FAST_FEN = 20000


def half_up(product, divisor):
    return (2 * product + divisor) // (2 * divisor)


def owed(kind, facts):
    """What a claim is worth by the shipped rules, in fen; facts that are not known are absent."""
    if facts.get('exclusion') and facts.get('proven'):
        return 0
    insured, loss = facts.get('insured') or 0, facts.get('actual_loss')
    if kind == 'delay':
        return facts['agreed'] if 'agreed' in facts else facts['freight']
    if insured:
        if kind == 'loss':
            return insured
        if facts.get('proportional') and facts.get('full_value', 0) > insured:
            return min(insured, half_up(loss * insured, facts['full_value']))
        return min(insured, loss)
    if 'agreed' in facts:
        return facts['agreed']
    return facts['market_price'] if kind == 'loss' else min(loss, facts['market_price'])


def approvals(amount):
    """How many must agree, and with which right."""
    if amount <= 100000:
        return 1, 'claim.approve'
    return 2, 'claim.approve' if amount <= 2000000 else 'claim.approve_large'


def apportioned(total, percents):
    """Whole fen that sum to the total: what is left over goes to the largest remainders, the first of equal ones."""
    parts = [total * percent // 100 for percent in percents]
    rest = sorted(range(len(percents)), key=lambda i: -(total * percents[i] % 100))
    for i in rest[:total - sum(parts)]:
        parts[i] += 1
    return parts


class Claim:
    ACCOUNTS = ('claimed', 'proposed', 'approved', 'paid', 'refused', 'due', 'recovered', 'written_off')

    def __init__(self, kind, demanded, facts, ticket, customer):
        self.kind, self.demanded, self.facts, self.ticket, self.customer = kind, demanded, facts, ticket, customer
        self.at = dict.fromkeys(self.ACCOUNTS, 0)
        self.at['claimed'] = demanded
        self.state, self.id, self.no = 'registered', None, None
        self.rows, self.shares, self.references = 1, [], {}

    def move(self, source, target, amount):
        """One row of its book; nothing where there is nothing to move."""
        if amount:
            for account, by in ((source, -amount), (target, amount)):
                if account:
                    self.at[account] += by
            self.rows += 1
        assert min(self.at.values()) >= 0, f'the week itself overdraws {self.no}'

    def propose(self, amount):
        self.move('claimed', 'proposed', amount)
        self.state = 'proposed'

    def returned(self):
        self.move('proposed', 'claimed', self.at['proposed'])
        self.state = 'assessed'

    def approve(self):
        self.move('proposed', 'approved', self.at['proposed'])
        self.state = 'approved'

    def decline(self):
        self.move('approved', 'claimed', self.at['approved'])
        self.state = 'assessed'

    def pay(self, reference, amount):
        self.move('approved', 'paid', amount)
        self.move(None, 'due', amount)
        self.references[reference] = amount
        if not self.at['approved']:
            self.state = 'paid'

    def reverse(self, reference):
        amount = self.references.pop(reference)
        self.move('paid', 'approved', amount)
        self.move('due', None, amount)
        self.state, self.shares = 'approved', []

    def apportion(self, percents):
        self.shares = [[due, 0] for due in apportioned(self.at['paid'], percents)]

    def recover(self, share, amount):
        self.move('due', 'recovered', amount)
        self.shares[share][1] += amount
        self.state = 'recovering'

    def unrecover(self, share, amount):
        self.move('recovered', 'due', amount)
        self.shares[share][1] -= amount

    def end(self, state):
        if state == 'closed':
            self.move('due', 'written_off', self.at['due'])
        for account in ('claimed', 'proposed', 'approved'):
            self.move(account, 'refused', self.at[account])
        self.state = state
