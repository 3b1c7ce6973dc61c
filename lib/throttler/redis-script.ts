/**
 * The sliding log of one key, in one atomic step. All times are Redis's own, in microseconds, so that machines with
 * different clocks count together. KEYS: the log, a list with the oldest first; the mark of a block. Both are of one slot.
 * ARGV: ttl, limit and duration of the block, in milliseconds. Answers: whether it is refused, how many are in the log, in
 * how many milliseconds the log is empty, and in how many it takes one more.
 */
export const REDIS_SCRIPT = `
local seconds, micros = unpack(redis.call('TIME'))
local now = seconds * 1000000 + micros
local ttl, limit, block = ARGV[1] * 1000, tonumber(ARGV[2]), tonumber(ARGV[3])
local oldest = redis.call('LINDEX', KEYS[1], 0)
while oldest and tonumber(oldest) <= now - ttl do
  redis.call('LPOP', KEYS[1])
  oldest = redis.call('LINDEX', KEYS[1], 0)
end
local count = redis.call('LLEN', KEYS[1])
local free = math.max(redis.call('PTTL', KEYS[2]), 0)
local refused = free > 0 or count >= limit
if not refused then
  redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  count = count + 1
elseif free == 0 and block > 0 then
  redis.call('SET', KEYS[2], 1, 'PX', block)
  free = block
end
if refused and count >= limit then
  local blocking = tonumber(redis.call('LINDEX', KEYS[1], count - limit))
  free = math.max(free, math.ceil((blocking + ttl - now) / 1000))
end
local empty = math.max(redis.call('PTTL', KEYS[1]), 0)
return {refused and 1 or 0, count, empty, free}
`;
