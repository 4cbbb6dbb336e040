# Makes the context of every case of corpus.txt in the working directory.
set -e
umask 022
mkdir -p dir/sub/deep empty glob/one glob/two tree
printf 'hello\n' > a.txt
chmod 640 a.txt
printf 'program\n' > b.txt
chmod 755 b.txt
printf 'x\n' > dir/x
chmod 600 dir/x
printf 'y\n' > dir/sub/y.md
printf 'z\n' > dir/sub/deep/z.md
chmod 750 dir/sub
chmod 1777 dir/sub/deep
ln -s x dir/link
ln -s /etc/passwd out
ln -s ../../../../../../etc/passwd dir/escape
ln -s a.txt to-a
ln -s dir to-dir
printf 'set-user-id\n' > suid
chmod 4755 suid
printf 'twice\n' > tree/first
ln tree/first tree/second
for n in 1 2 3; do printf '%s\n' "$n" > "glob/one/$n.log"; done
printf 't\n' > glob/two/1.txt
printf 'spaces\n' > 'two words.txt'
printf 'text\n' > naïve.txt
printf 'not an archive\n' > fake.tar.gz
mkdir made made/inner
printf 'in the archive\n' > made/inner/file
chmod 604 made/inner/file
ln -s file made/inner/link
tar --format=ustar --sort=name --mtime=@1000000000 --owner=123 --group=456 -C made -cf arch.tar inner
gzip -nc arch.tar > arch.tar.gz
bzip2 -c arch.tar > arch.tar.bz2
xz -c arch.tar > arch.tar.xz
rm -r made
printf 'FROM busybox\nCOPY a.txt /other\n' > Other.dockerfile
