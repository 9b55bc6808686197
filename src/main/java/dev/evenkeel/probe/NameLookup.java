package dev.evenkeel.probe;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;

/** Resolves names on one event loop. */
interface NameLookup {
    /** All addresses of a host, the preferred first, never an empty list; fails where there are none. Completes on the event loop. */
    Future<List<InetAddress>> lookUp(String host);
}
