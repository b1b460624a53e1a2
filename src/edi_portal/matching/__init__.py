"""Remittances and claims: what balances, what is posted, and what is to be done next."""
