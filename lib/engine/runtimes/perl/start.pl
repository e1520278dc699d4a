# Starts a process of an environment in its own view of the files, and of processes: what `unshare`, `mount`
# and `nsenter` do together (shell-starter.ts), with system calls instead of a dozen programs.
#
#   start.pl CALLS NAMESPACES FOLDER COUNT mount... COUNT door... PROGRAM argument...
#
# CALLS are the numbers of mount, unshare, setrlimit and sched_setscheduler; FOLDER becomes /var; a mount is three words (mount.ts);
# a door is the file of a control group that is joined. Without mounts they come later, as one line on
# descriptor 4. It needs no module: each would take longer than all that is done here.

my ($calls, $namespaces, $folder, @rest) = @ARGV;
my ($mount, $unshare, $setrlimit, $setscheduler) = map { $_ + 0 } split /,/, $calls;
my @mounts = take();
my @doors  = take();

my ($NEWNS, $NEWUSER, $NEWPID) = (0x20000, 0x10000000, 0x20000000);
my ($RDONLY, $REMOUNT, $BIND, $REC, $PRIVATE) = (1, 32, 4096, 0x4000, 0x40000);
my $is_orphan;
my %kept = (nosuid => 2, nodev => 4, noexec => 8, noatime => 1024, nodiratime => 2048, relatime => 0x200000);
my ($CORE, $NOFILE) = (4, 7);
my ($BATCH, $priority) = (3, pack 'i', 0);

open STDERR, '>&', \*STDOUT;
open my $lifeline, '+<&=', 4;
for my $door (@doors) {
    open my $file, '>', $door or fail("$door: $!");
    syswrite $file, '0' or fail("$door: $!");
}
# No more files open than on AWS; a function that breaks off leaves no picture of its memory behind.
limit($NOFILE, 1024);
limit($CORE,   0);
# On a busy machine what wakes up runs at once, before what has woken it: the engine would stop at each event that
# it hands out. So a function waits for its turn there; where a processor is free nothing changes.
syscall($setscheduler, 0, $BATCH, $priority);

my $own_user      = $namespaces =~ /--user/ ? $NEWUSER : 0;
my $own_processes = $namespaces =~ /--pid/  ? $NEWPID  : 0;
my ($uid, $gid) = ($> + 0, $) + 0);
syscall($unshare, $NEWNS | $own_user | $own_processes) == 0 or fail("unshare: $!");
# By place, what the machine's mounts forbid: it has to be said again of what shows a part of them.
my %forbidden = forbidden();
if ($own_user) {
    put('/proc/self/setgroups', 'deny');
    put('/proc/self/uid_map',   "0 $uid 1");
    put('/proc/self/gid_map',   "0 $gid 1");
}
mounted('none', '/', '', $REC | $PRIVATE) or fail("/: $!");

if ($own_processes) {
    # The first process of the namespace: when it ends, all others do.
    pipe my $read, my $write;
    my $first = fork // fail("fork: $!");
    if (!$first) {
        close $read;
        mounted('proc', '/proc', 'proc', 0) or fail("/proc: $!");
        show();
        syswrite $write, '1';
        close $write;
        keep();
    }
    close $write;
    sysread $read, my $ready, 1 or exit 1;
    # The runtime is the second. This process is neither: it waits outside and ends as the runtime does.
    my $runtime = fork // fail("fork: $!");
    run() if !$runtime;
    close STDIN;
    close $lifeline;
    waitpid $runtime, 0;
    kill $? & 127, $$ if $? & 127;
    exit $? >> 8;
}

# The engine's own entry, whose environment variables are none of a function's business.
bound("$folder/.empty", '/proc/' . getppid) or fail("/proc: $!");
show();
if (!@mounts) {
    # An orphan, which is no child of the runtime's.
    my $child = fork // fail("fork: $!");
    if (!$child) {
        fork and exit 0;
        $is_orphan = 1;
        take_mounts();
        exit 0;
    }
    waitpid $child, 0;
}
run();

