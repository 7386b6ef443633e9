#!/usr/bin/env bash
# Runs one small service on Boot's defaults, Boot's ProblemDetails, a well-known error starter and Errata, and prints
# CPU time and bytes allocated per request as ratios to Boot's defaults: the median of several rounds, all in one run.
#
#   benchmarks/compare.sh [ROUNDS] [SECONDS] [WARM-UP] [REQUESTS]      needs wrk, and the starter installed: mvn install -DskipTests
#
# Seconds are those of one request's load, twice WARM-UP before they count: the compiler takes as much CPU as the
# requests at first, and a minute passes before it comes to rest. REQUESTS are the kinds to send, all unless given.
# STACK=webflux compares on Spring WebFlux and Reactor Netty instead of Spring MVC and Tomcat.
set -euo pipefail
stack=${STACK:-mvc}
case "$stack" in
	mvc) service=service contenders=(boot problemdetails error-handling-starter errata) ;;
	webflux) service=service-webflux contenders=(boot problemdetails errata) ;;
	*) echo "STACK is mvc or webflux" >&2 && exit 2 ;;
esac
cd "$(dirname "$0")/$service"
rounds=${1:-3}
seconds=${2:-4}
warmup=${3:-5}
work=$(mktemp -d)
pids=()
trap '[ ${#pids[@]} = 0 ] || kill "${pids[@]}"; rm -rf "$work"' EXIT

read -ra scenarios <<<"${4:-unauthorized domain broken malformed invalid missing ok}" # success last, when all is warm

mvn -q clean package -DskipTests && cp target/boot.jar "$work/"
if [ "$stack" = mvc ]; then
	mvn -q clean package -DskipTests -Perror-handling-starter && cp target/error-handling-starter.jar "$work/"
fi
mvn -q clean package -DskipTests -Perrata && cp target/errata.jar "$work/"
cp "$work/boot.jar" "$work/problemdetails.jar"

post() { printf 'wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\nwrk.body=%s\n' "$1"; }
post "'{\"name\":'" >"$work/malformed.lua"
post "'{\"name\":\"\",\"quantity\":0}'" >"$work/invalid.lua"
declare -A path=([ok]=/ok [unauthorized]=/secure [domain]=/domain [broken]=/broken [malformed]=/orders [invalid]=/orders [missing]=/nowhere)

load() { # contender scenario seconds -> number of requests
	local script=()
	[ -e "$work/$2.lua" ] && script=(-s "$work/$2.lua")
	wrk -t1 -c8 -d"${3}s" "${script[@]}" "http://localhost:${port[$1]}${path[$2]}" | awk '/requests in/ {print $1}'
}
spent() { curl -fs "http://localhost:${port[$1]}/spent"; } # nanoseconds of CPU and bytes, as the process itself knows them

start() { # contender port
	local options=()
	[ "$1" = problemdetails ] && options=("--spring.$stack.problemdetails.enabled=true")
	java -Xms512m -Xmx512m -jar "$work/$1.jar" --server.port="$2" --server.tomcat.threads.min-spare=10 \
		--server.tomcat.threads.max=10 "${options[@]}" >"$work/$1.log" 2>&1 &
	port[$1]=$2 pids+=($!)
}

measure() { # scenario contender seconds -> microseconds of CPU and bytes per request
	local nanos0 bytes0 nanos1 bytes1 n
	read -r nanos0 bytes0 <<<"$(spent "$2")"
	n=$(load "$2" "$1" "$3")
	read -r nanos1 bytes1 <<<"$(spent "$2")"
	awk -v s="$1" -v c="$2" -v n="$n" -v nanos=$((nanos1 - nanos0)) -v bytes=$((bytes1 - bytes0)) \
		'BEGIN {printf "%s %s %.3f %.0f\n", s, c, nanos / 1000 / n, bytes / n}'
}

sweep() { # seconds -> all measures
	for scenario in "${scenarios[@]}"; do
		for contender in "${contenders[@]}"; do measure "$scenario" "$contender" "$1"; done
	done
}

# each round has processes of its own: what the compiler makes of one differs by a tenth from the next
declare -A port
for round in $(seq "$rounds"); do
	next=18080
	for contender in "${contenders[@]}"; do start "$contender" $((next++)); done
	for contender in "${contenders[@]}"; do
		for _ in $(seq 120); do spent "$contender" >/dev/null && break; sleep 0.5; done
	done
	for _ in 1 2; do sweep "$warmup" >/dev/null; done
	for _ in 1 2 3; do sweep "$seconds" >>"$work/results"; done
	kill "${pids[@]}" && wait "${pids[@]}" 2>/dev/null || true
	pids=()
	echo "round $round of $rounds" >&2
done

median() { awk -v s="$1" -v c="$2" -v f="$3" '$1 == s && $2 == c {print $f}' "$work/results" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
printf '%-14s' 'CPU | bytes'
printf '%26s' "${contenders[@]}"
echo
for scenario in "${scenarios[@]}"; do
	cpu0=$(median "$scenario" boot 3) bytes0=$(median "$scenario" boot 4)
	printf '%-14s' "$scenario"
	for contender in "${contenders[@]}"; do
		awk -v c="$(median "$scenario" "$contender" 3)" -v b="$(median "$scenario" "$contender" 4)" -v c0="$cpu0" -v b0="$bytes0" \
			'BEGIN {printf "%26s", sprintf("%.2f|%.2f (%.0fus %.1fk)", c / c0, b / b0, c, b / 1024)}'
	done
	echo
done
