#!/usr/bin/env bash
# Process 1 of a node, in namespaces of its own: it buries orphans. Argument: the folder of the cluster.
set -euo pipefail
folder=$1
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/lock
mount --bind "$folder/var-log" /var/log
# Paths that kubelet and network plugins fix for the whole machine: of each node its own.
mount -t tmpfs -o mode=755 tmpfs /var/lib
for each in kubelet cni; do
  mkdir "/var/lib/$each"
  mount --bind "$folder/var-lib-$each" "/var/lib/$each"
done
# containerd must see what the kubelet mounts; the host, a master of this namespace, sees nothing of it.
mount --make-rshared /
touch "$folder/init.ready"
trap : CHLD TERM
while :; do sleep 3600 & wait $! || true; done
