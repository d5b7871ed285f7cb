package dev.anyarch.cli;

import java.io.Closeable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives signals of this process to somebody else until it is closed: those that would end it, and that its terminal has
 * another size. By reflection, because the compiler
 * warns of the only class that Java has for it, and nothing can make it stop. For one thread.
 */
final class SignalRelay implements Closeable {
    private static final List<String> NAMES = List.of("HUP", "INT", "TERM", "WINCH");

    /** Who gets them. */
    interface Receiver {

        /**
         * Takes one.
         *
         * @param name without {@code SIG}
         */
        void receive(String name, int number);
    }

    private final Map<Object, Object> previous = new LinkedHashMap<>();
    private final Method register;

    private SignalRelay(Receiver receiver) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Method number = signal.getMethod("getNumber");
        Method naming = signal.getMethod("getName");
        Object relay = Proxy.newProxyInstance(SignalRelay.class.getClassLoader(), new Class<?>[]{handler},
                (self, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        receiver.receive((String) naming.invoke(arguments[0]), (int) number.invoke(arguments[0]));
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    default -> "signal relay";
                });
        register = signal.getMethod("handle", signal, handler);
        for (String name : NAMES) {
            Object which = signal.getConstructor(String.class).newInstance(name);
            previous.put(which, register.invoke(null, which, relay));
        }
    }

    static SignalRelay to(Receiver receiver) {
        try {
            return new SignalRelay(receiver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (Map.Entry<Object, Object> entry : previous.entrySet()) {
                register.invoke(null, entry.getKey(), entry.getValue());
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
