package dev.evenkeel.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinkTagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<think>hm</think>!answer",
                " \n<think>\n\n</think>\n\n!a < b",
                "<think>a < b </ </thin </<</think> !</think>",
                "<think><think></think>!<think>"
            })
    void theAnswerBeginsAfterTheTagsHoweverTheyAreCut(String marked) {
        int answerAt = marked.indexOf('!');
        String text = marked.replace("!", "");
        for (int first = 1; first < text.length(); first++) {
            for (int second = first; second < text.length(); second++) {
                List<String> pieces = pieces(text, first, second);

                assertThat(pieces.get(pieceOfFirstAnswer(pieces)))
                        .as("%s", pieces)
                        .isEqualTo(pieces.get(pieceAt(pieces, answerAt)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "<thin", "<thinking>", "< think>", " <b>", "a<think>b</think>", "</think>"})
    void contentThatDoesNotBeginWithTheTagIsTheAnswerFromItsFirstPieceOn(String text) {
        for (int cut = 1; cut < text.length(); cut++) {
            assertThat(pieceOfFirstAnswer(pieces(text, cut, cut)))
                    .as("cut at %d", cut)
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"<thi, true", "'  ', true", "<think>, false", "<thx, false", "a, false"})
    void onlyWhatMayBecomeTheTagIsUndecided(String text, boolean undecided) {
        ThinkTags tags = ThinkTags.NOTHING_YET.after(text.toCharArray(), 0, text.length());

        assertThat(tags.undecided()).isEqualTo(undecided);
    }

    @Test
    void aThoughtWithoutEndHasNoAnswer() {
        List<String> pieces = List.of("<think>", "so", " on", "</think", " >");

        assertThat(pieceOfFirstAnswer(pieces)).isEqualTo(-1);
    }

    /** As the reader and the tally see it; -1 where there was none. */
    private static int pieceOfFirstAnswer(List<String> pieces) {
        var answer = new AnswerTally();
        AnswerReader reader = OpenAiChat.INSTANCE.reader();
        for (int i = 0; i < pieces.size(); i++) {
            String content = pieces.get(i).replace("\n", "\\n");
            answer.add(
                    reader.read(ServerSentEvent.of(
                            "message", "{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}")),
                    i);
            assertThat(answer.firstTokenAt()).as("no token waits for the tag").isZero();
        }
        Long at = answer.firstAnswerAt();
        return at == null ? -1 : Math.toIntExact(at);
    }

    private static List<String> pieces(String text, int first, int second) {
        List<String> pieces = new ArrayList<>(List.of(text.substring(0, first), text.substring(first, second)));
        pieces.add(text.substring(second));
        pieces.removeIf(String::isEmpty);
        return pieces;
    }

    private static int pieceAt(List<String> pieces, int offset) {
        int end = 0;
        for (int i = 0; i < pieces.size(); i++) {
            end += pieces.get(i).length();
            if (offset < end) {
                return i;
            }
        }
        throw new IllegalArgumentException("beyond the text");
    }
}
