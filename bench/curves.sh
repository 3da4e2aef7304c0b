# Part of tools/bench: time and memory as a scenario grows by powers of ten. Uses $quick, $scratch. Each line is a process of
# its own: its user CPU and its largest resident set. What a thing costs is the difference to the line before, by the things
# that were added, where that is a MiB or more.

program=build/release/parksim
scenario=$scratch/grown.yaml

head_of() { # head_of CALLS
  printf 'title: Growth\nsystem: custom\nrun: {calls: %d, replications: 1, after: drain}\n' "$1"
}

codes() { # 10 calls parked on so many codes
  head_of 20000
  printf 'lots: {L: {codes: 1-%d, full: refuse}}\n' "$1"
  printf 'lot_traffic: {L: {parks: poisson(1/s), retrieved_after: exponential(10s)}}\n'
}

live_calls() { # so many calls parked, on codes for 150,000
  head_of $(($1 * 5 > 20000 ? $1 * 5 : 20000))
  printf 'lots: {L: {codes: 1-150000, timeout: 1000s, full: refuse}}\n'
  printf 'lot_traffic: {L: {parks: poisson(%d/min), retrieved_after: exponential(1min)}}\n' "$1"
}

lots() { # of 100 codes each, every one with traffic of its own
  local i
  head_of 20000
  echo 'lots:'
  for ((i = 0; i < $1; i++)); do printf '  L%d: {codes: %d-%d, full: refuse}\n' $i $((100 * i)) $((100 * i + 99)); done
  echo 'lot_traffic:'
  for ((i = 0; i < $1; i++)); do
    printf '  L%d: {parks: poisson(%d/h), retrieved_after: exponential(60s)}\n' $i $((360000 / $1))
  done
}

people() { # in one group, 20,000 calls for any number of them
  head_of 20000
  cat <<TEXT
policies: {P: {allow_call_park: true, pickup_range: 1000-1999}}
people: {agents: {count: $1, policy: P, devices: [desktop], script: agent}}
traffic: {calls: {from: outside, to: agents, arrivals: poisson(6/min), patience: exponential(5min)}}
scripts:
  agent:
    do: [answer, talk: 30s, park, walk: 20s, retrieve: own, talk: 30s]
    on ring_back: [answer, talk: 10s]
    on refused: stop
    on not_retrieved: stop
    on tries_exhausted: stop
TEXT
}

# grow WHAT TITLE SIZE...: a line for each size
grow() {
  local what=$1 title=$2 size status calls user kilobytes before='' before_size=''
  shift 2
  for size in "$@"; do
    "$what" "$size" >"$scenario"
    calls=$(sed -n 's/^run: {calls: \([0-9]*\).*/\1/p' "$scenario")
    status=0
    timeout 300 /usr/bin/time -o "$scratch/usage" -f '%U %M' "$program" run "$scenario" --threads 1 --quiet --db none \
      >"$scratch/out" 2>"$scratch/errors" || status=$?
    if [ $status -ne 0 ]; then
      printf '| %-10s | %9d | %10s | %10s | %12s | %9s | %s\n' "$title" "$size" - - - - \
        "$([ $status -eq 124 ] && echo 'over 300 s' || sed -n 's/^[^ ]*: //; 1p' "$scratch/errors")"
      continue
    fi
    read -r user kilobytes < <(tail -n 1 "$scratch/usage")
    awk -v title="$title" -v size="$size" -v calls="$calls" -v user="$user" -v kb="$kilobytes" -v before="$before" \
      -v before_size="$before_size" 'BEGIN {
        each = before == "" || kb < before + 1024 ? "" : sprintf("%.0f", (kb - before) * 1024 / (size - before_size))
        printf "| %-10s | %9d | %10d | %10.2f | %12.1f | %9s |\n", title, size, calls, user, kb / 1024, each
      }'
    before=$kilobytes before_size=$size
  done
}

tools/install --bench
tools/build release parksim

printf '| %-10s | %9s | %10s | %10s | %12s | %9s |\n' what number calls 'user CPU s' 'resident MiB' 'B each'
printf '| %s | %s | %s | %s | %s | %s |\n' ---------- --------: ---------: ---------: -----------: --------:
if [ -n "$quick" ]; then
  grow codes codes 100 1000
  grow live_calls 'live calls' 100 1000
  grow lots lots 1 10
  grow people people 10 100
else
  grow codes codes 100 1000 10000 100000 1000000
  grow live_calls 'live calls' 100 1000 10000 100000
  grow lots lots 1 10 100 1000 10000
  grow people people 10 100 1000 10000 100000 1000000
fi
