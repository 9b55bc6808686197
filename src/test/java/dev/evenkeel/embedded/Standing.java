package dev.evenkeel.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How a server's process says that it serves, and learns that it is to stop: by the pipe from its parent. */
public final class Standing {
    /** Precedes the line by which a process says that it serves. */
    public static final String SERVING = "serving: ";

    private Standing() {}

    /** Says that it serves and returns when the input ends, which it also does when the parent is killed. */
    static void until(InputStream end, String what) throws IOException {
        System.out.println(SERVING + what);
        end.transferTo(OutputStream.nullOutputStream());
    }
}
