import Review
import Testing

@Suite struct BinomialLimitsTests {
  /// Events, trials, one-sided upper limit, two-sided limits, 95 %: from scipy.stats.beta.ppf (SciPy
  /// 1.17.1). The tolerance is the program's own step of 1e-12 and the twelve digits printed here.
  static let reference: [(Int, Int, Double, Double, Double)] = [
    (0, 59, 0.049507609888, 0.000000000000, 0.060608900950),
    (0, 100, 0.029513049607, 0.000000000000, 0.036216692645),
    (1, 100, 0.046559811454, 0.000253146033, 0.054459385392),
    (9, 100, 0.151795428614, 0.041983595628, 0.163982255030),
    (60, 100, 0.682473984764, 0.497209150422, 0.696705231297),
    (2, 200, 0.031142599414, 0.001213349014, 0.035654668397),
    (20, 400, 0.071828590046, 0.030805241143, 0.076166972755),
    (399, 400, 0.999871774986, 0.986150230038, 0.999936707483),
    (400, 400, 1.000000000000, 0.990820195416, 1.000000000000),
    (3, 80, 0.094074546525, 0.007801187266, 0.105701985017),
    (300, 1000, 0.324753612719, 0.271721112129, 0.329461678697),
    (0, 1, 0.950000000000, 0.000000000000, 0.975000000000),
    (5, 5000, 0.002101447978, 0.000324774475, 0.002332110591),
    (60_000, 100_000, 0.602551030813, 0.596955772341, 0.603038426490),
    (3, 100_000, 0.000077534722, 0.000006186764, 0.000087670203),
    (5_000, 10_000, 0.508273495596, 0.490151380590, 0.509848619410),
  ]

  @Test(arguments: reference)
  func `limits are SciPy's`(events: Int, trials: Int, upper: Double, low: Double, high: Double) {
    #expect(abs(BinomialLimits.upper(events: events, of: trials) - upper) < 2e-12)
    let interval = BinomialLimits.interval(events: events, of: trials)
    #expect(abs(interval.lowerBound - low) < 2e-12)
    #expect(abs(interval.upperBound - high) < 2e-12)
  }

  @Test func `without trials nothing is known`() {
    #expect(BinomialLimits.upper(events: 0, of: 0) == 1)
    #expect(BinomialLimits.interval(events: 0, of: 0) == 0...1)
  }

  @Test(arguments: [(0.05, 59), (0.02, 149), (0.01, 299)])
  func `so many clean checks bound the error, one fewer do not`(share: Double, trials: Int) {
    #expect(BinomialLimits.cleanTrials(toBound: share) == trials)
    #expect(BinomialLimits.upper(events: 0, of: trials) <= share)
    #expect(BinomialLimits.upper(events: 0, of: trials - 1) > share)
  }
}
