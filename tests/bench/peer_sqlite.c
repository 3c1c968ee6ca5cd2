/* SPDX-License-Identifier: Apache-2.0 */
#include "peer_sqlite.h"

#include <stddef.h>

#ifdef HAVE_SQLITE3
#include <sqlite3.h>
#include <stdlib.h>

struct peer_sqlite {
    sqlite3 *database;
    sqlite3_stmt *measure, *ancestor, *membership, *select;
};

/* A table without row ids is its own covering index. Few seeks by line and area beat a walk over all rows of a line. */
static const char schema[] =
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
    "CREATE TABLE measure(code INTEGER,area INTEGER,start INTEGER,stop INTEGER,id INTEGER,"
    " PRIMARY KEY(code,area,start,stop,id)) WITHOUT ROWID;"
    "CREATE TABLE ancestor(code INTEGER,up INTEGER,PRIMARY KEY(code,up)) WITHOUT ROWID;"
    "CREATE TABLE membership(area INTEGER,up INTEGER,PRIMARY KEY(area,up)) WITHOUT ROWID; BEGIN";
static const char question[] = "SELECT m.id FROM ancestor a CROSS JOIN membership g "
                               "CROSS JOIN measure m ON m.code=a.up AND m.area=g.up "
                               "WHERE a.code=?1 AND g.area=?2 AND m.start<=?3 AND m.stop>=?3";

peer_sqlite *peer_sqlite_new(void)
{
    peer_sqlite *peer = calloc(1, sizeof *peer);

    if (peer && sqlite3_open(":memory:", &peer->database) == SQLITE_OK &&
        sqlite3_exec(peer->database, schema, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(peer->database, "INSERT INTO measure VALUES(?,?,?,?,?)", -1, &peer->measure, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(peer->database, "INSERT INTO ancestor VALUES(?,?)", -1, &peer->ancestor, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(peer->database, "INSERT INTO membership VALUES(?,?)", -1, &peer->membership, NULL) == SQLITE_OK)
        return peer;
    peer_sqlite_free(peer);
    return NULL;
}

void peer_sqlite_free(peer_sqlite *peer)
{
    if (!peer)
        return;
    sqlite3_finalize(peer->measure);
    sqlite3_finalize(peer->ancestor);
    sqlite3_finalize(peer->membership);
    sqlite3_finalize(peer->select);
    sqlite3_close(peer->database);
    free(peer);
}

static bool insert(sqlite3_stmt *statement, const int64_t *values, int count)
{
    bool done;

    for (int i = 0; i < count; i++)
        sqlite3_bind_int64(statement, i + 1, values[i]);
    done = sqlite3_step(statement) == SQLITE_DONE;
    return sqlite3_reset(statement) == SQLITE_OK && done;
}

bool peer_sqlite_measure(peer_sqlite *peer, uint32_t measure, int64_t code, int area, int start, int end)
{
    return insert(peer->measure, (const int64_t[]){code, area, start, end, measure}, 5);
}

bool peer_sqlite_ancestor(peer_sqlite *peer, int64_t code, int64_t ancestor)
{
    return insert(peer->ancestor, (const int64_t[]){code, ancestor}, 2);
}

bool peer_sqlite_membership(peer_sqlite *peer, int area, int group)
{
    return insert(peer->membership, (const int64_t[]){area, group}, 2);
}

bool peer_sqlite_ready(peer_sqlite *peer)
{
    return sqlite3_exec(peer->database, "COMMIT", NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_prepare_v3(peer->database, question, -1, SQLITE_PREPARE_PERSISTENT, &peer->select, NULL) == SQLITE_OK;
}

int peer_sqlite_select(peer_sqlite *peer, int64_t code, int area, int date, uint32_t *measures, int room)
{
    int count = 0, state;

    sqlite3_bind_int64(peer->select, 1, code);
    sqlite3_bind_int(peer->select, 2, area);
    sqlite3_bind_int(peer->select, 3, date);
    while ((state = sqlite3_step(peer->select)) == SQLITE_ROW && count < room)
        measures[count++] = (uint32_t)sqlite3_column_int64(peer->select, 0);
    return sqlite3_reset(peer->select) == SQLITE_OK && state == SQLITE_DONE ? count : -1;
}
#else
peer_sqlite *peer_sqlite_new(void) { return NULL; }
void peer_sqlite_free(peer_sqlite *peer) { (void)peer; }
bool peer_sqlite_measure(peer_sqlite *peer, uint32_t measure, int64_t code, int area, int start, int end)
{
    return peer && measure && code && area && start && end;
}
bool peer_sqlite_ancestor(peer_sqlite *peer, int64_t code, int64_t ancestor) { return peer && code && ancestor; }
bool peer_sqlite_membership(peer_sqlite *peer, int area, int group) { return peer && area && group; }
bool peer_sqlite_ready(peer_sqlite *peer) { return peer != NULL; }
int peer_sqlite_select(peer_sqlite *peer, int64_t code, int area, int date, uint32_t *measures, int room)
{
    return peer && measures && code && area && date && room ? 0 : -1;
}
#endif
