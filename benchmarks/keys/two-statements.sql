-- a claim and its completion, as bare as they can be
\set key random(1, 9223372036854775807)
INSERT INTO errata_idempotency (id, fingerprint, state, owner, fence, attempt, lease_until, created_at, expires_at)
VALUES (decode(md5(:key::text), 'hex'), decode(md5(:key::text), 'hex'), 1, decode(md5(:key::text), 'hex'), 1, 1, now() + interval '1 hour', now(), now() + interval '1 hour');
UPDATE errata_idempotency SET state = 2, lease_until = now(), expires_at = now() + interval '1 hour', status = 200, headers = '', body = decode(repeat('00', 16), 'hex')
WHERE id = decode(md5(:key::text), 'hex') AND state = 1;
