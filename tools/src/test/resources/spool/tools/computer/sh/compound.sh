# Compound commands: POSIX 2.9.4.
if false; then echo no; elif true; then echo elif; else echo no; fi
if false; then echo no; else echo else; fi
if false; then :; fi; echo $?
for i in a b c; do echo $i; done
for i in; do echo never; done; echo $?
set -- x y; for i; do echo "$i"; done; for i do echo "$i"; done
i=0; while [ $i -lt 3 ]; do i=$((i + 1)); [ $i = 2 ] && continue; echo $i; done
until [ $i = 0 ]; do i=$((i - 1)); done; echo $i
for a in 1 2; do for b in 1 2 3; do [ $b = 2 ] && continue 2; echo $a$b; done; done
for a in 1 2; do for b in 1 2 3; do [ $b = 2 ] && break 2; echo $a$b; done; done
for x in abc a.c '*' x 'a b' '[z]' '' b5; do
  case $x in
  abc) echo literal;;
  a?c) echo one;;
  '*') echo star;;
  "a b" | [!a-z]) echo or;;
  (x) echo parenthesis
    ;;
  [[]z]) echo bracket;;
  "") ;;
  [[:alpha:]][[:digit:]]) echo class
  esac
done
case a in b) false;; esac; echo $?
case a in *) false;; esac; echo $?
p='a*'; case abc in $p) echo pattern;; esac; case abc in "$p") echo no;; *) echo quoted;; esac
case x in x) ;; esac; case 'a
b' in a*b) echo lines;; esac
{ echo group; echo two; } | echo $(($(wc -l)))
(cd /; pwd; exit 4); echo $?
x=1; (x=2); echo $x; { x=3; }; echo $x
! true; echo $?; ! false; echo $?
true && echo and || echo or; false && echo and || echo or; false || true && echo both
echo a | cat | cat; echo one; echo two &
wait
{ echo out; echo err >&2; } 2>&1 | sort
{ echo gone >&2; } 2>/dev/null
echo kept >&3 3>/dev/null; exec 4>&1; echo four >&4; exec 4>&-; (echo closed >&4) 2>/dev/null || echo shut
while read -r l; do printf '[%s]\n' "$l"; done <<E
a\b
  c
E
if ! [ 1 = 2 ]; then echo not; fi; [ 1 = 1 ] && [ ! 1 = 2 ] && echo test
echo one; # comment; echo hidden
for i in 1 2 3
do
  if
    [ $i -eq 2 ]
  then
    continue
  fi
  echo "line \
$i"
done
while true; do break; done; echo $?
f=; case ${f:-default} in d*) echo default;; esac
until false; do break; done && echo left
