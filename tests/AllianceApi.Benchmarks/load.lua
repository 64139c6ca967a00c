-- Load by wrk: arguments are the key and "post", or the key, "get", the paths (comma-separated), and a tag for each path.
local threads = {}
function setup(thread) thread:set("id", #threads); table.insert(threads, thread) end
function init(args)
  key, kind, sent, paths, tags = args[1], args[2], tonumber(args[3]) or 0, {}, {}
  math.randomseed(id + 1)
  if kind == "get" then
    sent = 0
    for path in string.gmatch(args[3], "[^,]+") do table.insert(paths, path) end
    for tag in string.gmatch(args[4] or "", "[^,]+") do table.insert(tags, tag) end
  end
end
local function form(session)
  local answers, at = {}, os.date("!%Y-%m-%dT%H:%M:%SZ", 1577865600 + session * 86400)
  for i = 1, 12 do answers[i] = '"' .. i .. '":' .. math.random(1, 5) end
  return '{"session":{"number":' .. session .. ',"heldAt":"' .. at .. '","modality":"inPerson"},"instrument":"wai-sr","rater":"client","answers":{' ..
    table.concat(answers, ",") .. '},"completedAt":"' .. at .. '","durationSeconds":95,"setting":"aloneOnPhone"}'
end
function request()
  sent = sent + 1
  if kind == "get" then
    local i = (sent - 1) % #paths + 1
    return wrk.format("GET", paths[i], { ["Authorization"] = "Bearer " .. key, ["If-None-Match"] = tags[i] })
  end
  -- 768 episodes for each of the two threads: the first or second half of the 64 x 24 that the table makes.
  local n = (sent - 1) % 768
  local path = "/v1/episodes/p-" .. (id * 32 + math.floor(n / 24)) .. "-" .. (n % 24) .. "/responses"
  return wrk.format("POST", path, { ["Authorization"] = "Bearer " .. key, ["Content-Type"] = "application/json" }, form(math.floor((sent - 1) / 768) + 1))
end
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("\nFIGURES %d %d %d %d\n", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99)))
end
