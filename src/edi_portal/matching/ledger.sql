-- A ledger: claims that were sent, by what they are found, and payments matched with them.
-- Names and member numbers are in the records masked, under the key in `setting`.

CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE file (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE claim (
  number INTEGER PRIMARY KEY,
  identity INTEGER NOT NULL UNIQUE,
  record BLOB NOT NULL
);

CREATE TABLE search (
  key INTEGER NOT NULL,
  claim INTEGER NOT NULL,
  PRIMARY KEY (key, claim)
) WITHOUT ROWID;

CREATE TABLE remittance (identity INTEGER PRIMARY KEY);

CREATE TABLE payment (
  number INTEGER PRIMARY KEY,
  identity INTEGER NOT NULL,
  claim INTEGER NOT NULL,
  record BLOB NOT NULL
);

CREATE INDEX payment_identity ON payment (identity);

CREATE INDEX payment_claim ON payment (claim);

CREATE TABLE payer_number (
  key INTEGER NOT NULL,
  claim INTEGER NOT NULL,
  PRIMARY KEY (key, claim)
) WITHOUT ROWID;
