package dev.evenkeel.fault;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What is done to a cluster while its campaigns fire. When it is over, all processes and stores run again. */
enum Fault {
    /** {@code kill -9} of a process chosen at random every five seconds, and another one in its place. */
    KILL {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException {
            for (long left = Math.max(1, hold.dividedBy(KILL_EVERY)); left > 0; left--) {
                List<Member> members = cluster.members();
                members.get(random.nextInt(members.size())).kill();
                Thread.sleep(KILL_EVERY.toMillis());
            }
        }
    },
    /** SIGSTOP of one scheduler and one prober, which then go on as if no time had passed. */
    SUSPEND {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException {
            Member scheduler = cluster.members().get(0);
            Member prober = cluster.members().get(cluster.members().size() - 1);
            scheduler.suspend();
            prober.suspend();
            Thread.sleep(Math.min(hold.toMillis(), LONGEST_SUSPENSION.toMillis()));
            scheduler.resume();
            prober.resume();
        }
    },
    /** SIGTERM of each process in turn, and the next one only when the new one is ready. */
    ROLLING_RESTART {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) {
            for (Member member : cluster.members()) {
                member.replace();
                member.awaitReady();
            }
        }
    },
    /** From the version before, whose package {@code -Dfaults.previous} names, to this one: one process after the other, for a while side by side. */
    UPGRADE {
        @Override
        Optional<String> impossible(Cluster cluster) {
            return previousVersion().isPresent()
                    ? Optional.empty()
                    : Optional.of("no package of the version before, -Dfaults.previous");
        }

        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException {
            for (Member member : cluster.members()) {
                member.upgrade();
                member.awaitReady();
                Thread.sleep(hold.dividedBy(cluster.members().size()).toMillis());
            }
        }
    },
    KAFKA_AWAY {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException {
            cluster.stores().stopKafka();
            Callers.areAnswered(hold);
            cluster.stores().startKafka();
        }
    },
    /** Processes that are told to stop while their broker is away end in time, and others in their place go on once it is back. */
    STOPPED_WITHOUT_KAFKA {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) {
            List<Member> stopped =
                    List.of(cluster.members().get(0), cluster.members().get(2));
            cluster.stores().stopKafka();
            stopped.forEach(Member::stop);
            cluster.stores().startKafka();
            stopped.forEach(Member::start);
        }
    },
    POSTGRES_AWAY {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException {
            cluster.stores().stopPostgres();
            Callers.areToldToWait(hold);
            cluster.stores().startPostgres();
        }
    },
    BOTH_AWAY {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException {
            cluster.stores().stopKafka();
            cluster.stores().stopPostgres();
            Thread.sleep(hold.toMillis());
            cluster.stores().startPostgres();
            cluster.stores().startKafka();
        }
    },
    /**
     * No room is left where PostgreSQL's data lies: first tables can't grow, then its log neither, which makes PostgreSQL go
     * down. Once there is room again it is started, if it does not run by itself.
     */
    DISK_FULL {
        @Override
        Optional<String> impossible(Cluster cluster) {
            return cluster.stores().disk().problem();
        }

        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException, SQLException {
            cluster.stores().disk().fill();
            try {
                growTable(cluster.stores());
                Thread.sleep(hold.toMillis() / 2);
                growLog(cluster.stores());
                Thread.sleep(hold.toMillis() / 2);
            } finally {
                cluster.stores().disk().free();
                cluster.stores().startPostgresIfDown();
            }
        }
    },
    /**
     * All that processes and stores say to each other comes late, and every few hundred milliseconds one of their connections is
     * reset, or falls silent and is reset only seconds later.
     */
    CONNECTIONS_CUT_AND_DELAYED {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException {
            List<Proxy> proxies = cluster.stores().proxies();
            proxies.forEach(proxy -> proxy.delay(DELAY_EACH_WAY));
            for (Instant end = Instant.now().plus(hold); Instant.now().isBefore(end); ) {
                Thread.sleep(random.nextInt(100, 500));
                Proxy proxy = proxies.get(random.nextInt(proxies.size()));
                if (random.nextBoolean()) {
                    proxy.cutOne(random);
                } else {
                    proxy.silenceOne(random, SILENCE);
                }
            }
            proxies.forEach(Proxy::calm);
        }
    },
    /**
     * While PostgreSQL is away as many samples pile up as {@code -Dfaults.backlog} says. Until they are stored, processes that
     * do nothing but store are added and stopped, and any that stores is killed.
     */
    BACKLOG {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException, SQLException {
            Backlog backlog = Backlog.of(BACKLOG_SAMPLES, cluster);
            cluster.addIngest();
            cluster.awaitReady();
            cluster.stores().stopPostgres();
            backlog.pile();
            cluster.stores().startPostgres();
            for (int change = 0; change < CHANGES_OF_CONSUMERS || !backlog.isStored(); change++) {
                changeConsumers(cluster, change, random);
                Thread.sleep(CHANGE_EVERY.toMillis());
            }
            while (cluster.removeIngest()) {
                // until as many are left as there were
            }
        }
    },
    /** Somebody else takes all connections that PostgreSQL still gives, and the service's own end one by one. */
    CONNECTIONS_USED_UP {
        @Override
        void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException, SQLException {
            List<Connection> taken = new ArrayList<>();
            try {
                takeAll(cluster.stores(), taken);
                taken.get(0)
                        .createStatement()
                        .execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                                + " and application_name <> 'taken' and usename = current_user");
                takeAll(cluster.stores(), taken);
                Thread.sleep(hold.toMillis());
            } finally {
                for (Connection connection : taken) {
                    connection.close();
                }
            }
        }
    };

    private static final Duration KILL_EVERY = Duration.ofSeconds(5);
    private static final Duration LONGEST_SUSPENSION = Duration.ofSeconds(20);
    private static final Duration DELAY_EACH_WAY = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int BACKLOG_SAMPLES = Integer.getInteger("faults.backlog", 20_000);
    private static final int CHANGES_OF_CONSUMERS = 4;
    private static final Duration CHANGE_EVERY = Duration.ofSeconds(4);
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int MOST_SEGMENTS = 1_000;
    private static final String DISK_FULL_STATE = "53100";

    /** @param hold for how long, where that is for us to say */
    abstract void inflict(Cluster cluster, Duration hold, Random random) throws InterruptedException, SQLException;

    /** The package that a cluster which is to be upgraded starts with. */
    static Optional<Path> previousVersion() {
        return Optional.ofNullable(System.getProperty("faults.previous")).map(Path::of);
    }

    /** Why it can't be inflicted here; empty where it can. */
    Optional<String> impossible(Cluster cluster) {
        return Optional.empty();
    }

    /** In turn one is killed, one added, one stopped, one added; only those that store are killed and stopped, not those that start. */
    private static void changeConsumers(Cluster cluster, int change, Random random) throws InterruptedException {
        if (change % 2 == 1) {
            cluster.addIngest();
            return;
        }
        cluster.awaitReady();
        if (change % 4 == 0) {
            List<Member> storing = cluster.storing();
            storing.get(random.nextInt(storing.size())).kill();
        } else {
            cluster.removeIngest();
        }
    }

    private static void growTable(ClusterStores stores) throws SQLException {
        try (Connection connection = stores.connect("ballast");
                Statement statement = connection.createStatement()) {
            statement.execute("create temp table ballast as select repeat('x', 1000) from generate_series(1, 1000000)");
            throw new IllegalStateException("a table can grow on a disk that is full");
        } catch (SQLException e) {
            if (!DISK_FULL_STATE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** Until the server has used up the files of its log that it made ahead, and ends. */
    private static void growLog(ClusterStores stores) {
        for (int segment = 0; segment < MOST_SEGMENTS; segment++) {
            try (Connection connection = stores.connect("ballast");
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_logical_emit_message(true, 'ballast', 'x'), pg_switch_wal()");
            } catch (SQLException e) {
                if (!DISK_FULL_STATE.equals(e.getSQLState())) {
                    return;
                }
            }
        }
        throw new IllegalStateException("the log can grow on a disk that is full");
    }

    private static void takeAll(ClusterStores stores, List<Connection> taken) {
        while (taken.size() < MOST_CONNECTIONS) {
            try {
                taken.add(stores.connect("taken"));
            } catch (SQLException full) {
                return;
            }
        }
    }
}
