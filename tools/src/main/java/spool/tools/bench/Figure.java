package spool.tools.bench;

/// One thing measured that is no workload's time.
///
/// @param name what it is
/// @param unit of its values
/// @param isBetterIfMore whether a larger value is a better one
/// @param values one for each round
record Figure(String name, String unit, boolean isBetterIfMore, Series values) {}
