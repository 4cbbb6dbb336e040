package dev.berth.plugin.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * Docker's IPAM plugins. Their failures are under the key {@code Error}.
 *
 * @see <a href="https://github.com/moby/moby/blob/master/daemon/libnetwork/docs/ipam.md">Docker's page</a>
 */
public final class IpamProtocol {
    public static final String TYPE = "IpamDriver";
    public static final String CAPABILITIES = "/IpamDriver.GetCapabilities";
    public static final String ADDRESS_SPACES = "/IpamDriver.GetDefaultAddressSpaces";
    public static final String REQUEST_POOL = "/IpamDriver.RequestPool";
    public static final String RELEASE_POOL = "/IpamDriver.ReleasePool";
    public static final String REQUEST_ADDRESS = "/IpamDriver.RequestAddress";
    public static final String RELEASE_ADDRESS = "/IpamDriver.ReleaseAddress";

    private IpamProtocol() {}

    /** Answer of {@link #CAPABILITIES}, which a plugin need not have. */
    public record Capabilities(
            @JsonProperty("RequiresMACAddress") boolean requiresMac,
            @JsonProperty("RequiresRequestReplay") boolean requiresReplay) {}

    /** Answer of {@link #ADDRESS_SPACES}. */
    public record AddressSpaces(
            @JsonProperty("LocalDefaultAddressSpace") String local,
            @JsonProperty("GlobalDefaultAddressSpace") String global) {
        public AddressSpaces {
            local = Given.text(local);
            global = Given.text(global);
        }
    }

    /** Of {@link #REQUEST_POOL}. @param pool {@code 172.30.0.0/16}, empty for any */
    public record PoolWish(
            @JsonProperty("AddressSpace") String addressSpace,
            @JsonProperty("Pool") String pool,
            @JsonProperty("SubPool") String subPool,
            @JsonProperty("Options") Map<String, String> options,
            @JsonProperty("V6") boolean v6) {
        public PoolWish {
            addressSpace = Given.text(addressSpace);
            pool = Given.text(pool);
            subPool = Given.text(subPool);
            options = Given.map(options);
        }
    }

    /** Answer of {@link #REQUEST_POOL}. */
    public record PoolGiven(
            @JsonProperty("PoolID") String poolId,
            @JsonProperty("Pool") String pool,
            @JsonProperty("Data") Map<String, String> data) {
        public PoolGiven {
            poolId = Given.text(poolId);
            pool = Given.text(pool);
            data = Given.map(data);
        }
    }

    /** Of {@link #RELEASE_POOL}. */
    public record PoolReturn(@JsonProperty("PoolID") String poolId) {
        public PoolReturn {
            poolId = Given.text(poolId);
        }
    }

    /** Of {@link #REQUEST_ADDRESS}. @param address without prefix, empty for any */
    public record AddressWish(
            @JsonProperty("PoolID") String poolId,
            @JsonProperty("Address") String address,
            @JsonProperty("Options") Map<String, String> options) {
        public AddressWish {
            poolId = Given.text(poolId);
            address = Given.text(address);
            options = Given.map(options);
        }
    }

    /** Answer of {@link #REQUEST_ADDRESS}. @param address {@code 172.30.0.2/16} */
    public record AddressGiven(
            @JsonProperty("Address") String address,
            @JsonProperty("Data") Map<String, String> data) {
        public AddressGiven {
            address = Given.text(address);
            data = Given.map(data);
        }
    }

    /** Of {@link #RELEASE_ADDRESS}. @param address without prefix */
    public record AddressReturn(
            @JsonProperty("PoolID") String poolId,
            @JsonProperty("Address") String address) {
        public AddressReturn {
            poolId = Given.text(poolId);
            address = Given.text(address);
        }
    }
}
