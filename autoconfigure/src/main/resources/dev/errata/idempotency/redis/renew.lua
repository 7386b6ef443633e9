-- KEYS[1]: the record; ARGV: owner, fence, lease (in milliseconds)
-- returns {1} renewed, {0} not its owner's
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local record = redis.call('HMGET', KEYS[1], 'state', 'expires', 'owner', 'fence')

if record[1] ~= 'P' or tonumber(record[2]) <= now or record[3] ~= ARGV[1] or record[4] ~= ARGV[2] then
  return {0}
end
local lease = now + ARGV[3]
local expires = string.format('%.0f', math.max(record[2], lease))
-- a Redis that is full refuses HSET as the first write of a script, and takes it after this one
redis.call('PEXPIREAT', KEYS[1], expires)
redis.call('HSET', KEYS[1], 'lease', string.format('%.0f', lease), 'expires', expires)
return {1}
