/* SPDX-License-Identifier: Apache-2.0 */
/* Which operators of a model the engine lacks or refuses, and why: each is prepared by itself, so that all are found at once.
 */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/plan.h"
#include "report.h"

static void print_reason(bool *first, uint32_t subgraph, uint32_t index, const char *name, const char *reason) {
  printf("%s{\"subgraph\":%" PRIu32 ",\"index\":%" PRIu32 ",\"operator\":", *first ? "" : ",", subgraph, index);
  print_string(stdout, name);
  fputs(",\"reason\":", stdout);
  print_string(stdout, reason);
  putchar('}');
  *first = false;
}

/* The message without the "operator 3 (ADD): " that the engine puts before it. */
static const char *reason_of(const tinyxs_error *error) {
  const char *reason = strstr(error->message, "): ");
  return reason ? reason + 3 : error->message;
}

/* Tries the operators that run, in the order in which they run. */
static tinyxs_status check_prepared(tinyxs_plan *p, bool *first) {
  tinyxs_engine_walk_start(p);
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_engine_walk_next(p, &step));
    if (step == TINYXS_STEP_END) return TINYXS_OK;
    if (step != TINYXS_STEP_OPERATOR || !p->operator_ || tinyxs_engine_prepare_operator(p) == TINYXS_OK) continue;
    print_reason(first, p->subgraph, p->index, p->operator_->name, reason_of(p->error));
  }
}

/* Finds the operators that this build doesn't have, in all subgraphs. */
static void check_registry(const tinyxs_plan *p, bool *first) {
  for (uint32_t s = 0; s < p->outline.subgraphs.count; s++) {
    uint32_t subgraph = tinyxs_table_at(&p->file, p->outline.subgraphs, s);
    tinyxs_vector operators = tinyxs_list_of(&p->file, subgraph, SUBGRAPH_OPERATORS);
    for (uint32_t i = 0; i < operators.count; i++) {
      uint32_t table = tinyxs_table_at(&p->file, operators, i);
      if (tinyxs_operators[tinyxs_engine_code_of(p, table)->place]) continue;
      char name[sizeof p->error->operator_name];
      tinyxs_engine_describe_operator(&p->file, &p->outline, table, name, sizeof name);
      print_reason(first, s, i, name, "the engine has no such operator");
    }
  }
}

int check_operators(const char *path, const uint8_t *data, size_t size) {
  tinyxs_error error;
  tinyxs_plan p;
  if (tinyxs_engine_plan_start(&p, data, size, sizeof(void *), &error) != TINYXS_OK) return refuse_model(path, &error);
  void *workspace = calloc(1, tinyxs_engine_plan_workspace(&p, NULL));
  if (!workspace) return refuse(path, "out of memory");
  tinyxs_engine_plan_workspace(&p, workspace);
  tinyxs_status status = tinyxs_engine_plan_graph(&p, NULL, 0);
  if (status == TINYXS_OK) {
    bool first = true;
    fputs("{\"unsupported\":[", stdout);
    check_registry(&p, &first);
    status = check_prepared(&p, &first);
    puts("]}");
  }
  free(workspace);
  return status == TINYXS_OK ? 0 : refuse_model(path, &error);
}
