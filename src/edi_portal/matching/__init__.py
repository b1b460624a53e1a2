"""Remittances and claims: what belongs together, what balances, what is posted.

Claims and payments are kept as compact records (`records`), found by search keys (`index`, or
`ledger` on disk), compared field by field (`comparing`) and told apart by a cascade of steps
that can be explained (`cascade`), the last of which is a score (`assignment`). `lines` matches the
services of a payment to the lines of its claim, `chains` orders the payments of a claim, `matcher`
does all of it. `balancing` and `posting` are of remittances alone, `eft` of deposits beside them.
"""
