# Functions: POSIX 2.9.5.
f() { echo "f: $# $1 $2"; }
f a b; f; f "a b" c
g() { return 3; echo never; }
g; echo $?
g || echo failed
h() (x=inner; echo $x)
x=outer; h; echo $x
k() { x=changed; }; k; echo $x
nested() { deeper() { echo deeper $1; }; deeper "$@"; }
nested 1; deeper 2
set -- one two
args() { echo $#; shift; echo "$*"; set -- q r s t; echo $#; }
args a b c; echo $# $1
out() { echo to stdout; echo to stderr >&2; } 2>/dev/null
out
f() { echo redefined; }; f
unset -f f; f 2>/dev/null; echo $?
loop() { for i in 1 2 3; do [ $i = 2 ] && return 7; echo $i; done; }
loop; echo $?
while :; do loop; break; done; echo $?
countdown() { if [ $1 -gt 0 ]; then echo $1; countdown $(($1 - 1)); fi; }
countdown 3
local_test() { local v=in w; w=2; echo $v $w; v=changed; }
v=out; w=out; local_test; echo $v $w
echo piped | { reader() { read line; echo "read $line"; }; reader; }
pipe() { cat; }; echo through | pipe | cat
y=1; show() { echo $y; }; y=2 show; echo $y
self() { self() { echo second; }; echo first; }; self; self
name_only () { echo spaced; }
name_only
if name_only >/dev/null; then echo true; fi
a() { b; }; b() { return 5; }; a; echo $?
last() { false; }; last; echo $?
recur() { eval "echo \$$#"; }; recur x y z
