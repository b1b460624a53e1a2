"""Matching: which claim a payment answers, line by line, and how sure that is.

Claims and payments are kept as compact records (`records`), found by search keys (`index`, or
`ledger` on disk), compared field by field (`comparing`) and told apart by a cascade of steps
that can be explained (`cascade`), then by a score (`scoring`, `assignment`). `lines` matches
the services of a payment to the lines of its claim, `chains` orders the payments of a claim.
"""
