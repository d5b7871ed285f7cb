package dev.anyarch.cli;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.runtime.Doctor;
import dev.anyarch.runtime.Execution;
import dev.anyarch.runtime.MachineReport;
import dev.anyarch.runtime.Rung;
import dev.anyarch.runtime.RungFinding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code anyarch doctor}. */
final class DoctorCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("doctor", "", 0, 0, "tell what this machine can execute, and what to do about the rest",
                """
                    Tries each way to execute programs of images (RUN, run) as the user who asks, and each
                    architecture: natively, by an emulator that is registered for one process alone, or by one that
                    is registered on the machine. Changes nothing. The first way that works is taken;
                    ANYARCH_EXECUTOR=NAME takes another. Exit code 10 when none works.""",
                List.of(GlobalOptions.OUTPUT));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        boolean isJson = GlobalOptions.isJson(arguments);
        Environment environment = session.environment();
        Doctor doctor = new Doctor(Executors.directory(environment), Executors.path(environment));
        Optional<Rung> forced = Executors.forced(environment);
        MachineReport report = doctor.examine(forced);
        if (isJson) {
            session.console().print(JsonWriter.indented(json(report, forced), "  "));
        } else {
            print(report, forced, session.console());
        }
        return report.chosen().isPresent() ? ExitCode.OK : ExitCode.CANNOT;
    }

    private static void print(MachineReport report, Optional<Rung> forced, Console console) {
        Table rungs = new Table("EXECUTOR", "WORKS", "OWNERS", "USERS", "ISOLATED", "");
        for (RungFinding finding : report.rungs()) {
            Rung rung = finding.rung();
            rungs.row(rung.word(), yes(finding.works()), rung.keepsOwners() ? "kept" : "one", rung.hasSeveralUsers()
                    ? "all"
                    : "one", yes(rung.isolates()),
                    finding.obstacle().map(RungFinding.Obstacle::reason).orElse(rung.title()));
        }
        rungs.print(console);
        console.print("");
        Table platforms = new Table("PLATFORM", "EXECUTED", "");
        report.platforms()
                .forEach(finding -> platforms.row(finding.platform().toString(),
                        finding.execution().map(DoctorCommand::word).orElse("no"), description(finding)));
        platforms.print(console);
        console.print("");
        console.print(
                "this machine is %s; programs of images %s".formatted(Host.withLevel(), conclusion(report, forced)));
        for (RungFinding finding : report.rungs()) {
            finding.obstacle()
                    .map(RungFinding.Obstacle::fix)
                    .filter(fix -> !fix.isEmpty())
                    .ifPresent(fix -> console.print("for %s: %s".formatted(finding.rung().word(), fix)));
        }
    }

    private static String conclusion(MachineReport report, Optional<Rung> forced) {
        String asForced = forced.map(rung -> ", as %s=%s says".formatted(Executors.VARIABLE, rung.word())).orElse("");
        if (report.chosen().isPresent()) {
            return "are executed %s%s".formatted(report.chosen().get().title(), asForced);
        }
        Optional<Rung> other = report.rungs()
                .stream()
                .filter(RungFinding::works)
                .map(RungFinding::rung)
                .findFirst();
        return "cannot be executed" + (forced.isPresent() && other.isPresent()
                ? asForced + "; without that they would be, " + other.get().title()
                : "");
    }

    private static String yes(boolean fact) {
        return fact ? "yes" : "no";
    }

    private static String word(Execution execution) {
        return switch (execution) {
            case Execution.Native _ -> "native";
            case Execution.Emulated _ -> "emulated";
        };
    }

    /** How, or why not, in one line. */
    static String description(MachineReport.PlatformFinding finding) {
        return finding.execution()
                .map(execution -> switch (execution) {
                    case Execution.Native own -> own.personality().map(_ -> "32-bit programs").orElse("");
                    case Execution.Emulated emulated -> "by %s%s, %s".formatted(emulated.emulator(),
                            emulated.processor().map(processor -> " as " + processor).orElse(""), switch (emulated
                                    .way()) {
                                case PRIVATE -> "for this process alone";
                                case REGISTERED -> "registered on the machine";
                                case TRACED -> "started by proot";
                            });
                })
                .or(finding::obstacle)
                .orElse("");
    }

    private static Json.Obj json(MachineReport report, Optional<Rung> forced) {
        List<Json> rungs = new ArrayList<>();
        for (RungFinding finding : report.rungs()) {
            Rung rung = finding.rung();
            JsonBuilder json = new JsonBuilder().put("name", rung.word())
                    .put("works", finding.works())
                    .put("keepsOwners", rung.keepsOwners())
                    .put("severalUsers", rung.hasSeveralUsers())
                    .put("isolates", rung.isolates())
                    .put("title", rung.title());
            finding.obstacle().ifPresent(obstacle -> json.put("reason", obstacle.reason()).put("fix", obstacle.fix()));
            rungs.add(json.build());
        }
        List<Json> platforms = new ArrayList<>();
        report.platforms().forEach(finding -> platforms.add(json(finding)));
        JsonBuilder json = new JsonBuilder().put("host", Host.withLevel().toString());
        report.chosen().ifPresent(rung -> json.put("executor", rung.word()));
        forced.ifPresent(rung -> json.put("forced", rung.word()));
        return json.put("executors", new Json.Arr(rungs)).put("platforms", new Json.Arr(platforms)).build();
    }

    /** One platform, for programs. */
    static Json.Obj json(MachineReport.PlatformFinding finding) {
        JsonBuilder json = new JsonBuilder().put("platform", finding.platform().toString())
                .put("execution", finding.execution().map(DoctorCommand::word).orElse("none"));
        Optional<Execution> execution = finding.execution();
        if (execution.isPresent() && execution.get() instanceof Execution.Emulated emulated) {
            json.put("emulator", emulated.emulator()).put("way", emulated.way().word());
            emulated.processor().ifPresent(processor -> json.put("processor", processor));
        }
        finding.obstacle().ifPresent(reason -> json.put("reason", reason));
        return json.build();
    }
}
