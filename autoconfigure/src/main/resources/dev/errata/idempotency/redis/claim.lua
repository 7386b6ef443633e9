-- KEYS[1]: the record; ARGV: owner, fingerprint, lease, time to live (both in milliseconds)
-- returns {0, fence, attempt} acquired, {1, status, headers, body} replay, {2, lease left} busy, {3} mismatch
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local record = redis.call('HMGET', KEYS[1], 'state', 'expires', 'fingerprint', 'owner', 'fence', 'attempt', 'lease')

local function acquire(fence, attempt)
  local expires = string.format('%.0f', now + ARGV[4])
  redis.call('HSET', KEYS[1], 'state', 'P', 'expires', expires, 'fingerprint', ARGV[2], 'owner', ARGV[1],
    'fence', fence, 'attempt', attempt, 'lease', string.format('%.0f', now + ARGV[3]))
  redis.call('PEXPIREAT', KEYS[1], expires)
  return {0, fence, attempt}
end

if not record[1] then
  return acquire(1, 1)
end
if tonumber(record[2]) <= now then
  -- Redis keeps a key for one more millisecond
  redis.call('DEL', KEYS[1])
  return acquire(1, 1)
end
if record[3] ~= ARGV[2] then
  return {3}
end
if record[1] == 'C' then
  local response = redis.call('HMGET', KEYS[1], 'status', 'headers', 'body')
  return {1, response[1], response[2], response[3]}
end
if record[1] == 'O' then
  return acquire(record[5] + 1, 1)
end
if record[4] == ARGV[1] then
  return {0, tonumber(record[5]), tonumber(record[6])}
end
local left = record[7] - now
if left > 0 then
  return {2, left}
end
return acquire(record[5] + 1, record[6] + 1)
