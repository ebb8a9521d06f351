#ifndef SELARAS_SERVICES_REGISTRY_TESTING_FORBIDDEN_STATEMENTS_H_
#define SELARAS_SERVICES_REGISTRY_TESTING_FORBIDDEN_STATEMENTS_H_

// What the registry's database refuses, whoever asks and however. A test migrates the schemas "registry" and "feed",
// runs kForbiddenFixture statement by statement (each must succeed), then each of kForbiddenStatements in a
// transaction of its own (each must fail). SQL for both engines.

namespace selaras::registry::testing {

struct ForbiddenStatement {
  const char* name;
  const char* sql;
};

// Reservation r1 held (person e1), r2 applied by decree d2 (person e2), r3 released (person e3), r4 held
// (person e4).
inline constexpr const char* kForbiddenFixture[] = {
    "insert into seat_reservations values ('t','r1','a1',1,1,'c1',20000,1,9,0,0,5,0)",
    "insert into seat_moves values ('t','r1',1,'e1','p1','p2',1,1)",
    "insert into seat_reservations values ('t','r2','a1',1,1,'c2',20000,1,9,0,0,5,0)",
    "insert into seat_moves values ('t','r2',1,'e2','p1','p2',1,1)",
    "insert into seat_decrees values ('t','d2','800/2','r2','e2','2024-10-04',7)",
    "update seat_reservations set state = 2, applied_revision = 7, end_time = 6, version = 2 "
    "where reservation_id = 'r2'",
    "insert into seat_reservations values ('t','r3','a1',1,1,'c3',20000,1,9,0,0,5,0)",
    "insert into seat_moves values ('t','r3',1,'e3','p1','p2',1,1)",
    "update seat_reservations set state = 3, end_time = 6, version = 2 where reservation_id = 'r3'",
    "insert into seat_reservations values ('t','r4','a1',1,1,'c4',20000,1,9,0,0,5,0)",
    "insert into seat_moves values ('t','r4',1,'e4','p1','p2',1,1)",
    "insert into facts values ('t',11,'e2','2024-10-04',7,20000,2932897,0,'a1','p2',100,'x','d2')",
};

inline constexpr ForbiddenStatement kForbiddenStatements[] = {
    {"a second appointment by one decree",
     "insert into facts values ('t',11,'e1','2024-10-04',8,20000,2932897,0,'a1','p2',100,'x','d2')"},
    {"a second move of a decree",
     "insert into seat_decrees values ('t','d2','800/9','r1','e1','2024-10-04',8)"},
    {"a decree number used twice",
     "insert into seat_decrees values ('t','d9','800/2','r1','e1','2024-10-04',8)"},
    {"two decrees for one move",
     "insert into seat_decrees values ('t','d9','800/9','r2','e2','2024-10-04',8)"},
    {"a decree for nobody's move",
     "insert into seat_decrees values ('t','d9','800/9','r1','e9','2024-10-04',8)"},
    {"another number for an applied decree",
     "update seat_decrees set decree_number = '800/9' where decree_id = 'd2'"},
    {"an applied decree deleted", "delete from seat_decrees where decree_id = 'd2'"},
    {"two held reservations of one person", "insert into seat_moves values ('t','r4',2,'e1','p1','p2',1,1)"},
    {"two moves of one person in one reservation",
     "insert into seat_moves values ('t','r1',2,'e1','p9','p8',1,1)"},
    {"a held move of a released reservation",
     "insert into seat_moves values ('t','r3',2,'e9','p1','p2',1,1)"},
    {"a move of a held reservation that holds nothing",
     "insert into seat_moves values ('t','r1',2,'e9','p1','p2',1,0)"},
    {"a held move let go alone", "update seat_moves set held = 0 where reservation_id = 'r1'"},
    {"a released move held again", "update seat_moves set held = 1 where reservation_id = 'r3'"},
    {"a move to another post", "update seat_moves set to_post = 'p9' where reservation_id = 'r1'"},
    {"a move deleted", "delete from seat_moves where reservation_id = 'r1'"},
    {"a second reservation of one chain",
     "insert into seat_reservations values ('t','r9','a1',1,1,'c1',20000,1,9,0,0,5,0)"},
    {"a reservation of an applied chain",
     "insert into seat_reservations values ('t','r9','a1',1,1,'c2',20000,1,9,0,0,5,0)"},
    {"an applied reservation released",
     "update seat_reservations set state = 3, applied_revision = 0 "
     "where reservation_id = 'r2'"},
    {"a released reservation held again",
     "update seat_reservations set state = 1, end_time = 0 "
     "where reservation_id = 'r3'"},
    {"a released reservation applied",
     "update seat_reservations set state = 2, applied_revision = 8 "
     "where reservation_id = 'r3'"},
    {"an applied reservation without revision",
     "update seat_reservations set state = 2, end_time = 6 where reservation_id = 'r1'"},
    {"another effective date",
     "update seat_reservations set effective_day = 20001 where reservation_id = 'r1'"},
    {"a held reservation in force", "update seat_reservations set active = 1 where reservation_id = 'r1'"},
    {"a reservation deleted", "delete from seat_reservations where reservation_id = 'r3'"},
};

}  // namespace selaras::registry::testing

#endif  // SELARAS_SERVICES_REGISTRY_TESTING_FORBIDDEN_STATEMENTS_H_