# --- its parts

# The next words, as many as the first says.
sub take { my $count = shift @rest; return splice @rest, 0, $count }

sub fail {
    print STDERR "The environment could not be started: $_[0]\n";
    # The runtime, which waits, would never hear of it.
    kill 'KILL', 0 if $is_orphan;
    exit 1;
}

sub limit { my ($what, $most) = @_; syscall($setrlimit, $what, pack 'QQ', $most, $most) }

sub put { my ($file, $text) = @_; open my $out, '>', $file or return; syswrite $out, $text }

sub mounted {
    my ($source, $place, $type, $flags, $options) = @_;
    return syscall($mount, "$source", "$place", "$type", $flags, defined $options ? "$options" : 0) == 0;
}

sub bound { return mounted($_[0], $_[1], '', $BIND) }

sub forbidden {
    open my $table, '<', '/proc/self/mountinfo' or return;
    return map {
        my ($place, $options) = (split / /)[4, 5];
        my $flags = 0;
        $flags |= $kept{$_} // 0 for split /,/, $options;
        ($place => $flags);
    } <$table>;
}

# Says anew what may be done in a place, which shows a part of the mount that holds the source.
sub remounted {
    my ($source, $place, $flags) = @_;
    $source =~ s{^/var/\.host(?=/)}{};
    $source =~ s{/[^/]*$}{} until $source eq '' || exists $forbidden{$source};
    my $again = $REMOUNT | $BIND | $flags;
    return 1 if mounted('none', $place, '', $again | ($forbidden{$source || '/'} // 0));
    # A link led elsewhere.
    my %now = forbidden();
    return mounted('none', $place, '', $again | ($now{$place} // 0));
}

# The machine's file system can only be read, as on AWS; what is mounted elsewhere in it (/dev, perhaps /home)
# stays as it is. An empty file lies over each of the engine's database.
sub show {
    opendir my $home, "$folder/../..";
    bound("$folder/.nothing", "$folder/../../$_") for grep { /^engine\.sqlite/ } readdir $home;
    remounted('/', '/', $RDONLY);
    mounted('/', "$folder/.host", '', $BIND | $REC) && mounted($folder, '/var', '', $BIND | $REC) or fail("/var: $!");
    remounted($folder, '/var', $RDONLY) or fail("/var: $!");
    lay(@mounts);
}

sub lay {
    while (my ($how, $what, $place) = splice @_, 0, 3) {
        if ($how eq 'memory') { mounted('tmpfs', $place, 'tmpfs', 0, "size=${what}m,mode=0700") or fail("$place: $!"); next }
        if ($how eq 'unpack') { system('tar', '-C', $place, '-xf', $what) == 0 or fail("tar: $?"); next }
        bound($what, $place) or fail("$what: $!");
        remounted($what, $place, $how eq 'read-only' ? $RDONLY : 0);
    }
}

# Waits for the mounts that come with the function; the answer is an empty line.
sub take_mounts {
    for my $other (0, 3, 5, 6) { open my $handle, '<&=', $other and close $handle }
    my $line = '';
    until ($line =~ /\n$/) { sysread $lifeline, $line, 65536, length $line or exit 0 }
    chomp $line;
    lay(split /\0/, $line);
    syswrite $lifeline, "\n";
}

# Only waits until descriptor 4 closes: with the engine, however it ends, or because the engine ends the
# environment. It has no interest in its children, so the kernel buries them.
sub keep {
    take_mounts() if !@mounts;
    $SIG{CHLD} = 'IGNORE';
    open STDIN, '<&', $lifeline;
    open STDOUT, '>', '/dev/null';
    open STDERR, '>', '/dev/null';
    for my $other (3, 5, 6) { open my $handle, '<&=', $other and close $handle }
    exec '/bin/cat';
}

sub run { exec { $rest[0] } @rest or print STDERR "$rest[0]: $!\n"; exit 127 }
