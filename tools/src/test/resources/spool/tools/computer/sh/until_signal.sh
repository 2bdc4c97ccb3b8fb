# A signal that no trap takes ends what it is sent to, not the shell.
sh -c 'kill -USR1 $$'; echo $?
sh -c 'kill -9 $$' 2>/dev/null; echo $?
trap 'echo waited; exit 3' TERM
(sleep 0.1; kill $$) &
sleep 5 &
wait $!
echo never
