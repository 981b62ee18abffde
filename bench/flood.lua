-- A flood of replies for wrk: 500 a second, begun by the clock and not by the answers before; each is another text.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long s; long us; } flood_time; int gettimeofday(flood_time *t, void *zone); ]]
local at, due, number = ffi.new("flood_time"), nil, 0
local threads = {}
refused, taken = 0, 0

local function now()
  ffi.C.gettimeofday(at, nil)
  return tonumber(at.s) * 1000 + tonumber(at.us) / 1000
end

function setup(thread)
  table.insert(threads, thread)
end

function delay()
  due = (due or now()) + 2
  return math.max(0, math.floor(due - now()))
end

function request()
  number = number + 1
  local body = "name=Buy&email=buy" .. number .. "%40spam.example&text=Cheap+watches+" .. number .. "%2C+buy+them+now."
  return wrk.format("POST", nil, { ["Content-Type"] = "application/x-www-form-urlencoded" }, body)
end

function response(status)
  if status == 429 then refused = refused + 1 else taken = taken + 1 end
end

function done()
  for _, thread in ipairs(threads) do
    print("flood: " .. thread:get("refused") .. " refused, " .. thread:get("taken") .. " taken")
  end
end
