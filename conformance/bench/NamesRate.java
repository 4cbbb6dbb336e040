import dev.berth.dns.resolver.SandboxNameService;
import dev.berth.plugin.Cidr;
import dev.berth.plugin.name.NameRecord;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** What a name costs to register and to withdraw beside many others of its network: NamesRate NAMES, median microseconds. */
final class NamesRate {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;
    private static final String NETWORK = "f".repeat(64);

    private NamesRate() {}

    public static void main(String[] words) {
        int names = Integer.parseInt(words[0]);
        try (SandboxNameService service = new SandboxNameService()) {
            for (int i = 0; i < names; i++) {
                service.register(record(i));
            }
            long[] registering = new long[MEASURED];
            long[] withdrawing = new long[MEASURED];
            for (int i = -WARM_UP; i < MEASURED; i++) {
                NameRecord record = record(names + (i + WARM_UP) % 1000);
                long begin = System.nanoTime();
                service.register(record);
                long between = System.nanoTime();
                service.withdraw(NETWORK, record.endpointId());
                if (i >= 0) {
                    registering[i] = between - begin;
                    withdrawing[i] = System.nanoTime() - between;
                }
            }
            System.out.printf("%.1f %.1f%n", median(registering), median(withdrawing));
        }
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1000.0;
    }

    /** As a container has it: name, alias, short id. */
    private static NameRecord record(int number) {
        InetAddress address = Cidr.parseAddress("10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255));
        String id = String.format("%064x", number);
        return new NameRecord(
                NETWORK, "front", id, List.of("box" + number, "alias" + number, id.substring(52)), List.of(address));
    }
}
