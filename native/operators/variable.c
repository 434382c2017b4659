/* SPDX-License-Identifier: Apache-2.0 */
/*
 * VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE: state that the model names. The engine has resolved the names: a handle's tensor
 * is the variable's own memory.
 */
#include "operators/common.h"

static tinyxs_status run_read(tinyxs_call *call) {
  const uint32_t *bytes = tinyxs_op_data(call);
  const void *variable = tinyxs_input_data(call, 0);
  void *output = tinyxs_output_data(call, 0);
  if (variable != output) memcpy(output, variable, *bytes);
  return TINYXS_OK;
}

static tinyxs_status run_assign(tinyxs_call *call) {
  const uint32_t *bytes = tinyxs_op_data(call);
  const void *value = tinyxs_input_data(call, 1);
  void *variable = tinyxs_state_data(call, 0);
  if (value != variable) memcpy(variable, value, *bytes);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_var_handle(tinyxs_plan *p) { return tinyxs_arity(p, 0, 0, 1, 1); }

tinyxs_status tinyxs_prepare_read_variable(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info output = tinyxs_output_info(p, 0);
  tinyxs_set_op_data(p, &output.bytes, sizeof output.bytes);
  tinyxs_alias(p, 0, 0);
  tinyxs_set_run(p, run_read);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_assign_variable(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 0, 0));
  tinyxs_info value = tinyxs_input_info(p, 1);
  tinyxs_set_op_data(p, &value.bytes, sizeof value.bytes);
  tinyxs_set_run(p, run_assign);
  return TINYXS_OK;
}
