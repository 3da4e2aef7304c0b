# Part of tools/bench: instructions a call under callgrind, and their gate. Uses $suite, $update, $scratch.
#
# Each number is the difference of two runs of the program by the difference of their calls, so that what the start costs
# falls out: the reference lot with two numbers of calls, a scenario with two numbers of replications. Instruction counts
# know no noise, but they do know the compiler, the C library and the width of vectors: where these differ, no gate.

tracked=bench/instructions.txt
gate=1.02
program=build/release/parksim

toolchain() {
  local width='without avx2' # draws are made in vectors as wide as the processor has
  ! grep -qsw avx2 /proc/cpuinfo || width=avx2
  printf '%s, glibc %s, %s, %s %s\n' "$(${CXX:-g++} --version | head -n 1)" \
    "$(ldd --version | sed -n '1s/.* //p')" "$(valgrind --version)" "$(uname -m)" "$width"
}

# simulate FILE OPTION...: the number of instructions. Exit codes that speak of expectations (3 and 8) are no failure here.
simulate() {
  local status=0 file=$1
  shift
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" run "$file" --threads 1 --quiet --db none "$@" \
    >"$scratch/out" 2>"$scratch/callgrind" || status=$?
  [[ $status == @(0|3|8) ]] || { cat "$scratch/out" "$scratch/callgrind" >&2; exit 2; }
  sed -n 's/^.*Collected *: *\([0-9]*\).*/\1/p' "$scratch/callgrind"
}

measured_calls() { # measured_calls FILE OPTION...: that the replications have, all together
  local file=$1
  shift
  { timeout 20 "$program" run "$file" --threads 1 --json --db none --quiet "$@" || true; } |
    awk '/"query": "call.arrived.count"/ { found = 1 } found && /"numerator"/ { gsub(/[^0-9]/, "", $2); print $2; exit }'
}

# a_call LESS MORE CALLS: the difference by the calls; nothing where one of them is missing
a_call() {
  [ -n "$1" ] && [ -n "$2" ] && [ "${3:-0}" -gt 0 ] || return 0
  awk -v less="$1" -v more="$2" -v calls="$3" 'BEGIN { printf "%.0f\n", (more - less) / calls }'
}

reference_lot() { # reference_lot CODES PARKS CALLS MORE_CALLS
  local sets=(--set "lots.L.codes=$1" --set "lot_traffic.L.parks=$2" --set run.replications=1) file=scenarios/reference-lot.yaml
  a_call "$(simulate $file "${sets[@]}" --set "run.calls=$3")" "$(simulate $file "${sets[@]}" --set "run.calls=$4")" $(($4 - $3))
}

few_calls() { # where a scenario says how many calls, fewer will do
  ! awk '/^[^ #]/ { inside = /^run:/ } inside && /(^|[ {,])calls:/ { found = 1 } END { exit !found }' "$1" ||
    printf -- '--set\nrun.calls=10000\n'
}

scenario() { # scenario FILE
  local sets calls
  mapfile -t sets < <(few_calls "$1")
  calls=$(measured_calls "$1" "${sets[@]}" --set run.replications=3)
  calls=$((${calls:-0} - $(measured_calls "$1" "${sets[@]}" --set run.replications=1)))
  a_call "$(simulate "$1" "${sets[@]}" --set run.replications=1)" "$(simulate "$1" "${sets[@]}" --set run.replications=3)" $calls
}

all() { # what there is to count, and how
  printf '%s\t%s\n' reference_lot/60 'reference_lot 60 1.2/s 5000 20000' reference_lot/90 'reference_lot 90 1.2/s 5000 20000' \
    reference_lot/50000 'reference_lot 50000 700/s 60000 120000'
  local file
  for file in scenarios/*.yaml; do
    grep -q 'copies:' "$file" && continue # a world has blocks of lots, and no number of replications to differ by
    printf 'scenario/%s\tscenario %s\n' "$(basename "$file" .yaml)" "$file"
  done
}

recorded() { [ ! -e $tracked ] || awk -v name="$1" '$1 == name { print $2 }' $tracked; } # recorded NAME

tools/install --bench
tools/build release parksim

present=$(toolchain)
earlier=$(sed -n 's/^# counted with: //p' $tracked 2>/dev/null || true)
all | grep -E -- "$suite" >"$scratch/wanted" || { echo "nothing to count matches $suite" >&2; exit 2; }
if [ "$present" != "$earlier" ] && [ -n "$update" ] && [ -n "$suite" ] && [ -n "$earlier" ]; then
  echo "the tracked numbers are of other tools ($earlier): update all of them, without --suite" >&2
  exit 2
fi

over=0
same=$([ "$present" = "$earlier" ] && echo 1 || echo 0)
printf '%-34s %12s %12s %8s\n' 'instructions a call' tracked now change
while IFS=$'\t' read -r name how; do
  now=$($how </dev/null)
  [ -n "$now" ] || { echo "$name: cannot be counted: it fails, has no call, or takes over 20 s" >&2; exit 2; }
  before=$(recorded "$name")
  verdict=$(awk -v before="${before:-0}" -v now="$now" -v gate=$gate -v same="$same" 'BEGIN {
    if (!before) print "untracked: --update adds it"
    else printf "%+.2f %%%s\n", (now / before - 1) * 100, (!same ? "" : now > before * gate ? "  OVER THE GATE" : now * gate < before ? "  better: --update" : "") }')
  printf '%-34s %12s %12s %8s\n' "$name" "${before:--}" "$now" "$verdict"
  [[ $verdict != *OVER* ]] || over=$((over + 1))
  printf '%s %s\n' "$name" "$now" >>"$scratch/counted"
done <"$scratch/wanted"

if [ -n "$update" ]; then
  {
    echo '# Instructions a call, counted by callgrind: tools/bench --instructions --update writes this file.'
    echo "# counted with: $present"
    while IFS=$'\t' read -r name _; do # in the order of all()
      count=$(awk -v name="$name" '$1 == name { print $2 }' "$scratch/counted")
      [ -n "$count" ] || count=$(recorded "$name")
      [ -z "$count" ] || printf '%s %s\n' "$name" "$count"
    done < <(all)
  } >"$scratch/tracked"
  cp "$scratch/tracked" $tracked
  echo "written to $tracked"
elif [ "$present" != "$earlier" ]; then
  printf 'GATE SKIPPED: tracked was counted with %s,\nnow with %s\n' "${earlier:-nothing yet}" "$present"
elif [ $over -gt 0 ]; then
  echo "$over over the gate: more than 2 % above $tracked"
  exit 1
else
  echo 'within the gate of 2 %'
fi
