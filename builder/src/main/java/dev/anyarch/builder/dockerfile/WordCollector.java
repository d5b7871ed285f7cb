package dev.anyarch.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Splits what comes out of an expansion into words; for one thread. */
final class WordCollector {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    void addChar(char c) {
        if (!Character.isWhitespace(c)) {
            inWord = true;
            word.append(c);
        } else if (inWord) {
            endWord();
        }
    }

    void addText(String text) {
        text.chars().forEach(c -> addChar((char) c));
    }

    /** Text in which white space does not separate; even the empty text is a word. */
    void addQuoted(String text) {
        inWord = true;
        word.append(text);
    }

    List<String> finish() {
        if (inWord) {
            endWord();
        }
        return List.copyOf(words);
    }

    private void endWord() {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
    }
}
