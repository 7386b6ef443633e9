CREATE TABLE IF NOT EXISTS errata_idempotency (
	id bytea NOT NULL PRIMARY KEY,
	fingerprint bytea NOT NULL,
	state smallint NOT NULL,
	owner bytea NOT NULL,
	fence bigint NOT NULL,
	attempt integer NOT NULL,
	lease_until timestamptz NOT NULL,
	created_at timestamptz NOT NULL,
	expires_at timestamptz NOT NULL,
	status smallint,
	headers bytea,
	body bytea
);

CREATE INDEX IF NOT EXISTS errata_idempotency_expires_at ON errata_idempotency (expires_at);
