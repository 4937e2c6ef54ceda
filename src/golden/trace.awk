# Makes a golden trace of what the probes of probes.sh printed.
#
#   awk -v kernel="$(uname -r)" -v cmdline=512,1,force -v name=mine -f trace.awk trace.txt > mine.jsonl
#
# cmdline is what stands behind swiotlb= on the kernel's command line. Counters and the area are read out
# after every 16th operation, and at the end. It ends with 1, and says why, where the text cannot be a golden
# trace: more than one area, lines of another CPU, lost events, buffers outside the default pool, a decision
# whose line came after that of an interrupt.

function refuse(why) {
  print FILENAME ": " FNR ": " why > "/dev/stderr"
  refused = 1
  exit 1
}

# What stands behind NAME= in this line, without quotes.
function field(name, text) {
  if (!match($0, "[ ]" name "=[^ ]*")) refuse("no " name " in it; are these the probes of probes.sh?")
  text = substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2)
  gsub(/"/, "", text)
  return text
}

# Of hexadecimal text below 2^53.
function number(text, value, i) {
  value = 0
  for (i = 3; i <= length(text); i++)
    value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
  return value
}

function add(line) { lines[++count] = line }

function count_as_read() {
  used = field("used"); hiwater = field("hiwater"); taken = field("taken"); hint = field("index")
}

function read_out() {
  add(sprintf("{\"op\":\"stat\",\"used\":%s,\"hiwater\":%s,\"nslabs\":%s,\"pools\":1,\"transient\":0,\"pending\":false}", used, hiwater, slots))
  add(sprintf("{\"op\":\"areas\",\"pools\":[{\"pool\":0,\"used\":[%s],\"index\":[%s]}]}", taken, hint))
}

BEGIN { used = 0 }

/entries-in-buffer\/entries-written/ {
  split(substr($0, index($0, ":") + 1), entries, "[ /]+")
  if (entries[2] != entries[3]) refuse("events were lost; make buffer_size_kb larger")
}

/LOST .*EVENTS/ { refuse("events were lost; make buffer_size_kb larger") }

/ (device|map|unmap): \(/ && $0 !~ / \[000\] / { refuse("a line of another CPU; their order is not that of the decisions") }

/ device: \(/ {
  device = field("dev")
  if (device in mask) next
  mask[device] = ""
  ids[++devices] = device
  limit[device] = field("limit"); align[device] = field("align"); boundary[device] = field("boundary")
  start = field("start"); slots = field("nslabs")
  if (field("areas") != 1) refuse("more than one area, of which only the first is read; say swiotlb=SLOTS,1")
}

/ swiotlb_bounced: / {
  match($0, /dev_name: [^ ]*/)
  mask[substr($0, RSTART + 10, RLENGTH - 10)] = "0x" field("dma_mask")
}

/ map: \(/ {
  before = used
  count_as_read()
  at = field("at")
  line = sprintf("{\"op\":\"map\",\"id\":%d,\"cpu\":0,\"dev\":\"%s\",\"orig\":\"%s\",\"size\":%s", ++id, field("dev"), field("orig"), field("size"))
  if (field("mask") != 0) line = line ",\"alloc_align_mask\":" field("mask")
  if (at == "0xffffffffffffffff") {
    add(line ",\"result\":{\"error\":\"full\",\"why\":\"no-slot\"}}")
  } else {
    offset = number(at) - number(start)
    if (offset < 0 || offset >= slots * 2048) refuse("a buffer outside the default pool")
    live[at] = id
    if ((used - before) * 2048 < offset % 2048 + field("size"))
      refuse("the counter rose by " (used - before) " slots: an interrupt came between a decision and its line, or the kernel gives less than is asked for; keep one request in flight")
    add(line sprintf(",\"result\":{\"pool\":0,\"area\":0,\"slot\":%d,\"slots\":%d,\"offset\":%d}}", int(offset / 2048), used - before, offset % 2048))
  }
}

/ unmap: \(/ {
  count_as_read()
  if (!(field("at") in live)) refuse("an unmap of what was mapped before the probes were there")
  add(sprintf("{\"op\":\"unmap\",\"id\":%d,\"cpu\":0}", live[field("at")]))
  delete live[field("at")]
}

/ (un)?map: \(/ && ++operations % 16 == 0 { read_out() }

END {
  if (refused) exit 1
  if (!operations) { FNR = 0; refuse("nothing bounced") }
  read_out()
  printf "{\"format\":\"swiotlb-golden/1\",\"kernel\":\"%s\",\"case\":\"%s\",\"about\":\"a running kernel, by probes\",\"build\":\"static\",", kernel, name
  printf "\"config\":{\"cpus\":1,\"cmdline\":\"%s\",\"init\":\"boot\",\"nslabs\":%s,\"areas\":1,\"areaNslabs\":%s,\"base\":\"%s\",", cmdline, slots, slots, start
  printf "\"dynamic\":false,\"defaultNslabs\":%s,\"defaultAreas\":1,\"physLimit\":null,\"maxPageOrder\":10,\"dmaZoneLimit\":\"0xffffff\",\"rcu\":\"immediate\"},\"devices\":[", slots
  for (i = 1; i <= devices; i++) {
    device = ids[i]
    printf "%s{\"id\":\"%s\",\"dmaMask\":\"%s\",\"busDmaLimit\":\"%s\",\"minAlignMask\":%s,", (i > 1 ? "," : ""), device, mask[device], limit[device], align[device]
    printf "\"segBoundaryMask\":\"%s\",\"mem\":\"default\",\"maxMapping\":%d}", boundary[device], 262144 - int((align[device] + 2047) / 2048) * 2048
  }
  print "]}"
  for (i = 1; i <= count; i++) print lines[i]
}
