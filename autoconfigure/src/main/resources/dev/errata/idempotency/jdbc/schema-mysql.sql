CREATE TABLE IF NOT EXISTS errata_idempotency (
	id VARBINARY(64) NOT NULL PRIMARY KEY,
	fingerprint VARBINARY(64) NOT NULL,
	state SMALLINT NOT NULL,
	owner VARBINARY(64) NOT NULL,
	fence BIGINT NOT NULL,
	attempt INTEGER NOT NULL,
	lease_until DATETIME(6) NOT NULL,
	created_at DATETIME(6) NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	status SMALLINT,
	headers MEDIUMBLOB,
	body LONGBLOB,
	INDEX errata_idempotency_expires_at (expires_at)
) ENGINE = InnoDB;
