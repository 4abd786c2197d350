"""A stand-in for logind on the system bus: hands out delay locks and tells of sleep and shutdown.

Reads `sleep`, `wake` and `shutdown` from its standard input, a line each; writes `ready`, `taken`
and `released` when it serves, when a lock is taken, and when its holder has let it go.
"""
import os
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

MANAGER = "org.freedesktop.login1.Manager"


def say(text):
    print(text, flush=True)


class Manager(dbus.service.Object):
    @dbus.service.method(MANAGER, in_signature="ssss", out_signature="h")
    def Inhibit(self, what, who, why, mode):
        read, write = os.pipe()

        def let_go(*_):
            say("released")
            os.close(read)
            return False

        GLib.io_add_watch(read, GLib.IO_HUP, let_go)
        say(f"taken {what} {mode} {who}")
        lock = dbus.types.UnixFd(write)
        os.close(write)
        return lock

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return dbus.UInt64(int(sys.argv[1]) * 1_000_000)

    @dbus.service.signal(MANAGER, signature="b")
    def PrepareForSleep(self, begins):
        pass

    @dbus.service.signal(MANAGER, signature="b")
    def PrepareForShutdown(self, begins):
        pass


DBusGMainLoop(set_as_default=True)
bus = dbus.SystemBus()
name = dbus.service.BusName("org.freedesktop.login1", bus)
manager = Manager(bus, "/org/freedesktop/login1")


def command(*_):
    line = sys.stdin.readline().strip()
    if line == "sleep":
        manager.PrepareForSleep(True)
    elif line == "wake":
        manager.PrepareForSleep(False)
    elif line == "shutdown":
        manager.PrepareForShutdown(True)
    else:
        loop.quit()
    return True


GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, command)
loop = GLib.MainLoop()
say("ready")
loop.run()
