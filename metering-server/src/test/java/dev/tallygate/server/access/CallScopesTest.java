package dev.tallygate.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc;
import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallScopesTest {

    @Test
    void everyRpcOfTheContractNeedsAScope() {
        List<String> without = Stream.of(
                        MeteringServiceGrpc.getServiceDescriptor(), BillingServiceGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream())
                .filter(method -> CallScopes.of(method).isEmpty())
                .map(method -> method.getFullMethodName())
                .toList();

        assertEquals(List.of(), without);
    }
}
