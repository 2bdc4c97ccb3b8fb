echo before
if true; then
  echo unfinished )
fi
echo never
