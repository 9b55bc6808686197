package dev.evenkeel.egress;

/** What an address is, as far as probing it is concerned. */
enum AddressKind {
    PUBLIC("a public address", Lift.ANY_ENTRY),
    UNSPECIFIED("an unspecified address", Lift.NETWORK),
    LOOPBACK("a loopback address", Lift.ANY_ENTRY),
    PRIVATE("a private address", Lift.ANY_ENTRY),
    SHARED("a carrier-grade NAT address", Lift.ANY_ENTRY),
    UNIQUE_LOCAL("a unique-local address", Lift.ANY_ENTRY),
    LINK_LOCAL("a link-local address", Lift.NETWORK),
    MULTICAST("a multicast address", Lift.NETWORK),
    BROADCAST("the broadcast address", Lift.NETWORK),
    BENCHMARK("a benchmarking address", Lift.NETWORK),
    DOCUMENTATION("a documentation address", Lift.NETWORK),
    RESERVED("a reserved address", Lift.NETWORK),
    TRANSLATED("an IPv6 address that stands for an IPv4 one", Lift.NETWORK),
    METADATA("a cloud metadata address", Lift.ITSELF);

    /** The least that the operator must have named for such an address to be reached. */
    enum Lift {
        /** A host name that resolves to it will do. */
        ANY_ENTRY,
        /** A network around it, or the address itself. */
        NETWORK,
        /** The address itself. */
        ITSELF
    }

    private final String description;
    private final Lift lift;

    AddressKind(String description, Lift lift) {
        this.description = description;
        this.lift = lift;
    }

    /** With its article, to follow "is". */
    String description() {
        return description;
    }

    Lift lift() {
        return lift;
    }
}
