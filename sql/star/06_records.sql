-- What a report says beside its figures, and what in it was not understood. The columns are the records' own.

CREATE TABLE statement_reading AS
SELECT * RENAME (columns AS measures) FROM private.statement_reading;

CREATE TABLE claim AS
SELECT * RENAME ("group" AS claim_group) FROM private.claim;

CREATE TABLE quantity AS SELECT * FROM private.quantity;

CREATE TABLE problem AS SELECT * FROM private.problem;
