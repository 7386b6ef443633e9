#!/usr/bin/env bash
# Starts the smallest service on Spring MVC with Errata and without, and prints what Errata adds: the classes that are
# loaded, by group, and the CPU time of the process.
#
#   benchmarks/startup.sh [ROUNDS]      needs the starter installed: mvn install -DskipTests
set -euo pipefail
cd "$(dirname "$0")/startup"
rounds=${1:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for contender in boot errata; do
	profile=()
	[ "$contender" = errata ] && profile=(-Perrata)
	mvn -q clean package -DskipTests "${profile[@]}"
	java -Djarmode=tools -jar "target/$contender.jar" extract --destination "$work/$contender" >/dev/null
done

start() { # contender option... -> milliseconds of CPU
	java "${@:2}" -Xshare:auto -jar "$work/$1/$1.jar" --server.port=0 --logging.level.root=off | awk '$1 == "cpu" {print $2}'
}

classes() { # contender -> the group of each class
	start "$1" -Xlog:class+load:file="$work/$1.log" >/dev/null
	awk '{name = $2}
		name ~ /Lambda/ && name ~ /^dev\.errata\./ {print "lambdas of Errata"; next}
		name ~ /^dev\.errata\.benchmarks/ {next}
		name ~ /^dev\.errata\./ {split(name, part, "."); print "dev.errata." part[3]; next}
		name ~ /Lambda|^java\.lang\.invoke/ {print "other lambdas, and what links them"; next}
		name ~ /^(java|javax|jdk|sun|com\.sun)\./ {print "JDK"; next}
		name ~ /^org\.springframework\./ {print "Spring"; next}
		{print "other libraries"}' "$work/$1.log" | sort | uniq -c | awk '{n = $1; $1 = ""; print substr($0, 2) "\t" n}'
}

for contender in boot errata; do classes "$contender" >"$work/$contender.classes"; done
awk -F'\t' 'NR == FNR {boot[$1] = $2; all += $2; next}
	{more = $2 - boot[$1]; sum += more; printf "%-36s %+5d\n", $1, more}
	END {printf "%-36s %+5d of %d\n", "classes", sum, all}' "$work/boot.classes" "$work/errata.classes"

for _ in $(seq "$rounds"); do
	for contender in boot errata; do echo "$contender $(start "$contender")" >>"$work/cpu"; done
done
for contender in boot errata; do
	awk -v c="$contender" '$1 == c {print $2}' "$work/cpu" | sort -n |
		awk -v c="$contender" '{v[NR] = $1} END {printf "%-36s %d ms of CPU (%d to %d)\n", c, v[int((NR + 1) / 2)], v[1], v[NR]}'
done
