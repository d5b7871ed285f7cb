package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.bake.definition.ContextPath;
import dev.anyarch.bake.definition.Overrides;
import dev.anyarch.bake.definition.Selection;
import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.Stack;
import dev.anyarch.bake.definition.StackPrint;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code anyarch bake [FILE] [TARGET…]}. */
final class BakeCommand implements Command {
    private static final Option FILE = Option.values("-f,--file", "FILE",
            "a bake or compose file, - for standard input; may be repeated");
    private static final Option SET = Option.values("--set", "TARGET.KEY[+]=VALUE",
            "change an attribute; TARGET may be a pattern, += adds to a list");
    private static final Option VAR = Option.values("--var", "NAME=VALUE", "set a variable");
    private static final Option PRINT = Option.flag("--print", "print what would be built, as a bake file in JSON");
    static final Option PLAN = Option.flag("--plan",
            "tell what would be done for each target, before anything is");
    private static final Option LIST = Option.value("--list", "WHAT", "print the targets or variables there are");
    private static final Option PUSH = Option.flag("--push", "images go to the registries of their names");
    private static final Option LOAD = Option.flag("--load",
            "images go into the container engine that Docker's client would use");
    private static final Option NO_CACHE = Option.flag("--no-cache",
            "do every step, whatever earlier builds have made");
    private static final Option PULL = Option.flag("--pull",
            "take base images from their registry, not from the store");
    static final Option ALLOW = Option.values("--allow", "ENTITLEMENT",
            "fs.read=PATH, fs.write=PATH or fs=PATH outside of the working directory; ssh; security.insecure; network.host");
    static final Option METADATA_FILE = Option.value("--metadata-file", "FILE",
            "write digests and names of each target there, as JSON");
    static final Option STRICT_PLATFORM = Option.flag("--strict-platform",
            "fail, and publish nothing, when an executable is not for the platform; otherwise that is a warning");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("bake", "[FILE] [TARGET…]", 0, Integer.MAX_VALUE,
                "build a stack of images from bake and compose files",
                """
                    Without TARGET the group or target 'default'; TARGET may be a pattern. Without a file, what there is of
                    compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml, docker-bake.json, docker-bake.hcl,
                    docker-bake.override.json and docker-bake.override.hcl, later ones on top of earlier ones.

                    Targets are built at the same time, what they have in common once. Nothing gets a name before every
                    target is built; then names are set after those of the targets that an image is built on.
                    Without --push, --load and outputs of its own, a target with tags goes to the local store.""",
                Stream.concat(Stream.of(FILE, SET, VAR, PRINT, PLAN, LIST, PUSH, LOAD, NO_CACHE, PULL,
                        BuildSteps.PROGRESS,
                        METADATA_FILE, STRICT_PLATFORM, BuildCall.CHECK, BuildCall.CALL, ALLOW, GlobalOptions.OUTPUT,
                        GlobalOptions.DRY_RUN), Attestations.OF_BAKE.stream()).toList());
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Attestations.requireNone(arguments);
        BakeInput input = new BakeInput(session, KeyValues.parse(VAR, arguments));
        List<String> files = new ArrayList<>(arguments.values(FILE));
        List<String> names = new ArrayList<>(arguments.operands());
        if (names.stream().anyMatch(ContextPath::isRemote)) {
            throw new CannotException(
                    "definitions from elsewhere are not available in this version; fetch them and name a file");
        }
        if (!names.isEmpty() && BakeInput.isFile(names.getFirst())) {
            files.add(names.removeFirst());
        }
        Optional<StackList> list = arguments.value(LIST).isPresent()
                ? Optional.of(StackList.parse(arguments.value(LIST).get()))
                : Optional.empty();
        Overrides overrides = overrides(arguments, session);
        Stack stack = input.read(files);
        if (list.isPresent()) {
            list.get().print(stack, session.console());
            return ExitCode.OK;
        }
        Selection selection = withEpoch(
                stack.resolve(names.isEmpty() ? List.of("default") : names, overrides), session.environment());
        if (arguments.has(PRINT)) {
            session.console().printExactly(StackPrint.print(selection).getBytes(UTF_8));
            return ExitCode.OK;
        }
        return new BakeRun(arguments, session).run(selection);
    }

    private static Overrides overrides(Arguments arguments, Session session) throws UsageException {
        List<String> texts = new ArrayList<>(arguments.values(SET));
        if (arguments.has(PUSH)) {
            texts.add("*.push=true");
        }
        if (arguments.has(LOAD)) {
            texts.add("*.load=true");
        }
        if (arguments.has(NO_CACHE)) {
            texts.add("*.no-cache=true");
        }
        if (arguments.has(PULL)) {
            texts.add("*.pull=true");
        }
        Optional<String> call = arguments.value(BuildCall.CALL)
                .or(() -> arguments.has(BuildCall.CHECK) ? Optional.of("check") : Optional.empty());
        if (call.filter(method -> method.contains(",")).isPresent()) {
            throw new UsageException("option --call: expected only a method, found '%s'".formatted(call.get()));
        }
        call.ifPresent(method -> texts.add("*.call=" + method));
        try {
            return Overrides.parse(texts, name -> Optional.ofNullable(session.environment().variables().get(name)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    /** The time that reproducible builds are asked for is an argument of every target. */
    private static Selection withEpoch(Selection selection, Environment environment) {
        Optional<String> epoch = environment.variable(BuildRequest.EPOCH);
        if (epoch.isEmpty()) {
            return selection;
        }
        SortedMap<String, TargetDefinition> targets = new TreeMap<>();
        selection.targets()
                .forEach((name, target) -> targets.put(name,
                        target.pairs(TargetAttribute.ARGS).containsKey(BuildRequest.EPOCH)
                                ? target
                                : target.and(TargetAttribute.ARGS,
                                        new Setting.Pairs(new TreeMap<>(Map.of(BuildRequest.EPOCH, epoch.get()))))));
        return new Selection(selection.groups(), targets, selection.linked());
    }
}
