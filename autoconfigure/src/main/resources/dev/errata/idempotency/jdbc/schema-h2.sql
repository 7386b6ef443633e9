CREATE TABLE IF NOT EXISTS errata_idempotency (
	id VARBINARY(64) NOT NULL PRIMARY KEY,
	fingerprint VARBINARY(64) NOT NULL,
	state SMALLINT NOT NULL,
	owner VARBINARY(64) NOT NULL,
	fence BIGINT NOT NULL,
	attempt INTEGER NOT NULL,
	lease_until TIMESTAMP(6) WITH TIME ZONE NOT NULL,
	created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
	expires_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
	status SMALLINT,
	headers BLOB,
	body BLOB
);

CREATE INDEX IF NOT EXISTS errata_idempotency_expires_at ON errata_idempotency (expires_at);
