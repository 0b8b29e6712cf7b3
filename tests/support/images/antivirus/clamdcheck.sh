#!/bin/bash
# Healthy when clamd answers a PING.
exec 3<>/dev/tcp/127.0.0.1/3310 || exit 1
printf 'zPING\0' >&3
read -r -d '' answer <&3
[[ $answer == PONG ]]
