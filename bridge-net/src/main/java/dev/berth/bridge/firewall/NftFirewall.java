package dev.berth.bridge.firewall;

import dev.berth.linux.nft.NftContext;
import dev.berth.linux.nft.NftException;
import dev.berth.linux.sys.Errno;
import dev.berth.plugin.EngineException;
import java.util.Collection;
import java.util.List;

/**
 * The driver's two nft tables. Each owner (a network, an endpoint's ports, ...) has its elements there; a change of an
 * owner is one transaction of the kernel. If a transaction fails because somebody emptied the tables or left something
 * in them, both are put back whole, with all that is known, in another single transaction. One lock, the object itself,
 * guards the owners.
 */
public final class NftFirewall {
    private final NftContext nft;
    private final ElementOwners owners = new ElementOwners();
    private boolean stands;

    public NftFirewall(NftContext nft) {
        this.nft = nft;
    }

    /** Notes elements that the kernel holds already, since a daemon before this one put them there. */
    public synchronized void adopt(String owner, Collection<Element> elements) {
        owners.set(owner, List.copyOf(elements));
    }

    /** Gives the owner these elements and takes away those it had beyond them. */
    public synchronized void put(String owner, Collection<Element> elements) {
        List<Element> wanted = List.copyOf(elements);
        List<Element> before = owners.of(owner);
        List<Element> gone = owners.set(owner, wanted);
        change(owner, before, NftText.remove(gone) + NftText.add(wanted));
    }

    /** Takes away all that the owner has, and nobody else; an unknown owner has nothing. */
    public synchronized void remove(String owner) {
        List<Element> before = owners.of(owner);
        if (!before.isEmpty()) {
            change(owner, before, NftText.remove(owners.set(owner, List.of())));
        }
    }

    private void change(String owner, List<Element> before, String commands) {
        try {
            change(commands);
        } catch (NftException failure) {
            owners.set(owner, before);
            throw new EngineException.SystemFailure(
                    "change nft table inet berth for " + owner + ": " + failure.getMessage(), failure);
        }
    }

    private void change(String commands) {
        if (!stands && !skeletonStands()) {
            replaceAll();
            return;
        }
        stands = true;
        if (commands.isEmpty()) {
            return;
        }
        try {
            nft.run(commands);
        } catch (NftException failure) {
            mend(failure);
        }
    }

    private boolean skeletonStands() {
        try {
            nft.list("list chain " + NftRules.SKELETON_MARK);
            return true;
        } catch (NftException failure) {
            return orIfMissing(failure, false);
        }
    }

    /** What is not there is known to be empty; what cannot be read is not, and must not be replaced unread. */
    private static <T> T orIfMissing(NftException failure, T otherwise) {
        if (failure.says(Errno.ENOENT)) {
            return otherwise;
        }
        throw failure;
    }

    private void mend(NftException failure) {
        try {
            replaceAll();
        } catch (NftException second) {
            second.addSuppressed(failure);
            throw second;
        }
    }

    private void replaceAll() {
        nft.run(NftRules.skeleton() + userChain() + NftText.add(owners.all()));
        stands = true;
    }

    /** The rules of the host's owner, as nft prints them, which is as it reads them. */
    private String userChain() {
        try {
            return nft.list("list chain " + NftRules.USER_CHAIN);
        } catch (NftException failure) {
            return orIfMissing(failure, "");
        }
    }
}
