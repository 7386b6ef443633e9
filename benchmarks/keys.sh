#!/usr/bin/env bash
# Prints what an idempotency key costs with each store: CPU time and bytes allocated per request as ratios to the same
# request without a key, for a new key and for a repetition, for larger bodies and responses, for many that send one key
# at once, and with up to KEYS keys in the store. Then what service and store do in a second, beside pgbench and
# redis-benchmark where they are installed.
#
#   benchmarks/keys.sh [ROUNDS] [STORES] [KEYS]      needs the starter installed: mvn install -DskipTests
#
# PostgreSQL and Redis are started from the jars of their embedded distributions. The kinds of requests take turns in
# one process, and each figure is the median of the ROUNDS. CPU time and bytes are those of the service's threads, without
# clients, compiler and garbage collector.
set -euo pipefail
cd "$(dirname "$0")/keys"
rounds=${1:-40}
mvn -q clean package -DskipTests
for store in ${2:-memory jdbc redis}; do
	echo "== $store"
	java -Xms1g -Xmx1g -jar target/keys.jar "$store" "$rounds" "${3:-100000}"
done
