# Parameters: POSIX 2.5 and 2.6.2, field splitting 2.6.5.
show() { printf '<%s>' "$@"; echo " $#"; }
unset u; e= s=set
show "${u-d}" "${u:-d}" "${e-d}" "${e:-d}" "${s-d}" "${s:-d}"
show "${u+d}" "${u:+d}" "${e+d}" "${e:+d}" "${s+d}" "${s:+d}"
show "${u=one}" $u "${e=two}" "${e:=three}" $e
show ${nonesuch-a b} "${nonesuch-a b}" ${nonesuch-"a b" c} "${nonesuch-"a b"}" ${nonesuch:-}
show "${nonesuch-it's}" "${nonesuch:-${s}}" "${nonesuch:-$(echo "}")}" ${nonesuch-\}}
p=/usr/local/lib.tar.gz
show ${p#*/} ${p##*/} ${p%.*} ${p%%.*} ${p#nothing} "${p%'.gz'}" "${p#"/usr"}" ${p%%/local*}
pattern='*.'; show ${p#$pattern} "${p#"$pattern"}" ${#p} "${#s}" ${#} ${#nonesuch}
set -- a 'b c' '' d
show $@; show "$@"; show $*; show "$*"; show x"$@"y; show "$#" ${3:-empty}
set --; show "$@"; show "$*"; show $@; show x"$@"
set -- 1 2 3 4 5 6 7 8 9 ten eleven; show ${10} $10 ${11}; shift 9; show $@; shift; show $#
v='a  b	c'; show $v; show "$v"; x=$v; show "$x"
IFS=:; v='a:b c::d:'; show $v; show "$v"; set -- 1 2 3; show "$*" $*; v=':x'; show $v; show a:b
IFS=' :'; v=' a : b  c :: d '; show $v; IFS=; v='a b:c'; show $v; show "$*"; unset IFS; show $v
IFS=, ; set -- a b; show "$*"; v='1,2'; for i in $v; do echo $i; done; IFS=' 
	'
v='*'; show "$v" '*' \*; v='a\b'; show $v "$v"
show "a$s" a"$s"b 'a$s' \$s "\$s" "\a" "a\
b" a\
b
show $(echo a b) "$(echo a b)" `echo c` "`echo "d e"`" "$(printf 'x\n\n')"
show "$(echo "quoted ) parenthesis")" $(echo ')') "$(case a in a) echo inner;; esac)"
show `echo \`echo nested\`` "$(echo $(echo $(echo deep)))" ${s}ing $s-x $s.x
HOME=/home; show ~ ~/x "~" a~ \~; y=~/b; show $y
show $$ >/dev/null; [ $$ = $(echo $$) ] && echo same; (exit 3); show $?
: ${nothing:=assigned}; show $nothing
false; x=$?; show $x; x=$(exit 4); show $?; x=1 y=$(false); show $?
show "" '' $nonesuch "$nonesuch"; show ""$nonesuch; show $nonesuch""
echo a#b '#' "#" # comment
echo "${s#"s"}" "${s%[a-e]t}" ${s%?} "${s##*}"
