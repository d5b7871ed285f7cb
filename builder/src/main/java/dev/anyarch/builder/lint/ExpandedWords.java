package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.CopySource;
import dev.anyarch.builder.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.List;

/** The words of an instruction in which the build itself replaces variables. */
final class ExpandedWords {
    private ExpandedWords() {}

    static List<String> of(Instruction instruction) {
        List<String> words = new ArrayList<>();
        switch (instruction) {
            case Instruction.Arg arg -> arg.declarations().forEach(one -> one.defaultValue().ifPresent(words::add));
            case Instruction.Env env -> pairs(env.pairs(), words);
            case Instruction.Label label -> pairs(label.pairs(), words);
            case Instruction.Copy copy -> {
                transfer(copy.transfer(), words);
                copy.from().ifPresent(words::add);
            }
            case Instruction.Add add -> {
                transfer(add.transfer(), words);
                add.checksum().ifPresent(words::add);
            }
            case Instruction.Expose expose -> words.addAll(expose.ports());
            case Instruction.Volume volume -> words.addAll(volume.paths());
            case Instruction.User user -> words.add(user.user());
            case Instruction.Workdir workdir -> words.add(workdir.path());
            case Instruction.StopSignal stopSignal -> words.add(stopSignal.signal());
            case Instruction.Run run -> words.addAll(run.mounts());
            case Instruction.From _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                {
                }
        }
        return words;
    }

    /** The here-documents in which it does so, too. */
    static List<String> heredocs(Instruction instruction) {
        List<CopySource> sources = switch (instruction) {
            case Instruction.Copy copy -> copy.transfer().sources();
            case Instruction.Add add -> add.transfer().sources();
            case Instruction.From _,Instruction.Arg _,Instruction.Env _,Instruction.Label _,Instruction.Run _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Expose _,Instruction.Volume _,Instruction.User _,Instruction.Workdir _,Instruction.StopSignal _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                List.of();
        };
        List<String> texts = new ArrayList<>();
        for (CopySource source : sources) {
            if (source instanceof CopySource.Inline inline && inline.heredoc().expands()) {
                texts.add(inline.heredoc().content());
            }
        }
        return texts;
    }

    private static void pairs(List<Instruction.KeyValue> pairs, List<String> words) {
        for (Instruction.KeyValue pair : pairs) {
            words.add(pair.key());
            words.add(pair.value());
        }
    }

    private static void transfer(Instruction.Transfer transfer, List<String> words) {
        for (CopySource source : transfer.sources()) {
            if (source instanceof CopySource.Location location) {
                words.add(location.text());
            }
        }
        words.add(transfer.destination());
        transfer.chown().ifPresent(words::add);
        transfer.chmod().ifPresent(words::add);
        words.addAll(transfer.excludes());
    }
}
