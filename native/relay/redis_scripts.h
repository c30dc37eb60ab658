#pragma once

namespace deskbell::relay {

/// What the store does in Redis in one step each. KEYS[1] is the prefix of all keys; a script of Redis happens whole, with nothing in between.
/// An answer that begins with LOST or TAKEN is an error: the visitor is another relay's, or a key that has to be new is there already.
namespace redis_scripts {

/// Changes. ARGV: the relay's name; n and n visitors that have to be its own; n and n keys that must not exist; then operations, each with its number of words before
/// it: commands of Redis, or one of those below, whose names begin with @.
inline constexpr const char* commit = R"lua(
local p, me, i = KEYS[1], ARGV[1], 2
local function list()
  local n, out = tonumber(ARGV[i]), {}
  for k = 1, n do out[k] = ARGV[i + k] end
  i = i + n + 1
  return out
end
for _, id in ipairs(list()) do
  if redis.call('HGET', p .. 'v:' .. id, 'owner') ~= me then return redis.error_reply('LOST ' .. id) end
end
for _, key in ipairs(list()) do
  if redis.call('EXISTS', key) == 1 then return redis.error_reply('TAKEN ' .. key) end
end
local special = {
  ['@visitor'] = function(id, now)
    redis.call('HSET', p .. 'v:' .. id, 'seq', 0, 'created', now, 'seen', now, 'owner', me)
    redis.call('SADD', p .. 'owned:' .. me, id)
    redis.call('ZADD', p .. 'seen', now, id)
  end,
  ['@event'] = function(id, seq, kind, message)
    local log = p .. 'e:' .. id
    if kind ~= '0' then
      local changes, name = p .. 'c:' .. id, kind .. ':' .. message
      local old = redis.call('HGET', changes, name)
      if old then redis.call('XDEL', log, old .. '-0') end
      redis.call('HSET', changes, name, seq)
    end
    redis.call('XADD', log, seq .. '-0', 'k', kind, 'm', message)
  end,
  ['@body'] = function(id, message, body)
    local key = p .. 'm:' .. id
    local old = redis.call('HGET', key, message)
    if not old then return end
    local digits = string.match(old, '^%d+')
    redis.call('HSET', key, message, string.sub(old, 1, #digits + 1 + tonumber(digits)) .. body)
  end,
  ['@answer'] = function(id, client, answer, most)
    redis.call('HSET', p .. 'a:' .. id, client, answer)
    if redis.call('RPUSH', p .. 'al:' .. id, client) > tonumber(most) then
      redis.call('HDEL', p .. 'a:' .. id, redis.call('LPOP', p .. 'al:' .. id))
    end
  end,
  ['@route'] = function(id, key)
    redis.call('SET', p .. 'r:' .. key, id)
    redis.call('SADD', p .. 'rs:' .. id, key)
  end,
}
while i <= #ARGV do
  local words = list()
  local f = special[words[1]]
  if f then f(unpack(words, 2)) else redis.call(unpack(words)) end
end
return 1
)lua";

/// Who runs a conversation. ARGV: the relay's name, the visitor. Gives the owner's name.
inline constexpr const char* claim = R"lua(
local p, me, id = KEYS[1], ARGV[1], ARGV[2]
local v = p .. 'v:' .. id
if redis.call('EXISTS', v) == 0 then return me end
local owner = redis.call('HGET', v, 'owner')
if owner == me then return me end
if not redis.call('ZSCORE', p .. 'relays', me) then return redis.error_reply('LOST ' .. me) end
if owner then
  local t = redis.call('TIME')
  local ends = redis.call('ZSCORE', p .. 'relays', owner)
  if ends and tonumber(ends) >= t[1] * 1000 + math.floor(t[2] / 1000) then return owner end
  redis.call('SREM', p .. 'owned:' .. owner, id)
end
redis.call('HSET', v, 'owner', me)
redis.call('SADD', p .. 'owned:' .. me, id)
return me
)lua";

/// ARGV: the relay's name, the visitor.
inline constexpr const char* release = R"lua(
local v = KEYS[1] .. 'v:' .. ARGV[2]
if redis.call('HGET', v, 'owner') == ARGV[1] then
  redis.call('HDEL', v, 'owner')
  redis.call('SREM', KEYS[1] .. 'owned:' .. ARGV[1], ARGV[2])
end
return 1
)lua";

/// A sign of life. ARGV: the name, the lease in milliseconds, 1 when it has given one before. Gives whether it is known still, who lives, whose lease has ended.
inline constexpr const char* live = R"lua(
local relays = KEYS[1] .. 'relays'
if ARGV[3] == '1' and not redis.call('ZSCORE', relays, ARGV[1]) then return {0, {}, {}} end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZADD', relays, now + tonumber(ARGV[2]), ARGV[1])
return {1, redis.call('ZRANGEBYSCORE', relays, now, '+inf'), redis.call('ZRANGEBYSCORE', relays, '-inf', '(' .. now, 'LIMIT', 0, 16)}
)lua";

