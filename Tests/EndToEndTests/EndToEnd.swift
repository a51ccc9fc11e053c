import Testing

/// The real binary in a real terminal, as a technician uses it.
///
/// One test at a time: two cores carry one station, and a screen that is late is a failed test.
@Suite(.serialized, .timeLimit(.minutes(5))) enum EndToEnd {}
