// A small network asked at every place of a grid.

enum { UNITS_AT_ONCE = 4, REGISTERS = 2, PLACES_AT_ONCE = REGISTERS * HV_LANES };

/// Where the numbers of a network lie.
typedef struct {
  const float *hidden;
  const float *hidden_bias;
  const float *output;
  const float *output_bias;
  int input_count;
  int unit_count;
  int output_count;
} Network;

static Network network_of(hv_network_shape shape, const float *numbers) {
  const float *hidden_bias = numbers + shape.unit_count * shape.input_count;
  const float *output = hidden_bias + shape.unit_count;
  return (Network){
      numbers, hidden_bias, output, output + shape.output_count * shape.unit_count,
      shape.input_count, shape.unit_count, shape.output_count};
}

/// Place by place, for grids that are smaller than a register.
static void place_scores_plainly(
    const Network *net, const float *values, size_t plane, int count, float *scores) {
  for (int place = 0; place < count; place++) {
    for (int output = 0; output < net->output_count; output++)
      scores[output * plane + place] = net->output_bias[output];
    for (int unit = 0; unit < net->unit_count; unit++) {
      float hidden = net->hidden_bias[unit];
      for (int input = 0; input < net->input_count; input++)
        hidden += values[input * plane + place] * net->hidden[unit * net->input_count + input];
      for (int output = 0; output < net->output_count; output++)
        scores[output * plane + place] += (hidden < 0 ? 0 : hidden) * net->output[output * net->unit_count + unit];
    }
  }
}

/// `unit_count` hidden units from `unit` on, at `PLACES_AT_ONCE` places, added to the sums of the outputs. The loops
/// over units and registers are unrolled: their sums stay in registers.
VECTOR_FUNCTION void add_units(
    const Network *net, const float *values, size_t plane, int unit, const int unit_count,
    Floats sums[][REGISTERS]) {
  Floats hidden[UNITS_AT_ONCE][REGISTERS];
  for (int u = 0; u < unit_count; u++)
    for (int r = 0; r < REGISTERS; r++) hidden[u][r] = (Floats)net->hidden_bias[unit + u];
  for (int input = 0; input < net->input_count; input++) {
    Floats taken[REGISTERS];
    for (int r = 0; r < REGISTERS; r++) taken[r] = *(const Floats *)(values + input * plane + r * HV_LANES);
    for (int u = 0; u < unit_count; u++) {
      const float weight = net->hidden[(unit + u) * net->input_count + input];
      for (int r = 0; r < REGISTERS; r++) hidden[u][r] += taken[r] * weight;
    }
  }
  for (int u = 0; u < unit_count; u++)
    for (int r = 0; r < REGISTERS; r++) {
      const Floats positive = hidden[u][r] < 0 ? (Floats)0 : hidden[u][r];
      for (int output = 0; output < net->output_count; output++)
        sums[output][r] += positive * net->output[output * net->unit_count + unit + u];
    }
}

static void place_scores(
    hv_network_shape shape, const float *numbers, const float *values, size_t plane, int count, float *scores) {
  const Network network = network_of(shape, numbers), *net = &network;
  if (count < PLACES_AT_ONCE) return place_scores_plainly(net, values, plane, count, scores);
  for (int place = 0; place < count; place += PLACES_AT_ONCE) {
    // The last ones are made together with some that were made before.
    const int first = place + PLACES_AT_ONCE <= count ? place : count - PLACES_AT_ONCE;
    Floats sums[HV_MOST_OUTPUTS][REGISTERS];
    for (int output = 0; output < net->output_count; output++)
      for (int r = 0; r < REGISTERS; r++) sums[output][r] = (Floats)net->output_bias[output];
    int unit = 0;
    for (; unit + UNITS_AT_ONCE <= net->unit_count; unit += UNITS_AT_ONCE)
      add_units(net, values + first, plane, unit, UNITS_AT_ONCE, sums);
    for (; unit < net->unit_count; unit++) add_units(net, values + first, plane, unit, 1, sums);
    for (int output = 0; output < net->output_count; output++)
      for (int r = 0; r < REGISTERS; r++)
        *(Floats *)(scores + output * plane + first + r * HV_LANES) = sums[output][r];
  }
}
