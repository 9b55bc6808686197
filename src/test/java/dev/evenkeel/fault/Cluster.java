package dev.evenkeel.fault;

import dev.evenkeel.EvenkeelProcess;
import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** PostgreSQL, Kafka, and the service in several processes with different roles; the simulated providers are in this one. */
final class Cluster implements AutoCloseable {
    private static final double TIME_SCALE = 0.1;

    /** The other vantage. */
    static final String ELSEWHERE = "eu-west";

    private final ClusterStores stores;
    private final SimulatorServer simulator;
    private final List<Member> members;
    private final Function<String, Member> ingest;
    private final Deque<Member> added = new ArrayDeque<>();
    private int everAdded;

    private Cluster(
            ClusterStores stores, SimulatorServer simulator, List<Member> members, Function<String, Member> ingest) {
        this.stores = stores;
        this.simulator = simulator;
        this.members = members;
        this.ingest = ingest;
    }

    /**
     * Two that schedule, store and answer, two that probe, and one that probes from elsewhere; ready.
     *
     * @param faults that it is to be prepared for
     */
    static Cluster start(Path folder, List<Fault> faults) {
        ClusterStores stores = ClusterStores.start(folder.resolve("stores"), faults.contains(Fault.DISK_FULL));
        SimulatorServer simulator = SimulatorServer.start(
                SimulatorSettings.onFreePort(TIME_SCALE, PublishedProfiles.providers()), Clock.systemUTC());
        Map<String, String> shared = new HashMap<>(stores.configuration());
        shared.put("evenkeel.egress.allow", "127.0.0.1:" + simulator.port());
        shared.put("evenkeel.vantages", "default," + ELSEWHERE);
        Map<String, String> probing = Map.of(
                "kafka.bootstrap.servers",
                stores.kafkaBootstrap(),
                "evenkeel.egress.allow",
                "127.0.0.1:" + simulator.port());
        Map<String, String> elsewhere = new HashMap<>(probing);
        elsewhere.put("evenkeel.vantage", ELSEWHERE);
        Path packaged = faults.contains(Fault.UPGRADE)
                ? Fault.previousVersion().orElse(EvenkeelProcess.current())
                : EvenkeelProcess.current();
        Cluster cluster = new Cluster(
                stores,
                simulator,
                List.of(
                        new Member("first", "api,scheduler,ingest", packaged, folder, shared),
                        new Member("second", "api,scheduler,ingest", packaged, folder, shared),
                        new Member("third", "prober", packaged, folder, probing),
                        new Member("fourth", "prober", packaged, folder, probing),
                        new Member("elsewhere", "prober", packaged, folder, elsewhere)),
                name -> new Member(name, "ingest", EvenkeelProcess.current(), folder, shared));
        try {
            cluster.awaitReady();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.members.forEach(member -> System.err.println(member.name() + ":\n" + member.log()));
            cluster.close();
            throw e;
        }
    }

    void awaitReady() {
        Stream.concat(members.stream(), added.stream()).forEach(Member::awaitReady);
    }

    ClusterStores stores() {
        return stores;
    }

    SimulatorServer simulator() {
        return simulator;
    }

    /** Those that it was started with. */
    List<Member> members() {
        return members;
    }

    /** How often a prober was killed, stopped or suspended. */
    int interruptionsOfProbers() {
        return members.subList(2, members.size()).stream()
                .mapToInt(Member::interruptions)
                .sum();
    }

    /** Those that store samples, added ones included. */
    List<Member> storing() {
        return Stream.concat(members.subList(0, 2).stream(), added.stream()).toList();
    }

    /** Starts one more that does nothing but store samples, and returns at once. */
    void addIngest() {
        everAdded++;
        added.addLast(ingest.apply("ingest-" + everAdded));
    }

    /** Stops the one that was added first, by SIGTERM; false where none is left. */
    boolean removeIngest() {
        Member oldest = added.pollFirst();
        if (oldest != null) {
            oldest.close();
        }
        return oldest != null;
    }

    @Override
    public void close() {
        added.forEach(Member::close);
        members.forEach(Member::close);
        simulator.close();
        stores.close();
    }
}
