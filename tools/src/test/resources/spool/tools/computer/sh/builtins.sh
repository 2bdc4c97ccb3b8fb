# Builtins: POSIX 2.14 and the utilities that shells build in.
echo 'a b  c' | { read x y; echo "$x|$y"; }
echo 'a:b:c' | { IFS=: read x y; echo "$x|$y"; }; echo 'a b' | { read x y z; echo "$x|$y|$z"; }
printf '%s\n' 'a\ b c\' d | { read x y; echo "$x|$y"; }
printf '%s\n' 'a\ b' | { read -r x y; echo "$x|$y"; }
printf ' a : b \n' | { IFS=' :' read x y; echo "$x|$y|"; }; printf 'end' | { read x; echo $? $x; }
read x </dev/null; echo $?
printf '%s-%s\n' a b c; printf '%d %5d|%-5d|%05d\n' 42 42 42 42; printf '%x %o %X %u\n' 255 8 255 7
printf '%c%c\n' abc d; printf '%%\t|\n'; printf '%b|%s\n' 'a\tb\0101' 'a\tb'; printf '%.2s|%*s\n' abc 4 x
printf 'no newline'; printf '\n\101\n'; printf '%d\n' "'A" 0x10 010; printf '%5.1f|%e\n' 3.14159 1
printf '%s\n'; printf 'x%sy\n' ''
set -- a b c; shift; echo $*; shift 2; echo $#
export exported=yes; sh -c 'echo $exported'; one=1 sh -c 'echo $one'; echo ${one-gone}
unset exported; sh -c 'echo ${exported-unset}'
eval 'x=5; echo $x'; eval echo '$x' "'a  b'"; eval; echo $?
eval 'f() { echo from eval; }'; f
trap 'echo leaving' EXIT; (trap 'echo inner' EXIT; echo sub); (echo no trap)
trap 'echo got' USR1; kill -s USR1 $$; echo after; trap - USR1; trap '' USR2; kill -s USR2 $$; echo ignored
set -f; echo *; set +f; set -- -x --; echo $1 $2; set -- ; echo $#
(set -e; true; false; echo never); echo $?
(set -e; if false; then :; fi; false || true; ! true; f() { false; echo in; }; f || echo tested; f; echo never)
echo $?
(set -e; x=$(false); echo never); echo $?; (set -e; (exit 3); echo never); echo $?
(set -u; echo ${nonesuch-fine}; echo $nonesuch; echo never) 2>/dev/null; echo $?
(: ${nonesuch:?message}; echo never) 2>/dev/null; echo $?
(echo $((1 / 0)); echo never) 2>/dev/null; echo $?
(set -x; echo traced) 2>&1
set -e; set +e; case $- in *e*) echo bad;; *) echo off;; esac; set -eu; case $- in *e*) echo on;; esac; set +eu
type cd >/dev/null && command -v cd f if; command -v nonesuch || echo $?; type nonesuch >/dev/null 2>&1 || echo $?
cd() { echo function; }; cd /; command cd /; pwd; unset -f cd
command echo plain; command -v cat >/dev/null && echo found
while getopts ab:c o -a -b value -c rest; do echo "$o ${OPTARG-}"; done; echo $OPTIND
OPTIND=1; set -- -cax -b; while getopts :ab:c o; do echo "$o ${OPTARG:-none}"; done
test 1 -lt 2 -a 3 -lt 4 && echo both; [ -z "" ] && [ -n x ] && [ x ] && [ ! "" ] && [ a != b ] && echo strings
[ -d / ] && [ -e /dev/null ] && [ ! -f / ] && [ -c /dev/null ] && echo files; [ 1 -gt 2 -o a = a ] && echo or
[ \( 1 = 1 \) ] && echo grouped; [ 5 -ge 5 ] && [ -5 -lt 3 ]; echo $?; [ x = ]; echo $?
cd /; cd dev; pwd; cd - >/dev/null; pwd
umask 022; umask
(exit 300); echo $?; sh -c 'exit 9'; echo $?; sh -c 'kill -TERM $$' 2>/dev/null; echo $?
sh -c 'echo $0 $1 $#' name a b; sh -ec 'false; echo never'; echo $?
x=$(trap 'echo t' EXIT); echo "$x"
wait; echo $?; (exit 5) & wait $!; echo $?
echo 'return 4; echo never' >/tmp/sourced.$$; . /tmp/sourced.$$; echo $?; rm /tmp/sourced.$$
exec 5<<E
from five
E
read l <&5; echo "$l"; exec 5<&-
exit 6
