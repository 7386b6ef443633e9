-- KEYS[1]: the record
-- returns {1} removed, {0} absent, or in progress with a lease that is not over
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local record = redis.call('HMGET', KEYS[1], 'state', 'expires', 'lease')

if not record[1] or tonumber(record[2]) <= now or (record[1] == 'P' and tonumber(record[3]) > now) then
  return {0}
end
redis.call('DEL', KEYS[1])
return {1}
