package dev.evenkeel.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes broken and unlikely streams of recorded ones. The same seed makes the same stream. */
final class StreamMutator {
    private static final List<byte[]> FRAGMENTS = fragments(
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "\r\r",
            "\uFEFF",
            ":",
            " ",
            "data",
            "data:",
            "data: ",
            "event: error\n",
            "event:\n",
            "id: 1\n",
            "[DONE]",
            "data: [DONE]\n\n",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            "\\u003c",
            "\\ud83d",
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "12345678901",
            "<think>",
            "</think>",
            "<",
            "thi",
            ",",
            "\"content\":\"",
            "\"content\":[",
            "\"text\":",
            "\"thinking\":[",
            "\"reasoning\":\"",
            "\"usage\":{",
            "\"prompt_tokens\":",
            "\"choices\":[",
            "\"delta\":{",
            "\"model\":",
            "\"error\":",
            "\"finish_reason\":\"stop\"",
            "\"tool_calls\":[{}]",
            "\u0000",
            "grüße",
            "😀");

    private final List<byte[]> recorded;
    private final SplittableRandom random;

    StreamMutator(List<byte[]> recorded, long seed) {
        this.recorded = recorded;
        this.random = new SplittableRandom(seed);
    }

    private static List<byte[]> fragments(String... texts) {
        List<byte[]> fragments = new ArrayList<>();
        for (String text : texts) {
            fragments.add(text.getBytes(UTF_8));
        }
        for (String broken : new String[] {"\u00ff", "\u00c3", "\u00ed\u00a0\u0080", "\u00f0\u009f"}) {
            fragments.add(broken.getBytes(ISO_8859_1));
        }
        return fragments;
    }

    byte[] stream() {
        byte[] stream = random.nextInt(8) == 0 ? invented() : recorded();
        for (int change = random.nextInt(6); change > 0; change--) {
            stream = changed(stream);
        }
        return stream;
    }

    /** Where reads end, rising; now and then after each byte. */
    int[] cuts(int length) {
        int[] cuts = new int[random.nextInt(10) == 0 ? length : random.nextInt(12)];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = cuts.length == length ? i : random.nextInt(length + 1);
        }
        java.util.Arrays.sort(cuts);
        return cuts;
    }

    private byte[] recorded() {
        return recorded.get(random.nextInt(recorded.size()));
    }

    private byte[] invented() {
        byte[] stream = new byte[0];
        for (int piece = random.nextInt(40); piece > 0; piece--) {
            stream = replaced(stream, stream.length, stream.length, fragment());
        }
        return stream;
    }

    private byte[] fragment() {
        return FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
    }

    private byte[] changed(byte[] stream) {
        int from = random.nextInt(stream.length + 1);
        int to = Math.min(stream.length, from + random.nextInt(1 << random.nextInt(9)));
        return switch (random.nextInt(6)) {
            case 0 -> replaced(stream, from, from, fragment());
            case 1 -> replaced(stream, from, to, fragment());
            case 2 -> replaced(stream, from, to, new byte[0]);
            case 3 -> replaced(stream, to, to, java.util.Arrays.copyOfRange(stream, from, to));
            case 4 -> spliced(stream, from);
            default -> replaced(stream, from, to, noise(to - from));
        };
    }

    private byte[] spliced(byte[] stream, int from) {
        byte[] other = recorded();
        byte[] rest = java.util.Arrays.copyOfRange(other, random.nextInt(other.length), other.length);
        return replaced(stream, from, stream.length, rest);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] replaced(byte[] stream, int from, int to, byte[] replacement) {
        byte[] result = new byte[from + replacement.length + stream.length - to];
        System.arraycopy(stream, 0, result, 0, from);
        System.arraycopy(replacement, 0, result, from, replacement.length);
        System.arraycopy(stream, to, result, from + replacement.length, stream.length - to);
        return result;
    }
}
