-- KEYS[1]: the record; ARGV: owner, fence, time to live (in milliseconds), 'REOPEN' or 'FORGET'
-- returns {0} done, {1, status, headers, body} superseded (status is nil without a response), {2} gone
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local record = redis.call('HMGET', KEYS[1], 'state', 'expires', 'owner', 'fence')

if not record[1] or tonumber(record[2]) <= now then
  return {2}
end
local own = record[3] == ARGV[1] and record[4] == ARGV[2]
if own and record[1] == 'P' then
  if ARGV[4] == 'FORGET' then
    redis.call('DEL', KEYS[1])
  else
    local expires = string.format('%.0f', now + ARGV[3])
    -- a Redis that is full refuses HSET as the first write of a script, and takes it after this one
    redis.call('PEXPIREAT', KEYS[1], expires)
    redis.call('HSET', KEYS[1], 'state', 'O', 'expires', expires)
  end
  return {0}
end
if own and record[1] == 'O' and ARGV[4] == 'REOPEN' then
  return {0}
end
local response = redis.call('HMGET', KEYS[1], 'status', 'headers', 'body')
return {1, response[1], response[2], response[3]}
