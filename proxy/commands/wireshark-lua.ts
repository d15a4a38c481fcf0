import { FIELDS_LUA } from './wireshark-fields-lua.ts';

const DISSECTION_LUA = String.raw`
-- The bytes of a segment from one place on, as far as a head may reach and as they were captured.
local function bytes_from(tvb, offset)
  local length = math.min(tvb:len() - offset, LONGEST_HEAD)
  return length > 0 and tvb:raw(offset, length) or ""
end

-- How many bytes a head has, its empty line included; nothing where its end has not come.
local function head_length(bytes)
  local _, crlf = bytes:find("\r?\n\r?\n")
  return crlf
end

-- A pattern for this would try every space of a long run of them.
local function without_end_spaces(value)
  local length = #value
  while length > 0 and value:find("^[ \t\r]", length) do length = length - 1 end
  return value:sub(1, length)
end

-- The lines of a head: where each value stands, and what it is. The first of a name counts.
local function read_head(head)
  local lines, values, at = {}, {}, 1
  for line, stop in head:gmatch("([^\n]*)\n()") do
    local name, start = line:match("^([^:%s]+)[ \t]*:[ \t]*()")
    if name and not values[name:lower()] then
      local value = without_end_spaces(line:sub(start))
      values[name:lower()] = value
      lines[#lines + 1] = { name = name:lower(), value = value, start = at + start - 2 }
    end
    at = stop
  end
  return lines, values
end

local function begins_packet(bytes)
  return bytes:sub(1, 10) == "BITS_POST "
end

-- A packet under another method, or an Ack: its head names the type of the packet.
local function begins_message(bytes)
  if not (bytes:match("^HTTP/%d") or bytes:match("^%u+ [^\r\n]* HTTP/%d")) then return false end
  local length = head_length(bytes) or #bytes
  return bytes:sub(1, length):lower():find("\nbits%-packet%-type[ \t]*:") ~= nil
end

local function show_start_line(tree, tvb, offset, head)
  local line = head:match("^[^\r\n]*"):sub(1, LONGEST_LINE)
  local status = line:match("^HTTP/%S+ +(%d%d%d)")
  if status then
    tree:add(fields.status, tvb(offset, #line), tonumber(status))
    return status
  end
  -- No part of this pattern can take over what another one took: strangers write these lines.
  local method, rest = line:match("^(%S+) +(.*)$")
  local target = rest and without_end_spaces(rest:match("^(.*) HTTP/%S+$") or "")
  if not method or target == "" then return line end
  tree:add(fields.method, tvb(offset, #method), method)
  tree:add(fields.target, tvb(offset + #line - #rest, #target), target)
  return target
end

local function show_header(tree, tvb, offset, line)
  local show = HEADERS[line.name]
  if not show then return end
  local range = tvb(offset + line.start, #line.value)
  if not show(tree, range, line.value) then tree:add_proto_expert_info(unreadable, "This value of " .. line.name .. " can't be read") end
end

local function show(tvb, offset, length, pinfo, root, head, lines, values, body)
  local tree = root:add(bits, tvb(offset, length))
  local what = show_start_line(tree, tvb, offset, head)
  for _, line in ipairs(lines) do show_header(tree, tvb, offset, line) end
  if body > 0 then tree:add(fields.body_length, tvb(offset, #head), uint64(body)):set_generated() end
  local words = { values["bits-packet-type"] or "?", what }
  if values["content-range"] then words[#words + 1] = values["content-range"] end
  if values["bits-received-content-range"] then words[#words + 1] = "next " .. values["bits-received-content-range"] end
  local failed = values["bits-error"] or values["bits-error-code"]
  if failed then words[#words + 1] = failed end
  tree:append_text(": " .. table.concat(words, " "))
  pinfo.cols.protocol = "BITS"
  pinfo.cols.info = "BITS " .. table.concat(words, " ")
  pinfo.cols.info:fence()
end

local http = Dissector.get("http")

-- An Ack stays an answer of HTTP, too.
local function show_http(tvb, offset, length, pinfo, root)
  local more = pinfo.can_desegment
  pinfo.can_desegment = 0
  http:call(tvb(offset, length):tvb(), pinfo, root)
  pinfo.can_desegment = more
end

local function ask_for_more(pinfo, offset, length)
  pinfo.desegment_offset = offset
  pinfo.desegment_len = length
end

-- Shows the packet that begins at a place, and tells how long it is; nothing while more of it has to come.
local function dissect_packet(tvb, offset, pinfo, root, bytes)
  local more = pinfo.can_desegment > 0
  local length = head_length(bytes)
  if not length and more and #bytes < LONGEST_HEAD then return ask_for_more(pinfo, offset, DESEGMENT_ONE_MORE_SEGMENT) end
  local head = bytes:sub(1, length or #bytes)
  local lines, values = read_head(head)
  local body = tonumber((values["content-length"] or ""):match("^%d+$") or "") or 0
  local missing = #head + body - (tvb:reported_len() - offset)
  if missing > 0 and more and body <= bits.prefs.longest_body then return ask_for_more(pinfo, offset, missing) end
  local here = math.min(#head + body, tvb:len() - offset)
  if head:sub(1, 5) == "HTTP/" then show_http(tvb, offset, here, pinfo, root) end
  show(tvb, offset, here, pinfo, root, head, lines, values, body)
  return #head + body
end

-- The rest of a body that was not put together must not be taken for a message that goes on: it would swallow the next one.
local function may_begin_message(bytes)
  return bytes:match("^HTTP/") or bytes:match("^%u[%u_-]* ") or (#bytes < 16 and bytes:match("^[%u_/]+$"))
end

-- What is no packet is ordinary HTTP, as it would be without this file.
local function dissect_http(tvb, offset, pinfo, root, bytes)
  local rest = offset == 0 and tvb or tvb(offset):tvb()
  pinfo.can_desegment = may_begin_message(bytes) and pinfo.can_desegment * 2 or 0
  http:call(rest, pinfo, root)
  if pinfo.desegment_len ~= 0 then pinfo.desegment_offset = pinfo.desegment_offset + offset end
end

local function dissect(tvb, pinfo, root)
  local offset = 0
  while offset < tvb:len() do
    local bytes = bytes_from(tvb, offset)
    if not begins_packet(bytes) and not begins_message(bytes) then
      dissect_http(tvb, offset, pinfo, root, bytes)
      return tvb:len()
    end
    local length = dissect_packet(tvb, offset, pinfo, root, bytes)
    if not length then return tvb:len() end
    offset = offset + length
  end
  return tvb:len()
end

bits.dissector = dissect

local function is_ours(tvb, pinfo, root)
  local bytes = bytes_from(tvb, 0)
  if not begins_packet(bytes) and not begins_message(bytes) then return false end
  -- Called as bits.dissector it could not ask for more segments.
  dissect(tvb, pinfo, root)
  pinfo.conversation = bits
  return true
end

bits:register_heuristic("tcp", is_ours)

-- On these nobody asks a heuristic: they go to HTTP at once.
local tcp_ports = DissectorTable.get("tcp.port")
local taken = ""
local function take_ports()
  if taken == bits.prefs.http_ports then return end
  if taken ~= "" then
    tcp_ports:remove(taken, bits)
    tcp_ports:add(taken, http)
  end
  taken = bits.prefs.http_ports
  tcp_ports:add(taken, bits)
end
take_ports()
bits.prefs_changed = take_ports
`;

/** A dissector for Wireshark 3 and 4, in Lua: what a packet of the BITS Upload Protocol says, as fields to filter by. */
export const WIRESHARK_LUA = FIELDS_LUA + DISSECTION_LUA;
