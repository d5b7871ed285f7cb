package dev.anyarch.executables;

import java.util.Optional;

/** Reads {@code #!} lines as Linux does (fs/binfmt_script.c): at most 256 bytes, one argument. */
final class ScriptScan implements FormatScan {
    private static final int LINE = 256;

    private final Parts parts = new Parts();
    private final Part line = parts.want(0, LINE);

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        parts.accept(bytes, offset, length);
        parts.release();
    }

    @Override
    public boolean isDone() {
        return line.isComplete();
    }

    @Override
    public Optional<Executable> result() {
        String text = line.view(false).latin1();
        int end = text.indexOf('\n');
        String command = (end < 0 ? text : text.substring(0, end)).substring(2).strip();
        int space = command.chars().map(c -> c == '\t' ? ' ' : c).boxed().toList().indexOf((int) ' ');
        String interpreter = space < 0 ? command : command.substring(0, space);
        String argument = space < 0 ? "" : command.substring(space).strip();
        // Rust's #![attribute] is no interpreter, and neither is a line that does not end
        if (!interpreter.contains("/") || interpreter.indexOf('\0') >= 0 || end < 0 && line.isComplete()) {
            return Optional.empty();
        }
        return Optional.of(new Script(interpreter, Optional.of(argument).filter(word -> !word.isEmpty())));
    }
}
