package dev.evenkeel.ranking;

import dev.evenkeel.measurement.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Whether intervals cover what they say they cover, whether targets that are the same are tied, and whether those that
 * differ are told apart: on simulated days, of which the truth is known. Writes Markdown.
 *
 * <p>Arguments: {@code coverage|identical|power|pairing [data sets] [samples|rollups] [models, comma between]}.
 */
final class HonestyBench {
    private static final List<Statistic> COVERED = List.of(
            Statistic.P50, Statistic.P95, Statistic.ROBUST_CV, Statistic.TAIL_RATIO, Statistic.CV, Statistic.CV_MEDIAN);
    private static final List<Statistic> COMPARED = List.of(
            Statistic.CV,
            Statistic.CV_MEDIAN,
            Statistic.ROBUST_CV,
            Statistic.P50,
            Statistic.P95,
            Statistic.P99,
            Statistic.TAIL_RATIO,
            Statistic.MEAN);
    private static final List<String> MODELS = List.of("log-normal", "regimes", "spells");
    private static final int DENSE = 200_000;
    private static final double NS_PER_MS = 1e6;

    private final int dataSets;
    private final boolean byRollups;
    private final List<String> models;

    private HonestyBench(int dataSets, boolean byRollups, List<String> models) {
        this.dataSets = dataSets;
        this.byRollups = byRollups;
        this.models = models;
    }

    public static void main(String[] args) {
        int dataSets = args.length > 1 ? Integer.parseInt(args[1]) : 500;
        List<String> models = args.length > 3 ? List.of(args[3].split(",")) : MODELS;
        var bench = new HonestyBench(dataSets, args.length > 2 && args[2].equals("rollups"), models);
        switch (args[0]) {
            case "coverage" -> bench.coverage();
            case "identical" -> bench.identical();
            case "power" -> bench.power();
            case "pairing" -> bench.pairing();
            default -> throw new IllegalArgumentException("coverage, identical, power or pairing");
        }
    }

    /** Of "this window": the truth is of the very drift that the day had, with as many numbers as one likes. */
    private void coverage() {
        System.out.println(
                "| model | memory min | outliers | samples a day | p50 | p95 | robustCv | tailRatio | cv where OK |"
                        + " share OK | cv, all |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String name : models) {
            for (int memory : new int[] {50, 240}) {
                for (double outliers : new double[] {0, 0.002, 0.02}) {
                    for (int n : new int[] {300, 1_000, 3_000}) {
                        row(name, memory, outliers, n);
                    }
                }
            }
        }
    }

