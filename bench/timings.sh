# Part of tools/bench: the table, the suites, their history. Uses $action, $suite, $quick, $compare, $history, $scratch.

against_the_floor='^(reference_lot|floor)/'

# run NAME FILTER OPTION...: runs what matches in one process; the result is $scratch/NAME.json.
run() {
  local name=$1 filter=$2
  shift 2
  build/release/parksim_bench --benchmark_filter="$filter" --benchmark_out="$scratch/$name.json" \
    --benchmark_out_format=json "$@" 2>"$scratch/errors" || {
    cat "$scratch/errors" >&2
    exit 2
  }
  grep -v -e '^\*\*\*WARNING' -e '^[0-9-]*T[0-9:+-]*$' -e '^Run' -e '^Load' -e '^build_identity' "$scratch/errors" >&2 || true
}

# repetitions FILE: name and ns an item, one line a repetition.
repetitions() {
  awk -F '": ' '
    function value(text) { sub(/,$/, "", text); gsub(/"/, "", text); return text }
    /"run_name"/ { name = value($2) }
    /"run_type"/ { measured = value($2) == "iteration" }
    /"per_item"/ && measured { printf "%s\t%.4f\n", name, value($2) * 1e9 }' "$1"
}

context() { # context FILE KEY: a value from the head of the output
  awk -F '": ' -v key="\"$2" '{ sub(/^ */, "", $1) } $1 == key { gsub(/[",]/, "", $2); print $2; exit }' "$1"
}

medians() { # of lines "name, number"; in the order in which the names came
  awk -F '\t' '!($1 in count) { order[++names] = $1 }
    { all[$1, ++count[$1]] = $2 }
    END {
      for (n = 1; n <= names; ++n) {
        name = order[n]; size = count[name]
        for (i = 1; i <= size; ++i) sorted[i] = all[name, i] + 0
        for (i = 2; i <= size; ++i)
          for (j = i; j > 1 && sorted[j - 1] > sorted[j]; --j) { swap = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = swap }
        middle = size % 2 ? sorted[(size + 1) / 2] : (sorted[size / 2] + sorted[size / 2 + 1]) / 2
        printf "%s\t%.4f\t%d\n", name, middle, size
      }
    }'
}

table() { # table REPETITIONS
  build/release/parksim_bench --benchmark_list_tests --benchmark_filter="$against_the_floor" >"$scratch/names"
  repetitions "$scratch/table.json" | awk -F '\t' -v repetitions="$1" '
    NR == FNR { if (/^reference_lot\//) listed[++names] = $1; next }
    !($1 in least) || $2 < least[$1] { least[$1] = $2 }
    function floor_of(kind, row) { return least["floor/" kind "/" (row ~ /^[0-9]+$/ ? row : 90)] }
    function columns(kind, row,   ns) {
      ns = floor_of(kind, row)
      return sprintf(" %8.1f %6.2f", ns, least["reference_lot/" row] / ns)
    }
    function ratio(kind, row) { return least["reference_lot/" row] / floor_of(kind, row) }
    function holds(yes) { return yes ? "holds" : "MISSED" }
    END {
      for (i = 1; i <= names; ++i) if (listed[i] in least) order[++rows] = substr(listed[i], 15)
      if (rows == 0) { print "no repetition gave a time" > "/dev/stderr"; exit 2 }
      printf "The reference lot: ns of CPU an attempt, the least of %d interleaved repetitions in one process. Beside it the\n", repetitions
      print "hand-written floor of the same size (variants: 90 codes), and how many times as much parksim takes.\n"
      printf "%-20s %8s  %-30s  %-30s\n", "", "", "floor, three timers a call", "floor, one event a call"
      printf "%-20s %8s %8s %6s %8s %6s %8s %6s %8s %6s\n", "codes or variant", "parksim",
        "shipped", "x", "native", "x", "shipped", "x", "native", "x"
      for (i = 1; i <= rows; ++i) {
        row = order[i]
        printf "%-20s %8.1f%s%s%s%s\n", row, least["reference_lot/" row], columns("three_timers/shipped", row),
          columns("three_timers/native", row), columns("one_event/shipped", row), columns("one_event/native", row)
      }
      print "\nTargets, against the floor built with -march=native:"
      printf "%-20s %16s %16s %24s\n", "", "1.5 x three", "2 x one event", "variant within 25 %"
      for (i = 1; i <= rows; ++i) {
        row = order[i]
        three = ratio("three_timers/native", row); one = ratio("one_event/native", row)
        off = ratio("three_timers/native", row) / ratio("three_timers/native", 90)
        printf "%-20s %16s %16s", row, holds(three <= 1.5), holds(one <= 2)
        if (row ~ /^[0-9]+$/) print ""
        else printf " %24s\n", sprintf("%+.0f %%, %s", (off - 1) * 100, holds(off <= 1.25))
      }
    }' "$scratch/names" -
}

compare() { # compare MEDIANS: with the last line of each in the history
  [ -s "$history" ] || { echo "nothing to compare with: $history is empty"; return; }
  awk -F '\t' '
    function field(line, key) { return match(line, "\"" key "\":\"?[^,\"}]*") ? substr(line, RSTART, RLENGTH) : "" }
    NR == FNR {
      if (!match($0, /"benchmark":"[^"]*"/)) next
      name = substr($0, RSTART + 13, RLENGTH - 14)
      ns = field($0, "ns_per_item"); sub(/.*:/, "", ns)
      at = field($0, "at"); sub(/[^:]*:"?/, "", at)
      before[name] = ns; when[name] = at
      next
    }
    FNR == 1 { printf "\n%-55s %12s %12s %7s  %s\n", "ns an item, median", "before", "now", "ratio", "before was" }
    !($1 in before) { printf "%-55s %12s %12.1f %7s  %s\n", $1, "-", $2, "-", "never"; next }
    { printf "%-55s %12.1f %12.1f %7.2f  %s\n", $1, before[$1], $2, (before[$1] ? $2 / before[$1] : 0), when[$1] }
  ' "$history" "$1"
}

record() { # record NAME: the medians of a run, compared if that is wanted, and then added to the history
  local json=$scratch/$1.json
  repetitions "$json" | medians >"$scratch/medians"
  [ -s "$scratch/medians" ] || return 0
  [ -z "$compare" ] || compare "$scratch/medians"
  mkdir -p "$(dirname "$history")"
  awk -F '\t' -v at="$(date -u +%Y-%m-%dT%H:%M:%SZ)" -v build="$(context "$json" build_identity)" \
    -v cores="$(context "$json" num_cpus)" '{
      printf "{\"at\":\"%s\",\"build\":\"%s\",\"cores\":%d,\"benchmark\":\"%s\",\"ns_per_item\":%s,\"repetitions\":%d}\n",
        at, build, cores, $1, $2, $3
    }' "$scratch/medians" >>"$history"
}

tools/install
tools/build release parksim_bench

often=7 long=0.1
[ -z "$quick" ] || often=1 long=0.001

if [ -z "$suite" ]; then
  run table "$against_the_floor" --benchmark_min_time=0.001 --benchmark_repetitions=$often \
    --benchmark_enable_random_interleaving=true >/dev/null
  table $often
  record table
  [ "$action" = table ] || echo
fi
if [ "$action" != table ]; then
  rounds=$(((often + 1) / 2))
  # Of several rounds the median alone; of one there are no others.
  run suites "${suite:--$against_the_floor}" --benchmark_min_time=$long --benchmark_repetitions=$rounds \
    --benchmark_display_aggregates_only=true | sed -u '/_\(mean\|stddev\|cv\) /d'
  [ -s "$scratch/suites.json" ] || { echo "no benchmark matches $suite" >&2; exit 2; }
  record suites
fi
