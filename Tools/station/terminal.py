"""A terminal for measuring: a program in a pty, its output with the time at which each piece came."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Terminal:
    """Runs `command` in a terminal of `columns` by `rows`; nothing answers the program but the keys sent."""

    def __init__(self, command, environment, columns=120, rows=40, directory="/"):
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(directory)
            # The size must stand before the program asks for it.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], command, environment)
        self.output = []  # (time, bytes)
        self.total = 0
        self.ended = False

    def read(self, until):
        """Reads until the moment `until` (perf_counter) or for one piece of output; false when none came."""
        wait = max(0, until - time.perf_counter())
        if not select.select([self.fd], [], [], wait)[0]:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return False
        self.output.append((time.perf_counter(), data))
        self.total += len(data)
        return True

    def read_for(self, seconds):
        until = time.perf_counter() + seconds
        while not self.ended and time.perf_counter() < until:
            self.read(until)

    def read_until_quiet(self, quiet=0.06, limit=10.0):
        """Reads until nothing came for `quiet` seconds; the moment of the last byte, None when none came."""
        end = time.perf_counter() + limit
        last = None
        while not self.ended and time.perf_counter() < end:
            if self.read(min(end, time.perf_counter() + quiet)):
                last = self.output[-1][0]
            else:
                break
        return last

    def send(self, keys):
        """Presses keys; the moment they were written."""
        now = time.perf_counter()
        os.write(self.fd, keys)
        return now

    def memory(self):
        """Greatest resident memory so far in MB, of the program and what it started."""
        total = 0
        for process in [self.pid] + children(self.pid):
            try:
                with open(f"/proc/{process}/status") as file:
                    for line in file:
                        if line.startswith("VmHWM"):
                            total += int(line.split()[1])
            except OSError:
                pass
        return total / 1024

    def processor(self):
        """Processor time of the program so far in seconds."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self, keys=b""):
        """Leaves the program by `keys`, or ends it when that takes longer than three seconds."""
        try:
            if keys:
                os.write(self.fd, keys)
                self.read_for(0.2)
            end = time.perf_counter() + 3
            while time.perf_counter() < end:
                done, _ = os.waitpid(self.pid, os.WNOHANG)
                if done:
                    break
                self.read(time.perf_counter() + 0.02)
            else:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        except OSError:
            pass
        os.close(self.fd)


def first_session(binary, environment, directory):
    """Lets the first session with a log be over: it begins with a page in the place of the picture."""
    terminal = Terminal([str(binary), "review", str(directory)], environment, directory=str(directory))
    terminal.read_until_quiet(0.3)
    terminal.close(b"Q")


def children(pid):
    """All processes below `pid`."""
    found = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                for child in file.read().split():
                    found += [int(child)] + children(int(child))
    except OSError:
        pass
    return found


def percentile(values, share):
    """The value below which `share` of the values lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * len(ordered) * 1000) // 1000) - 1))]
