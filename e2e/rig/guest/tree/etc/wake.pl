# Reads what `core/template/wake-message.ts` makes. It is loaded before the guest is saved, and starts no
# program before the guest knows who it is, because starting one is slow in an emulated guest.
my ($line) = @ARGV;
sub put {
  my ($way, $path, $text) = @_;
  open(my $file, $way, $path) or die "$path: $!";
  print $file $text;
}
sysopen(my $port, $line, 2) or die "$line: $!";
syswrite($port, "settled\n");
my $text = "";
until ($text =~ /^end$/m) {
  # Nobody may be at the other end yet.
  sysread($port, $text, 65536, length $text) or select(undef, undef, undef, 0.01);
}
my %told = (key => []);
for (split /\n/, $text) {
  my ($key, $value) = split / /, $_, 2;
  if ($key eq "key") { push @{$told{key}}, $value } else { $told{$key} = $value }
}
# RNDRESEEDCRNG (0x5207): without it the kernel goes on with the generator of the saved state.
open(my $random, "+<", "/dev/urandom") or die;
syswrite($random, pack("H*", $told{entropy}));
ioctl($random, 0x5207, 0) or die "reseed: $!";
# clock_settime and sethostname
my ($seconds, $rest) = split /\./, $told{clock};
syscall(227, 0, pack("qq", $seconds, "${rest}000000"));
my $name = "$told{hostname}";
syscall(170, $name, length $name);
put(">", "/etc/machine-id", "$told{'machine-id'}\n");
put(">", "/www/index.html", "$name\n");
put(">>", "/root/.ssh/authorized_keys", join "", map { "$_\n" } @{$told{key}});
# It is root by another name, as in the guest's own set-up.
put(">>", "/etc/passwd", "$told{user}:x:0:0:$told{user}:/root:/bin/sh\n") if $told{user} ne "root";
# Keys of its own user-data come by its seed alone.
system("/etc/apply") if ($told{apply} // "nothing") ne "nothing";
syswrite($port, "named\n");
close($port);
my $address = $told{address} =~ s{/.*}{}r;
exec("/etc/woken", $told{mac}, $address, $told{gateway});
