package dev.evenkeel.probe;

/**
 * Where an answer's content stands with regard to {@code <think>…</think>}, in which some models put their reasoning. Only a tag
 * that the content begins with, blanks aside, counts. The tags, cut anywhere, belong to the reasoning, and so do the blanks
 * after the closing one: the answer begins with the first character that is seen after them.
 *
 * <p>Content that could still be the beginning of the opening tag is undecided: {@code <thi}, or nothing but blanks. Immutable.
 *
 * @param matched how many characters of the tag that is looked for were seen last
 */
record ThinkTags(Phase phase, int matched) {
    enum Phase {
        OPENING,
        THINKING,
        THOUGHT,
        ANSWER_AFTER_THOUGHT,
        PLAIN_ANSWER
    }

    static final ThinkTags NOTHING_YET = new ThinkTags(Phase.OPENING, 0);

    private static final ThinkTags PLAIN_ANSWER = new ThinkTags(Phase.PLAIN_ANSWER, 0);
    private static final ThinkTags ANSWER_AFTER_THOUGHT = new ThinkTags(Phase.ANSWER_AFTER_THOUGHT, 0);
    private static final ThinkTags THINKING = new ThinkTags(Phase.THINKING, 0);
    private static final ThinkTags THOUGHT = new ThinkTags(Phase.THOUGHT, 0);
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    /** Where the content stands once this text has come. */
    ThinkTags after(char[] text, int offset, int length) {
        ThinkTags tags = this;
        for (int i = offset; i < offset + length && !tags.answering(); i++) {
            tags = tags.after(text[i]);
        }
        return tags;
    }

    private ThinkTags after(char c) {
        return switch (phase) {
            case OPENING -> afterOpening(c);
            case THINKING -> afterThought(c);
            case THOUGHT -> Character.isWhitespace(c) ? this : ANSWER_AFTER_THOUGHT;
            case ANSWER_AFTER_THOUGHT, PLAIN_ANSWER -> this;
        };
    }

    private ThinkTags afterOpening(char c) {
        if (matched == 0 && Character.isWhitespace(c)) {
            return this;
        }
        if (c != OPEN.charAt(matched)) {
            return PLAIN_ANSWER;
        }
        return matched + 1 == OPEN.length() ? THINKING : new ThinkTags(phase, matched + 1);
    }

    /** The tag's first character occurs in it once, so that a mismatch can only begin it anew. */
    private ThinkTags afterThought(char c) {
        if (c == CLOSE.charAt(matched)) {
            return matched + 1 == CLOSE.length() ? THOUGHT : new ThinkTags(phase, matched + 1);
        }
        if (c == CLOSE.charAt(0)) {
            return new ThinkTags(phase, 1);
        }
        return matched == 0 ? this : THINKING;
    }

    /** Whether all content so far may be the beginning of the opening tag. */
    boolean undecided() {
        return phase == Phase.OPENING;
    }

    /** Whether the answer has begun; whatever follows belongs to it. */
    boolean answering() {
        return phase == Phase.ANSWER_AFTER_THOUGHT || phase == Phase.PLAIN_ANSWER;
    }

    /** Whether the text that led from there to here, not empty, had reasoning or a tag in it. */
    boolean thoughtSince(ThinkTags before) {
        return switch (phase) {
            case THINKING, THOUGHT -> true;
            case ANSWER_AFTER_THOUGHT -> before.phase == Phase.OPENING || before.phase == Phase.THINKING;
            case OPENING, PLAIN_ANSWER -> false;
        };
    }
}
