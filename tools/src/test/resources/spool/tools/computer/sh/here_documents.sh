# Here-documents: POSIX 2.7.4.
x=value
cat <<END
plain $x ${x%e} $(echo command) `echo backquotes` $((1 + 1))
"double" 'single' \$x \\ \` \"
joined \
line
END
cat <<'END'
verbatim $x $(echo no) \$x \
END
cat <<"E N D"
also $x
E N D
cat <<\END
and $x
END
	cat <<-END
		tabs $x
	go
	END
if true; then
	cat <<-'END'
	in a compound $x
	END
fi
cat <<A; cat <<B
first
A
second
B
cat <<END | while read -r line; do echo "got $line"; done
one
two words
END
while read a b; do echo "$b-$a"; done <<END
1 2
3 4 5
END
f() {
  cat <<END
in a function: $1
END
}
f one; f two
cat <<END && echo and
body
END
echo $(cat <<END
inside a substitution
END
)
cat <<END
END
echo "not << a document"
cat 3<<END <&3
from descriptor 3
END
i=0
while [ $i -lt 2 ]; do
  cat <<END
round $i
END
  i=$((i + 1))
done
{ cat; cat <<END; } <<OTHER
inner
END
outer
OTHER
line='0123456789012345678901234567890123456789012345678901234567890123456789012345678'
all=
for i in 1 2 3 4 5 6 7 8 9 10; do all="$all$all$line"; [ ${#all} -gt 9000 ] && break; done
cat <<END | echo $(($(wc -c)))
$all
END
cat <<END
open at the end of input
