#ifndef SELARAS_TESTS_FAULTS_FORBIDDEN_EVIDENCE_STATEMENTS_H_
#define SELARAS_TESTS_FAULTS_FORBIDDEN_EVIDENCE_STATEMENTS_H_

// What the evidence log's database refuses: whatever was numbered or signed stays. The fixture is a signed log of three
// leaves. SQL for both engines.

namespace selaras::evidence {

inline constexpr struct {
  const char* name;
  const char* sql;
} kForbiddenStatements[] = {
    {"another leaf in the place of one", "update evidence_leaves set event_id = 'x' where leaf_index = 0"},
    {"a leaf that changes its place", "update evidence_leaves set leaf_index = 9 where leaf_index = 2"},
    {"a leaf deleted", "delete from evidence_leaves where leaf_index = 1"},
    {"all leaves deleted", "delete from evidence_leaves"},
    {"a leaf out of its turn",
     "insert into evidence_leaves (leaf_index, event_id, source, data, leaf_hash) "
     "select 7, 'other', source, data, leaf_hash from evidence_leaves where leaf_index = 0"},
    {"a leaf taken twice",
     "insert into evidence_leaves (leaf_index, event_id, source, data, leaf_hash) "
     "select 3, event_id, source, data, leaf_hash from evidence_leaves where leaf_index = 0"},
    {"a node of the tree given anew",
     "insert into evidence_nodes select level, node_index, hash from evidence_nodes where level = 1"},
    {"a node of the tree altered", "update evidence_nodes set node_index = 5"},
    {"a node of the tree deleted", "delete from evidence_nodes"},
    {"a checkpoint altered", "update evidence_checkpoints set tree_size = 2"},
    {"a checkpoint deleted", "delete from evidence_checkpoints"},
};

}  // namespace selaras::evidence

#endif  // SELARAS_TESTS_FAULTS_FORBIDDEN_EVIDENCE_STATEMENTS_H_
