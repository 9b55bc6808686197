package dev.evenkeel.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How much CPU time the machine and some of its processes had used at one instant, in ticks of the kernel.
 *
 * @param total of all CPUs, idle or not
 * @param idle waiting for input and output included
 * @param stolen what a hypervisor gave to others
 * @param processes of each of the processes asked for
 */
record MachineTime(long total, long idle, long stolen, List<Long> processes) {
    static MachineTime now(long... pids) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/stat")).get(0);
        long[] ticks = Arrays.stream(line.split(" +", -1))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
        List<Long> processes =
                Arrays.stream(pids).mapToObj(MachineTime::ofProcess).toList();
        return new MachineTime(Arrays.stream(ticks).sum(), ticks[3] + ticks[4], ticks[7], processes);
    }

    private static long ofProcess(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Share of the whole machine that one of the processes used since then, in percent. */
    double percentOf(int process, MachineTime since) {
        return percent(processes.get(process) - since.processes.get(process), since);
    }

    /** The same for everything that is none of the processes. */
    double foreignPercent(MachineTime since) {
        long busy = (total - idle) - (since.total - since.idle);
        for (int i = 0; i < processes.size(); i++) {
            busy -= processes.get(i) - since.processes.get(i);
        }
        return Math.max(0, percent(busy, since));
    }

    double stolenPercent(MachineTime since) {
        return percent(stolen - since.stolen, since);
    }

    private double percent(long ticks, MachineTime since) {
        return 100.0 * ticks / Math.max(1, total - since.total);
    }
}