/// Takes over what a dead relay has left, a part at a time. ARGV: the name, the dead one's, how many at most. Gives whether that was all, and the conversations that wait for somebody.
/// Its webhooks that were not done with become this relay's; whatever else it was told concerned its own sockets.
inline constexpr const char* inherit = R"lua(
local p, me, dead = KEYS[1], ARGV[1], ARGV[2]
local t = redis.call('TIME')
local ends = redis.call('ZSCORE', p .. 'relays', dead)
if not ends or tonumber(ends) >= t[1] * 1000 + math.floor(t[2] / 1000) then return {1} end
local out = {0}
for _, id in ipairs(redis.call('SPOP', p .. 'owned:' .. dead, ARGV[3])) do
  local v = p .. 'v:' .. id
  if redis.call('HGET', v, 'owner') == dead then
    if redis.call('SISMEMBER', p .. 'waiting', id) == 1 then
      redis.call('HSET', v, 'owner', me)
      redis.call('SADD', p .. 'owned:' .. me, id)
      out[#out + 1] = id
    else
      redis.call('HDEL', v, 'owner')
    end
  end
end
if redis.call('SCARD', p .. 'owned:' .. dead) == 0 then
  for _, entry in ipairs(redis.call('XRANGE', p .. 'in:' .. dead, '-', '+')) do
    local fields = entry[2]
    for k = 1, #fields, 2 do
      if fields[k] == 'kind' and fields[k + 1] == 'webhook' then redis.call('XADD', p .. 'in:' .. me, '*', unpack(fields)) end
    end
  end
  redis.call('DEL', p .. 'in:' .. dead)
  redis.call('ZREM', p .. 'relays', dead)
  out[1] = 1
end
return out
)lua";

/// ARGV: to whom, from whom, kind, body. 1 when it was taken.
inline constexpr const char* post = R"lua(
if not redis.call('ZSCORE', KEYS[1] .. 'relays', ARGV[1]) then return 0 end
redis.call('XADD', KEYS[1] .. 'in:' .. ARGV[1], '*', 'from', ARGV[2], 'kind', ARGV[3], 'body', ARGV[4])
return 1
)lua";

/// Visitors who were saved last before a time, for whom nothing waits and whom no other living relay has. ARGV: the name, the time, how many.
inline constexpr const char* visitors_before = R"lua(
local p, out = KEYS[1], {}
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
for offset = 0, 99000, 1000 do
  local ids = redis.call('ZRANGEBYSCORE', p .. 'seen', '-inf', '(' .. ARGV[2], 'LIMIT', offset, 1000)
  for _, id in ipairs(ids) do
    if redis.call('SISMEMBER', p .. 'waiting', id) == 0 then
      local owner = redis.call('HGET', p .. 'v:' .. id, 'owner')
      local ends = owner and owner ~= ARGV[1] and redis.call('ZSCORE', p .. 'relays', owner)
      if not ends or tonumber(ends) < now then out[#out + 1] = id end
      if #out == tonumber(ARGV[3]) then return out end
    end
  end
  if #ids < 1000 then return out end
end
return out
)lua";

/// ARGV: the name, the visitor. Gives the ids of their uploads.
inline constexpr const char* forget_visitor = R"lua(
local p, id = KEYS[1], ARGV[2]
local owner = redis.call('HGET', p .. 'v:' .. id, 'owner')
if owner and owner ~= ARGV[1] then
  local t = redis.call('TIME')
  local ends = redis.call('ZSCORE', p .. 'relays', owner)
  if ends and tonumber(ends) >= t[1] * 1000 + math.floor(t[2] / 1000) then return redis.error_reply('LOST ' .. id) end
  redis.call('SREM', p .. 'owned:' .. owner, id)
end
local uploads = redis.call('SMEMBERS', p .. 'us:' .. id)
for _, upload in ipairs(uploads) do redis.call('DEL', p .. 'u:' .. upload) end
for _, key in ipairs(redis.call('SMEMBERS', p .. 'rs:' .. id)) do
  if redis.call('GET', p .. 'r:' .. key) == id then redis.call('DEL', p .. 'r:' .. key) end
end
for _, hash in ipairs(redis.call('SMEMBERS', p .. 'ts:' .. id)) do redis.call('DEL', p .. 't:' .. hash) end
for _, kind in ipairs({'v:', 'e:', 'c:', 'm:', 'o:', 's:', 'a:', 'al:', 'us:', 'ub:', 'rs:', 'ts:'}) do redis.call('DEL', p .. kind .. id) end
redis.call('ZREM', p .. 'seen', id)
redis.call('SREM', p .. 'waiting', id)
redis.call('SREM', p .. 'owned:' .. ARGV[1], id)
return uploads
)lua";

}  // namespace redis_scripts
}  // namespace deskbell::relay
