# codex-sdk watchdog: ends what the turns of a program that is gone were running
# shellcheck shell=sh
#
# $1 and $2 begin the client's tokens and numbers, $3 is the folder of its temporary files, $4 how their names begin.
# $5 is a pattern for the births of all processes that are younger than the client, $6 how many seconds a helper has.
#
# A shell can signal only by pid, so each is looked at again right before: for a pid to be somebody else's by then, the
# kernel would have to give out all others within a millisecond.
#
# A search counts only if it came to its end, found the watchdog itself, and nothing else: a machine on which nothing can
# be forked must not look like one on which nothing is left. And only the second one in a row: a process that starts
# another one and ends before its own turn to be looked at is missed by the first.
cd / || exit
number=$2 young="\\) [A-Za-z] (-?[0-9]+ ){18}($5) " searched='' spared='' host_is_gone=''

# When the machine has no room for another process: nothing here needs one.
last_resort() {
    [ "$searched" ] || [ ! "$host_is_gone" ] && return
    found=1 passes=0
    while [ $found = 1 ] && [ $passes -lt 20 ]; do
        found=0 passes=$((passes + 1))
        for limits in /proc/[0-9]*/limits; do
            while read -r one two three soft hard _; do
                case "$one $two $three $soft $hard" in
                    "Max file locks $number"* | "Max file locks "*" $number"*)
                        pid=${limits#/proc/}
                        if kill -KILL "${pid%/limits}"; then found=1; fi ;;
                esac
            done <"$limits"
        done
    done
} 2>/dev/null
trap last_resort EXIT

# First by their births, in one process for all of them: most of a machine is older than any client.
tagged() {
    cd /proc && printf '%s\n' [0-9]*/stat | xargs grep -lsE -- "$young" | while read -r stat; do
        printf '%s\n' "${stat%stat}environ" "${stat%stat}limits"
    done | xargs grep -lsE -- "$tag|CODEX_SDK_WATCHDOG="
}
is_tagged() { grep -qsE -- "$tag" "/proc/$1/environ" "/proc/$1/limits"; }

# The name is in brackets and may hold some itself: what counts stands behind the last one.
read_stat() {
    state='' group='' threads=''
    read -r stat <"/proc/$1/stat" || return
    # shellcheck disable=SC2086 # Split at blanks on purpose.
    set -- ${stat##*) }
    state=$1 group=$3 threads=${18}
} 2>/dev/null
is_dead() { case $state$threads in [ZX][01]) true ;; *) false ;; esac }
# The CLI itself is not spared: its group has its number.
is_spared() {
    [ "$group" ] && [ "$group" != "$1" ] || return
    case " $spared " in *" $group "*) true ;; *) false ;; esac
}

# Whether there was anybody to get the signal.
tell() {
    told=0 seen='' searched='' known=' '
    for file in $(tagged); do
        pid=${file%%/*}
        case $known in *" $pid "*) continue ;; esac
        known="$known$pid "
        if [ "$pid" = $$ ]; then seen=1; fi
        read_stat "$pid"
        if ! is_dead && ! is_spared "$pid" && is_tagged "$pid" && kill "-$1" "$pid" 2>/dev/null; then told=1; fi
    done
    [ $told = 1 ] || { searched=$seen; return 1; }
}
end() {
    tag="$1|^Max file locks +([0-9a-z]+ +)?$2" tries=0
    while [ $tries -lt 20 ] && { tell KILL || tell KILL; }; do sleep 0.1; tries=$((tries + 1)); done
}

# In hundredths of a second; the 1 keeps 08 from being octal.
read_clock() { read -r up _ && now=$((${up%.*} * 100 + 1${up#*.} - 100)); } 2>/dev/null </proc/uptime
# Until nobody is left, for so many hundredths of a second at the most: by the clock, since on a busy machine a search
# takes a while; the tries count where there is none.
wait_for_them() {
    tries=0 now=0
    read_clock
    until=$((now + $1))
    while [ $((tries * 10)) -lt "$1" ] && [ $now -lt $until ]; do
        sleep 0.1
        tell 0 || return 0
        tries=$((tries + 1))
        read_clock
    done
    return 1
}
# The leader of a group that is spared is the CLI, which is gone by now: its members are the CLI's helpers.
wait_for_spared() {
    tries=0
    while [ $tries -lt "$1" ]; do
        left=''
        for group in $spared; do if kill -0 "-$group" 2>/dev/null; then left=1; fi; done
        [ "$left" ] || return
        sleep 1
        tries=$((tries + 1))
    done
}

while read -r word first second; do
    case $word in
        bye) trap - EXIT; exit 0 ;;
        end) (trap - EXIT; end "$first" "$second") & ;;
        spare) spared="$spared $first" ;;
        unspare)
            groups=$spared spared=''
            for group in $groups; do [ "$group" = "$first" ] || spared="$spared $group"; done ;;
    esac
done

host_is_gone=1
tag="$1|^Max file locks +([0-9a-z]+ +)?$2"
# The CLI stops its commands at SIGINT. What a shell has put into the background never heeds it.
tell INT
wait_for_them 70 || { tell TERM; wait_for_them 30; }
end "$1" "$2"
rm -rf -- "${3:?}/${4:?}"*
if [ "$spared" ]; then
    wait_for_spared "$6"
    spared=''
    tell TERM && wait_for_them 20
    end "$1" "$2"
fi
