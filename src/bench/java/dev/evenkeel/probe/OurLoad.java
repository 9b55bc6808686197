package dev.evenkeel.probe;

import dev.evenkeel.measurement.ProbeTarget;
import dev.evenkeel.measurement.ProbeTimeouts;
import java.net.URI;
import java.util.Map;

/** The load through the probe's own client. */
final class OurLoad extends ClosedLoop {
    private final OurClient client = new OurClient(Map.of());
    private final ProbeTarget target;
    private final ProbeTimeouts timeouts = OurClient.patient();

    OurLoad(URI baseUrl, int streams, long spreadNs) {
        super(streams, spreadNs);
        target = OurClient.target(baseUrl, streams);
    }

    @Override
    void begin() {
        client.probe(target, timeouts, finished -> ended(finished::reading));
    }

    @Override
    public void close() {
        super.close();
        client.close();
    }
}