    private void row(String name, int memory, double outliers, int n) {
        LatencyModel model = model(name, memory, outliers);
        List<DayCovered> days = inParallel(seed -> cover(model, n, seed));
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f %% | %d | %s | %s | %s | %s | %s | %s | %s |%n",
                name,
                memory,
                100 * outliers,
                n,
                share(days, day -> day.of(Statistic.P50)),
                share(days, day -> day.of(Statistic.P95)),
                share(days, day -> day.of(Statistic.ROBUST_CV)),
                share(days, day -> day.of(Statistic.TAIL_RATIO)),
                share(days.stream().filter(DayCovered::ok).toList(), day -> day.of(Statistic.CV)),
                share(days, DayCovered::ok),
                share(days, day -> day.of(Statistic.CV)));
    }

    private static LatencyModel model(String name, double memoryMinutes, double outliers) {
        return switch (name) {
            case "log-normal" -> new LatencyModel.LogNormal(memoryMinutes, outliers);
            case "regimes" -> new LatencyModel.RegimeSwitching(memoryMinutes, outliers);
            case "spells" -> new LatencyModel.Spells(memoryMinutes, outliers);
            default -> throw new IllegalArgumentException("not one of " + MODELS + ": " + name);
        };
    }

    private DayCovered cover(LatencyModel model, int n, int seed) {
        SplittableRandom random = new SplittableRandom(seed * 7_919L + n);
        double[] drift = model.drift(SimulatedDay.CELLS, random);
        SimulatedDay day = new SimulatedDay(byRollups);
        day.add("a", numbers(model, drift, n, random));
        Distribution truth = Distribution.of(numbers(model, drift, DENSE, random));
        RankingView.Entry entry = day.ranked(Statistic.P50, seed).entries().get(0);
        MetricView view = Objects.requireNonNull(entry.ttftMs());
        Map<Statistic, Boolean> covered = new EnumMap<>(Statistic.class);
        for (Statistic statistic : COVERED) {
            Interval interval = view.intervals().get(statistic.key());
            double value = truth.value(statistic);
            covered.put(statistic, interval != null && interval.low() <= value && value <= interval.high());
        }
        return new DayCovered(covered, view.reliability().get("cv") == Reliability.OK);
    }

    private record DayCovered(Map<Statistic, Boolean> covered, boolean ok) {
        boolean of(Statistic statistic) {
            return Boolean.TRUE.equals(covered.get(statistic));
        }
    }

    private static double[] numbers(LatencyModel model, double[] drift, int n, RandomGenerator random) {
        double[] numbers = new double[n];
        Arrays.setAll(numbers, i -> model.draw(drift[SimulatedDay.cellOf(i, n)], random));
        return numbers;
    }

    /** Half of the drift is shared, as the network and the hour are. */
    private void identical() {
        System.out.println("| model | outliers | samples a day | " + String.join(" | ", keys(COMPARED)) + " |");
        System.out.println("|---|---|---|" + "---|".repeat(COMPARED.size()));
        for (String name : models) {
            for (double outliers : new double[] {0, 0.002, 0.02}) {
                for (int n : new int[] {288, 1_440}) {
                    LatencyModel model = model(name, 240, outliers);
                    List<List<Boolean>> split = inParallel(seed -> split(model, n, seed));
                    List<String> shares = IntStream.range(0, COMPARED.size())
                            .mapToObj(s -> share(split, one -> one.get(s)))
                            .toList();
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %.1f %% | %d | %s |%n",
                            name,
                            100 * outliers,
                            n,
                            String.join(" | ", shares));
                }
            }
        }
    }

    private static List<String> keys(List<Statistic> statistics) {
        return statistics.stream().map(Statistic::key).toList();
    }

    /** By which statistics ten targets that are the same are split. */
    private List<Boolean> split(LatencyModel model, int n, int seed) {
        SplittableRandom random = new SplittableRandom(seed * 104_729L + n);
        double[] shared = model.drift(SimulatedDay.CELLS, random);
        SimulatedDay day = new SimulatedDay(byRollups);
        for (int target = 0; target < 10; target++) {
            day.add("target-" + target, numbers(model, shared, n, random));
        }
        return COMPARED.stream()
                .map(statistic ->
                        day.ranked(statistic, seed).entries().stream().anyMatch(entry -> entry.tieGroup() > 1))
                .toList();
    }

    /** Log-normal bodies of σ 0.25 in one drift, the slower 1.3 times as slow at p95, by its body's scale or by its width. */
    private void power() {
        System.out.println("| how p95 differs by 30 % | probes a day | told apart |");
        System.out.println("|---|---|---|");
        double wider = 0.25 + Math.log(1.3) / 1.6449;
        for (int n : new int[] {288, 1_440}) {
            System.out.printf(
                    Locale.ROOT,
                    "| all of it 1.3 times as slow | %d | %s |%n",
                    n,
                    share(inParallel(seed -> apart(n, 1.3, 0.25, seed)), told -> told));
            System.out.printf(
                    Locale.ROOT,
                    "| same median, σ %.2f for 0.25 | %d | %s |%n",
                    wider,
                    n,
                    share(inParallel(seed -> apart(n, 1, wider, seed)), told -> told));
        }
    }

    private boolean apart(int n, double scale, double sigma, int seed) {
        SplittableRandom random = new SplittableRandom(seed * 15_485_863L + n);
        double[] shared = new LatencyModel.LogNormal(240, 0).drift(SimulatedDay.CELLS, random);
        SimulatedDay day = new SimulatedDay(byRollups);
        day.add("a", bodies(shared, n, 1, 0.25, random));
        day.add("b", bodies(shared, n, scale, sigma, random));
        return day.ranked(Statistic.P95, seed).entries().get(1).tieGroup() == 2;
    }

    private static double[] bodies(double[] drift, int n, double scale, double sigma, RandomGenerator random) {
        double[] numbers = new double[n];
        Arrays.setAll(
                numbers,
                i -> LatencyModel.NOMINAL_MS
                        * scale
                        * Math.exp(drift[SimulatedDay.cellOf(i, n)] + sigma * random.nextGaussian()));
        return numbers;
    }

    /** The same numbers, compared with one resampling for both and with one for each. */
    private void pairing() {
        System.out.println(
                "| shared drift σ | statistic | width of the difference's interval, paired / unpaired | told apart"
                        + " paired | unpaired |");
        System.out.println("|---|---|---|---|---|");
        for (double sigma : new double[] {0.05, 0.15, 0.3}) {
            for (Statistic statistic : List.of(Statistic.P50, Statistic.P95, Statistic.MEAN)) {
                List<Pairing> pairs = inParallel(seed -> paired(sigma, statistic, seed));
                System.out.printf(
                        Locale.ROOT,
                        "| %.2f | %s | %.2f | %s | %s |%n",
                        sigma,
                        statistic.key(),
                        pairs.stream().mapToDouble(Pairing::ratio).sorted().toArray()[pairs.size() / 2],
                        share(pairs, Pairing::paired),
                        share(pairs, Pairing::unpaired));
            }
        }
    }

    private Pairing paired(double sigma, Statistic statistic, int seed) {
        int n = SimulatedDay.CELLS;
        SplittableRandom random = new SplittableRandom(seed * 32_452_843L);
        double[] shared = Arrays.stream(new LatencyModel.LogNormal(50, 0).drift(n, random))
                .map(drift -> drift * sigma / 0.15)
                .toArray();
        int[] cellOf = IntStream.range(0, n).toArray();
        double[] one = scaled(bodies(shared, n, 1, 0.1, random));
        double[] other = scaled(bodies(shared, n, 1.08, 0.1, random));
        Resampling first = Resampling.draw(n, seed);
        Contender a = contender(one, cellOf, first, statistic);
        Contender b = contender(other, cellOf, first, statistic);
        Contender apart = contender(other, cellOf, Resampling.draw(n, ~seed), statistic);
        return new Pairing(
                deviation(a, b) / deviation(a, apart),
                Comparison.of(List.of(a, b), 0.05, first.inflation()).toldApart(0, 1),
                Comparison.of(List.of(a, apart), 0.05, first.inflation()).toldApart(0, 1));
    }

    private static Contender contender(double[] numbers, int[] cellOf, Resampling resampling, Statistic statistic) {
        return ResampledStatistics.of(numbers, cellOf, resampling, Set.of(statistic))
                .orElseThrow()
                .contender(statistic);
    }

    private static double[] scaled(double[] milliseconds) {
        return Arrays.stream(milliseconds).map(ms -> ms * NS_PER_MS).toArray();
    }

    private static double deviation(Contender one, Contender other) {
        double[] differences = new double[Resampling.RESAMPLES];
        Arrays.setAll(differences, r -> Math.log(one.resampled()[r] / other.resampled()[r]) + 10);
        return Distribution.of(differences).stddev();
    }

    private record Pairing(double ratio, boolean paired, boolean unpaired) {}

    private <T> List<T> inParallel(IntFunction<T> dataSet) {
        return new ArrayList<>(
                IntStream.range(0, dataSets).parallel().mapToObj(dataSet).toList());
    }

    private static <T> String share(List<T> all, Predicate<T> which) {
        return all.isEmpty()
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.1f %%",
                        100.0 * all.stream().filter(which).count() / all.size());
    }
}
