"""Steps of the service's tables. Only additive ones: processes of the version before go on working meanwhile."""
