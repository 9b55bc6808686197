package dev.evenkeel.fault;

import dev.evenkeel.simulator.PublishedProfiles;
import dev.evenkeel.simulator.SimulatorServer;
import dev.evenkeel.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL, Kafka, and the service in several processes with different roles; the simulated providers are in this one. */
final class Cluster implements AutoCloseable {
    private static final double TIME_SCALE = 0.1;

    private final ClusterStores stores;
    private final SimulatorServer simulator;
    private final List<Member> members;

    private Cluster(ClusterStores stores, SimulatorServer simulator, List<Member> members) {
        this.stores = stores;
        this.simulator = simulator;
        this.members = members;
    }

    /**
     * Two that schedule, store and answer, and two that probe; ready.
     *
     * @param faults that it is to be prepared for
     */
    static Cluster start(Path folder, List<Fault> faults) {
        ClusterStores stores = ClusterStores.start(folder.resolve("stores"), faults.contains(Fault.DISK_FULL));
        SimulatorServer simulator = SimulatorServer.start(
                SimulatorSettings.onFreePort(TIME_SCALE, PublishedProfiles.providers()), Clock.systemUTC());
        Map<String, String> shared = new HashMap<>(stores.configuration());
        shared.put("evenkeel.egress.allow", "127.0.0.1:" + simulator.port());
        Map<String, String> probing = Map.of(
                "kafka.bootstrap.servers",
                stores.kafkaBootstrap(),
                "evenkeel.egress.allow",
                "127.0.0.1:" + simulator.port());
        Cluster cluster = new Cluster(
                stores,
                simulator,
                List.of(
                        new Member("first", "api,scheduler,ingest", folder, shared),
                        new Member("second", "api,scheduler,ingest", folder, shared),
                        new Member("third", "prober", folder, probing),
                        new Member("fourth", "prober", folder, probing)));
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
        members.forEach(Member::awaitReady);
    }

    ClusterStores stores() {
        return stores;
    }

    SimulatorServer simulator() {
        return simulator;
    }

    List<Member> members() {
        return members;
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        simulator.close();
        stores.close();
    }
}
