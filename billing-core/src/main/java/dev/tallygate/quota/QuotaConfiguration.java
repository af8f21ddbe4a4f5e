package dev.tallygate.quota;

import org.springframework.context.annotation.Configuration;

/** The beans of quotas. */
@Configuration(proxyBeanMethods = false)
public class QuotaConfiguration {}
