package dev.berth.runtime.cli.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The classes of this program's own jars. */
final class OwnClasses {
    private static final List<String> JARS =
            List.of("core-runtime-", "linux-", "plugin-api-", "bridge-net-", "link-dns-", "volume-driver-");
    private static final String PACKAGE = "dev/berth/";
    private static final String SUFFIX = ".class";

    private OwnClasses() {}

    /** Loads some of them, without initialising any. @param wanted of names such as {@code dev/berth/runtime/BerthMain.class} */
    static void load(Predicate<String> wanted) throws IOException, ClassNotFoundException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.endsWith(".jar") && JARS.stream().anyMatch(name::startsWith)) {
                load(entry, wanted);
            }
        }
    }

    /** Whether the class is for a command other than {@code berth daemon}. */
    static boolean isCommand(String name) {
        return name.startsWith("dev/berth/runtime/cli/") && !name.startsWith("dev/berth/runtime/cli/daemon/");
    }

    private static void load(String jar, Predicate<String> wanted) throws IOException, ClassNotFoundException {
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (isClass(name) && wanted.test(name)) {
                    String words =
                            name.substring(0, name.length() - SUFFIX.length()).replace('/', '.');
                    Class.forName(words, false, OwnClasses.class.getClassLoader());
                }
            }
        }
    }

    private static boolean isClass(String name) {
        return name.startsWith(PACKAGE) && name.endsWith(SUFFIX) && !name.endsWith("package-info.class");
    }
}
