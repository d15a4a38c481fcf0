/** The fields of the dissector for Wireshark, in Lua, and which header shows in which: its first half. */
export const FIELDS_LUA = `-- The BITS Upload Protocol [MC-BUP] for Wireshark and tshark: packets (BITS_POST) and their Acks, on any port.
-- Put this file into the folder of personal Lua plugins (Help > About Wireshark > Folders), or: tshark -X lua_script:bits.lua
-- Filters, for example: bits.type == "Fragment" && bits.session contains "3B1F7C52", or: bits.error_code

local bits = Proto("bits", "BITS Upload Protocol")

-- Longer bodies are not put together: their packet is shown where its head is. A recording may have left bodies out.
bits.prefs.longest_body = Pref.uint("Longest body to reassemble (bytes)", 0, "The body of a longer one is left in its segments")
bits.prefs.http_ports = Pref.range("HTTP ports", "80,3128,3132,5985,8080,8088,11371,2869,2710", "Ports that Wireshark takes for HTTP", 65535)

-- A head that is longer is none.
local LONGEST_HEAD = 262144
-- Of a first line no more is shown.
local LONGEST_LINE = 4096

local fields = {
  type = ProtoField.string("bits.type", "Packet type"),
  method = ProtoField.string("bits.method", "Method"),
  target = ProtoField.string("bits.target", "Request target"),
  status = ProtoField.uint16("bits.status", "Status"),
  session = ProtoField.string("bits.session", "Session id"),
  range = ProtoField.string("bits.range", "Content range"),
  first = ProtoField.uint64("bits.range.first", "First byte"),
  last = ProtoField.uint64("bits.range.last", "Last byte"),
  total = ProtoField.uint64("bits.range.total", "Bytes of the file"),
  content_name = ProtoField.string("bits.content_name", "Content name"),
  ack_offset = ProtoField.uint64("bits.ack_offset", "Next byte that the server awaits"),
  reply_url = ProtoField.string("bits.reply_url", "Reply URL"),
  protocols = ProtoField.string("bits.supported_protocols", "Supported protocols"),
  protocol = ProtoField.string("bits.protocol", "Protocol"),
  host_id = ProtoField.string("bits.host_id", "Host id"),
  host_id_timeout = ProtoField.string("bits.host_id_fallback_timeout", "Host id fallback timeout (seconds)"),
  error_code = ProtoField.uint32("bits.error_code", "Error code", base.HEX),
  error_context = ProtoField.uint32("bits.error_context", "Error context", base.HEX),
  body_length = ProtoField.uint64("bits.body_length", "Body length"),
}
bits.fields = fields

local unreadable = ProtoExpert.new("bits.unreadable", "This value can't be read", expert.group.MALFORMED, expert.severity.WARN)
bits.experts = { unreadable }

local function uint64(digits)
  local value = tonumber(digits)
  return UInt64.new(value % 4294967296, math.floor(value / 4294967296))
end

-- Each shows the value of a header; false where it can't be read.
local function text(field)
  return function(tree, range, value)
    tree:add(field, range, value)
    return true
  end
end

local function count(field)
  return function(tree, range, value)
    if not value:match("^%d+$") or #value > 15 then return false end
    tree:add(field, range, uint64(value))
    return true
  end
end

local function code(field)
  return function(tree, range, value)
    local digits = value:match("^0[xX](%x+)$") or value:match("^(%x+)$")
    if not digits or #digits > 8 then return false end
    tree:add(field, range, tonumber(digits, 16))
    return true
  end
end

local function content_range(tree, range, value)
  local item = tree:add(fields.range, range, value)
  local first, last, total = value:match("^[bB][yY][tT][eE][sS]%s+(%d+)%-(%d+)/(%d+)$")
  if not first or #first > 15 or #last > 15 or #total > 15 then return false end
  item:add(fields.first, range, uint64(first))
  item:add(fields.last, range, uint64(last))
  item:add(fields.total, range, uint64(total))
  return true
end

local HEADERS = {
  ["bits-packet-type"] = text(fields.type),
  ["bits-session-id"] = text(fields.session),
  ["content-range"] = content_range,
  ["content-name"] = text(fields.content_name),
  ["bits-received-content-range"] = count(fields.ack_offset),
  ["bits-reply-url"] = text(fields.reply_url),
  ["bits-supported-protocols"] = text(fields.protocols),
  ["bits-protocol"] = text(fields.protocol),
  ["bits-host-id"] = text(fields.host_id),
  ["bits-host-id-fallback-timeout"] = text(fields.host_id_timeout),
  ["bits-error"] = code(fields.error_code),
  ["bits-error-code"] = code(fields.error_code),
  ["bits-error-context"] = code(fields.error_context),
}
`;
