-- KEYS[1]: the record; ARGV: owner, fence, time to live (in milliseconds), status, headers, body if there is one
-- returns {0} done, {1, status, headers, body} superseded (status is nil without a response), {2} gone
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local record = redis.call('HMGET', KEYS[1], 'state', 'expires', 'owner', 'fence')

if not record[1] or tonumber(record[2]) <= now then
  return {2}
end
local own = record[3] == ARGV[1] and record[4] == ARGV[2]
if own and record[1] == 'P' then
  local expires = string.format('%.0f', now + ARGV[3])
  -- a Redis that is full refuses HSET as the first write of a script, and takes it after this one
  redis.call('PEXPIREAT', KEYS[1], expires)
  redis.call('HSET', KEYS[1], 'state', 'C', 'expires', expires, 'status', ARGV[4], 'headers', ARGV[5])
  if ARGV[6] then
    redis.call('HSET', KEYS[1], 'body', ARGV[6])
  end
  return {0}
end
if own and record[1] == 'C' then
  return {0}
end
local response = redis.call('HMGET', KEYS[1], 'status', 'headers', 'body')
return {1, response[1], response[2], response[3]}
